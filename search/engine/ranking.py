"""Score sections by BM25 over the clauses of a query and gather them under their pages."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nlargest
from typing import NamedTuple

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
COORDINATION = 0.35
"""How much of a section's score depends on how much of the query it holds."""
OTHER_SECTIONS = 0.08
"""Share of the three next best sections in a page's score."""
LEAD_SHARE = 0.1
"""Share of title and summary in a page's score, beside its best section."""
LOOKED_AT = 80
"""Best pages whose sections are compared; beyond them a page counts by its best section alone."""
STRICT_UP_TO = 2
"""Up to so many words, pages that hold all of them come before all others."""


class SectionHit(NamedTuple):
    """A section that matches."""

    score: float
    segment: Segment
    doc: int


@dataclass(slots=True)
class PageHit:
    """A page that matches, with its best sections first after `finish`."""

    number: int
    is_full: bool = False
    """Whether one of its sections, with the page's title, holds everything asked for."""
    score: float = 0.0
    sections: list[SectionHit] = field(default_factory=list)


class Ranked(NamedTuple):
    """Pages that match, with their scores, and the weight of every term that was looked up."""

    pages: list[PageHit]
    weights: dict[str, float]
    """Term to rarity, for choosing the best passage."""
    is_strict: bool
    """Whether pages with everything come before all others."""

    def in_order(self, pages: Iterable[PageHit]) -> list[PageHit]:
        """Return pages by relevance."""
        if self.is_strict:
            return sorted(pages, key=lambda page: (not page.is_full, -page.score, page.number))
        return sorted(pages, key=lambda page: (-page.score, page.number))


class _Scored(NamedTuple):
    """Sections of one segment: their scores, what of the query they hold, and which were touched at all."""

    total: list[float]
    mask: list[int]
    touched: set[int]


class _Found(NamedTuple):
    """Pages found so far: best score, which hold everything, and where the scores of their sections are."""

    best: dict[int, float]
    full: set[int]
    accept: frozenset[int] | None
    segments: list[tuple[Segment, _Scored]]


class _Plan(NamedTuple):
    """A query made ready: units with their rarity and bit, wholes with the bits they stand for."""

    units: list[tuple[int, Unit, float, int]]
    wholes: list[tuple[int, str, float, int]]
    clause_count: int
    weights: dict[str, float]
    bit_weights: dict[int, float]


def rank(snapshot: Snapshot, query: Query, accept: frozenset[int] | None = None) -> Ranked:
    """Return every page that holds something of the query, in no order yet; only those of `accept` if given.

    More of the rarer words score more; `in_order` puts pages with all words of a short query first.
    """
    plan = _plan(snapshot, query)
    found = _Found({}, set(), accept, [])
    phrase_pages: list[set[int]] = [set() for _ in query.phrases]
    for segment in snapshot.segments:
        scored = _score_segment(segment, query, plan, phrase_pages)
        _gather(segment, plan, scored, found)
        found.segments.append((segment, scored))
    _require(snapshot, query, phrase_pages, found.best)
    return Ranked(list(_pages(snapshot, found)), plan.weights, len(plan.bit_weights) <= STRICT_UP_TO)


def _require(snapshot: Snapshot, query: Query, phrase_pages: list[set[int]], best: dict[int, float]) -> None:
    """Drop pages without a phrase that was asked for, or with something that was excluded."""
    for number in [number for number in best if not all(number in required for required in phrase_pages)]:
        del best[number]
    for excluded in query.excluded:
        for number in _pages_with(snapshot, excluded):
            best.pop(number, None)


def _plan(snapshot: Snapshot, query: Query) -> _Plan:
    clauses = [*query.clauses, *(Clause((unit,)) for unit in _completed(snapshot, query))]
    weights: dict[str, float] = {}
    rated = []
    for index, clause in enumerate(clauses):
        for unit in clause.units:
            rated.append((_rarity(snapshot, unit, weights), index, unit))
    kept = nlargest(MAX_UNITS, rated, key=lambda item: item[0]) if len(rated) > MAX_UNITS else rated
    units: list[tuple[int, Unit, float, int]] = []
    bits: dict[int, int] = {}
    bit_weights: dict[int, float] = {}
    bit = 1
    for rarity, index, unit in kept:
        units.append((index, unit, rarity, bit))
        bits[index] = bits.get(index, 0) | bit
        bit_weights[bit] = rarity or _UNKNOWN
        bit <<= 1
    wholes = [
        (index, term, _whole_weight(snapshot.rarity(term), len(clause.units), weights, term), bits[index])
        for index, clause in enumerate(clauses)
        for term in clause.wholes
        if index in bits
    ]
    return _Plan(units, wholes, len(clauses), weights, bit_weights)


_UNKNOWN = 8.0
"""Weight of a word that no document holds, when it is judged how much of a query is found."""


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


def _whole_weight(rarity: float, length: int, weights: dict[str, float], term: str) -> float:
    weights[term] = rarity * (CONCEPT_SHARE if term.startswith(MARK) else 1.0) * (1 + LONGER_CONCEPT * (length - 1))
    return weights[term]


def _score_segment(segment: Segment, query: Query, plan: _Plan, phrase_pages: list[set[int]]) -> _Scored:
    size = segment.file.size
    total, mask = [0.0] * size, [0] * size
    touched: set[int] = set()
    for index in range(plan.clause_count):
        units = [entry for entry in plan.units if entry[0] == index]
        wholes = [entry for entry in plan.wholes if entry[0] == index]
        if len(units) == 1 and len(units[0][1]) == 1 and not wholes:
            _add_word(segment, units[0], total, mask, touched)
        elif units:
            _add_clause(segment, units, wholes, total, mask, touched)
    for phrase, found in zip(query.phrases, phrase_pages, strict=True):
        _add_phrase(segment, phrase, found, total, touched)
    return _Scored(total, mask, touched)


def _add_word(
    segment: Segment, entry: tuple[int, Unit, float, int], total: list[float], mask: list[int], touched: set[int]
) -> None:
    _, (term,), rarity, bit = entry
    docs, scores = segment.impacts(term)
    for doc, score in zip(docs, scores, strict=True):
        total[doc] += score * rarity
        mask[doc] |= bit
    touched.update(docs)


def _add_clause(
    segment: Segment,
    units: list[tuple[int, Unit, float, int]],
    wholes: list[tuple[int, str, float, int]],
    total: list[float],
    mask: list[int],
    touched: set[int],
) -> None:
    """Add the better of two: the sum of the clause's words, or the term that stands for all of them."""
    clause: dict[int, float] = {}
    for _, unit, rarity, bit in units:
        for doc, score in best_of(segment, unit).items():
            clause[doc] = clause.get(doc, 0.0) + score * rarity
            mask[doc] |= bit
    for _, term, weight, bits in wholes:
        for doc, score in zip(*segment.impacts(term), strict=True):
            mask[doc] |= bits
            if score * weight > clause.get(doc, 0.0):
                clause[doc] = score * weight
    for doc, score in clause.items():
        total[doc] += score
    touched.update(clause)


def best_of(segment: Segment, unit: Unit) -> dict[int, float]:
    """Return documents with any term of a word, and the best score of those terms."""
    first = segment.impacts(unit[0])
    best = dict(zip(first.docs, first.scores, strict=True))
    for term in unit[1:]:
        for doc, score in zip(*segment.impacts(term), strict=True):
            if score > best.get(doc, 0.0):
                best[doc] = score
    return best


def _gather(segment: Segment, plan: _Plan, scored: _Scored, found: _Found) -> None:
    """Note every page's best score; its sections are looked up later, for the pages that have a chance."""
    numbers, total, mask = segment.numbers, scored.total, scored.mask
    all_bits = sum(plan.bit_weights)
    factors: dict[int, float] = {}
    best, full, accept = found.best, found.full, found.accept
    for doc in scored.touched:
        number = numbers[doc]
        if not number or (accept is not None and number not in accept):
            continue
        bits = mask[doc]
        factor = factors.get(bits)
        if factor is None:
            factor = factors[bits] = 1 - COORDINATION + COORDINATION * _share(bits, plan.bit_weights)
        total[doc] = score = total[doc] * factor
        if score > best.get(number, 0.0):
            best[number] = score
        if bits == all_bits:
            full.add(number)


def _pages(snapshot: Snapshot, found: _Found) -> Iterable[PageHit]:
    """Yield the pages; those that may be shown with their sections and what these add to the score."""
    chosen = set(nlargest(LOOKED_AT, found.best, key=lambda number: (number in found.full, found.best[number])))
    sections: dict[int, list[SectionHit]] = {}
    for segment, scored in found.segments:
        numbers, total = segment.numbers, scored.total
        for doc in [doc for doc in scored.touched if numbers[doc] in chosen]:
            sections.setdefault(numbers[doc], []).append(SectionHit(total[doc], segment, doc))
    for number, score in found.best.items():
        page = PageHit(number, number in found.full, score)
        if number in sections:
            page.sections = sections[number]
            _score_page(page, snapshot)
        yield page


def _share(bits: int, bit_weights: dict[int, float]) -> float:
    whole = sum(bit_weights.values())
    return sum(weight for bit, weight in bit_weights.items() if bits & bit) / whole if whole else 1.0


def _score_page(page: PageHit, snapshot: Snapshot) -> None:
    if len(page.sections) > 1:
        page.sections.sort(key=_by_score, reverse=True)
    page.score = page.sections[0].score + OTHER_SECTIONS * sum(section.score for section in page.sections[1:4])
    lead = snapshot.leads.get(page.number)
    if lead is not None:
        page.score += LEAD_SHARE * next((s.score for s in page.sections if (s.segment, s.doc) == lead), 0.0)


def _by_score(section: SectionHit) -> float:
    return section.score


def _add_phrase(segment: Segment, phrase: Phrase, found: set[int], total: list[float], touched: set[int]) -> None:
    for doc in phrase_docs(segment, phrase):
        if number := segment.numbers[doc]:
            found.add(number)
            total[doc] += 4.0 * len(phrase.units)
            touched.add(doc)


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


def _pages_with(snapshot: Snapshot, excluded: Clause | Phrase) -> set[int]:
    found: set[int] = set()
    for segment in snapshot.segments:
        phrase = excluded if isinstance(excluded, Phrase) else Phrase(tuple(enumerate(excluded.units)))
        found.update(segment.numbers[doc] for doc in phrase_docs(segment, phrase))
    return found
