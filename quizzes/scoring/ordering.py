"""Ordering: bring entries into their right order, graded in the ways that Moodle's ordering question knows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations, pairwise
from typing import ClassVar

from quizzes.scoring.base import ONE, ZERO, Item, Response, expect
from quizzes.scoring.problems import Problem, gettext_noop
from quizzes.scoring.text import Text, plain


@dataclass(frozen=True)
class Ordered(Response):
    """The entries in the candidate's order, by their places in the item."""

    order: tuple[int, ...]
    kind: ClassVar[str] = "ordered"

    @property
    def is_blank(self) -> bool:
        return not self.order


class OrderGrading(StrEnum):
    """What earns marks; the names are Moodle's."""

    ALL_OR_NOTHING = "all-or-nothing"
    ABSOLUTE_POSITION = "absolute-position"
    RELATIVE_TO_NEXT = "relative-to-next"
    RELATIVE_TO_NEXT_WITH_LAST = "relative-to-next-with-last"
    RELATIVE_TO_ONE_PREVIOUS_AND_NEXT = "relative-to-one-previous-and-next"
    RELATIVE_TO_ALL_PREVIOUS_AND_NEXT = "relative-to-all-previous-and-next"
    LONGEST_ORDERED_SUBSET = "longest-ordered-subset"
    LONGEST_CONTIGUOUS_SUBSET = "longest-contiguous-subset"
    RELATIVE_TO_CORRECT_POSITION = "relative-to-correct-position"


def _all_or_nothing(given: Sequence[int]) -> Fraction:
    return ONE if list(given) == sorted(given) else ZERO


def _absolute(given: Sequence[int]) -> Fraction:
    return Fraction(sum(place == entry for place, entry in enumerate(given)), len(given))


def _next(given: Sequence[int]) -> Fraction:
    """Neighbours that belong together; each counts once for its first entry (and, with both sides, twice of twice)."""
    return Fraction(sum(after == before + 1 for before, after in pairwise(given)), len(given) - 1)


def _next_with_last(given: Sequence[int]) -> Fraction:
    count = len(given)
    right = sum(after == before + 1 for before, after in pairwise(given)) + (given[-1] == count - 1)
    return Fraction(right, count)


def concordant_pairs(given: Sequence[int]) -> Fraction:
    """The share of all pairs that stand in their right order, 0 to 1."""
    count = len(given)
    return Fraction(sum(before < after for before, after in combinations(given, 2)), count * (count - 1) // 2)


def _longest_ordered(given: Sequence[int]) -> Fraction:
    """The longest rising subset; a single entry is no order and earns nothing."""
    lengths: list[int] = []
    for place, entry in enumerate(given):
        lengths.append(1 + max((lengths[one] for one in range(place) if given[one] < entry), default=0))
    return _subset(max(lengths), len(given))


def _longest_contiguous(given: Sequence[int]) -> Fraction:
    """The longest run of neighbours that are neighbours in the right order too."""
    best = run = 1
    for before, after in pairwise(given):
        run = run + 1 if after == before + 1 else 1
        best = max(best, run)
    return _subset(best, len(given))


def _subset(length: int, count: int) -> Fraction:
    return Fraction(length, count) if length > 1 else ZERO


def _to_correct(given: Sequence[int]) -> Fraction:
    """Each entry earns the less, the farther it stands from its right position."""
    count = len(given)
    earned = sum(count - 1 - abs(place - entry) for place, entry in enumerate(given))
    return Fraction(earned, count * (count - 1))


_GRADERS: dict[OrderGrading, Callable[[Sequence[int]], Fraction]] = {
    OrderGrading.ALL_OR_NOTHING: _all_or_nothing,
    OrderGrading.ABSOLUTE_POSITION: _absolute,
    OrderGrading.RELATIVE_TO_NEXT: _next,
    OrderGrading.RELATIVE_TO_NEXT_WITH_LAST: _next_with_last,
    OrderGrading.RELATIVE_TO_ONE_PREVIOUS_AND_NEXT: _next,
    OrderGrading.RELATIVE_TO_ALL_PREVIOUS_AND_NEXT: concordant_pairs,
    OrderGrading.LONGEST_ORDERED_SUBSET: _longest_ordered,
    OrderGrading.LONGEST_CONTIGUOUS_SUBSET: _longest_contiguous,
    OrderGrading.RELATIVE_TO_CORRECT_POSITION: _to_correct,
}


@dataclass(frozen=True, kw_only=True)
class Ordering(Item):
    """Entries, written in their right order; the candidate gets them mixed."""

    kind: ClassVar[str] = "ordering"
    entries: tuple[Text, ...]
    grading: OrderGrading = OrderGrading.RELATIVE_TO_NEXT
    shuffle: bool = True

    @property
    def shuffled_groups(self) -> tuple[int, ...]:
        # Always mixed, whatever `shuffle` says: shown in their own order the entries are the key.
        return (len(self.entries),)

    def _problems(self) -> Iterator[Problem]:
        if len(self.entries) < 3:
            yield Problem("entries", gettext_noop("Для порядка нужно хотя бы три строки."))
        words = [plain(entry) for entry in self.entries]
        for place, word in enumerate(words):
            if not word:
                yield Problem(f"entries[{place}]", gettext_noop("Строка пуста. Напишите текст или уберите её."))
            elif word in words[:place]:
                message = gettext_noop("Строка «%(text)s» встречается дважды. Оставьте одну.")
                yield Problem(f"entries[{place}]", message, {"text": word})

    def response_problems(self, response: Response) -> tuple[Problem, ...]:
        if sorted(expect(Ordered, response).order) == list(range(len(self.entries))):
            return ()
        return (Problem("order", gettext_noop("Расставьте все строки, каждую один раз.")),)

    def grade(self, response: Response) -> Fraction:
        return _GRADERS[self.grading](expect(Ordered, response).order)

    def right_response(self) -> Ordered:
        return Ordered(tuple(range(len(self.entries))))

    def response_text(self, response: Response) -> str:
        return " → ".join(plain(self.entries[entry]) for entry in expect(Ordered, response).order)
