"""In whose name certificates are issued: the issuer described in the admin, else the portal itself."""

from django.conf import settings

from quizzes.models import Issuer


def issuer_word(issuer: Issuer | None, what: str, language: str) -> str:
    """`name`, `signatory` or `position`; the name is never empty, the others may be."""
    said = issuer.word(what, language) if issuer else ""
    return said or (str(settings.WAGTAIL_SITE_NAME) if what == "name" else "")


def issuer_url(issuer: Issuer | None) -> str:
    """The issuer's site, else the portal's."""
    return (issuer.url if issuer else "") or str(settings.WAGTAILADMIN_BASE_URL).rstrip("/") + "/"
