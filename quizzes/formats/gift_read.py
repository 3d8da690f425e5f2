"""Reading GIFT blocks as items. The type is decided in Moodle's order of questions."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from quizzes.formats.gift_blocks import NO_CATEGORY_BREAK, Block, fault, read_text, unprotect
from quizzes.formats.gift_settings import read_settings
from quizzes.formats.weights import exact_fraction, exact_number
from quizzes.scoring import (
    NO_TEXT,
    Description,
    Essay,
    Item,
    Matching,
    MultipleResponse,
    NumberAnswer,
    Numerical,
    Option,
    Pair,
    ShortAnswer,
    SingleChoice,
    Text,
    TextFormat,
    TrueFalse,
)
from quizzes.scoring.problems import gettext_noop

BLANK = "_____"
_WEIGHT = re.compile(r"%(-*[0-9]{1,2}\.?[0-9]*)%")
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


def is_category(block: Block) -> bool:
    """Whether the block names the category of what follows."""
    return block.text.startswith("$CATEGORY:")


def read_category(block: Block) -> str:
    """The path of the category; GiftError where an item follows without a blank line."""
    if "\n" in block.text:
        raise fault(block.lines[1], NO_CATEGORY_BREAK)
    return unprotect(block.text[len("$CATEGORY:") :])


@dataclass(frozen=True)
class _Parts:
    """A block taken apart: the common fields, and what stands between the braces (None: no braces)."""

    block: Block
    common: dict[str, Any]
    answers: str | None
    format: TextFormat


def read_item(block: Block, category: str) -> Item:
    """The item of a block; GiftError where the block breaks the rules of GIFT."""
    parts = _take_apart(block, category)
    answers = parts.answers
    if answers is None:
        item: Item = Description(**parts.common)
    elif not answers:
        item = Essay(**parts.common)
    elif answers.startswith("#"):
        item = _numerical(parts, answers[1:])
    elif "~" in answers:
        item = _choice(parts, answers)
    elif "=" in answers and "->" in answers:
        item = _matching(parts, answers)
    elif answers.partition("#")[0].strip().upper() in _TRUTH:
        item = _true_false(parts, answers)
    else:
        item = _short_answer(parts, answers)
    return read_settings(item, block)


def _take_apart(block: Block, category: str) -> _Parts:
    name, body, offset = _split_name(block)
    before, answers, after = _split_braces(block, body, offset)
    raw_stem = f"{before}{BLANK}{after}" if after else before
    stem = read_text(raw_stem, TextFormat.MOODLE)
    # An empty stem has no format; the mark it carries is still what answers inherit.
    inherited = stem.format
    feedback = NO_TEXT
    if answers is not None and "####" in answers:
        answers, _, general = answers.rpartition("####")
        feedback = read_text(general, inherited)
    tokens = block.tokens
    common = {
        "stem": stem,
        "name": name,
        "id": next((value for kind, value in tokens if kind == "id"), ""),
        "tags": tuple(value for kind, value in tokens if kind == "tag"),
        "category": category,
        "feedback": feedback,
    }
    return _Parts(block, common, None if answers is None else answers.strip(), inherited)


def _split_name(block: Block) -> tuple[str, str, int]:
    text = block.text
    if not text.startswith("::"):
        return "", text, 0
    end = text.find("::", 2)
    if end < 0:
        raise fault(block.line, gettext_noop("Имя вопроса не закрыто. Поставьте :: и после имени."))
    return unprotect(text[2:end]).replace("\n", " "), text[end + 2 :], end + 2


def _split_braces(block: Block, body: str, offset: int) -> tuple[str, str | None, str]:
    start, end = body.find("{"), body.find("}")
    if start < 0 and end < 0:
        return body, None, ""
    if start < 0 or (0 <= end < start):
        message = gettext_noop("Лишняя скобка }. Уберите её или напишите \\}.")
        raise fault(block.line_at(offset + end), message)
    if end < 0:
        message = gettext_noop("Скобка { не закрыта. Добавьте } и уберите пустые строки внутри скобок; скобка в тексте — \\{.")
        raise fault(block.line_at(offset + start), message)
    inner = body.find("{", start + 1)
    if inner >= 0:
        message = gettext_noop("Вторая скобка { в одном вопросе. Разделите вопросы пустой строкой; скобка в тексте — \\{.")
        raise fault(block.line_at(offset + inner), message)
    stray = body.find("}", end + 1)
    if stray >= 0:
        message = gettext_noop("Лишняя скобка }. Уберите её или напишите \\}.")
        raise fault(block.line_at(offset + stray), message)
    return body[:start], body[start + 1 : end], body[end + 1 :].rstrip()


def _weight(raw: str) -> tuple[Fraction | None, str]:
    hit = _WEIGHT.match(raw)
    if hit is None:
        return None, raw
    figure = hit[1].lstrip("-").rstrip(".")
    sign = -1 if hit[1].startswith("-") else 1
    return sign * exact_fraction(figure), raw[hit.end() :]


def _with_feedback(parts: _Parts, raw: str) -> tuple[Text, Text]:
    answer, _, feedback = raw.partition("#")
    return read_text(answer, parts.format), read_text(feedback, parts.format)


def _pieces(raw: str, mark: str) -> list[str]:
    pieces = [piece.strip() for piece in raw.split(mark)]
    return pieces[1:] if not pieces[0] else pieces


def _choice(parts: _Parts, raw: str) -> Item:
    is_single = "=" in raw
    options = tuple(_option(parts, piece) for piece in _pieces(raw.replace("=", "~="), "~"))
    kind = SingleChoice if is_single else MultipleResponse
    return kind(options=options, **parts.common)


def _option(parts: _Parts, piece: str) -> Option:
    if piece.startswith("="):
        weight, rest = Fraction(1), piece[1:]
    else:
        found, rest = _weight(piece)
        weight = found or Fraction(0)
    text, feedback = _with_feedback(parts, rest)
    return Option(text, weight, feedback)


def _short_answer(parts: _Parts, raw: str) -> Item:
    answers = []
    for piece in _pieces(raw, "="):
        weight, rest = _weight(piece)
        text, feedback = _with_feedback(parts, rest)
        answers.append(Option(Text(text.value), Fraction(1) if weight is None else weight, feedback))
    return ShortAnswer(answers=tuple(answers), **parts.common)


def _true_false(parts: _Parts, raw: str) -> Item:
    said, *feedback = raw.split("#", 2)
    wrong, right = (*(read_text(text, parts.format) for text in feedback), NO_TEXT, NO_TEXT)[:2]
    return TrueFalse(correct=_TRUTH[said.strip().upper()], feedback_wrong=wrong, feedback_right=right, **parts.common)


def _matching(parts: _Parts, raw: str) -> Item:
    pairs = []
    for piece in _pieces(raw, "="):
        premise, arrow, answer = piece.partition("->")
        if not arrow:
            message = gettext_noop("«%(text)s»: нет пары. Пишите =вопрос -> ответ.")
            raise fault(_line_of(parts.block, piece), message, text=unprotect(piece))
        pairs.append(Pair(read_text(premise, parts.format), unprotect(answer)))
    return Matching(pairs=tuple(pairs), **parts.common)


def _line_of(block: Block, piece: str) -> int:
    place = block.text.find(piece)
    return block.line if place < 0 else block.line_at(place)


def _numerical(parts: _Parts, raw: str) -> Item:
    raw, tilde, wrong = raw.partition("~")
    answers = []
    for piece in _pieces(raw, "="):
        weight, rest = _weight(piece)
        text, feedback = _with_feedback(parts, rest)
        value, tolerance = _number(parts.block, piece, text.value)
        answers.append(NumberAnswer(value, tolerance, Fraction(1) if weight is None else weight, feedback))
    if tilde:
        text, feedback = _with_feedback(parts, wrong)
        answers.append(NumberAnswer(None, Fraction(0), Fraction(0), feedback or text))
    return Numerical(answers=tuple(answers), **parts.common)


def _number(block: Block, piece: str, text: str) -> tuple[Fraction | None, Fraction]:
    try:
        if text.strip() == "*":
            return None, Fraction(0)
        if ".." in text:
            low, _, high = text.partition("..")
            middle = (exact_number(low) + exact_number(high)) / 2
            return middle, exact_number(high) - middle
        value, _, tolerance = text.partition(":")
        return exact_number(value), exact_number(tolerance or "0")
    except ValueError:
        message = gettext_noop("«%(text)s» — не число. Пишите 12, 12:0.5 или 10..14.")
        raise fault(_line_of(block, piece), message, text=text) from None
