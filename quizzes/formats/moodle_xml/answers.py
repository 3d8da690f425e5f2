"""Moodle's questions with answers to choose or to type: choice, true or false, short answer, number, essay, description."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lxml import etree

from quizzes.formats.moodle_xml.elements import Question, decimal, fault, flag, share, weight, word
from quizzes.scoring import (
    Description,
    Essay,
    Item,
    MultipleResponse,
    NumberAnswer,
    Numerical,
    Option,
    ShortAnswer,
    SingleChoice,
    Text,
    TrueFalse,
    Unit,
    UnitPenalty,
)
from quizzes.scoring.problems import gettext_noop


@dataclass(frozen=True)
class Reader:
    """How a type is read, and the elements it knows; with values, those are the usual ones of a setting of the look."""

    make: Callable[[Question, dict[str, Any]], Item]
    known: dict[str, str | None]


_NUMBERING = "abc|ABCD|ABC|123|iii|IIII|III|none"
_CHOICE: dict[str, str | None] = {
    "answer": None,
    "single": None,
    "shuffleanswers": None,
    "answernumbering": _NUMBERING,
    "showstandardinstruction": "0|1",
}


def _options(question: Question) -> tuple[Option, ...]:
    return tuple(
        Option(question.text_in(answer), weight(answer), question.text("feedback", answer))
        for answer in question.element.iterfind("answer")
    )


def _shuffle(question: Question) -> bool:
    return flag(question.element, "shuffleanswers")


def _choice(question: Question, common: dict[str, Any]) -> Item:
    kind = SingleChoice if flag(question.element, "single", default=True) else MultipleResponse
    return kind(options=_options(question), shuffle=_shuffle(question), **common)


def _choice_set(question: Question, common: dict[str, Any]) -> Item:
    """The plug-in «all or nothing»: every option of 100 % is right, and nothing else may be chosen."""
    options = _options(question)
    right = sum(option.fraction > 0 for option in options)
    even = tuple(
        Option(option.text, Fraction(1, right) if option.fraction > 0 else Fraction(0), option.feedback) for option in options
    )
    return MultipleResponse(options=even, shuffle=_shuffle(question), all_or_nothing=True, **common)


def _true_false(question: Question, common: dict[str, Any]) -> Item:
    said: dict[str, tuple[Fraction, Text]] = {}
    for answer in question.element.iterfind("answer"):
        said[word(answer, "text").lower()] = (weight(answer), question.text("feedback", answer))
    shares = {name: said[name][0] for name in ("true", "false") if name in said}
    if sorted(shares.values()) != [0, 1]:
        message = gettext_noop("Из ответов true и false у одного должно быть 100 %, у другого 0.")
        raise fault(question.element, message)
    correct = shares["true"] == 1
    right, wrong = (said[name][1] for name in (("true", "false") if correct else ("false", "true")))
    return TrueFalse(correct=correct, feedback_right=right, feedback_wrong=wrong, **common)


def _short_answer(question: Question, common: dict[str, Any]) -> Item:
    answers = tuple(
        Option(Text(word(answer, "text")), weight(answer), question.text("feedback", answer))
        for answer in question.element.iterfind("answer")
    )
    return ShortAnswer(answers=answers, case_sensitive=flag(question.element, "usecase"), **common)


_UNIT_GRADING = {"": UnitPenalty.NONE, "0": UnitPenalty.NONE, "1": UnitPenalty.OF_EARNED, "2": UnitPenalty.OF_FULL}
_UNITS_NOT_USED = "3"


def _numerical(question: Question, common: dict[str, Any]) -> Item:
    element = question.element
    grading = word(element, "unitgradingtype")
    if grading not in _UNIT_GRADING:
        raise fault(element, gettext_noop("Неизвестный способ оценки единиц: %(value)s."), value=grading)
    units = tuple(_unit(unit) for unit in element.iterfind("units/unit"))
    if units and word(element, "showunits") == _UNITS_NOT_USED:
        question.note(element, gettext_noop("Единицы измерения записаны, но не используются: не перенесены."))
        units = ()
    penalty = _UNIT_GRADING[grading] if units else UnitPenalty.NONE
    return Numerical(
        answers=tuple(_number(question, answer) for answer in element.iterfind("answer")),
        units=units,
        unit_penalty=share(element, "unitpenalty", Fraction(0)) if penalty is not UnitPenalty.NONE else Fraction(0),
        unit_penalty_kind=penalty,
        **common,
    )


def _number(question: Question, answer: etree._Element) -> NumberAnswer:
    text = word(answer, "text")
    value = None if text == "*" else decimal(answer, text)
    tolerance = decimal(answer, word(answer, "tolerance", "0"))
    return NumberAnswer(value, abs(tolerance), weight(answer), question.text("feedback", answer))


def _unit(unit: etree._Element) -> Unit:
    return Unit(word(unit, "unit_name"), decimal(unit, word(unit, "multiplier", "1")))


def _essay(question: Question, common: dict[str, Any]) -> Item:
    element = question.element
    if word(element, "attachmentsrequired", "0") != "0" or word(element, "responseformat") == "noinline":
        message = gettext_noop("Ответ нужен файлом, а у нас эссе пишут текстом. Разрешите в Moodle текстовый ответ.")
        raise fault(element, message)
    if question.text("responsetemplate"):
        question.note(element, gettext_noop("Заготовка ответа не переносится."))
    if word(element, "maxwordlimit", "0") != "0":
        question.note(element, gettext_noop("Наибольшее число слов не переносится."))
    least = word(element, "minwordlimit", "0")
    words = int(least) if least.isascii() and least.isdigit() and len(least) < 7 else 0
    return Essay(guidance=question.text("graderinfo"), min_words=words, **common)


def _description(question: Question, common: dict[str, Any]) -> Item:
    return Description(**common)


ANSWER_READERS: Mapping[str, Reader] = {
    "multichoice": Reader(_choice, _CHOICE),
    "multichoiceset": Reader(_choice_set, _CHOICE),
    "truefalse": Reader(_true_false, {"answer": None, "shuffleanswers": "0|1", "showstandardinstruction": "0|1"}),
    "shortanswer": Reader(_short_answer, {"answer": None, "usecase": None}),
    "numerical": Reader(
        _numerical,
        {
            **dict.fromkeys(("answer", "units", "unitgradingtype", "unitpenalty")),
            "showunits": "0|3",
            "unitsleft": "0",
            "instructions": "",
        },
    ),
    "essay": Reader(
        _essay,
        {
            **dict.fromkeys(("answer", "graderinfo", "minwordlimit", "maxwordlimit", "responsetemplate", "attachmentsrequired")),
            "responseformat": "editor|plain",
            "responserequired": "0|1",
            "responsefieldlines": "5|10|15|20|25|30|35|40",
            "attachments": "0",
            "maxbytes": "0",
            "filetypeslist": "",
        },
    ),
    "description": Reader(_description, {}),
}
