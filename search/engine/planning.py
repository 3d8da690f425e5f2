"""Make a query ready for an index: which words are looked up, how rare they are, and which pages hold anything of it."""

from collections.abc import Iterable, Iterator
from heapq import nlargest
from typing import NamedTuple

from search.engine.pagesets import PageSet
from search.engine.snapshot import Segment, Snapshot
from search.text.queries import Clause, Phrase, Query
from search.text.stems import terms_of
from search.text.thesaurus import MARK, Unit

MAX_UNITS = 8
"""Words of a question that are looked up: the rarest ones; the others would add time, hardly quality."""
COMPLETIONS = 24
"""Known words that a beginning may stand for."""
# Found by tests/relevance.
CONCEPT_SHARE = 1.0
"""Weight of a concept against that of a word as rare."""
LONGER_CONCEPT = 0.5
"""What every further word of a query adds to the concept that stands for them."""
STRICT_UP_TO = 2
"""Up to so many words, pages that hold all of them come before all others."""
_UNKNOWN = 8.0
"""Weight of a word that no document holds, when it is judged how much of a query is found."""


class PlannedUnit(NamedTuple):
    """A word: its terms, its rarity, and the bit that says it was found."""

    terms: Unit
    rarity: float
    bit: int


class PlannedWhole(NamedTuple):
    """A term that stands for all words of its clause, and the bits of these."""

    term: str
    weight: float
    bits: int


class PlannedClause(NamedTuple):
    """A part of the query that stands for one thing."""

    units: tuple[PlannedUnit, ...]
    wholes: tuple[PlannedWhole, ...]

    def most_in(self, segment: Segment) -> float:
        """Return a score that no document of a segment can exceed by this clause."""
        words = sum(unit.rarity * max(segment.peak(term)[1] for term in unit.terms) for unit in self.units)
        return max((words, *(whole.weight * segment.peak(whole.term)[1] for whole in self.wholes)))

    def postings_in(self, segment: Segment) -> int:
        """Return how many postings of a segment would be read for this clause."""
        words = sum(segment.peak(term)[0] for unit in self.units for term in unit.terms)
        return words + sum(segment.peak(whole.term)[0] for whole in self.wholes)

    def terms(self) -> Iterator[str]:
        """Yield every term of the clause."""
        for unit in self.units:
            yield from unit.terms
        for whole in self.wholes:
            yield whole.term


class Plan(NamedTuple):
    """A query made ready."""

    clauses: tuple[PlannedClause, ...]
    phrases: tuple[Phrase, ...]
    weights: dict[str, float]
    """Term to rarity, for choosing the best passage."""
    bit_weights: dict[int, float]

    @property
    def is_strict(self) -> bool:
        """Say whether pages with everything come before all others."""
        return len(self.bit_weights) <= STRICT_UP_TO

    def share(self, bits: int) -> float:
        """Return how much of the query the words behind bits make up, by their rarity."""
        whole = sum(self.bit_weights.values())
        return sum(weight for bit, weight in self.bit_weights.items() if bits & bit) / whole if whole else 1.0


def plan_of(snapshot: Snapshot, query: Query) -> Plan:
    """Return a query made ready for a snapshot: its rarest words, at most MAX_UNITS."""
    clauses = [*query.clauses, *(Clause((unit,)) for unit in _completed(snapshot, query))]
    weights: dict[str, float] = {}
    rated = [(_rarity(snapshot, unit, weights), index, unit) for index, clause in enumerate(clauses) for unit in clause.units]
    kept = nlargest(MAX_UNITS, rated, key=lambda item: item[0]) if len(rated) > MAX_UNITS else rated
    units: dict[int, list[PlannedUnit]] = {}
    bit_weights: dict[int, float] = {}
    for place, (rarity, index, unit) in enumerate(kept):
        units.setdefault(index, []).append(PlannedUnit(unit, rarity, 1 << place))
        bit_weights[1 << place] = rarity or _UNKNOWN
    planned = []
    for index, found in units.items():
        bits = sum(unit.bit for unit in found)
        wholes = tuple(_whole(snapshot, term, len(clauses[index].units), bits, weights) for term in clauses[index].wholes)
        planned.append(PlannedClause(tuple(found), wholes))
    return Plan(tuple(planned), query.phrases, weights, bit_weights)


def _completed(snapshot: Snapshot, query: Query) -> Iterable[Unit]:
    for beginning in query.beginnings:
        found = snapshot.completions("words", beginning, COMPLETIONS)
        lang = query.languages[0]
        yield tuple(dict.fromkeys(term for word in found for term in terms_of(word, lang))) or (beginning,)


def _rarity(snapshot: Snapshot, unit: Unit, weights: dict[str, float]) -> float:
    """Return the rarity of a word: that of its most common term, since the terms are one word's."""
    found = [rarity for term in unit if (rarity := snapshot.rarity(term))]
    rarity = min(found, default=0.0)
    weights.update(dict.fromkeys(unit, rarity))
    return rarity


def _whole(snapshot: Snapshot, term: str, length: int, bits: int, weights: dict[str, float]) -> PlannedWhole:
    share = CONCEPT_SHARE if term.startswith(MARK) else 1.0
    weights[term] = snapshot.rarity(term) * share * (1 + LONGER_CONCEPT * (length - 1))
    return PlannedWhole(term, weights[term], bits)


def matching(snapshot: Snapshot, query: Query, plan: Plan) -> PageSet:
    """Return the pages that hold something of a query, every phrase of it, and nothing that it excludes."""
    terms = list(dict.fromkeys(term for clause in plan.clauses for term in clause.terms()))
    found = snapshot.pages_of(lambda segment: _any(segment, terms))
    phrases = [_pages_with(snapshot, phrase) for phrase in query.phrases]
    for pages in phrases:
        found = found | pages
    for pages in phrases:
        found = found & pages
    for excluded in query.excluded:
        found = found - _pages_with(snapshot, excluded)
    return found


def _any(segment: Segment, terms: Iterable[str]) -> int:
    bits = 0
    for term in terms:
        bits |= segment.pages_with(term)
    return bits


def _pages_with(snapshot: Snapshot, wanted: Clause | Phrase) -> PageSet:
    phrase = wanted if isinstance(wanted, Phrase) else Phrase(tuple(enumerate(wanted.units)))
    return snapshot.pages_of(lambda segment: segment.pages_of(phrase_docs(segment, phrase)))


def phrase_docs(segment: Segment, phrase: Phrase) -> list[int]:
    """Return the documents in which the words of a phrase follow each other."""
    holders = [set().union(*(segment.impacts(term).docs for term in unit)) for _, unit in phrase.units]
    candidates = sorted(set.intersection(*holders)) if holders else []
    if len(phrase.units) < 2 or not candidates:
        return candidates
    starts: dict[int, set[int]] = {}
    for order, (distance, unit) in enumerate(phrase.units):
        places: dict[int, set[int]] = {}
        for term in unit:
            for doc, found in segment.file.positions(term, candidates).items():
                places.setdefault(doc, set()).update(place - distance for place in found)
        starts = places if order == 0 else {doc: starts[doc] & places[doc] for doc in starts if doc in places}
    return sorted(doc for doc, left in starts.items() if left)
