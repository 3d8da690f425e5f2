"""The engine: documents in, hits out."""

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from search.documents import PageDocument, as_documents
from search.engine import hits, records
from search.engine.lexicon import IndexLexicon, says_nothing, unknown_words, words_of
from search.engine.pagesets import PageSet
from search.engine.planning import Plan, matching, plan_of
from search.engine.ranking import LOOKED_AT, PageHit, rank
from search.engine.results import Hit, Request, Results
from search.engine.snapshot import Snapshot, Snapshots
from search.engine.store import Store
from search.engine.suggestions import Suggestion, suggest
from search.text import LANGUAGES
from search.text.queries import MAX_CHARACTERS, Query, parse
from search.text.repair import repair
from search.text.snippets import Marker
from search.text.thesaurus import MARK, Thesaurus

OTHER_LANGUAGE = 0.7
"""Factor for a page that is not in the reader's language and has no translation into it."""

OTHER_NAME = 1.15
"""Factor for a page whose subject is asked for by an abbreviation or a synonym: people want to know what it is."""


class Engine:
    """Search over the index directory `path`, created if it is missing.

    Threads may share one engine. Several processes may use one directory: a write of one is seen by all with
    their next search. Writes wait up to `patience` seconds for each other and raise IndexBusy after that.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        thesaurus: Thesaurus | Callable[[], Thesaurus] | None = None,
        patience: float = 30.0,
    ) -> None:
        """`thesaurus` may be a function that gives the newest one; it is called with every search."""
        self.store = Store(path, patience=patience)
        self._thesaurus = thesaurus or Thesaurus()
        self._snapshots = Snapshots(self.store)
        self._lexicon = IndexLexicon()

    @property
    def thesaurus(self) -> Thesaurus:
        """Return the thesaurus as it is now."""
        return self._thesaurus() if callable(self._thesaurus) else self._thesaurus

    # Writing

    def index(self, documents: Iterable[PageDocument | Mapping[str, Any]]) -> int:
        """Add documents, or replace those with the same keys, in one step. Return how many."""
        listed = list(as_documents(documents))
        self.store.update(
            [document.key for document in listed],
            (record for document in listed for record in records.records_of(document, self.thesaurus)),
        )
        return len(listed)

    def remove(self, keys: Collection[str]) -> None:
        """Remove documents; unknown keys do no harm."""
        self.store.update(list(keys), ())

    def replace(self, keys: Collection[str], documents: Iterable[PageDocument]) -> None:
        """Remove `keys` and add `documents` in one step."""
        listed = list(documents)
        self.store.update(
            [*keys, *(document.key for document in listed)],
            (record for document in listed for record in records.records_of(document, self.thesaurus)),
        )

    def rebuild(
        self, documents: Iterable[PageDocument | Mapping[str, Any]], progress: Callable[[int], None] | None = None
    ) -> int:
        """Build the index anew beside the live one and swap it in. Return the number of records."""
        rows = (record for document in as_documents(documents) for record in records.records_of(document, self.thesaurus))
        return self.store.rebuild(rows, progress)

    # Reading

    def search(self, query: str, lang: str | None = None, limit: int = 10) -> list[Hit]:
        """Return up to `limit` pages for a query, the best first; only those in `lang` if it is given."""
        return list(self.find(Request(query, lang=lang, limit=limit, sections=1)).hits)

    def find(self, request: Request) -> Results:
        """Return hits, their number, facets and how the query was understood. Any text is a valid query."""
        snapshot = self.snapshot()
        typed = request.query[: MAX_CHARACTERS * 2].strip()
        lexicon = self._lexicon.at(snapshot, self.thesaurus, request.visible)
        searched = (repair(typed, lexicon) if request.repair else None) or typed
        query = parse(searched, self.thesaurus, request.lang or request.prefer)
        if query.is_empty:
            return Results(typed, searched, (), 0, {})
        asked = _Asked(snapshot, request, searched, query, plan_of(snapshot, query))
        seen = hits.visible(snapshot, matching(snapshot, query, asked.plan), request)
        shown = _translations(asked, seen)
        seen = seen - snapshot.pages_numbered(shown) if shown else seen
        pages = hits.narrow(snapshot, seen, request)
        marker = Marker(asked.plan.weights, self.thesaurus)
        return Results(
            typed,
            searched,
            tuple(hits.hit(snapshot, page, marker, request.sections) for page in _best(asked, pages, shown)),
            pages.count(),
            hits.facets(snapshot, seen, request) if request.count_facets else {},
            unknown_words(lexicon, searched),
        )

    def suggest(
        self,
        beginning: str,
        lang: str | None = None,
        limit: int = 8,
        visible: Callable[[list[str]], Collection[str]] | None = None,
    ) -> list[Suggestion]:
        """Return titles and concepts that what is being typed may become, the likeliest first."""
        return suggest(self.snapshot(), self.thesaurus, beginning[:MAX_CHARACTERS], lang, limit, visible)

    def gives_nothing_away(self, text: str, visible: Callable[[list[str]], Collection[str]] | None = None) -> bool:
        """Say whether the reader finds every word of a text, stop words aside, in what they may read or in the thesaurus."""
        lexicon = self._lexicon.at(self.snapshot(), self.thesaurus, visible)
        return all(says_nothing(word) or lexicon.holds(word) for word in words_of(text[:MAX_CHARACTERS]))

    def near_words(self, text: str) -> list[str]:
        """Return known words near the unknown words of a text, for a page without results."""
        return self._lexicon.near_words(self.snapshot(), self.thesaurus, text[:MAX_CHARACTERS])

    def near_to(self, word: str) -> list[str]:
        """Return known words within a typing error or two of a normalised word."""
        return self._lexicon.at(self.snapshot(), self.thesaurus).near(word)

    def holding(self, code: str) -> list[str]:
        """Return the keys of the pages that hold a concept, as the index knows it or as the thesaurus has it now."""
        snapshot = self.snapshot()
        found = snapshot.pages_of(lambda segment: segment.pages_with(MARK + code))
        for lang in LANGUAGES:
            for form in self.thesaurus.forms_of(code, lang):
                query = parse(f'"{form}"', Thesaurus(), lang)
                found = found | matching(snapshot, query, plan_of(snapshot, query))
        return [snapshot.key(number) for number in snapshot.numbers_of(found)]

    def is_empty(self) -> bool:
        """Say whether nothing is indexed, nor being indexed by somebody who builds the index anew."""
        return not self.snapshot().leads and not self.store.is_rebuilding()

    def fingerprints(self) -> dict[str, str]:
        """Return the fingerprint of every page in the index by key, to compare with the database."""
        snapshot = self.snapshot()
        return {(page := snapshot.page(number)["page"])["key"]: page["fingerprint"] for number in snapshot.leads}

    def snapshot(self) -> Snapshot:
        """Return the index as it is now."""
        return self._snapshots.newest()

    def warm(self) -> None:
        """Load what the first searches would have to wait for: dictionary, labels, pages, the table of near words."""
        self.find(Request("прогрев семьи warm", count_facets=True, visible=list))
        self._lexicon.vocabulary(self.snapshot(), self.thesaurus)


class _Asked(NamedTuple):
    """A search being answered."""

    snapshot: Snapshot
    request: Request
    searched: str
    query: Query
    plan: Plan

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages to show a page in, the best first: that of the query if it tells, the reader's, any."""
        told = self.query.languages if len(self.query.languages) == 1 else ()
        return tuple(dict.fromkeys(lang for lang in (*told, self.request.prefer, *LANGUAGES) if lang in LANGUAGES))

    @property
    def has_preference(self) -> bool:
        """Say whether pages in other languages than the first count for less; not when one language is all that is asked for."""
        return not self.request.lang and (len(self.query.languages) == 1 or self.request.prefer in LANGUAGES)


def _translations(asked: _Asked, pages: PageSet) -> dict[int, int]:
    """Return the pages in whose place another translation is shown, and which.

    None is, when one language is asked for: its filter comes later, and the others are counted.
    """
    snapshot = asked.snapshot
    groups = {} if asked.request.lang else snapshot.label_values("translation")
    langs, order = snapshot.label_values("lang"), {lang: place for place, lang in enumerate(asked.languages)}
    members: dict[str, list[int]] = {}
    for number in snapshot.numbers_of(pages) if groups else ():
        if number in groups:
            members.setdefault(groups[number], []).append(number)
    shown = {}
    for found in members.values():
        if len(found) > 1:
            first, *others = sorted(found, key=lambda number: (order.get(langs.get(number, ""), len(order)), number))
            shown.update(dict.fromkeys(others, first))
    return shown


def _best(asked: _Asked, pages: PageSet, shown: dict[int, int]) -> list[PageHit]:
    """Return the pages of the answer in their order; a page counts by the best of its translations."""
    snapshot, request = asked.snapshot, asked.request
    end = request.offset + request.limit
    if request.sort == "date":
        numbers = hits.newest(snapshot, pages, end)[request.offset :]
        found = rank(snapshot, asked.plan, snapshot.pages_numbered(numbers), len(numbers), {}).pages
        by_number = {page.number: page for page in found}
        return [by_number.get(number) or PageHit(number) for number in numbers]
    chosen = set(snapshot.numbers_of(pages)) if shown else set()
    hidden = [number for number, other in shown.items() if other in chosen]
    with_hidden = pages | snapshot.pages_numbered(hidden) if hidden else pages
    ranked = rank(snapshot, asked.plan, with_hidden, end + LOOKED_AT // 2, shown)
    _weigh(asked, ranked.pages)
    by_number = {page.number: page for page in ranked.pages}
    for page in ranked.pages:
        if page.number in shown:
            other = by_number[shown[page.number]]
            other.score, other.is_full = max(page.score, other.score), page.is_full or other.is_full
    return ranked.in_order(page for page in ranked.pages if page.number not in shown)[request.offset : end]


def _weigh(asked: _Asked, pages: Iterable[PageHit]) -> None:
    """Apply the pages' own weights, and prefer a page whose subject goes by the very name that is asked for."""
    weights, langs = asked.snapshot.label_values("weight"), asked.snapshot.label_values("lang")
    named = asked.snapshot.labelled(f"name={records.name_of(asked.searched)}")
    for page in pages:
        page.score *= float(weights.get(page.number, 1.0)) * (OTHER_NAME if page.number in named else 1.0)
        if asked.has_preference and langs.get(page.number) != asked.languages[0]:
            page.score *= OTHER_LANGUAGE
