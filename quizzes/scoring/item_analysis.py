"""Statistics of a quiz and of its items, by the definitions of Moodle's quiz report (sample variances, n − 1).

All sums are exact: marks are brought to whole numbers of their common denominator, only the last quotient or root is a
float, so that no figure depends on the order of the rows. What cannot be computed (too few attempts, no variance) is
None, never zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm, sqrt
from operator import mul

Number = int | Fraction
ZERO = Fraction(0)


@dataclass(frozen=True)
class AttemptMarks:
    """The marks of one finished attempt: by item, exactly; an item that was not in its form is missing here."""

    marks: Mapping[str, Number]

    @cached_property
    def total(self) -> Fraction:
        """The sum of the marks."""
        scale = lcm(*{mark.denominator for mark in self.marks.values()})
        return Fraction(sum(mark.numerator * (scale // mark.denominator) for mark in self.marks.values()), scale)


@dataclass(frozen=True)
class ItemStatistics:
    """One item. `facility`, `discrimination_index`, `discriminative_efficiency` and both weights are per cent.

    `attempts` is how many met the item; `point_biserial` is the correlation with the rest of the test (−1 to 1);
    `intended_weight` is the share of its full mark in those of all places, `effective_weight` its share in what makes
    the totals differ.
    """

    item: str
    attempts: int
    facility: float | None
    standard_deviation: float | None
    discrimination_index: float | None
    discriminative_efficiency: float | None
    effective_weight: float | None
    point_biserial: float | None
    intended_weight: float | None = None


@dataclass(frozen=True)
class QuizStatistics:
    """The test as a whole, in marks; `internal_consistency` and `error_ratio` are per cent and are not clamped."""

    attempts: int
    mean: float | None
    median: float | None
    standard_deviation: float | None
    skewness: float | None
    kurtosis: float | None
    internal_consistency: float | None
    error_ratio: float | None
    standard_error: float | None


def mean(values: Sequence[Number]) -> Fraction:
    """The mean, exactly; ValueError for no values."""
    if not values:
        raise ValueError("the mean of nothing")
    scale, (whole,) = _whole(values)
    return Fraction(sum(whole), len(whole) * scale)


def covariance(first: Sequence[Number], second: Sequence[Number]) -> Fraction | None:
    """The sample covariance (n − 1), exactly; None for fewer than two pairs."""
    if len(first) != len(second):
        raise ValueError(f"{len(first)} values against {len(second)}")
    if len(first) < 2:
        return None
    scale, (one, two) = _whole(first, second)
    return Fraction(_shared(one, two), len(one) * (len(one) - 1) * scale * scale)


def variance(values: Sequence[Number]) -> Fraction | None:
    """The sample variance (n − 1), exactly; None for fewer than two values."""
    return covariance(values, values)


def correlation(first: Sequence[Number], second: Sequence[Number]) -> float | None:
    """Pearson's r; None for fewer than two pairs or where one side does not vary."""
    if len(first) < 2:
        return None
    _scale, (one, two) = _whole(first, second)
    return _correlation(one, two)


def _whole(*lists: Sequence[Number]) -> tuple[int, list[list[int]]]:
    """The common denominator of all numbers, and the lists as whole numbers of it."""
    scale = lcm(*{number.denominator for numbers in lists for number in numbers})
    return scale, [[number.numerator * (scale // number.denominator) for number in numbers] for numbers in lists]


def _shared(first: Sequence[int], second: Sequence[int]) -> int:
    """n·Σxy − Σx·Σy: n(n − 1) times the covariance."""
    products: int = sum(map(mul, first, second))
    return len(first) * products - sum(first) * sum(second)


def _correlation(first: Sequence[int], second: Sequence[int]) -> float | None:
    spread = _shared(first, first) * _shared(second, second)
    return _over_root(_shared(first, second), spread) if spread else None


def _over_root(top: int, square: int) -> float:
    """top / √square; the sign is kept, and a full correlation is exactly 1."""
    share = sqrt(Fraction(top * top, square))
    return share if top >= 0 else -share


def _root(value: Fraction | None) -> float | None:
    return None if value is None or value < 0 else sqrt(value)


class MarkTable:
    """The marks of many attempts by item, in whole numbers of `scale`: what every figure is computed from."""

    def __init__(self, attempts: Sequence[AttemptMarks]) -> None:
        self.count = len(attempts)
        self.scale = lcm(*{mark.denominator for attempt in attempts for mark in attempt.marks.values()})
        self.totals = [0] * self.count
        self._met: dict[str, list[int]] = {}
        self._marks: dict[str, list[int]] = {}
        for row, attempt in enumerate(attempts):
            for item, mark in attempt.marks.items():
                whole = mark.numerator * (self.scale // mark.denominator)
                self.totals[row] += whole
                self._met.setdefault(item, []).append(row)
                self._marks.setdefault(item, []).append(whole)

    def marks(self, item: str) -> list[int]:
        """The marks of the attempts that met the item."""
        return self._marks.get(item, [])

    def totals_of(self, item: str) -> list[int]:
        """The totals of the same attempts, in the same order."""
        return [self.totals[row] for row in self._met.get(item, ())]

    def in_place(self, items: Iterable[str]) -> list[int]:
        """The marks of all attempts in a place that these items fill; 0 where an attempt met none of them."""
        filled = [0] * self.count
        for item in items:
            for row, mark in zip(self._met.get(item, ()), self.marks(item), strict=True):
                filled[row] += mark
        return filled


Attempts = Sequence[AttemptMarks] | MarkTable


def _table(attempts: Attempts) -> MarkTable:
    return attempts if isinstance(attempts, MarkTable) else MarkTable(attempts)


def item_statistics(
    attempts: Attempts,
    max_marks: Mapping[str, Number],
    *,
    slots: Mapping[str, str] | None = None,
    random_items: Iterable[str] = (),
) -> list[ItemStatistics]:
    """A row for each item of `max_marks`, from the attempts that met it.

    With x the mark of the item and T the total, the rest is Y = T − x; for an item in `random_items` (drawn at random
    into its place) Y is the whole total, as the rest differs from attempt to attempt. `slots` names the place that an
    item filled: the variants of one place share one weight, that of the place. Whoever asks more than once makes the
    `MarkTable` once.
    """
    drawn, place_of = set(random_items), {item: (slots or {}).get(item, item) for item in max_marks}
    table = _table(attempts)
    effective, intended = _effective_weights(table, place_of), _intended_weights(max_marks, place_of)
    return [
        _item_row(item, table, Fraction(full), item in drawn, effective[place_of[item]], intended[place_of[item]])
        for item, full in max_marks.items()
    ]


def _item_row(
    item: str, table: MarkTable, full: Fraction, is_drawn: bool, effective: float | None, intended: float | None
) -> ItemStatistics:
    marks, totals = table.marks(item), table.totals_of(item)
    rest = totals if is_drawn else [total - mark for total, mark in zip(totals, marks, strict=True)]
    count = len(marks)
    r = _correlation(marks, rest) if count > 1 else None
    return ItemStatistics(
        item,
        count,
        float(Fraction(100 * sum(marks), count * table.scale) / full) if count and full else None,
        sqrt(Fraction(_shared(marks, marks), count * (count - 1) * table.scale**2)) if count > 1 else None,
        None if r is None else 100 * r,
        _efficiency(marks, rest),
        effective,
        r,
        intended,
    )


def _efficiency(marks: Sequence[int], rest: Sequence[int]) -> float | None:
    """100·cov(x, Y) over the greatest it could be with the same marks and totals, each sorted."""
    best = _shared(sorted(marks), sorted(rest))
    return float(Fraction(100 * _shared(marks, rest), best)) if best else None


def _effective_weights(table: MarkTable, place_of: Mapping[str, str]) -> dict[str, float | None]:
    """100·√C / Σ√C over the places with C = cov(mark of the place, total) ≥ 0; a place with C < 0 has none."""
    shared = {
        place: _shared(table.in_place(items), table.totals) if table.count > 1 else -1
        for place, items in _by_place(place_of).items()
    }
    # n(n − 1) and the scale cancel out: the shared sums serve as they are.
    roots = {place: sqrt(c) for place, c in shared.items() if c >= 0}
    total = sum(roots.values())
    return {place: 100 * roots[place] / total if place in roots and total else None for place in shared}


def _intended_weights(max_marks: Mapping[str, Number], place_of: Mapping[str, str]) -> dict[str, float | None]:
    """The full mark of a place (the mean of its variants') in per cent of those of all places."""
    full = {place: mean([max_marks[item] for item in items]) for place, items in _by_place(place_of).items()}
    total = sum(full.values(), ZERO)
    return {place: float(100 * mark / total) if total else None for place, mark in full.items()}


def _by_place(place_of: Mapping[str, str]) -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for item, place in place_of.items():
        places.setdefault(place, []).append(item)
    return places


def quiz_statistics(attempts: Attempts, items: Iterable[Iterable[str]] | Iterable[str]) -> QuizStatistics:
    """The figures of the test; `items` are its places: an item, or the variants of a place drawn at random.

    Skewness and kurtosis by the k-statistics: with k2 = s·m2/(s−1), skewness is s²·m3/((s−1)(s−2))/k2^1.5 and kurtosis
    s²·((s+1)·m4 − 3(s−1)·m2²)/((s−1)(s−2)(s−3))/k2². Internal consistency is Cronbach's alpha in per cent. As in Moodle,
    skewness, consistency and the errors need three attempts, kurtosis four.
    """
    table = _table(attempts)
    count, scale = table.count, table.scale
    if not count:
        return QuizStatistics(0, *(None,) * 8)
    totals = sorted(table.totals)
    k2 = Fraction(_shared(totals, totals), count * (count - 1) * scale**2) if count > 1 else None
    consistency = _consistency(table, [_variants(place) for place in items], k2)
    deviation = _root(k2)
    ratio = None if consistency is None else 100 * sqrt(1 - consistency / 100)
    return QuizStatistics(
        count,
        float(Fraction(sum(totals), count * scale)),
        float(Fraction(totals[(count - 1) // 2] + totals[count // 2], 2 * scale)),
        deviation,
        _skewness(totals),
        _kurtosis(totals),
        None if consistency is None else float(consistency),
        ratio,
        None if ratio is None or deviation is None else ratio * deviation / 100,
    )


def _variants(place: Iterable[str] | str) -> tuple[str, ...]:
    return (place,) if isinstance(place, str) else tuple(place)


def _moments(values: Sequence[int], *powers: int) -> list[Fraction]:
    """The central moments m2, m3, m4 as asked; the values may be in any unit, as skewness and kurtosis have none."""
    count, total = len(values), sum(values)
    deviations = [count * value - total for value in values]
    return [Fraction(sum(one**power for one in deviations), count ** (power + 1)) for power in powers]


def _skewness(values: Sequence[int]) -> float | None:
    s = len(values)
    if s < 3 or values[0] == values[-1]:
        return None
    m2, m3 = _moments(values, 2, 3)
    k2, k3 = s * m2 / (s - 1), s * s * m3 / ((s - 1) * (s - 2))
    square = k3 * k3 / k2**3
    return sqrt(square) if k3 >= 0 else -sqrt(square)


def _kurtosis(values: Sequence[int]) -> float | None:
    s = len(values)
    if s < 4 or values[0] == values[-1]:
        return None
    m2, m4 = _moments(values, 2, 4)
    k2 = s * m2 / (s - 1)
    k4 = s * s * ((s + 1) * m4 - 3 * (s - 1) * m2 * m2) / ((s - 1) * (s - 2) * (s - 3))
    return float(k4 / (k2 * k2))


def _consistency(table: MarkTable, places: Sequence[tuple[str, ...]], k2: Fraction | None) -> Fraction | None:
    """100·p/(p−1)·(1 − Σvar/k2) over the p places; None for one place, under three attempts or totals all alike."""
    count = table.count
    if len(places) < 2 or count < 3 or not k2:
        return None
    spread = sum(_shared(marks, marks) for marks in map(table.in_place, places))
    return Fraction(100 * len(places), len(places) - 1) * (1 - Fraction(spread, count * (count - 1) * table.scale**2) / k2)
