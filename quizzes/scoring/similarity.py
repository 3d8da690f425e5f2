"""Identical wrong answers: how probable they are if two candidates worked alone.

The generalised binomial test of van der Linden and Sotaridona (Detecting answer copying when the regular response process
follows a known response model, Journal of Educational and Behavioral Statistics 31, 2006), applied to identical wrong
answers. For candidates a and b who worked alone, item i gives the same wrong answer with probability

    m(i) = (1 − p(a,i)) · (1 − p(b,i)) · Σ q(i,o)² over wrong answers o

p(a,i) = 1 / (1 + exp(−(θ(a) + e(i)))) is the chance of a right answer: e(i) from the item's facility among all candidates,
θ(a) such that the expected number of right answers is the one observed. q(i,o) is the share of o among the wrong answers
given by others. The number of matches then follows a Poisson binomial distribution, and the p-value is its upper tail.
All pairs of a group are tested at once, so p-values are corrected by Holm (A simple sequentially rejective multiple test
procedure, Scandinavian Journal of Statistics 6, 1979).

A small p-value says "look", never "cheated": people who learned together, or from the same wrong text, err alike.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import exp, log

Pattern = Mapping[Hashable, Hashable]  # item -> answer given; items that were not answered are left out
FEWEST_ITEMS, FEWEST_CANDIDATES = 5, 3


@dataclass(frozen=True)
class Likeness:
    """Two candidates (by their places): items both met, wrong on both sides, identical among these, probability.

    `corrected` is the p-value after Holm's correction for all pairs of the group.
    """

    first: int
    second: int
    items: int
    both_wrong: int
    identical: int
    expected: float
    p_value: float
    corrected: float = 1.0


def poisson_binomial_tail(probabilities: Sequence[float], at_least: int) -> float:
    """P(at least so many successes) of independent trials with these probabilities, exactly by recursion."""
    chances = [1.0]
    for p in probabilities:
        grown = [0.0] * (len(chances) + 1)
        for count, chance in enumerate(chances):
            grown[count] += chance * (1 - p)
            grown[count + 1] += chance * p
        chances = grown
    return min(1.0, sum(chances[at_least:])) if at_least > 0 else 1.0


def holm(p_values: Sequence[float]) -> list[float]:
    """The p-values corrected by Holm's step-down procedure, in the order given."""
    count = len(p_values)
    corrected, highest = [0.0] * count, 0.0
    for rank, place in enumerate(sorted(range(count), key=lambda one: p_values[one])):
        highest = max(highest, min(1.0, (count - rank) * p_values[place]))
        corrected[place] = highest
    return corrected


def likenesses(patterns: Sequence[Pattern], key: Mapping[Hashable, Hashable]) -> list[Likeness]:
    """Every pair of candidates with five common items or more, the least probable first.

    `patterns` are the answers of each candidate, `key` the right answer of each item. Nothing under three candidates:
    what others answer is not known then.
    """
    if len(patterns) < FEWEST_CANDIDATES:
        return []
    model = _Model(patterns, key)
    pairs = [model.compare(a, b) for a, b in combinations(range(len(patterns)), 2)]
    found = [pair for pair in pairs if pair is not None]
    corrected = holm([pair.p_value for pair in found])
    rows = [replace(pair, corrected=after) for pair, after in zip(found, corrected, strict=True)]
    return sorted(rows, key=lambda row: (row.corrected, row.p_value))


class _Model:
    """Chances of answers, estimated from all candidates of the group."""

    def __init__(self, patterns: Sequence[Pattern], key: Mapping[Hashable, Hashable]) -> None:
        self.patterns, self.key = patterns, key
        self.wrong: dict[Hashable, Counter[Hashable]] = {}
        self.met: Counter[Hashable] = Counter()
        for pattern in patterns:
            for item, answer in pattern.items():
                self.met[item] += 1
                if answer != key[item]:
                    self.wrong.setdefault(item, Counter())[answer] += 1
        self.ease = {item: self._ease(item) for item in self.met}
        self.ability = [self._ability(pattern) for pattern in patterns]

    def _ease(self, item: Hashable) -> float:
        """The logit of the facility, kept from the infinite by half an answer on each side."""
        failed = sum(self.wrong.get(item, Counter()).values())
        return log((self.met[item] - failed + 0.5) / (failed + 0.5))

    def _ability(self, pattern: Pattern) -> float:
        right = sum(answer == self.key[item] for item, answer in pattern.items())
        low, high = -8.0, 8.0
        for _step in range(50):
            middle = (low + high) / 2
            expected = sum(_logistic(middle + self.ease[item]) for item in pattern)
            low, high = (middle, high) if expected < right else (low, middle)
        return (low + high) / 2

    def _same_wrong(self, item: Hashable, a: int, b: int) -> float:
        """Σ q²: the chance that two wrong answers are the same, from those of everybody but these two."""
        given = Counter(self.wrong.get(item, Counter()))
        kinds = max(2, len(given))
        for one in (a, b):
            answer = self.patterns[one][item]
            if answer != self.key[item]:
                given[answer] -= 1
        # Half an answer for each kind: what nobody else chose is improbable, not impossible.
        total = sum(given.values()) + kinds / 2
        shares = [(given[answer] + 0.5) / total for answer in given]
        shares += [0.5 / total] * (kinds - len(given))
        return sum(share * share for share in shares)

    def compare(self, a: int, b: int) -> Likeness | None:
        first, second = self.patterns[a], self.patterns[b]
        common = [item for item in first if item in second]
        if len(common) < FEWEST_ITEMS:
            return None
        chances = [self._match(item, a, b) for item in common]
        both = [item for item in common if first[item] != self.key[item] and second[item] != self.key[item]]
        identical = sum(first[item] == second[item] for item in both)
        tail = poisson_binomial_tail(chances, identical)
        return Likeness(a, b, len(common), len(both), identical, sum(chances), tail)

    def _match(self, item: Hashable, a: int, b: int) -> float:
        fails = [1 - _logistic(self.ability[one] + self.ease[item]) for one in (a, b)]
        return fails[0] * fails[1] * self._same_wrong(item, a, b)


def _logistic(value: float) -> float:
    return 1 / (1 + exp(-value))
