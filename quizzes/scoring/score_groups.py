"""The empirical characteristic of an item: how well it is solved by the weak, the middling and the strong."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from quizzes.scoring.item_analysis import Number

GROUPS, PER_GROUP = 5, 10
Z95 = 1.959963984540054  # the normal quantile of a 95 % interval


@dataclass(frozen=True)
class ScoreGroup:
    """Attempts of like totals: from and to which total, how many, their facility (0 to 1) with its 95 % interval."""

    low: Fraction
    high: Fraction
    count: int
    facility: float
    lower: float
    upper: float


def wilson(share: float, count: int) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson (1927); it stays within 0 and 1 and holds for small counts."""
    square = Z95 * Z95
    centre = (share + square / (2 * count)) / (1 + square / count)
    half = Z95 * sqrt(share * (1 - share) / count + square / (4 * count * count)) / (1 + square / count)
    # At 0 and 1 the share itself is a bound; rounding must not move it.
    return min(share, max(0.0, centre - half)), max(share, min(1.0, centre + half))


def score_groups(marks: Sequence[tuple[Number, Number]], full: Number, *, scale: int = 1) -> list[ScoreGroup]:
    """Groups of about equal size from pairs (total, mark), the weakest first; attempts of one total stay together.

    At most five groups and at least ten attempts in each, as far as there are so many; empty without attempts or marks.
    Totals, marks and `full` may be whole numbers of 1/`scale`, which sort faster than fractions.
    """
    if not marks or not full:
        return []
    ranked = sorted(marks)
    count = len(ranked)
    wanted = max(1, min(GROUPS, count // PER_GROUP))
    groups: dict[int, list[tuple[Number, Number]]] = {}
    place = 0
    for rank, pair in enumerate(ranked):
        # A new group may begin only where the total changes, so that equal totals are never set apart.
        if rank and pair[0] != ranked[rank - 1][0]:
            place = rank * wanted // count
        groups.setdefault(place, []).append(pair)
    return [_group(group, Fraction(full), scale) for group in groups.values()]


def _group(pairs: list[tuple[Number, Number]], full: Fraction, scale: int) -> ScoreGroup:
    share = float(sum(mark for _total, mark in pairs) / (full * len(pairs)))
    bounded = min(1.0, max(0.0, share))
    low, high = Fraction(pairs[0][0]) / scale, Fraction(pairs[-1][0]) / scale
    return ScoreGroup(low, high, len(pairs), share, *wilson(bounded, len(pairs)))
