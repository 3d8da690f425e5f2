"""Filters that give the widgets of any Django form the classes of govuk-frontend."""

from django import forms, template
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

register = template.Library()

_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def _css_class(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, forms.Textarea):
        kind = "govuk-textarea"
    elif isinstance(widget, forms.Select):
        kind = "govuk-select"
    else:
        kind = "govuk-input"
    return f"{kind} {kind}--error" if field.errors else kind


@register.filter
def styled(field: BoundField) -> SafeString:
    """Renders the field's widget with its class; Django adds the links to hint and error itself."""
    attributes = {"class": _css_class(field)}
    if isinstance(field.field.widget, forms.Textarea):
        attributes |= {"rows": "4"}
    return field.as_widget(attrs=attributes)


@register.filter
def is_group(field: BoundField) -> bool:
    return isinstance(field.field.widget, _GROUPS)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def group_class(field: BoundField) -> str:
    # Django derives the group of tick boxes from that of radio buttons.
    return "govuk-checkboxes" if isinstance(field.field.widget, forms.CheckboxSelectMultiple) else "govuk-radios"


@register.filter
def option_tag(option: BoundWidget, part: str) -> SafeString:
    """Renders one radio button or tick box of a group with the class of its `part` (`govuk-radios`, …)."""
    option.data["attrs"]["class"] = f"{part}__input"
    return option.tag()


_PERSON_FIELDS = {
    "email": _("Почта"),
    "last_name": _("Фамилия"),
    "first_name": _("Имя"),
    "patronymic": _("Отчество"),
    "language": _("Язык портала"),
    "low_vision": _("Настройки для слабовидящих"),
    "joined_at": _("Запись создана"),
    "roles": _("Роли"),
    "employments": _("Места работы"),
    "consents": _("Согласия"),
}


@register.filter
def person_field(name: str) -> str:
    """Returns the words for a key of the personal-data export."""
    return str(_PERSON_FIELDS.get(name, name))
