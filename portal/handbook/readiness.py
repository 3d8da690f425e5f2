"""Whether a page can be a file: what its front matter lacks, worded for the author and named by the form's field."""

from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from portal.core.stream import LinkMap

from .adapters import PASSPORT_FIELDS, document_of

# Keys of the front matter whose form field has another name.
FIELDS = {"substantive": "is_substantive", "owner": "content_owner", "translations": "required_translations"}


def _messages() -> dict[str, str]:
    return {
        "title": _("Название — до 90 знаков."),
        "summary": _("Напишите одно-два предложения, до 300 знаков: что читатель здесь найдёт."),
        "sources": _("Назовите хотя бы один источник: на чём основана страница."),
        "order": _("Укажите место в списке, например 40."),
        "version": _("Номер версии — два числа через точку, например 1.0."),
        "supersedes": _("Номер прежней версии — два числа через точку, например 1.0."),
        "changes": _("Перечислите, что изменилось и почему. У первой версии изменений нет."),
        "effective_on": _("Укажите день, с которого версия действует."),
        "concept": _("Укажите код понятия из тезауруса."),
        "reviewed_on": _("Укажите день последней проверки."),
        "review_due_on": _("Следующая проверка должна быть позже последней."),
        "region": _("Выберите регион."),
        "organisation": _("Укажите организацию."),
        "years": _("Укажите годы, например 2017-2020."),
        "evidence": _("Выберите, чем подтверждён результат."),
        "evidence_note": _("Объясните, почему такая отметка."),
        "transfer": _("Выберите, готова ли практика к переносу."),
        "transfer_note": _("Перечислите, что есть для переноса."),
    }


def faults_of(page: Any) -> dict[str, str]:
    """Returns form field → what is wrong, empty for a page that can be exported as it is."""
    try:
        document_of(page, LinkMap.empty())
    except ValidationError as error:
        messages = _messages()
        if getattr(page, "is_announced", False):
            # The form says the same fields are missing of a described practice and too early of an announced one.
            early = _("Практика только объявлена: это поле заполнят её авторы. Оставьте его пустым или снимите отметку.")
            messages.update(dict.fromkeys(PASSPORT_FIELDS, early))
        return {FIELDS.get(key, key): messages.get(key) or _("Проверьте это поле.") for key in _keys(error)}
    return {}


def _keys(error: ValidationError) -> list[str]:
    keys = []
    for detail in error.errors(include_url=False):
        faults = detail.get("ctx", {}).get("faults") if detail["type"] == "page" else None
        named = [fault[0] for fault in faults] if faults else [".".join(map(str, detail["loc"])) or str(detail["type"])]
        keys += [name.removeprefix("practice.").split(".")[0] for name in named]
    return keys
