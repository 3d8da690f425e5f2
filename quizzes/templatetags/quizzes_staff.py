"""Template tags of the pages for markers, examiners and methodologists."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def kappa_word(code: str) -> str:
    """The word of Landis and Koch in the reader's language."""
    words = {
        "poor": _("нет согласия"),
        "slight": _("ничтожное согласие"),
        "fair": _("слабое согласие"),
        "moderate": _("умеренное согласие"),
        "substantial": _("существенное согласие"),
        "almost-perfect": _("почти полное согласие"),
    }
    return words.get(code, "")
