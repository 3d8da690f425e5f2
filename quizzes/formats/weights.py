"""Numbers and weights in per cent, as item formats write them, and the exact fractions they stand for; intervals."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from quizzes.scoring import NumberAnswer, Tolerance

_COARSE, _FINE = (3, 6, 7, 9), range(3, 21)
_LARGEST_POWER = 300


def exact_number(text: str) -> Fraction:
    """The decimal number of a text, exactly; ValueError where it is none, or so large or small that it would fill the memory."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        raise ValueError(text[:40]) from None
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_POWER:
        raise ValueError(text[:40])
    return Fraction(number)


def exact_fraction(percent: str) -> Fraction:
    """The fraction that a written weight stands for: `33.33333` is 1/3, `50` is 1/2.

    A weight with one decimal stands for thirds, sixths, sevenths, ninths, one with more for any part down
    to a twentieth, if that is rounded or cut to what is written: 3 × 33.33 % are full marks, as meant.
    """
    written = Fraction(percent) / 100
    places = len(percent.partition(".")[2])
    step = Fraction(1, 100 * 10**places)
    for parts in () if not places else _COARSE if places == 1 else _FINE:
        for near in (Fraction(round(written * parts), parts), Fraction(int(written * parts) + 1, parts)):
            if near.numerator and -step / 2 <= near - written < step:
                return near
    return written


def show_fraction(fraction: Fraction) -> str | None:
    """The shortest per-cent figure that reads back as exactly this fraction, None where there is none."""
    for places in (0, 1, 2, 5, 7):
        scaled = str(round(fraction * 100 * 10**places)).rjust(places + 1, "0")
        padded = f"{scaled[:-places]}.{scaled[-places:]}" if places else scaled
        for figure in dict.fromkeys((padded.rstrip("0").rstrip("."), padded) if places else (padded,)):
            if exact_fraction(figure) == fraction:
                return figure
    return None


def interval(answer: NumberAnswer) -> tuple[Fraction | None, Fraction]:
    """The number and the amount it may be off, which is all that other formats know: the same interval for any tolerance."""
    if answer.value is None:
        return None, Fraction(0)
    value, spread = answer.value, abs(answer.tolerance)
    if answer.tolerance_kind is Tolerance.RELATIVE:
        return value, spread * abs(value)
    if answer.tolerance_kind is Tolerance.GEOMETRIC:
        high, low = value * (1 + spread), value / (1 + spread)
        return (high + low) / 2, abs(high - low) / 2
    return value, spread
