"""Rows that are written once: facts are appended, never edited (a correction is a new row that names the old one)."""

from fractions import Fraction
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendedRowError(TypeError):
    """Somebody tried to change or delete a row that is a fact."""


class AppendedQuerySet(models.QuerySet[Any]):
    """Refuses changes in bulk, as `Appended` refuses them one by one."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendedRowError(f"{self.model.__name__} rows are never updated: append a new one")

    def delete(self) -> NoReturn:
        raise AppendedRowError(f"{self.model.__name__} rows are never deleted")


class Appended(models.Model):
    """A row that is saved once. The database refuses updates too (`quizzes.protection`)."""

    objects = AppendedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendedRowError(f"{type(self).__name__} rows are never updated: append a new one")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendedRowError(f"{type(self).__name__} rows are never deleted")


class FractionField(models.CharField):
    """An exact fraction, stored as text such as `1/3`: marks stay what they are, whatever they are added to."""

    description = _("Точная дробь")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 64
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Fraction | None:
        return None if value is None else Fraction(value)

    def to_python(self, value: Any) -> Fraction | None:
        if value is None or isinstance(value, Fraction):
            return value
        try:
            return Fraction(value)
        except (ValueError, TypeError, ZeroDivisionError):
            raise ValidationError(_("«%(value)s» — не дробь. Пишите 1/3 или 0.5."), params={"value": value}) from None

    def get_prep_value(self, value: Any) -> str | None:
        fraction = self.to_python(value)
        return None if fraction is None else str(fraction)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""
