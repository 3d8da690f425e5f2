"""What was asked in an item and what was answered, sorted into classes that can be counted.

An item asks one or more parts: itself, each of its pairs, each of its gaps. A response falls into classes of each part; typed
texts that no accepted answer fits are classes of their own, essays are never quoted.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import singledispatch

from quizzes.scoring.base import ONE, Item, Response, score, verdict_of
from quizzes.scoring.choice import ChosenMany, ChosenOne, MultipleResponse, Said, SingleChoice, TrueFalse
from quizzes.scoring.entry import Essay, NumberAnswer, Numerical, ShortAnswer, Typed
from quizzes.scoring.gaps import GapSelect
from quizzes.scoring.hotspot import Hotspot, Pointed
from quizzes.scoring.matching import Assigned, Matching
from quizzes.scoring.numbers import show_number, split_number
from quizzes.scoring.ordering import Ordered, Ordering
from quizzes.scoring.problems import gettext_noop
from quizzes.scoring.text import Text, clean, matches, plain

BLANK = ""  # the class of an answer that was not given
WHOLE = ""  # the part of an item that asks one thing
TYPED = "typed:"  # before a text as typed
MAX_LABEL = 120
VERDICTS = {
    "right": gettext_noop("Верно"),
    "partly": gettext_noop("Частично верно"),
    "wrong": gettext_noop("Неверно"),
    "unanswered": gettext_noop("Нет ответа"),
    "needs_marking": gettext_noop("Проверяет человек"),
}
GIVEN = gettext_noop("Ответ дан")
OUTSIDE = gettext_noop("Мимо всех областей")
ONCE = "once"  # the class of typed texts that one candidate each gave: shown as a number, so that nobody is quoted
OTHERS = gettext_noop("Остальные, каждый по одному разу")
OUR_LABELS = (*VERDICTS.values(), GIVEN, OUTSIDE, OTHERS)


@dataclass(frozen=True)
class ResponseClass:
    """One way to answer a part: what it is called, its share of the mark; `letter` as the author ordered the options.

    A `label` that is one of `OUR_LABELS` is translated by whoever shows it.
    """

    code: str
    label: str
    fraction: Fraction
    letter: str = ""

    @property
    def is_right(self) -> bool:
        """Whether it is a full answer to the part."""
        return self.fraction >= ONE


@dataclass(frozen=True)
class Part:
    """One thing asked: its name (empty for the item as a whole) and the classes known beforehand."""

    code: str
    title: str
    classes: tuple[ResponseClass, ...]

    @property
    def key(self) -> str:
        """The code of the right class, empty where there is none or several."""
        right = [one.code for one in self.classes if one.is_right]
        return right[0] if len(right) == 1 else ""


def letter(place: int, language: str) -> str:
    """The letter of an option: А, Б, В … in Russian (without Ё and Й), A, B, C … else; numbers once they run out."""
    letters = "АБВГДЕЖЗИКЛМНОПРСТ" if language == "ru" else "ABCDEFGHIJKLMNOPQRS"
    return letters[place] if place < len(letters) else str(place + 1)


def parts_of(item: Item, language: str = "ru") -> tuple[Part, ...]:
    """What the item asks, with the classes known beforehand."""
    return _parts(item, lambda place: letter(place, language))


def classes_of(item: Item, response: Response | None) -> tuple[tuple[str, str], ...]:
    """The pairs (part, class) of a response; `BLANK` for each part that was left open."""
    if response is None or response.is_blank:
        return tuple((part.code, BLANK) for part in parts_of(item))
    return tuple(_classes(item, response))


def _short(text: str) -> str:
    return text if len(text) <= MAX_LABEL else text[: MAX_LABEL - 1].rstrip() + "…"


def _label(text: Text) -> str:
    return _short(plain(text))


Letter = Callable[[int], str]


@singledispatch
def _parts(item: Item, name: Letter) -> tuple[Part, ...]:
    known = [("right", ONE), ("partly", Fraction(1, 2)), ("wrong", Fraction(0))]
    return (Part(WHOLE, "", tuple(ResponseClass(code, VERDICTS[code], fraction) for code, fraction in known)),)


@singledispatch
def _classes(item: Item, response: Response) -> Iterable[tuple[str, str]]:
    found = score(item, response)
    return [(WHOLE, found.verdict.value if found.fraction is None else verdict_of(found.fraction).value)]


@_parts.register(SingleChoice)
@_parts.register(MultipleResponse)
def _option_parts(item: SingleChoice | MultipleResponse, name: Letter) -> tuple[Part, ...]:
    classes = (
        ResponseClass(str(place), _label(option.text), option.fraction, name(place)) for place, option in enumerate(item.options)
    )
    return (Part(WHOLE, "", tuple(classes)),)


@_classes.register(SingleChoice)
def _option_class(item: SingleChoice, response: ChosenOne) -> Iterable[tuple[str, str]]:
    return [(WHOLE, str(response.option))]


@_classes.register(MultipleResponse)
def _option_classes(item: MultipleResponse, response: ChosenMany) -> Iterable[tuple[str, str]]:
    return [(WHOLE, str(place)) for place in response.options]


@_parts.register(TrueFalse)
def _said_parts(item: TrueFalse, name: Letter) -> tuple[Part, ...]:
    said = (("true", VERDICTS["right"], item.correct), ("false", VERDICTS["wrong"], not item.correct))
    return (Part(WHOLE, "", tuple(ResponseClass(code, label, Fraction(right)) for code, label, right in said)),)


@_classes.register(TrueFalse)
def _said_class(item: TrueFalse, response: Said) -> Iterable[tuple[str, str]]:
    return [(WHOLE, "true" if response.value else "false")]


@_parts.register(ShortAnswer)
def _typed_parts(item: ShortAnswer, name: Letter) -> tuple[Part, ...]:
    accepted = (ResponseClass(str(place), _label(answer.text), answer.fraction) for place, answer in enumerate(item.answers))
    return (Part(WHOLE, "", tuple(accepted)),)


@_classes.register(ShortAnswer)
def _typed_class(item: ShortAnswer, response: Typed) -> Iterable[tuple[str, str]]:
    for place, answer in enumerate(item.answers):
        fits = matches(answer.text.value, response.text, case_sensitive=item.case_sensitive, fold_yo=item.fold_yo)
        # A lone star takes any text: which it was is what the author wants to know.
        if fits and answer.text.value.strip() != "*":
            return [(WHOLE, str(place))]
    return [(WHOLE, TYPED + _short(item.response_text(response).casefold()))]


@_parts.register(Numerical)
def _number_parts(item: Numerical, name: Letter) -> tuple[Part, ...]:
    known = ((place, answer) for place, answer in enumerate(item.answers) if answer.value is not None)
    classes = (ResponseClass(str(place), _number_label(answer), answer.fraction) for place, answer in known)
    return (Part(WHOLE, "", tuple(classes)),)


def _number_label(answer: NumberAnswer) -> str:
    spread = f" ± {show_number(answer.tolerance)}" if answer.tolerance else ""
    return show_number(answer.value or Fraction(0)) + spread


@_classes.register(Numerical)
def _number_class(item: Numerical, response: Typed) -> Iterable[tuple[str, str]]:
    parts = split_number(response.text)
    for place, answer in enumerate(item.answers):
        if parts and answer.value is not None and any(answer.accepts(number) for number in _readings(item, *parts)):
            return [(WHOLE, str(place))]
    return [(WHOLE, TYPED + _short(item.response_text(response)))]


def _readings(item: Numerical, number: Fraction, unit_name: str) -> list[Fraction]:
    """The number in its unit, if it has one of the item's, and as it stands."""
    return [number / unit.multiplier for unit in item.units if clean(unit.name) == clean(unit_name)] + [number]


@_parts.register(Essay)
def _essay_parts(item: Essay, name: Letter) -> tuple[Part, ...]:
    return (Part(WHOLE, "", (ResponseClass("given", GIVEN, Fraction(0)),)),)


@_classes.register(Essay)
def _essay_class(item: Essay, response: Typed) -> Iterable[tuple[str, str]]:
    return [(WHOLE, "given")]


def _assigned_part(code: int, title: str, labels: Iterable[tuple[int, str]], key: int) -> Part:
    classes = (ResponseClass(str(place), _short(label), Fraction(place == key)) for place, label in labels)
    return Part(str(code), title, tuple(classes))


@_parts.register(Matching)
def _pair_parts(item: Matching, name: Letter) -> tuple[Part, ...]:
    asked = enumerate(zip(item.premises, item.key, strict=True))
    return tuple(_assigned_part(n, _label(premise), enumerate(item.choices), key) for n, (premise, key) in asked)


@_parts.register(GapSelect)
def _gap_parts(item: GapSelect, name: Letter) -> tuple[Part, ...]:
    words = [word.text for word in item.words]
    return tuple(
        _assigned_part(gap, f"[[{gap + 1}]]", ((place, words[place]) for place in item.choices(gap)), key)
        for gap, key in enumerate(item.key)
    )


@_classes.register(Matching)
@_classes.register(GapSelect)
def _assigned_classes(item: Matching | GapSelect, response: Assigned) -> Iterable[tuple[str, str]]:
    return [(str(n), BLANK if choice is None else str(choice)) for n, choice in enumerate(response.choices)]


@_parts.register(Ordering)
def _order_parts(item: Ordering, name: Letter) -> tuple[Part, ...]:
    entries = [_label(entry) for entry in item.entries]
    return tuple(_assigned_part(place, str(place + 1), enumerate(entries), place) for place in range(len(entries)))


@_classes.register(Ordering)
def _order_classes(item: Ordering, response: Ordered) -> Iterable[tuple[str, str]]:
    return [(str(place), str(entry)) for place, entry in enumerate(response.order)]


@_parts.register(Hotspot)
def _area_parts(item: Hotspot, name: Letter) -> tuple[Part, ...]:
    areas = tuple(ResponseClass(str(place), _short(area.name), area.fraction) for place, area in enumerate(item.areas))
    return (Part(WHOLE, "", (*areas, ResponseClass("outside", OUTSIDE, Fraction(0)))),)


@_classes.register(Hotspot)
def _area_classes(item: Hotspot, response: Pointed) -> Iterable[tuple[str, str]]:
    found = (
        next((str(place) for place, area in enumerate(item.areas) if area.contains(x, y)), "outside") for x, y in response.points
    )
    return [(WHOLE, code) for code in dict.fromkeys(found)]
