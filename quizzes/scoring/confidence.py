"""How sure the share of marks in a competency is: its standard error, and on which side of the cut score it lies."""

from collections.abc import Iterable
from enum import Enum
from fractions import Fraction
from math import sqrt

from quizzes.scoring.result import Mark

FEW_ITEMS = 4


class Standing(Enum):
    """Where a share lies against a cut score, one standard error to either side."""

    ABOVE = "above"
    ABOUT = "about"
    BELOW = "below"
    FEW = "few"


def standard_error(marks: Iterable[Mark]) -> float | None:
    """The standard error of the share of marks, 0 to 1; None under two items, or where a mark is missing.

    Lord's binomial error model, √(p(1−p)/(n−1)) for items that are right or wrong (Lord and Novick 1968, ch. 23), written
    for fractions f and full marks w: √(n/(n−1)·Σ w²(f−p)²)/Σ w. Where every item earned the same fraction that would be 0,
    as if five right answers proved that there are no wrong ones; then half the width of Wilson's interval at z = 1.
    """
    listed = [mark for mark in marks if mark.full]
    count = len(listed)
    if count < 2 or any(mark.earned is None for mark in listed):
        return None
    full = sum((mark.full for mark in listed), Fraction(0))
    share = sum((mark.earned or Fraction(0) for mark in listed), Fraction(0)) / full
    spread = sum(((mark.earned or 0) - share * mark.full) ** 2 for mark in listed)
    if spread:
        return sqrt(Fraction(count, count - 1) * spread) / float(full)
    return sqrt(float(share * (1 - share)) / count + 1 / (4 * count * count)) / (1 + 1 / count)


def standing(share: Fraction, error: float | None, cut: Fraction, items: int) -> Standing:
    """Where the share lies against the cut (both 0 to 1); under four items nothing can be said."""
    if error is None or items < FEW_ITEMS:
        return Standing.FEW
    distance = float(share - cut)
    if abs(distance) <= error:
        return Standing.ABOUT
    return Standing.ABOVE if distance > 0 else Standing.BELOW
