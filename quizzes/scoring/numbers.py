"""Numbers as people type them, read exactly."""

import re
from fractions import Fraction

_BLANKS = " \u00a0\u2009\u202f\u2007"
_MINUS = "\u2212\u2013"
_NUMBER = re.compile(
    rf"""(?P<sign>[-+]?)\s*
    (?P<mantissa>\d(?:[\d.,'’]|[{_BLANKS}](?=\d{{3}}(?!\d)))*|[.,]\d+)
    (?:\s*(?:[eE]|[x×*·]\s*10\s*\^)\s*(?P<exponent>[-+]?\d+))?
    """,
    re.VERBOSE,
)
MAX_EXPONENT = 300


def split_number(text: str) -> tuple[Fraction, str] | None:
    """The number a text begins with and the rest of it (a unit), or None where it does not begin with one.

    A comma or a point met once is the decimal mark; of two different marks the last one is,
    the other groups digits; a mark met more than once groups digits. Groups have three digits; blanks and
    apostrophes group too.
    """
    tidy = text.strip().translate({ord(sign): "-" for sign in _MINUS})
    hit = _NUMBER.match(tidy)
    if hit is None:
        return None
    mantissa = _mantissa(hit["mantissa"])
    exponent = int(hit["exponent"] or 0)
    if mantissa is None or abs(exponent) > MAX_EXPONENT:
        return None
    value = mantissa * Fraction(10) ** exponent
    return (-value if hit["sign"] == "-" else value), tidy[hit.end() :].strip()


def parse_number(text: str) -> Fraction | None:
    """The number a text is, exactly, or None where it is not one or has something after it."""
    parts = split_number(text)
    return parts[0] if parts and not parts[1] else None


def _mantissa(digits: str) -> Fraction | None:
    grouped = re.split(rf"[{_BLANKS}'’]", digits)
    joined = "".join(grouped)
    marks = [char for char in joined if char in ".,"]
    whole, fraction = joined, ""
    if len(set(marks)) == 2 or len(marks) == 1:
        cut = max(joined.rfind(","), joined.rfind("."))
        whole, fraction = joined[:cut], joined[cut + 1 :]
        if joined[cut] in whole:
            return None
    groups = re.split(r"[.,]", whole)
    if len(groups) > 1 and not (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])):
        return None
    if len(grouped) > 1 and not all(len(re.split(r"[.,]", group)[0]) == 3 for group in grouped[1:]):
        return None
    return Fraction(f"{''.join(groups) or '0'}.{fraction or '0'}")


def show_number(value: Fraction, places: int = 10) -> str:
    """A number in decimals without needless zeros; rounded to `places` digits where it does not end."""
    return f"{float(value):.{places}g}" if _ends_not(value) else _exact(value)


def _ends_not(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest != 1


def _exact(value: Fraction) -> str:
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = str(abs(int(value * 10**places))).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if value < 0 else text
