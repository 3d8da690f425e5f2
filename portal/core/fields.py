"""A field for a set of taxonomy codes."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .taxonomy import facet_choices

SEPARATOR = "|"


def pack(codes: Iterable[str]) -> str:
    """Returns the codes as stored: `|basic|crisis|`, so that `contains "|basic|"` works on every database."""
    joined = SEPARATOR.join(codes)
    return f"{SEPARATOR}{joined}{SEPARATOR}" if joined else ""


def unpack(stored: str) -> tuple[str, ...]:
    return tuple(code for code in stored.split(SEPARATOR) if code)


class _CodesFormField(forms.TypedMultipleChoiceField):
    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(initial or ()) != set(data or ())


class CodesField(models.CharField):  # type: ignore[type-arg]  # generic only in the stubs
    """Holds a tuple of codes of one facet of `content/taxonomy.yaml`, in the taxonomy's order.

    The choices are looked up when a form is built, so a new code in the file needs no migration.
    """

    def __init__(self, *args: Any, facet: str = "", **kwargs: Any) -> None:
        self.facet = facet
        kwargs.setdefault("max_length", 1000)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", ())
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs["facet"] = self.facet
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> tuple[str, ...]:
        return unpack(value or "")

    def to_python(self, value: Any) -> tuple[str, ...]:
        if isinstance(value, str):
            return unpack(value)
        return tuple(value or ())

    def get_prep_value(self, value: Any) -> str:
        if isinstance(value, str) and (value == "" or value.startswith(SEPARATOR)):
            return value
        return pack([value] if isinstance(value, str) else value or ())

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(self.get_prep_value(value), connection)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        known = {code for code, _label in facet_choices(self.facet)}
        for code in value:
            if code not in known:
                raise ValidationError(
                    _("Код «%(code)s» не найден в справочнике «%(facet)s»."), params={"code": code, "facet": self.facet}
                )

    def run_validators(self, value: Any) -> None:
        super().run_validators(self.get_prep_value(value))

    def clean(self, value: Any, model_instance: models.Model | None) -> tuple[str, ...]:
        codes = self.to_python(value)
        self.validate(codes, model_instance)
        self.run_validators(codes)
        return codes

    def formfield(self, **kwargs: Any) -> forms.Field:
        choices: Callable[[], list[tuple[str, str]]] = lambda: facet_choices(self.facet)  # noqa: E731  (bound per field)
        return _CodesFormField(
            choices=choices,
            coerce=str,
            required=False,
            label=self.verbose_name,
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
            empty_value=(),
        )
