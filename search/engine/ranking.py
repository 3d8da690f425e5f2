"""Score sections by BM25 over the clauses of a query and gather them under their pages."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from typing import NamedTuple

from search.engine.pagesets import PageSet
from search.engine.planning import Plan, PlannedClause, phrase_docs
from search.engine.snapshot import Impacts, Segment, Snapshot

# Found by tests/relevance.
COORDINATION = 0.35
"""How much of a section's score depends on how much of the query it holds."""
OTHER_SECTIONS = 0.08
"""Share of the three next best sections in a page's score."""
LEAD_SHARE = 0.1
"""Share of title and summary in a page's score, beside its best section."""
PHRASE = 4.0
"""What every word of a phrase in quotes adds to a section that holds the phrase."""
LOOKED_AT = 40
"""Best pages whose sections are compared, at least."""
PRUNED_FROM = 600
"""Postings still to be read from which it is worth asking whether they can change anything."""
LIKELY = 0.6
"""Share of the greatest possible score that documents do reach: words are rarely in a title and often at once."""


class SectionHit(NamedTuple):
    """A section that matches."""

    score: float
    segment: Segment
    doc: int


@dataclass(slots=True)
class PageHit:
    """A page that matches, with its best sections first."""

    number: int
    is_full: bool = False
    """Whether one of its sections, with the page's title, holds everything asked for."""
    score: float = 0.0
    sections: list[SectionHit] = field(default_factory=list)


class Ranked(NamedTuple):
    """The best pages, in no order yet, and whether pages with everything come before all others."""

    pages: list[PageHit]
    is_strict: bool

    def in_order(self, pages: Iterable[PageHit]) -> list[PageHit]:
        """Return pages by relevance."""
        if self.is_strict:
            return sorted(pages, key=lambda page: (not page.is_full, -page.score, page.number))
        return sorted(pages, key=lambda page: (-page.score, page.number))


class _Scores:
    """Scores of one segment's documents: sums so far, which words were found, and which documents count."""

    def __init__(self, segment: Segment, plan: Plan, accepted: int) -> None:
        self.segment, self.plan = segment, plan
        self.flags = segment.flags(accepted)
        self.total = [0.0] * segment.file.size
        self.mask = [0] * segment.file.size
        self.touched: set[int] = set()
        self._factors: dict[int, float] = {}

    def factor(self, bits: int) -> float:
        """Return what a score is multiplied by when these words were found."""
        found = self._factors.get(bits)
        if found is None:
            found = self._factors[bits] = 1 - COORDINATION + COORDINATION * self.plan.share(bits)
        return found

    def counted(self) -> list[int]:
        """Return the documents that were touched and belong to accepted pages."""
        flags, ordinals = self.flags, self.segment.ordinals
        return [doc for doc in self.touched if flags[ordinals[doc]]]

    def score(self, doc: int) -> float:
        """Return a document's score with what was found so far."""
        return self.total[doc] * self.factor(self.mask[doc])


def rank(snapshot: Snapshot, plan: Plan, accepted: PageSet, most: int, shown: Mapping[int, int]) -> Ranked:
    """Return about the `most` best of the accepted pages, and of the pages shown in their place.

    A page scores by its best section. More of the rarer words score more; `in_order` puts pages with all words
    of a short query first. Pages that can hardly be among the best are left out without being scored fully.
    """
    best: dict[int, float] = {}
    full: set[int] = set()
    scored = []
    most = max(most, LOOKED_AT)
    for segment, bits in zip(snapshot.segments, accepted.bits, strict=True):
        if bits:
            scores = _score_segment(segment, plan, bits, most)
            _gather(scores, best, full)
            scored.append(scores)
    chosen = list(best) if len(best) <= most else nlargest(most, best, key=lambda number: (number in full, best[number]))
    numbers = dict.fromkeys([*chosen, *(shown[number] for number in chosen if number in shown)])
    return Ranked([_page(snapshot, scored, number, number in full) for number in numbers], plan.is_strict)


def _score_segment(segment: Segment, plan: Plan, accepted: int, most: int) -> _Scores:
    """Score the documents of a segment, the clauses that may add most first.

    As soon as what is left cannot bring a new document among the best, it is added only to documents that have a chance.
    """
    scores = _Scores(segment, plan, accepted)
    for phrase in plan.phrases:
        _add_phrase(scores, phrase_docs(segment, phrase), len(phrase.units))
    rated = sorted(((c.most_in(segment), c.postings_in(segment), c) for c in plan.clauses), key=lambda r: (-r[0], r[1]))
    rest, unread = sum(row[0] for row in rated), sum(row[1] for row in rated)
    chances: list[int] | None = None
    for bound, postings, clause in rated:
        if chances is None and unread > PRUNED_FROM and unread > len(scores.touched) >= most:
            chances = _chances(scores, rest, most)
        if chances is not None:
            _add_to(scores, clause, chances)
        else:
            _add(scores, clause)
        rest, unread = rest - bound, unread - postings
    if chances is not None:
        scores.touched.intersection_update(chances)
    return scores


def _chances(scores: _Scores, rest: float, most: int) -> list[int] | None:
    """Return the documents that may still be among the best, or None while any other document may be."""
    total, mask, factor, factors = scores.total, scores.mask, scores.factor, scores._factors
    numbers = scores.segment.ordinals
    best: dict[int, float] = {}
    for doc in (counted := scores.counted()):
        score = total[doc] * (factors.get(mask[doc]) or factor(mask[doc]))
        if score > best.get(numbers[doc], 0.0):
            best[numbers[doc]] = score
    if len(best) < most:
        return None
    least = nlargest(most, best.values())[-1]
    if rest * LIKELY > least:
        return None
    if scores.plan.is_strict:
        return sorted(counted)
    return sorted(doc for doc in counted if total[doc] + rest * LIKELY >= least)


def _add(scores: _Scores, clause: PlannedClause) -> None:
    """Add a clause to all documents that hold it."""
    segment, total, mask = scores.segment, scores.total, scores.mask
    if len(clause.units) == 1 and not clause.wholes:
        terms, rarity, bit = clause.units[0]
        docs, impacts = segment.word(terms)
        for doc, impact in zip(docs, impacts, strict=True):
            total[doc] += impact * rarity
            mask[doc] |= bit
        scores.touched.update(docs)
        return
    found: dict[int, float] = {}
    for unit in clause.units:
        for doc, impact in zip(*segment.word(unit.terms), strict=True):
            found[doc] = found.get(doc, 0.0) + impact * unit.rarity
            mask[doc] |= unit.bit
    for whole in clause.wholes:
        for doc, impact in zip(*segment.impacts(whole.term), strict=True):
            mask[doc] |= whole.bits
            if impact * whole.weight > found.get(doc, 0.0):
                found[doc] = impact * whole.weight
    for doc, score in found.items():
        total[doc] += score
    scores.touched.update(found)


def _add_to(scores: _Scores, clause: PlannedClause, docs: list[int]) -> None:
    """Add a clause to some documents, in their order; its other postings are not looked at."""
    segment, total, mask = scores.segment, scores.total, scores.mask
    found: dict[int, float] = {}
    for unit in clause.units:
        for doc, impact in _among(segment.word(unit.terms), docs):
            found[doc] = found.get(doc, 0.0) + impact * unit.rarity
            mask[doc] |= unit.bit
    for whole in clause.wholes:
        for doc, impact in _among(segment.impacts(whole.term), docs):
            mask[doc] |= whole.bits
            if impact * whole.weight > found.get(doc, 0.0):
                found[doc] = impact * whole.weight
    for doc, score in found.items():
        total[doc] += score


def _among(impacts: Impacts, docs: list[int]) -> Iterable[tuple[int, float]]:
    """Yield those of `docs` (ascending) that hold a term, with their scores."""
    holders, scores = impacts
    if len(docs) * 8 > len(holders):
        wanted = set(docs)
        yield from ((doc, score) for doc, score in zip(holders, scores, strict=True) if doc in wanted)
        return
    place, end = 0, len(holders)
    for doc in docs:
        place = bisect_left(holders, doc, place)
        if place == end:
            return
        if holders[place] == doc:
            yield doc, scores[place]


def _add_phrase(scores: _Scores, docs: list[int], length: int) -> None:
    for doc in docs:
        scores.total[doc] += PHRASE * length
    scores.touched.update(docs)


def _gather(scores: _Scores, best: dict[int, float], full: set[int]) -> None:
    """Note the best score of every page, and which hold everything."""
    numbers, total, mask, factor, factors = scores.segment.numbers, scores.total, scores.mask, scores.factor, scores._factors
    everything = sum(scores.plan.bit_weights)
    for doc in scores.counted():
        bits, number = mask[doc], numbers[doc]
        total[doc] = score = total[doc] * (factors.get(bits) or factor(bits))
        if score > best.get(number, -1.0):
            best[number] = score
        if bits == everything:
            full.add(number)


def _page(snapshot: Snapshot, scored: list[_Scores], number: int, is_full: bool) -> PageHit:
    """Return a page with its sections in order and what the others add to the score of the best."""
    page = PageHit(number, is_full)
    for scores in scored:
        span = scores.segment.spans.get(number)
        if span is not None:
            found = [SectionHit(scores.total[doc], scores.segment, doc) for doc in span if scores.total[doc] > 0.0]
            page.sections = sorted(found, key=_by_score, reverse=True)
    if page.sections:
        page.score = page.sections[0].score + OTHER_SECTIONS * sum(section.score for section in page.sections[1:4])
        lead = snapshot.leads.get(number)
        page.score += LEAD_SHARE * next((s.score for s in page.sections if (s.segment, s.doc) == lead), 0.0)
    return page


def _by_score(section: SectionHit) -> float:
    return section.score
