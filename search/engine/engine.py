"""The engine: documents in, hits out."""

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from search.documents import PageDocument, as_documents
from search.engine import hits, records
from search.engine.lexicon import IndexLexicon
from search.engine.ranking import PageHit, Ranked, rank
from search.engine.results import Hit, Request, Results
from search.engine.snapshot import Snapshot, Snapshots
from search.engine.store import Store
from search.engine.suggestions import Suggestion, suggest
from search.text import LANGUAGES
from search.text.queries import MAX_CHARACTERS, Query, parse
from search.text.repair import repair
from search.text.thesaurus import Thesaurus

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
        searched = (self._repaired(snapshot, typed) if request.repair else None) or typed
        query = parse(searched, self.thesaurus, request.lang or request.prefer)
        if query.is_empty:
            return Results(typed, searched, (), 0, {})
        # Counting languages needs the other languages' pages; without counts they need not be looked at.
        only_lang = request.lang and not request.count_facets
        ranked = rank(snapshot, query, snapshot.labelled(f"lang={request.lang}") if only_lang else None)
        _weigh(snapshot, ranked.pages, searched)
        seen = self._in_one_language(snapshot, ranked, hits.visible(snapshot, ranked.pages, request), query, request)
        pages = hits.narrow(snapshot, seen, request)
        shown = hits.sort(snapshot, pages, request)[request.offset : request.offset + request.limit]
        return Results(
            typed,
            searched,
            tuple(hits.hit(snapshot, page, ranked.weights, self.thesaurus, request.sections) for page in shown),
            len(pages),
            hits.facets(snapshot, seen, request) if request.count_facets else {},
            self._lexicon.unknown(snapshot, self.thesaurus, searched),
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

    def near_words(self, text: str) -> list[str]:
        """Return known words near the unknown words of a text, for a page without results."""
        return self._lexicon.near_words(self.snapshot(), self.thesaurus, text[:MAX_CHARACTERS])

    def near_to(self, word: str) -> list[str]:
        """Return known words within a typing error or two of a normalised word."""
        return self._lexicon.at(self.snapshot(), self.thesaurus).near(word)

    def fingerprints(self) -> dict[str, str]:
        """Return the fingerprint of every page in the index by key, to compare with the database."""
        snapshot = self.snapshot()
        return {(page := snapshot.page(number)["page"])["key"]: page["fingerprint"] for number in snapshot.leads}

    def snapshot(self) -> Snapshot:
        """Return the index as it is now."""
        return self._snapshots.newest()

    def warm(self) -> None:
        """Load what the first search would have to wait for."""
        self.find(Request("прогрев warm", limit=1, repair=False))

    def _repaired(self, snapshot: Snapshot, typed: str) -> str | None:
        return repair(typed, self._lexicon.at(snapshot, self.thesaurus))

    def _in_one_language(
        self, snapshot: Snapshot, ranked: Ranked, pages: list[PageHit], query: Query, request: Request
    ) -> list[PageHit]:
        """Keep one translation of each page, in the language of the query if there is one, in order.

        Nothing is dropped when one language is asked for: its filter comes later, and the others are counted.
        """
        if request.lang:
            return ranked.in_order(pages)
        prefer = query.languages[0] if len(query.languages) == 1 else request.prefer
        langs, translations = snapshot.label_values("lang"), snapshot.label_values("translation")
        if prefer in LANGUAGES:
            for page in pages:
                page.score *= 1.0 if langs.get(page.number) == prefer else OTHER_LANGUAGE
        chosen: dict[str | int, PageHit] = {}
        for page in ranked.in_order(pages):
            group: str | int = translations.get(page.number) or page.number
            other = chosen.get(group)
            if other is None:
                chosen[group] = page
            elif langs.get(page.number) == prefer != langs.get(other.number):
                page.score, page.is_full = max(page.score, other.score), page.is_full or other.is_full
                chosen[group] = page
        return ranked.in_order(chosen.values())


def _weigh(snapshot: Snapshot, pages: Iterable[PageHit], searched: str) -> None:
    """Apply the pages' own weights, and prefer a page whose subject goes by the very name that is asked for."""
    weights = snapshot.label_values("weight")
    named = snapshot.labelled(f"name={records.name_of(searched)}")
    for page in pages if weights or named else ():
        page.score *= float(weights.get(page.number, 1.0)) * (OTHER_NAME if page.number in named else 1.0)
