"""Aiken: single choice only. A question on its lines, options `A.` or `A)`, then `ANSWER: A`."""

import re
from collections.abc import Iterable

from quizzes.formats.errors import MAX_FAULTS, Fault, FormatError, Reading, UnsupportedItem
from quizzes.scoring import Item, Option, SingleChoice, Text, TextFormat
from quizzes.scoring.base import ONE, ZERO
from quizzes.scoring.problems import gettext_noop

_OPTION = re.compile(r"([A-Z])[.)]\s+(.*)")
_ANSWER = re.compile(r"ANSWER:\s*([A-Z])\s*$")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class AikenError(FormatError):
    """An Aiken text cannot be read; each fault names its line and what to do."""


def read(text: str) -> Reading:
    """Everything that can be read of a file, beside the faults of the rest."""
    items: list[Item] = []
    lines: list[int] = []
    faults: list[Fault] = []
    for first, question in _questions(text):
        try:
            item = _item(first, question)
        except AikenError as error:
            faults.extend(error.faults)
            if len(faults) >= MAX_FAULTS:
                faults.append(Fault.too_many(first))
                break
            continue
        problems = item.problems()
        faults.extend(Fault.of(first, problem) for problem in problems)
        if not problems:
            items.append(item)
            lines.append(first)
    return Reading(tuple(items), tuple(lines), tuple(faults))


def loads(text: str, *, keep_going: bool = False) -> list[Item]:
    """The items of an Aiken text; AikenError with every fault, or with `keep_going` the items without one."""
    reading = read(text)
    if reading.faults and not keep_going:
        raise AikenError(reading.faults)
    return list(reading.items)


def _questions(text: str) -> Iterable[tuple[int, list[tuple[int, str]]]]:
    """The lines of each question up to its ANSWER line; blank lines only end what is complete."""
    taken: list[tuple[int, str]] = []
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        line = raw.strip()
        if line:
            taken.append((number, line))
        if taken and _ANSWER.match(line):
            yield taken[0][0], taken
            taken = []
    if taken:
        yield taken[0][0], taken


def _item(first: int, lines: list[tuple[int, str]]) -> Item:
    number, last = lines[-1]
    answer = _ANSWER.match(last)
    if answer is None:
        message = gettext_noop("У вопроса нет строки ANSWER: A. Допишите её последней.")
        raise AikenError([Fault(number, message)])
    stem: list[str] = []
    options: dict[str, str] = {}
    for place, line in lines[:-1]:
        option = _OPTION.match(line)
        if option is None:
            _stem_line(stem, options, place, line)
        elif option[1] != _LETTERS[len(options)]:
            message = gettext_noop("Вариант %(got)s стоит на месте %(wanted)s. Расставьте буквы по порядку.")
            raise AikenError([Fault(place, message, {"got": option[1], "wanted": _LETTERS[len(options)]})])
        else:
            options[option[1]] = option[2].strip()
    return _choice(stem, options, answer[1], number)


def _stem_line(stem: list[str], options: dict[str, str], place: int, line: str) -> None:
    if options:
        message = gettext_noop("Эта строка — не вариант. Начните её с буквы и точки: «%(letter)s. …».")
        raise AikenError([Fault(place, message, {"letter": _LETTERS[min(len(options), 25)]})])
    stem.append(line)


def _choice(stem: list[str], options: dict[str, str], key: str, line: int) -> Item:
    if key not in options:
        message = gettext_noop("ANSWER: %(key)s, а такого варианта нет. Исправьте букву.")
        raise AikenError([Fault(line, message, {"key": key})])
    return SingleChoice(
        stem=Text("\n".join(stem), TextFormat.PLAIN),
        options=tuple(Option(Text(text, TextFormat.PLAIN), ONE if letter == key else ZERO) for letter, text in options.items()),
    )


def dumps(items: Iterable[Item]) -> str:
    """The items as Aiken; UnsupportedItem where one is more than a plain single choice with one key."""
    return "\n\n".join(_write(item) for item in items) + "\n"


def _write(item: Item) -> str:
    if not isinstance(item, SingleChoice) or item != _choice_of(item):
        message = gettext_noop("Aiken знает только выбор одного ответа без пояснений. Выгрузите в GIFT.")
        raise UnsupportedItem(item, message)
    options = [f"{_LETTERS[place]}. {option.text.value}" for place, option in enumerate(item.options)]
    key = _LETTERS[[option.fraction for option in item.options].index(ONE)]
    return "\n".join([item.stem.value, *options, f"ANSWER: {key}"])


def _choice_of(item: SingleChoice) -> Item | None:
    """What Aiken would read back if it wrote the item, None where it could not."""
    if len(item.options) > len(_LETTERS) or [option.fraction for option in item.options].count(ONE) != 1:
        return None
    key = [option.fraction for option in item.options].index(ONE)
    lines = [*item.stem.value.split("\n"), *(f"{_LETTERS[n]}. {o.text}" for n, o in enumerate(item.options))]
    text = "\n".join([*lines, f"ANSWER: {_LETTERS[key]}"])
    read_back = read(text).items
    return read_back[0] if len(read_back) == 1 else None
