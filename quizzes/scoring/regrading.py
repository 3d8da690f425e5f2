"""What a decision about an item does to scores: a corrected key, full marks for all, or out of the maximum.

A response keeps what was chosen by its place in the version that was shown. A corrected version may have its options in
another order, so places are translated by their texts; where a text is gone, no translation would be exact.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from quizzes.scoring.base import ONE, ZERO, Item, Part, Response, Score, Verdict
from quizzes.scoring.behaviours import Behaviour
from quizzes.scoring.case import Case
from quizzes.scoring.case_nodes import Walked
from quizzes.scoring.choice import ChosenMany, ChosenOne, MultipleResponse, SingleChoice
from quizzes.scoring.gaps import GapSelect
from quizzes.scoring.hotspot import Hotspot
from quizzes.scoring.matching import Assigned, Matching
from quizzes.scoring.ordering import Ordered, Ordering
from quizzes.scoring.problems import ItemError, Problem, gettext_noop
from quizzes.scoring.result import Mark, has_passed
from quizzes.scoring.text import plain
from quizzes.scoring.tries import Try, standing


class Policy(StrEnum):
    """What holds instead of the version's own key."""

    CORRECTED_KEY = "corrected-key"
    FULL_MARKS = "full-marks"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Ruling:
    """A decision about a version of an item; `corrected` is the version whose key holds, with that policy only."""

    policy: Policy
    corrected: Item | None = None


def rescore(item: Item, behaviour: Behaviour, history: Sequence[Try], ruling: Ruling) -> tuple[Score, tuple[Part, ...]]:
    """The score of what was recorded (oldest first) under a ruling, and its marks by competency where the item has several.

    The maximum stays what was shown, or is nothing where the item is dropped. ItemError where the corrected version cannot
    stand for the one that was answered.
    """
    if not item.carries_mark or ruling.policy is Policy.DROPPED:
        return Score(None, ZERO, Verdict.NO_MARK), ()
    if ruling.policy is Policy.FULL_MARKS:
        return Score(ONE, item.max_mark, Verdict.RIGHT), item.parts(item.right_response())
    corrected = ruling.corrected
    if corrected is None:
        raise ValueError("a corrected key needs its item")
    tries = [replace(one, response=translate(item, corrected, one.response)) for one in history]
    new = standing(corrected, behaviour, tries).score
    unit = item.max_mark / corrected.max_mark
    parts = corrected.parts(tries[-1].response if tries else None)
    scaled = tuple(Part(part.competency, part.earned * unit, part.full * unit) for part in parts)
    return Score(new.fraction, item.max_mark, new.verdict), scaled


def translate(item: Item, corrected: Item, response: Response | None) -> Response | None:
    """The response as if it had been given to the corrected version. ItemError where that cannot be said."""
    if type(corrected) is not type(item):
        raise _refused()
    if isinstance(item, SingleChoice | MultipleResponse) and isinstance(corrected, SingleChoice | MultipleResponse):
        places = _places([plain(one.text) for one in item.options], [plain(one.text) for one in corrected.options])
        if isinstance(response, ChosenOne):
            return ChosenOne(places[response.option])
        return ChosenMany(tuple(places[one] for one in response.options)) if isinstance(response, ChosenMany) else response
    if isinstance(item, Ordering) and isinstance(corrected, Ordering):
        places = _places([plain(one) for one in item.entries], [plain(one) for one in corrected.entries])
        return Ordered(tuple(places[one] for one in response.order)) if isinstance(response, Ordered) else response
    return _translate_assigned(item, corrected, response)


def _translate_assigned(item: Item, corrected: Item, response: Response | None) -> Response | None:
    if isinstance(item, Matching) and isinstance(corrected, Matching):
        slots = _places([plain(one) for one in item.premises], [plain(one) for one in corrected.premises])
        words = _places(list(item.choices), list(corrected.choices))
    elif isinstance(item, GapSelect) and isinstance(corrected, GapSelect):
        if len(item.key) != len(corrected.key):
            raise _refused()
        slots = dict(enumerate(range(len(item.key))))
        words = _places([_word(item, one) for one in range(len(item.words))], _words(corrected))
    else:
        return _untouched(item, corrected, response)
    if not isinstance(response, Assigned):
        return response
    given: list[int | None] = [None] * len(slots)
    for slot, choice in enumerate(response.choices):
        given[slots[slot]] = None if choice is None else words[choice]
    return Assigned(tuple(given))


def _word(item: GapSelect, place: int) -> str:
    return f"{item.words[place].group}:{item.words[place].text}"


def _words(item: GapSelect) -> list[str]:
    return [_word(item, place) for place in range(len(item.words))]


def _untouched(item: Item, corrected: Item, response: Response | None) -> Response | None:
    """Answers that are texts, numbers, points or paths: they mean the same if what they point at is the same."""
    if isinstance(item, Hotspot) and isinstance(corrected, Hotspot) and item.picture != corrected.picture:
        raise _refused()
    if isinstance(item, Case) and isinstance(corrected, Case) and _story(item) != _story(corrected):
        raise _refused()
    if isinstance(response, Walked) and corrected.response_problems(response):
        raise _refused()
    return response


def _story(case: Case) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    return [(node.id, node.kind, tuple((option.text, option.to) for option in node.options)) for node in case.nodes]


def _places(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """For each place of the old texts the place of the same text among the new ones; of equal texts the first for the first."""
    if Counter(old) - Counter(new):
        raise _refused()
    left: dict[str, list[int]] = {}
    for place, text in enumerate(new):
        left.setdefault(text, []).append(place)
    return {place: left[text].pop(0) for place, text in enumerate(old)}


def _refused() -> ItemError:
    message = gettext_noop(
        "В исправленной версии изменены не только ключ, но и сами варианты: ответы кандидатов нельзя перевести точно. "
        "Исправьте ключ, не меняя текстов вариантов, либо засчитайте вопрос всем или исключите его."
    )
    return ItemError([Problem("options", message)])


# --- the effect on people ---


@dataclass(frozen=True)
class Total:
    """What an attempt has: marks earned so far, of how many, and whether it passed (None while people still mark)."""

    earned: Fraction
    full: Fraction
    passed: bool | None

    @property
    def share(self) -> Fraction:
        """The share of the marks, 0 where nothing carries one."""
        return self.earned / self.full if self.full else ZERO


def total(marks: Iterable[Mark], cut: Fraction, cuts: Mapping[str, Fraction]) -> Total:
    """What marks lead to; cut scores in per cent, overall and by competency."""
    listed = list(marks)
    earned = sum((mark.earned or ZERO for mark in listed), ZERO)
    return Total(earned, sum((mark.full for mark in listed), ZERO), has_passed(listed, cut, cuts))


@dataclass(frozen=True)
class Change:
    """An attempt before and after a regrade."""

    before: Total
    after: Total

    @property
    def share(self) -> Fraction:
        """How much the share of the marks moved, −1 to 1."""
        return self.after.share - self.before.share

    @property
    def now_passes(self) -> bool:
        return self.after.passed is True and self.before.passed is not True

    @property
    def no_longer_passes(self) -> bool:
        return self.before.passed is True and self.after.passed is not True


@dataclass(frozen=True)
class Effect:
    """A regrade in numbers: attempts with the item, with another result, with more or less, with another verdict."""

    attempts: int
    changed: int
    raised: int
    lowered: int
    now_pass: int
    no_longer_pass: int


def effect(changes: Sequence[Change]) -> Effect:
    """Counts the changes of a regrade, given one for every attempt that met the item."""
    return Effect(
        len(changes),
        sum(one.before != one.after for one in changes),
        sum(one.share > 0 for one in changes),
        sum(one.share < 0 for one in changes),
        sum(one.now_passes for one in changes),
        sum(one.no_longer_passes for one in changes),
    )
