"""Find known words near a mistyped one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import log


class Vocabulary:
    """Known words with their frequencies, and a table of their letter triples to look near words up by."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self.words = [word for word in frequencies if 3 <= len(word) <= 32 and word.isalpha()]
        self.frequencies = frequencies
        self._by_triple: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self.words):
            for triple in _triples(word):
                self._by_triple[triple].append(number)

    def near(self, word: str, limit: int = 3) -> list[str]:
        """Return up to `limit` known words within a typing error or two of `word`, the likeliest first.

        One error is forgiven in a word of four to seven letters, two in a longer one (a swap of neighbours
        is one error).
        """
        allowed = _errors_allowed(word)
        scored = []
        for candidate in self._candidates(word, allowed):
            errors = distance(word, candidate, allowed)
            if errors <= allowed:
                likely = errors + 0.6 * (candidate[0] != word[0]) - 0.08 * log(1 + self.frequencies[candidate])
                scored.append((likely, candidate))
        return [candidate for _, candidate in sorted(scored)[:limit]]

    def _candidates(self, word: str, allowed: int) -> Iterable[str]:
        if not allowed:
            return []
        shared: Counter[int] = Counter()
        triples = _triples(word)
        for triple in triples:
            shared.update(self._by_triple.get(triple, ()))
        # Each error destroys at most three triples (four when neighbours are swapped).
        least = max(1, len(triples) - 4 * allowed)
        near = (number for number, count in shared.most_common(400) if count >= least)
        return [self.words[number] for number in near if abs(len(self.words[number]) - len(word)) <= allowed]


def distance(first: str, second: str, limit: int) -> int:
    """Return the number of typing errors between two words, or `limit + 1` when there are more.

    Insertion, deletion, replacement and swap of neighbours count one each (optimal string alignment).
    """
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        line = [i]
        for j, b in enumerate(second, 1):
            cost = min(row[j] + 1, line[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            line.append(cost)
        if min(line) > limit:
            return limit + 1
        before, row = row, line
    return min(row[-1], limit + 1)


def _errors_allowed(word: str) -> int:
    if len(word) < 4 or len(word) > 34:
        return 0
    return 1 if len(word) < 8 else 2


def _triples(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[i : i + 3] for i in range(len(padded) - 2)}
