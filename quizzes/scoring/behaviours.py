"""Behaviours: what tries, penalties and certainty make of an item's fraction (rules as in Moodle, exactly)."""

from collections.abc import Sequence
from enum import IntEnum, StrEnum
from fractions import Fraction

ZERO = Fraction(0)


class Behaviour(StrEnum):
    """How an item is answered: at the end, at once, with tries and hints, or with a statement of certainty."""

    DEFERRED = "deferred"
    IMMEDIATE = "immediate"
    INTERACTIVE = "interactive"
    ADAPTIVE = "adaptive"
    CERTAINTY = "certainty"


class Certainty(IntEnum):
    """How sure the candidate is."""

    UNSURE = 1
    RATHER = 2
    SURE = 3


_RIGHT = {Certainty.UNSURE: Fraction(1), Certainty.RATHER: Fraction(2), Certainty.SURE: Fraction(3)}
_WRONG = {Certainty.UNSURE: Fraction(0), Certainty.RATHER: Fraction(-2), Certainty.SURE: Fraction(-6)}


def interactive(fraction: Fraction, *, penalty: Fraction, tries_before: int) -> Fraction:
    """The fraction of the try that ended it, less the penalty for each try used before; never below zero, as in Moodle."""
    return max(fraction - penalty * tries_before, ZERO)


def tries_allowed(hints: int) -> int:
    """Interactive: one try more than there are hints."""
    return hints + 1


def adaptive(tries: Sequence[Fraction], *, penalty: Fraction) -> Fraction:
    """The best of all tries, each less the penalty for the tries before it; 0 without a try."""
    best = ZERO
    for before, fraction in enumerate(tries):
        best = max(best, fraction - penalty * before)
    return best


def certainty_based(fraction: Fraction, certainty: Certainty) -> Fraction:
    """Marks in units of the item's mark: right +1, +2, +3 times the fraction; wrong 0, −2, −6."""
    return _RIGHT[certainty] * fraction if fraction > 0 else _WRONG[certainty]
