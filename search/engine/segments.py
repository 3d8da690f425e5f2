"""Raw read access to a segment of the index; with `store` and `codec`, the only module that knows Whoosh."""

import threading
from array import array
from collections.abc import Iterable
from typing import Any, NamedTuple, cast

from whoosh import reading
from whoosh.matching.wrappers import FilterMatcher


class Postings(NamedTuple):
    """Documents of one segment that hold a term, and the term's weight in each."""

    docs: "array[int]"
    weights: "array[float]"


class SegmentFile:
    """Read access to one immutable segment; calls are serialised, since Whoosh's files share a place mark."""

    def __init__(self, leaf: Any) -> None:
        self._leaf = leaf
        self._lock = threading.Lock()
        self.name: str = leaf.segment().segment_id()
        self.size: int = leaf.doc_count_all()
        self.deleted: frozenset[int] = frozenset(leaf.segment().deleted_docs())

    def postings(self, field: str, term: str) -> Postings:
        """Return all documents with `term`, deleted ones included or not; empty if there is none."""
        with self._lock:
            matcher = self._matcher(field, term)
            if matcher is None:
                return Postings(array("I"), array("f"))
            # Without the filter of deleted documents: a snapshot knows them.
            return Postings(*(matcher.child if isinstance(matcher, FilterMatcher) else matcher).read_all())

    def peak(self, field: str, term: str) -> tuple[int, float]:
        """Return in how many documents `term` is, and its greatest weight in any of them."""
        with self._lock:
            try:
                info = self._leaf.term_info(field, term)
            except reading.TermNotFound:
                return 0, 0.0
            return info.doc_frequency(), info.max_weight()

    def positions(self, term: str, docs: Iterable[int]) -> dict[int, list[int]]:
        """Return the places of `term` in those of `docs` (ascending) that hold it."""
        found = {}
        with self._lock:
            matcher = self._matcher("terms", term)
            for doc in docs if matcher is not None else ():
                if not matcher.is_active():
                    break
                matcher.skip_to(doc)
                if matcher.is_active() and matcher.id() == doc:
                    found[doc] = matcher.value_as("positions")
        return found

    def _matcher(self, field: str, term: str) -> Any:
        try:
            return self._leaf.postings(field, term)
        except reading.TermNotFound:
            return None

    def has(self, field: str, term: str) -> bool:
        """Say whether any document of the segment ever had `term`."""
        with self._lock:
            return (field, term) in self._leaf

    def completions(self, field: str, prefix: str, limit: int) -> list[str]:
        """Return up to `limit` terms that begin with `prefix`, in alphabetical order."""
        with self._lock:
            found = []
            for text in self._leaf.expand_prefix(field, prefix):
                found.append(text.decode())
                if len(found) >= limit:
                    break
            return found

    def lexicon(self, field: str) -> dict[str, int]:
        """Return every term of a field with the number of documents that hold it."""
        with self._lock:
            if field not in self._leaf.indexed_field_names():
                return {}
            return {text.decode(): info.doc_frequency() for text, info in self._leaf.iter_field(field)}

    def numbers(self) -> list[int]:
        """Return the group number of every document."""
        with self._lock:
            return cast(list[int], self._leaf.column_reader("number").load())

    def payload(self, doc: int) -> dict[str, Any]:
        """Return what was stored with a document."""
        with self._lock:
            return cast(dict[str, Any], self._leaf.stored_fields(doc)["payload"])
