"""Who chose what: the options of an item, overall and by thirds of the totals."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

LOWER, MIDDLE, UPPER = range(3)


@dataclass(frozen=True)
class DistractorRow:
    """How often an option was chosen by the lower, middle and upper third of the totals."""

    option: str
    lower: int
    middle: int
    upper: int

    @property
    def total(self) -> int:
        """How often it was chosen in all."""
        return self.lower + self.middle + self.upper


def thirds(totals: Sequence[int | Fraction]) -> list[int]:
    """For each total the third it lies in (`LOWER`, `MIDDLE`, `UPPER`), by rank; ties stay together, in the lower one."""
    ranked, count = sorted(totals), len(totals)
    if not count:
        return []
    low, high = ranked[(count - 1) // 3], ranked[(2 * count - 1) // 3]
    return [LOWER if total <= low else MIDDLE if total <= high else UPPER for total in totals]


def count_by_thirds(chosen: Iterable[tuple[str, int]], options: Iterable[str] = ()) -> list[DistractorRow]:
    """A row per option from pairs (option, third): first `options` in their order, chosen or not, then others by name."""
    counts = Counter(chosen)
    known = list(dict.fromkeys(options))
    others = sorted({option for option, _third in counts} - set(known))
    return [DistractorRow(option, *(counts[option, third] for third in range(3))) for option in known + others]


def distractor_table(chosen: Sequence[tuple[str, Fraction]], options: Iterable[str] = ()) -> list[DistractorRow]:
    """A row per option from pairs (option, total of the attempt), one for each attempt."""
    places = thirds([total for _option, total in chosen])
    return count_by_thirds(((option, third) for (option, _total), third in zip(chosen, places, strict=True)), options)
