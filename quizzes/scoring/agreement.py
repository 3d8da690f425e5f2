"""Marking by people: when an answer is settled, and how far markers agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Step(StrEnum):
    """What an answer waits for."""

    MARKER = "marker"
    ADJUDICATOR = "adjudicator"
    SETTLED = "settled"


@dataclass(frozen=True)
class Settlement:
    """Where the marking of an answer stands; `fraction` is the share of the mark once it is settled."""

    step: Step
    fraction: Fraction | None = None


def settle(fractions: Sequence[Fraction], *, needed: int, margin: Fraction) -> Settlement:
    """Where the marks of one answer lead, given in their order, as shares of the full mark.

    Markers who differ by no more than `margin` (0 to 1) give their mean. A mark beyond the needed ones decides alone: it
    comes from the adjudicator, or from whoever marked again after an accepted appeal.
    """
    if len(fractions) < needed:
        return Settlement(Step.MARKER)
    if len(fractions) > needed:
        return Settlement(Step.SETTLED, fractions[-1])
    if max(fractions) - min(fractions) > margin:
        return Settlement(Step.ADJUDICATOR)
    return Settlement(Step.SETTLED, sum(fractions, Fraction(0)) / len(fractions))


def percent_agreement(pairs: Sequence[tuple[int, int]]) -> float | None:
    """The share of pairs that are equal, in per cent; None where there are none."""
    return 100 * sum(first == second for first, second in pairs) / len(pairs) if pairs else None


def quadratic_weights(levels: int) -> list[list[float]]:
    """Disagreement (i − j)² between levels: a difference of two weighs four times a difference of one."""
    return [[float((row - column) ** 2) for column in range(levels)] for row in range(levels)]


def linear_weights(levels: int) -> list[list[float]]:
    """Disagreement |i − j| between levels."""
    return [[float(abs(row - column)) for column in range(levels)] for row in range(levels)]


def weighted_kappa(pairs: Sequence[tuple[int, int]], weights: Sequence[Sequence[float]]) -> float | None:
    """Agreement of two markers beyond chance: 1 − Σ v·observed / Σ v·expected, with disagreement weights v.

    Cohen, Weighted kappa, Psychological Bulletin 70 (1968) 213-220. 1 is full agreement, 0 what chance gives, less is
    worse than chance. Levels count from 0. None where there are no pairs, or both markers always gave one and the same level.
    """
    levels = range(len(weights))
    count = len(pairs)
    if not count:
        return None
    rows = [sum(first == level for first, _second in pairs) for level in levels]
    columns = [sum(second == level for _first, second in pairs) for level in levels]
    observed = sum(weights[first][second] for first, second in pairs) / count
    expected = sum(weights[i][j] * rows[i] * columns[j] for i in levels for j in levels) / count**2
    return 1 - observed / expected if expected else None


# Landis and Koch (1977); the words are a convention, no law.
_SCALE = ((0.8, "almost-perfect"), (0.6, "substantial"), (0.4, "moderate"), (0.2, "fair"), (0.0, "slight"))


def kappa_word(kappa: float) -> str:
    """The word of Landis and Koch, The measurement of observer agreement, Biometrics 33 (1977): `slight` … `almost-perfect`."""
    return next((word for bound, word in _SCALE if kappa > bound), "poor")
