"""Writing items as GIFT, one block an item, in a form that reads back as the same items."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from quizzes.formats.errors import UnsupportedItem
from quizzes.formats.gift_blocks import escape, write_text, write_token
from quizzes.formats.gift_settings import write_settings
from quizzes.formats.weights import show_fraction
from quizzes.scoring import (
    Description,
    Essay,
    Item,
    Matching,
    MultipleResponse,
    NumberAnswer,
    Numerical,
    Option,
    ShortAnswer,
    SingleChoice,
    Text,
    TextFormat,
    Tolerance,
    TrueFalse,
    UnitPenalty,
)
from quizzes.scoring.numbers import show_number
from quizzes.scoring.problems import gettext_noop

_ARROW = gettext_noop("GIFT не может записать «->» в этом тексте. Замените стрелку словом или знаком →.")


def write(items: Iterable[Item]) -> str:
    """All items in order; a category line where the category changes."""
    blocks, category = [], ""
    for item in items:
        if item.category != category:
            category = item.category
            blocks.append(f"$CATEGORY: {escape(category)}")
        blocks.append(_block(item))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _block(item: Item) -> str:
    writer = _WRITERS.get(type(item))
    if writer is None or item.hints:
        raise UnsupportedItem(item, gettext_noop("GIFT не знает такого вопроса. Выгрузите его в Moodle XML."))
    by_result = (item.feedback_right, item.feedback_partly, item.feedback_wrong)
    if by_result[1] or (any(by_result) and not isinstance(item, TrueFalse)):
        message = gettext_noop("GIFT не знает пояснений к верному, отчасти верному и неверному ответу. Выгрузите в Moodle XML.")
        raise UnsupportedItem(item, message)
    if item.problems():
        raise UnsupportedItem(item, str(item.problems()[0]).replace("%", "%%"))
    name = f"::{escape(item.name)}::" if item.name else ""
    stem = write_text(item.stem, TextFormat.MOODLE)
    answers = writer(item)
    if answers is None:
        _refuse_feedback(item)
        body = stem
    else:
        body = f"{stem} {{{_lines([*answers, *_general(item)])}}}"
    return "\n".join([*_comment(item), name + body])


def _comment(item: Item) -> list[str]:
    marks = [write_token("id", item.id)] if item.id else []
    marks += [write_token("tag", tag) for tag in item.tags] + write_settings(item)
    return [f"// {' '.join(marks)}"] if marks else []


def _lines(answers: list[str]) -> str:
    return "" if not answers else "\n" + "".join(f"\t{answer}\n" for answer in answers)


def _general(item: Item) -> list[str]:
    return [f"####{write_text(item.feedback, item.stem.format)}"] if item.feedback else []


def _refuse_feedback(item: Item) -> None:
    if item.feedback:
        message = gettext_noop("GIFT не может дать описанию пояснение. Внесите его в текст.")
        raise UnsupportedItem(item, message)


def _feedback(item: Item, feedback: Text) -> str:
    return f"#{write_text(feedback, item.stem.format)}" if feedback else ""


def _weight(item: Item, fraction: Fraction) -> str:
    figure = show_fraction(abs(fraction))
    if figure is None:
        message = gettext_noop("Вес %(weight)s нельзя точно записать в процентах. Измените его.")
        raise UnsupportedItem(item, message, {"weight": fraction})
    return f"%{'-' if fraction < 0 else ''}{figure}%"


def _single(item: Any) -> list[str]:
    marks = ("=" if option.fraction == 1 else _other(item, option) for option in item.options)
    return [mark + _answer(item, option) for mark, option in zip(marks, item.options, strict=True)]


def _multiple(item: Any) -> list[str]:
    return [f"{_other(item, option)}{_answer(item, option)}" for option in item.options]


def _other(item: Item, option: Option) -> str:
    needs_weight = option.fraction or write_text(option.text, item.stem.format).startswith("%")
    return f"~{_weight(item, option.fraction)}" if needs_weight else "~"


def _answer(item: Item, option: Option) -> str:
    return write_text(option.text, item.stem.format) + _feedback(item, option.feedback)


def _short(item: Any) -> list[str]:
    lines = [_accepted(item, answer) for answer in item.answers]
    if any("->" in line for line in [*lines, *_general(item)]):
        raise UnsupportedItem(item, _ARROW)
    return lines


def _accepted(item: Item, answer: Option) -> str:
    text = answer.text.value.strip()
    needs_weight = answer.fraction != 1 or text.startswith("%")
    weight = _weight(item, answer.fraction) if needs_weight else ""
    mark = f"[{TextFormat.PLAIN}]" if text.startswith("[") else ""
    return f"={weight}{mark}{escape(text)}{_feedback(item, answer.feedback)}"


def _true_false(item: Any) -> list[str]:
    line = "TRUE" if item.correct else "FALSE"
    if item.feedback_wrong or item.feedback_right:
        line += f"#{write_text(item.feedback_wrong, item.stem.format)}"
    return [line + _feedback(item, item.feedback_right)]


def _numerical(item: Any) -> list[str]:
    if item.units or item.unit_penalty_kind is not UnitPenalty.NONE:
        raise UnsupportedItem(item, gettext_noop("GIFT не знает единиц измерения. Выгрузите в Moodle XML."))
    return ["#", *(_number(item, answer) for answer in item.answers)]


def _number(item: Item, answer: NumberAnswer) -> str:
    if answer.tolerance_kind is not Tolerance.NOMINAL:
        raise UnsupportedItem(item, gettext_noop("GIFT знает только абсолютный допуск. Пересчитайте его."))
    if answer.value is None and not answer.fraction and answer is item_answers(item)[-1]:
        return f"~{_feedback(item, answer.feedback) or '#'}"
    weight = "" if answer.fraction == 1 else _weight(item, answer.fraction)
    value = "*" if answer.value is None else f"{_exact(item, answer.value)}:{_exact(item, answer.tolerance)}"
    return f"={weight}{value}{_feedback(item, answer.feedback)}"


def _exact(item: Item, number: Fraction) -> str:
    text = show_number(number)
    if Fraction(text) != number:
        message = gettext_noop("Число %(number)s нельзя точно записать десятичной дробью. Округлите его.")
        raise UnsupportedItem(item, message, {"number": number})
    return text


def item_answers(item: Any) -> tuple[NumberAnswer, ...]:
    """The accepted numbers of a numerical item."""
    return tuple(item.answers)


def _matching(item: Any) -> list[str]:
    lines = []
    for pair in item.pairs:
        premise = write_text(pair.premise, item.stem.format)
        if "->" in premise:
            raise UnsupportedItem(item, _ARROW)
        lines.append(f"={premise} -> {escape(pair.answer.strip())}")
    return lines


def _essay(item: Any) -> list[str]:
    if item.rubric or item.guidance or item.min_words:
        raise UnsupportedItem(item, gettext_noop("GIFT не знает критериев оценки. Храните вопрос в YAML."))
    return []


_WRITERS: dict[type[Item], Callable[[Any], list[str] | None]] = {
    SingleChoice: _single,
    MultipleResponse: _multiple,
    ShortAnswer: _short,
    TrueFalse: _true_false,
    Numerical: _numerical,
    Matching: _matching,
    Essay: _essay,
    Description: lambda item: None,
}
