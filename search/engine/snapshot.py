"""The index as it was at one commit, with what queries need often held in memory."""

import threading
from array import array
from collections import OrderedDict
from functools import cached_property
from math import log
from typing import Any, NamedTuple

from search.engine.segments import SegmentFile
from search.engine.store import Store, group_number

K1 = 1.2
B = 0.6


class Impacts(NamedTuple):
    """Documents of a segment that hold a term, and the part of BM25 that depends on document and term only."""

    docs: "array[int]"
    scores: "array[float]"


_NO_IMPACTS = Impacts(array("I"), array("f"))


class ImpactCache:
    """Decoded postings of many segments, the least used thrown out when they grow too many."""

    def __init__(self, capacity: int = 6_000_000) -> None:
        """`capacity` is the number of postings kept; one takes eight bytes."""
        self.capacity = capacity
        self._entries: OrderedDict[tuple[str, str], Impacts] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str]) -> Impacts | None:
        """Return an entry and mark it as used."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
            return entry

    def put(self, key: tuple[str, str], entry: Impacts) -> None:
        """Keep an entry."""
        with self._lock:
            if key not in self._entries:
                self._entries[key] = entry
                self._size += len(entry.docs) + 16
            while self._size > self.capacity and len(self._entries) > 1:
                _, dropped = self._entries.popitem(last=False)
                self._size -= len(dropped.docs) + 16


class Segment:
    """One segment with its documents' groups and lengths."""

    def __init__(self, file: SegmentFile, cache: ImpactCache, typical_length: float) -> None:
        self.file = file
        self.typical_length = typical_length
        self._cache = cache

    @cached_property
    def numbers(self) -> list[int]:
        """Group number by document; zero for deleted ones."""
        numbers = list(self.file.numbers())
        for doc in self.file.deleted:
            numbers[doc] = 0
        return numbers

    @cached_property
    def _norms(self) -> list[float]:
        typical = self.typical_length
        return [K1 * (1 - B + B * length / typical) for length in self.file.lengths()]

    @cached_property
    def keys(self) -> dict[int, str]:
        """Group by its number, deleted ones included."""
        return {group_number(group): group for group in self.file.lexicon("group")}

    def impacts(self, term: str) -> Impacts:
        """Return the documents with `term` and their scores, still to be multiplied by the term's rarity."""
        key = (self.file.name, term)
        entry = self._cache.get(key)
        if entry is None:
            entry = self._decode(term)
            self._cache.put(key, entry)
        return entry

    def _decode(self, term: str) -> Impacts:
        docs, weights = self.file.postings("terms", term)
        if not docs:
            return _NO_IMPACTS
        norms = self._norms
        scores = (weight * (K1 + 1) / (weight + norms[doc]) for doc, weight in zip(docs, weights, strict=True))
        return Impacts(docs, array("f", scores))


class Snapshot:
    """All segments of one commit; immutable, shared by the threads of a process."""

    def __init__(self, generation: tuple[str, int], segments: list[Segment]) -> None:
        self.generation = generation
        self.segments = segments
        self.size = sum(segment.file.size for segment in segments)
        self._memory: dict[Any, Any] = {}

    def rarity(self, term: str) -> float:
        """Return the inverse document frequency of a term; zero if no document holds it."""
        found = sum(len(segment.impacts(term).docs) for segment in self.segments)
        return log(1 + (self.size - found + 0.5) / (found + 0.5)) if found else 0.0

    def knows(self, term: str) -> bool:
        """Say whether a term occurs in the index."""
        return any(segment.file.has("terms", term) for segment in self.segments)

    def completions(self, field: str, prefix: str, limit: int) -> list[str]:
        """Return words that begin with `prefix`, in alphabetical order."""
        found = {text for segment in self.segments for text in segment.file.completions(field, prefix, limit)}
        return sorted(found)[:limit]

    def labelled(self, label: str) -> frozenset[int]:
        """Return the group numbers of the pages with a label."""
        key = ("label", label)
        if key not in self._memory:
            self._memory[key] = frozenset(
                number
                for segment in self.segments
                for doc in segment.file.postings("labels", label).docs
                if (number := segment.numbers[doc])
            )
        found: frozenset[int] = self._memory[key]
        return found

    def labels(self, prefix: str) -> list[str]:
        """Return all labels that begin with `prefix`."""
        return self.completions("labels", prefix, 100_000)

    @cached_property
    def leads(self) -> dict[int, tuple[Segment, int]]:
        """Where each page's lead record lies, by group number."""
        found = {}
        for segment in self.segments:
            for doc in segment.file.postings("labels", "lead").docs:
                if number := segment.numbers[doc]:
                    found[number] = (segment, doc)
        return found

    def label_values(self, name: str) -> dict[int, str]:
        """Return the value of a label that a page has once (`lang`, `translation`, `date`) by group number."""
        if name not in self._memory:
            self._memory[name] = {
                number: label.partition("=")[2] for label in self.labels(f"{name}=") for number in self.labelled(label)
            }
        found: dict[int, str] = self._memory[name]
        return found

    def key_of(self, number: int) -> str:
        """Return the group of a record that need not be a page."""
        return next(segment.keys[number] for segment in self.segments if number in segment.keys)

    def key(self, number: int) -> str:
        """Return the key of a page."""
        return self.leads[number][0].keys[number]

    def page(self, number: int) -> dict[str, Any]:
        """Return the lead payload of a page."""
        segment, doc = self.leads[number]
        return segment.file.payload(doc)

    def keys(self) -> list[str]:
        """Return the keys of all pages."""
        return [self.key(number) for number in self.leads]


class Snapshots:
    """Gives the newest snapshot, opening segments only when a commit has happened."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._cache = ImpactCache()
        self._lock = threading.Lock()
        self._state: tuple[int, ...] = ()
        self._snapshot: Snapshot | None = None
        self._typical = 0.0

    def newest(self) -> Snapshot:
        """Return the snapshot of the last commit of any process."""
        state = self.store.state()
        snapshot = self._snapshot
        if snapshot is not None and state == self._state:
            return snapshot
        with self._lock:
            if self._snapshot is None or self._snapshot.generation != self.store.generation():
                self._snapshot = self._open(self._snapshot)
            self._state = state
            return self._snapshot

    def _open(self, old: Snapshot | None) -> Snapshot:
        generation, files = self.store.open_segments()
        known = {(s.file.name, s.file.deleted): s for s in old.segments} if old else {}
        if not self._typical and files:
            self._typical = max(20.0, _mean_length(files))
        typical = self._typical or 100.0
        return Snapshot(
            generation,
            [known.get((file.name, file.deleted)) or Segment(file, self._cache, typical) for file in files],
        )


def _mean_length(files: list[SegmentFile]) -> float:
    """Return the mean length of a document of the largest segment, in words."""
    lengths = max(files, key=lambda file: file.size).lengths()
    return sum(lengths) / len(lengths)
