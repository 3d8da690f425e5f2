"""Short answer, number, essay; and the text that is only read."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quizzes import scoring
from quizzes.answers.widgets import Answering, Widget
from quizzes.models import FormItem
from quizzes.rendering import to_html
from quizzes.scoring.numbers import show_number


def _text(response: scoring.Response | None, data: QueryDict | None) -> str:
    if isinstance(response, scoring.Typed):
        return response.text
    return data.get("answer", "") if data is not None else ""


def _read(item: FormItem, data: QueryDict) -> scoring.Response | None:
    text = data.get("answer", "").replace("\r\n", "\n")
    return scoring.Typed(text) if text.strip() else None


def _show_short(item: FormItem, response: scoring.Response | None, data: QueryDict | None) -> Widget:
    ask, missing = _("Введите слово или короткую фразу"), _("Введите ответ")
    return Widget("text", ask, missing, text=_text(response, data), anchor="answer")


def _show_number(item: FormItem, response: scoring.Response | None, data: QueryDict | None) -> Widget:
    units = tuple(unit.name for unit in item.version.content.units)
    ask = missing = _("Введите число и единицу измерения") if units else _("Введите число")
    return Widget("number", ask, missing, text=_text(response, data), units=units, anchor="answer")


@dataclass(frozen=True)
class Line:
    """One criterion of a rubric and its levels, lowest first, as pairs (marks, words)."""

    title: str
    levels: list[tuple[str, str]]


@dataclass(frozen=True)
class EssayFrame:
    """What a writer is told: how the essay is marked, how long it should be, how long it is now."""

    rubric: list[Line]
    guidance: SafeString
    min_words: int
    words: int


def _show_essay(item: FormItem, response: scoring.Response | None, data: QueryDict | None) -> Widget:
    content, text = item.version.content, _text(response, data)
    rubric = [Line(one.title, [(show_number(mark), words) for mark, words in one.levels]) for one in content.rubric]
    frame = EssayFrame(rubric, to_html(content.guidance), content.min_words, len(text.split()))
    return Widget("essay", _("Ответьте своими словами"), _("Напишите ответ"), text=text, extra=frame, anchor="answer")


def _show_description(item: FormItem, response: scoring.Response | None, data: QueryDict | None) -> Widget:
    return Widget("none")


def _read_nothing(item: FormItem, data: QueryDict) -> None:
    return None


short = Answering(show=_show_short, read=_read)
number = Answering(show=_show_number, read=_read)
essay = Answering(show=_show_essay, read=_read)
description = Answering(show=_show_description, read=_read_nothing)
