"""Two versions of a text, word by word; two lists of named texts, part by part."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
ALIKE = 0.5


@dataclass(frozen=True)
class Run:
    """A run of words: `kept` in both texts, `gone` from the old one, `new` in the new one."""

    kind: str
    words: str


def word_difference(old: str, new: str) -> tuple[Run, ...]:
    """The runs that lead from the old text to the new one: without those `new` they are the old text, without `gone` the new."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    runs: list[Run] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(Run("kept", "".join(before[i:j])))
            continue
        if j > i:
            runs.append(Run("gone", "".join(before[i:j])))
        if m > k:
            runs.append(Run("new", "".join(after[k:m])))
    return tuple(runs)


@dataclass(frozen=True)
class Change:
    """One part of two versions: its name, its words before and after (empty where it was not there)."""

    name: str
    old: str
    new: str

    @property
    def is_changed(self) -> bool:
        return self.old != self.new

    @property
    def runs(self) -> tuple[Run, ...]:
        """The difference word by word."""
        return word_difference(self.old, self.new)


def part_difference(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> tuple[Change, ...]:
    """The parts in the order of the new version, those that are gone where they stood; parts of one name matched by likeness."""
    left = list(enumerate(old))
    matched: dict[int, int] = {}
    # What stayed as it was first, then what changed least: an option moved is not an option rewritten.
    for least in (1.0, ALIKE, 0.0):
        for place, (name, words) in enumerate(new):
            if place in matched:
                continue
            rated = [(_ratio(text, words), -abs(number - place), number) for number, (own, text) in left if own == name]
            best = max(rated, default=(-1.0, 0, -1))
            if best[0] >= least:
                matched[place] = best[2]
                left = [entry for entry in left if entry[0] != best[2]]
    before = {place: old[number][1] for place, number in matched.items()}
    changes: list[tuple[float, Change]] = [
        (place, Change(name, before.get(place, ""), words)) for place, (name, words) in enumerate(new)
    ]
    gone = [(_place_of(number, matched), Change(name, words, "")) for number, (name, words) in left]
    return tuple(change for _, change in sorted([*changes, *gone], key=lambda entry: entry[0]))


def _ratio(one: str, other: str) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio() * 0.999


def _place_of(number: int, matched: dict[int, int]) -> float:
    """Where a part that is gone is shown: after the last part of the new version that stood before it."""
    before = [place for place, old in matched.items() if old < number]
    return max(before, default=-1) + 0.5
