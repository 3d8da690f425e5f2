"""What may happen to a standard. `release_version` is the one place where a version becomes binding."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.site_version import raise_site_version
from search.indexing import index_later

from .models import StandardPage, StandardVersionPage


@transaction.atomic
def release_version(*, version: StandardVersionPage) -> StandardVersionPage:
    """Makes a published version immutable and, once its date has come, the one in force. Repeats are harmless."""
    if not version.live:
        raise ValidationError(_("Версия %(version)s не опубликована: сначала опубликуйте её.") % {"version": version.version})
    stamp_release(version)
    point_to_version_in_force(version.standard)
    return version


def stamp_release(version: StandardVersionPage) -> None:
    """Notes the time of the first release; the text is closed from then on."""
    if version.released_at is None:
        version.released_at = timezone.now()
        StandardVersionPage.objects.filter(pk=version.pk).update(released_at=version.released_at)


def point_to_version_in_force(only: StandardPage | None = None) -> None:
    """Points standards to their newest released version whose effective date has come (else to the oldest released)."""
    standards = StandardPage.objects.filter(pk=only.pk) if only else StandardPage.objects.all()
    today = timezone.localdate()
    for standard in standards:
        released = [version for version in standard.versions() if version.is_released]
        in_force = [version for version in released if version.effective_on <= today]
        chosen = in_force[0] if in_force else (released[-1] if released else None)
        chosen_pk = chosen.pk if chosen else None
        if standard.current_version_id != chosen_pk:
            title = {"title": chosen.title, "draft_title": chosen.title} if chosen else {}
            StandardPage.objects.filter(pk=standard.pk).update(current_version=chosen_pk, **title)
            # The search knows only the version in force, and links lead to it.
            index_later(standard.versions())
            raise_site_version()
