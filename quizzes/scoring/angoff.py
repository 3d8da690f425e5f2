"""The cut score of an Angoff panel: judges say how likely a barely competent candidate answers each item rightly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

# Fewer judges give a provisional cut score (ours; practice accepts six to eight, a simulation favours fifteen).
MIN_JUDGES = 8


@dataclass(frozen=True)
class AngoffResult:
    """The panel's cut score in marks, its standard error, the judges' own cuts; provisional under eight judges."""

    cut: float
    standard_error: float | None
    judges: tuple[float, ...]
    is_provisional: bool

    @property
    def spread(self) -> tuple[float, float]:
        """The lowest and the highest cut of a judge, in marks."""
        return min(self.judges), max(self.judges)


@dataclass(frozen=True)
class EstimateSpread:
    """The estimates of one item without names: all of them in order (0 to 1), mean and standard deviation."""

    values: tuple[float, ...]
    mean: float
    deviation: float | None

    @property
    def range(self) -> float:
        """How far the lowest and the highest lie apart."""
        return self.values[-1] - self.values[0]


def angoff(estimates: Mapping[str, Mapping[str, float]], marks: Mapping[str, float] | None = None) -> AngoffResult:
    """From each judge's estimates p (0 to 1) by item: cut = Σ over items of the mean p, SE = SD(judges' cuts)/√J.

    `marks` are the full marks of items that carry more or less than one. ValueError where there is no judge, judges rated
    different items, or a p lies outside of 0 to 1.
    """
    rounds = list(estimates.values())
    if not rounds or any(set(one) != set(rounds[0]) for one in rounds):
        raise ValueError("every judge has to rate the same items")
    if any(not 0 <= p <= 1 for one in rounds for p in one.values()):
        raise ValueError("an estimate is a share from 0 to 1")
    weight = marks or {}
    cuts = tuple(sum(one[item] * weight.get(item, 1) for item in sorted(one)) for one in rounds)
    deviation = _deviation(cuts)
    error = None if deviation is None else deviation / sqrt(len(cuts))
    return AngoffResult(sum(cuts) / len(cuts), error, cuts, len(cuts) < MIN_JUDGES)


def spread_of(estimates: Sequence[float]) -> EstimateSpread:
    """The estimates of one item in order, so that nobody can tell whose is whose; ValueError for none."""
    if not estimates:
        raise ValueError("nobody has estimated this item")
    return EstimateSpread(tuple(sorted(estimates)), sum(estimates) / len(estimates), _deviation(estimates))


def _deviation(values: Sequence[float]) -> float | None:
    count, middle = len(values), sum(values) / len(values)
    return sqrt(sum((value - middle) ** 2 for value in values) / (count - 1)) if count > 1 else None
