"""The handbook in the frame of every page."""

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.handbook.archive import current_archive

register = template.Library()


@register.simple_tag
def handbook_offer() -> str:
    """Returns the words of the link to the packed handbook, with size and day; nothing where there is none."""
    archive = current_archive()
    if archive is None:
        return ""
    day = date_format(archive.built_on, "j E" if archive.built_on.year == timezone.localdate().year else "j E Y")
    return _("Справочник целиком, без сети (ZIP, %(size)s, собран %(day)s)") % {"size": _size(archive.size), "day": day}


def _size(count: int) -> str:
    # Megabytes as a person says them: a decimal place matters only to what is small.
    return filesizeformat(max(1, round(count / 2**20)) * 2**20).replace(",0", "").replace(".0", "")
