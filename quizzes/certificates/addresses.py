"""Where certificates, badges and keys are to be found: full addresses, the same for everybody who asks."""

from django.conf import settings
from django.urls import reverse


def full(path: str) -> str:
    """The full address of a path. Not from the request: what is signed must not depend on how somebody came."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/") + path


def verification(code: str) -> str:
    """The page that says what a certificate is worth today."""
    return full(reverse("verify", args=[code]))


def badge(code: str) -> str:
    return full(reverse("badge", args=[code]))


def status_list(number: int) -> str:
    return full(reverse("badge_status", args=[number]))


def issuer() -> str:
    """The identity of the issuer; the keys are its fragments."""
    return full(reverse("badge_issuer"))


def key(name: str) -> str:
    return f"{issuer()}#{name}"
