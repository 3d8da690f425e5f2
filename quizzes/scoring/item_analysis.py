"""Statistics of a quiz and of its items, by the definitions of Moodle's quiz report (sample variances, n − 1).

The sums are exact (fractions), only roots are floats, so that the figures do not depend on the order of the rows.
What cannot be computed (too few attempts, no variance) is None, never zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

Number = int | Fraction
ZERO = Fraction(0)


@dataclass(frozen=True)
class AttemptMarks:
    """The marks of one finished attempt: by item, exactly; an item that was not in its form is missing here."""

    marks: Mapping[str, Number]

    @property
    def total(self) -> Fraction:
        """The sum of the marks."""
        return sum((Fraction(mark) for mark in self.marks.values()), ZERO)


@dataclass(frozen=True)
class ItemStatistics:
    """One item. `facility`, `discrimination_index`, `discriminative_efficiency` and `effective_weight` are per cent.

    `attempts` is how many met the item; `point_biserial` is the correlation with the rest of the test (−1 to 1).
    """

    item: str
    attempts: int
    facility: float | None
    standard_deviation: float | None
    discrimination_index: float | None
    discriminative_efficiency: float | None
    effective_weight: float | None
    point_biserial: float | None


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
    return sum(map(Fraction, values), ZERO) / len(values)


def covariance(first: Sequence[Number], second: Sequence[Number]) -> Fraction | None:
    """The sample covariance (n − 1), exactly; None for fewer than two pairs."""
    count = len(first)
    if count < 2:
        return None
    products = sum((Fraction(x) * y for x, y in zip(first, second, strict=True)), ZERO)
    return (products - sum(map(Fraction, first), ZERO) * sum(map(Fraction, second), ZERO) / count) / (count - 1)


def variance(values: Sequence[Number]) -> Fraction | None:
    """The sample variance (n − 1), exactly; None for fewer than two values."""
    return covariance(values, values)


def correlation(first: Sequence[Number], second: Sequence[Number]) -> float | None:
    """Pearson's r; None for fewer than two pairs or where one side does not vary."""
    shared, one, two = covariance(first, second), variance(first), variance(second)
    if shared is None or not one or not two:
        return None
    return _ratio_of_root(shared, one * two)


def _ratio_of_root(top: Fraction, square: Fraction) -> float:
    """top / √square; the sign is kept, and a full correlation is exactly 1."""
    share = top * top / square
    return sqrt(share) if top >= 0 else -sqrt(share)


def _root(value: Fraction | None) -> float | None:
    return None if value is None or value < 0 else sqrt(value)


def _percent(value: float | Fraction | None) -> float | None:
    return None if value is None else float(100 * value)


def item_statistics(
    attempts: Sequence[AttemptMarks],
    max_marks: Mapping[str, Number],
    *,
    slots: Mapping[str, str] | None = None,
    random_items: Iterable[str] = (),
) -> list[ItemStatistics]:
    """A row for each item of `max_marks`, from the attempts that met it.

    With x the mark of the item and T the total, the rest is Y = T − x; for an item in `random_items` (drawn at random
    into its place) Y is the whole total, as the rest differs from attempt to attempt. `slots` names the place that an
    item filled: the variants of one place share one effective weight, that of the place.
    """
    drawn = set(random_items)
    place_of = dict(slots or {})
    weights = _effective_weights(attempts, {item: place_of.get(item, item) for item in max_marks})
    return [
        _item_row(item, attempts, Fraction(full), item in drawn, weights.get(place_of.get(item, item)))
        for item, full in max_marks.items()
    ]


def _item_row(
    item: str, attempts: Sequence[AttemptMarks], full: Fraction, is_drawn: bool, weight: float | None
) -> ItemStatistics:
    met = [attempt for attempt in attempts if item in attempt.marks]
    marks = [Fraction(attempt.marks[item]) for attempt in met]
    rest = [attempt.total - (0 if is_drawn else mark) for attempt, mark in zip(met, marks, strict=True)]
    r = correlation(marks, rest)
    return ItemStatistics(
        item,
        len(met),
        _percent(mean(marks) / full) if marks and full else None,
        _root(variance(marks)),
        _percent(r),
        _percent(_efficiency(marks, rest)),
        weight,
        r,
    )


def _efficiency(marks: Sequence[Fraction], rest: Sequence[Fraction]) -> Fraction | None:
    """cov(x, Y) over the greatest it could be with the same marks and totals, each sorted."""
    got, best = covariance(marks, rest), covariance(sorted(marks), sorted(rest))
    return got / best if got is not None and best else None


def _effective_weights(attempts: Sequence[AttemptMarks], place_of: Mapping[str, str]) -> dict[str, float | None]:
    """100·√C / Σ√C over the places with C = cov(mark of the place, total) ≥ 0; a place with C < 0 has none."""
    totals = [attempt.total for attempt in attempts]
    shared: dict[str, Fraction | None] = {}
    for place in dict.fromkeys(place_of.values()):
        variants = [item for item, where in place_of.items() if where == place]
        marks = [sum((Fraction(attempt.marks.get(item, 0)) for item in variants), ZERO) for attempt in attempts]
        shared[place] = covariance(marks, totals)
    roots = {place: sqrt(c) for place, c in shared.items() if c is not None and c >= 0}
    total = sum(roots.values())
    return {place: 100 * roots[place] / total if place in roots and total else None for place in shared}


def quiz_statistics(attempts: Sequence[AttemptMarks], items: Iterable[Iterable[str]] | Iterable[str]) -> QuizStatistics:
    """The figures of the test; `items` are its places: an item, or the variants of a place drawn at random.

    Skewness and kurtosis by the k-statistics: with k2 = s·m2/(s−1), skewness is s²·m3/((s−1)(s−2))/k2^1.5 and kurtosis
    s²·((s+1)·m4 − 3(s−1)·m2²)/((s−1)(s−2)(s−3))/k2². Internal consistency is Cronbach's alpha in per cent.
    """
    totals = sorted(attempt.total for attempt in attempts)
    count = len(totals)
    if not count:
        return QuizStatistics(0, *(None,) * 8)
    k2 = variance(totals)
    consistency = _consistency(attempts, [_variants(place) for place in items], k2)
    deviation = _root(k2)
    ratio = None if consistency is None else 100 * sqrt(1 - consistency / 100)
    return QuizStatistics(
        count,
        float(mean(totals)),
        float((totals[(count - 1) // 2] + totals[count // 2]) / 2),
        deviation,
        _skewness(totals, k2),
        _kurtosis(totals, k2),
        None if consistency is None else float(consistency),
        ratio,
        None if ratio is None or deviation is None else ratio * deviation / 100,
    )


def _variants(place: Iterable[str] | str) -> tuple[str, ...]:
    return (place,) if isinstance(place, str) else tuple(place)


def _moment(values: Sequence[Fraction], power: int) -> Fraction:
    middle = mean(values)
    return mean([(value - middle) ** power for value in values])


def _skewness(values: Sequence[Fraction], k2: Fraction | None) -> float | None:
    s = len(values)
    if s < 3 or not k2:
        return None
    k3 = s * s * _moment(values, 3) / ((s - 1) * (s - 2))
    return float(k3 / k2) / sqrt(k2)


def _kurtosis(values: Sequence[Fraction], k2: Fraction | None) -> float | None:
    s = len(values)
    if s < 4 or not k2:
        return None
    m2, m4 = _moment(values, 2), _moment(values, 4)
    k4 = s * s * ((s + 1) * m4 - 3 * (s - 1) * m2 * m2) / ((s - 1) * (s - 2) * (s - 3))
    return float(k4 / (k2 * k2))


def _consistency(attempts: Sequence[AttemptMarks], places: Sequence[tuple[str, ...]], k2: Fraction | None) -> Fraction | None:
    """100·p/(p−1)·(1 − Σvar/k2) over the p places; None for one place or where the totals do not vary."""
    if len(places) < 2 or not k2:
        return None
    spread = ZERO
    for place in places:
        marks = [sum((Fraction(attempt.marks.get(item, 0)) for item in place), ZERO) for attempt in attempts]
        spread += variance(marks) or ZERO
    return Fraction(100 * len(places), len(places) - 1) * (1 - spread / k2)
