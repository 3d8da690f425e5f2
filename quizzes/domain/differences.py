"""What changes between two contents of an item, part by part, in words."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import Enum
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from quizzes import scoring
from quizzes.scoring.numbers import show_number
from quizzes.scoring.problems import gettext_noop

LENGTH = 200
LABELS = {
    "kind": gettext_noop("Тип вопроса"),
    "stem": gettext_noop("Текст вопроса"),
    "name": gettext_noop("Название"),
    "tags": gettext_noop("Метки"),
    "category": gettext_noop("Раздел банка"),
    "feedback": gettext_noop("Общее пояснение"),
    "feedback_right": gettext_noop("Пояснение к верному ответу"),
    "feedback_partly": gettext_noop("Пояснение к отчасти верному ответу"),
    "feedback_wrong": gettext_noop("Пояснение к неверному ответу"),
    "max_mark": gettext_noop("Балл"),
    "penalty": gettext_noop("Штраф за попытку"),
    "hints": gettext_noop("Подсказки"),
    "options": gettext_noop("Варианты ответа"),
    "answers": gettext_noop("Принимаемые ответы"),
    "correct": gettext_noop("Верный ответ"),
    "pairs": gettext_noop("Пары"),
    "entries": gettext_noop("Строки по порядку"),
    "grading": gettext_noop("Способ оценки"),
    "words": gettext_noop("Слова для пропусков"),
    "areas": gettext_noop("Области картинки"),
    "picture": gettext_noop("Картинка"),
    "alternative": gettext_noop("Описание картинки"),
    "rubric": gettext_noop("Критерии оценки"),
    "guidance": gettext_noop("Указания проверяющему"),
    "shuffle": gettext_noop("Перемешивание"),
    "all_or_nothing": gettext_noop("Всё или ничего"),
    "case_sensitive": gettext_noop("Различать регистр"),
    "fold_yo": gettext_noop("Считать ё и е одной буквой"),
    "units": gettext_noop("Единицы измерения"),
    "min_words": gettext_noop("Наименьшее число слов"),
    "max_points": gettext_noop("Сколько мест отметить"),
}
_PLACE = ("id", "category")


@dataclass(frozen=True)
class Change:
    """One part of an item that changes: its name, what it said, what it says now."""

    label: str
    before: str
    after: str


def changes(before: scoring.Item, after: scoring.Item) -> Iterator[Change]:
    """The parts that differ, in the order of the item; the type first, where it differs the rest is not compared."""
    if before.kind != after.kind:
        yield Change(_(LABELS["kind"]), before.kind, after.kind)
        return
    for part in fields(after):
        old, new = getattr(before, part.name), getattr(after, part.name)
        if old != new and part.name not in _PLACE:
            yield Change(_(LABELS.get(part.name, part.name)), words(old), words(new))


def words(value: Any) -> str:
    """A part of an item on one line, for people; at most 200 characters."""
    text = _words(value)
    return text if len(text) <= LENGTH else f"{text[: LENGTH - 1].rstrip()}…"


def _words(value: Any) -> str:
    match value:
        case bool():
            return _("да") if value else _("нет")
        case Fraction():
            return show_number(value)
        case Enum():
            return str(value.value)
        case scoring.Text():
            return scoring.plain(value)
        case scoring.Option():
            feedback = f" ({scoring.plain(value.feedback)})" if value.feedback else ""
            return f"{show_number(value.fraction * 100, 4)} % {scoring.plain(value.text)}{feedback}"
        case scoring.Pair():
            return f"{scoring.plain(value.premise) or '—'} → {value.answer}"
        case tuple():
            return "; ".join(map(_words, value)) or "—"
        case None:
            return "—"
    parts = (getattr(value, part.name) for part in fields(value)) if hasattr(value, "__dataclass_fields__") else (value,)
    return ", ".join(str(part) if isinstance(part, str | int) else _words(part) for part in parts)
