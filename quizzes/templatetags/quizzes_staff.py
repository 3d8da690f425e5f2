"""Template tags of the pages for markers, examiners and methodologists."""

from typing import Any

from django import forms, template
from django.utils.formats import number_format
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


@register.filter
def chance(probability: float) -> str:
    """A small probability in words that need no mathematics: `1 из 2500`."""
    if probability <= 0:
        return _("меньше 1 из миллиарда")
    return _("около 1 из %(count)s") % {"count": number_format(round(1 / probability), force_grouping=True)}


@register.filter
def govuk(field: Any) -> Any:
    """A form field with the look of its kind and its notes named for screen readers."""
    kinds = {forms.Select: "govuk-select", forms.Textarea: "govuk-textarea"}
    look = kinds.get(type(field.field.widget), "govuk-input")
    return field.as_widget(attrs={"class": f"{look} govuk-input--error" if field.errors else look})
