"""Small words of the result page."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.utils.translation import gettext as _

from search.engine import SectionMatch
from search.labels import LANGUAGE_NAMES, value_label

register = template.Library()


@register.filter
def type_label(code: str) -> str:
    """Return the name of a type of page."""
    return value_label("type", code)


@register.filter
def language_name(code: str) -> str:
    """Return the name of a language in that language."""
    return LANGUAGE_NAMES.get(code, code)


@register.filter
def iso_date(text: str) -> date:
    """Return a date from its ISO form."""
    return date.fromisoformat(text)


@register.filter
def has_anchors(sections: Iterable[SectionMatch]) -> bool:
    """Say whether any section has an address of its own."""
    return any(section.anchor for section in sections)


@register.filter
def section_title(section: SectionMatch) -> str:
    """Return a section's heading, or the number of a clause."""
    if section.number and not section.heading:
        return _("Пункт %(number)s") % {"number": section.number}
    return section.heading or section.anchor
