"""Names of facets and of their values in the reader's language."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

FACET_NAMES: dict[str, Any] = {
    "type": _("Что это"),
    "levels": _("Уровень"),
    "services": _("Категория услуг"),
    "groups": _("Кому помогаем"),
    "competencies": _("Компетенция"),
    "region": _("Регион"),
    "year": _("Год"),
    "lang": _("Язык"),
}
TYPES: dict[str, Any] = {
    "methodology": _("Методология"),
    "standard": _("Стандарт"),
    "practice": _("Практика"),
    "form": _("Форма документа"),
    "term": _("Термин"),
    "quiz": _("Тест"),
    "page": _("Страница"),
}
LANGUAGE_NAMES = {"ru": "Русский", "en": "English", "id": "Bahasa Indonesia"}


def value_label(facet: str, code: str) -> str:
    """Return the name of a value; the setting SEARCH_FACET_LABEL names the function that knows the taxonomy's codes."""
    if facet == "type":
        return str(TYPES.get(code, code))
    if facet == "lang":
        return LANGUAGE_NAMES.get(code, code)
    path = getattr(settings, "SEARCH_FACET_LABEL", "")
    if facet == "year" or not path:
        return code
    label: Callable[[str, str], str] = import_string(path)
    return str(label("regions" if facet == "region" else facet, code))
