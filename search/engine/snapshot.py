"""The index as it was at one commit, with what queries need often held in memory."""

import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from math import log
from typing import Any, TypeVar

from search.engine.pagesets import PageSet, bits_of, choose, flags_of
from search.engine.segments import Postings, SegmentFile
from search.engine.store import Store, group_number
from search.text.thesaurus import Unit

Impacts = Postings
"""Documents of a segment that hold a term, and the part of BM25 that depends on document and term only."""
_MOST_REMEMBERED = 20_000
"""Terms whose pages and frequency are kept; one takes from a hundred bytes to a few thousand."""
_MOST_PAYLOADS = 500
Key = TypeVar("Key")
Value = TypeVar("Value")


class ImpactCache:
    """Decoded postings of many segments, the least used thrown out when they grow too many."""

    def __init__(self, capacity: int = 3_000_000) -> None:
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
    """One segment with its documents' groups; the documents of a group lie side by side."""

    def __init__(self, file: SegmentFile, cache: ImpactCache) -> None:
        self.file = file
        self._cache = cache
        self._pages: dict[tuple[str, str], int] = {}
        self._peaks: dict[str, tuple[int, float]] = {}
        self._payloads: dict[int, dict[str, Any]] = {}

    @cached_property
    def numbers(self) -> list[int]:
        """Group number by document; zero for deleted ones."""
        numbers = list(self.file.numbers())
        for doc in self.file.deleted:
            numbers[doc] = 0
        return numbers

    @cached_property
    def groups(self) -> list[int]:
        """Group numbers of the documents that are not deleted, each once; its place is the group's ordinal."""
        return [number for number in dict.fromkeys(self.numbers) if number]

    @cached_property
    def ordinals(self) -> list[int]:
        """The ordinal of the group by document; for deleted ones the number of groups."""
        by_number = {number: ordinal for ordinal, number in enumerate(self.groups)}
        return [by_number.get(number, len(by_number)) for number in self.numbers]

    @cached_property
    def spans(self) -> dict[int, range]:
        """Where a group's documents lie, by group number."""
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        for doc, number in enumerate(self.numbers):
            starts.setdefault(number, doc)
            ends[number] = doc
        return {number: range(start, ends[number] + 1) for number, start in starts.items() if number}

    @cached_property
    def keys(self) -> dict[int, str]:
        """Group by its number, deleted ones included."""
        return {group_number(group): group for group in self.file.lexicon("group")}

    def impacts(self, term: str) -> Impacts:
        """Return the documents with `term` and their scores, still to be multiplied by the term's rarity."""
        key = (self.file.name, term)
        entry = self._cache.get(key)
        if entry is None:
            entry = self.file.postings("terms", term)
            self._cache.put(key, entry)
        return entry

    def word(self, terms: Unit) -> Impacts:
        """Return the documents with any of a word's terms, and the best of the scores; kept, since many words have two."""
        if len(terms) == 1:
            return self.impacts(terms[0])
        key = (self.file.name, "\x00".join(terms))
        entry = self._cache.get(key)
        if entry is None:
            entry = _best_of([self.impacts(term) for term in terms])
            self._cache.put(key, entry)
        return entry

    def peak(self, term: str) -> tuple[int, float]:
        """Return in how many documents a term is, and its greatest score in any of them."""
        return _remembered(self._peaks, term, lambda: self.file.peak("terms", term))

    def pages_with(self, term: str) -> int:
        """Return a bit for each group that holds a term."""
        return _remembered(self._pages, ("terms", term), lambda: self.pages_of(self.impacts(term).docs))

    def pages_labelled(self, label: str) -> int:
        """Return a bit for each group with a label."""
        return _remembered(self._pages, ("labels", label), lambda: self.pages_of(self.file.postings("labels", label).docs))

    def pages_of(self, docs: Iterable[int]) -> int:
        """Return a bit for each group that one of the documents belongs to."""
        return bits_of(map(self.ordinals.__getitem__, docs), len(self.groups))

    def chosen(self, bits: int) -> Iterator[int]:
        """Yield the group numbers behind bits."""
        return choose(self.groups, bits, len(self.groups))

    def payload(self, doc: int) -> dict[str, Any]:
        """Return what was stored with a document; kept, since good pages come up again and again."""
        return _remembered(self._payloads, doc, lambda: self.file.payload(doc), _MOST_PAYLOADS)

    def flags(self, bits: int) -> bytes:
        """Return bits as a byte for each ordinal, that of deleted documents too."""
        return flags_of(bits, len(self.groups))


def _best_of(found: list[Impacts]) -> Impacts:
    first, *others = sorted((impacts for impacts in found if impacts.docs), key=lambda impacts: -len(impacts.docs)) or found
    if not any(other.docs for other in others):
        return first
    best = dict(zip(first.docs, first.weights, strict=True))
    for other in others:
        for doc, score in zip(*other, strict=True):
            if score > best.get(doc, 0.0):
                best[doc] = score
    docs = array("I", sorted(best))
    return Impacts(docs, array("f", map(best.__getitem__, docs)))


def _remembered(memory: dict[Key, Value], key: Key, find: Callable[[], Value], most: int = _MOST_REMEMBERED) -> Value:
    found = memory.get(key)
    if found is None:
        if len(memory) >= most:
            memory.clear()
        found = memory[key] = find()
    return found


class Snapshot:
    """All segments of one commit; immutable, shared by the threads of a process."""

    def __init__(self, generation: tuple[str, int], segments: list[Segment]) -> None:
        self.generation = generation
        self.segments = segments
        self.size = sum(segment.file.size for segment in segments)
        self._memory: dict[Any, Any] = {}

    def rarity(self, term: str) -> float:
        """Return the inverse document frequency of a term; zero if no document holds it."""
        found = sum(segment.peak(term)[0] for segment in self.segments)
        return log(1 + (self.size - found + 0.5) / (found + 0.5)) if found else 0.0

    def knows(self, term: str) -> bool:
        """Say whether a term occurs in the index."""
        return any(segment.peak(term)[0] for segment in self.segments)

    def pages_of(self, find: Callable[[Segment], int]) -> PageSet:
        """Return the pages that a function gives for each segment, as bits."""
        return PageSet(tuple(find(segment) for segment in self.segments))

    def pages_labelled(self, label: str) -> PageSet:
        """Return the pages with a label."""
        return self.pages_of(lambda segment: segment.pages_labelled(label))

    def pages_numbered(self, numbers: Collection[int]) -> PageSet:
        """Return the pages with these group numbers."""
        wanted = set(numbers)
        return self.pages_of(lambda s: bits_of((o for o, n in enumerate(s.groups) if n in wanted), len(s.groups)))

    def numbers_of(self, pages: PageSet) -> Iterator[int]:
        """Yield the group numbers of pages."""
        for segment, bits in zip(self.segments, pages.bits, strict=True):
            yield from segment.chosen(bits)

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
        key = ("labels", prefix)
        if key not in self._memory:
            self._memory[key] = self.completions("labels", prefix, 100_000)
        found: list[str] = self._memory[key]
        return found

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

    def payloads(self) -> dict[str, dict[str, Any]]:
        """Return what is stored with every group, read anew: it would be too much to keep."""
        return {
            segment.keys[number]: segment.file.payload(doc)
            for segment in self.segments
            for doc, number in enumerate(segment.numbers)
            if number
        }

    def key(self, number: int) -> str:
        """Return the key of a page."""
        return self.leads[number][0].keys[number]

    def page(self, number: int) -> dict[str, Any]:
        """Return the lead payload of a page."""
        segment, doc = self.leads[number]
        return segment.payload(doc)

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
        return Snapshot(generation, [known.get((f.name, f.deleted)) or Segment(f, self._cache) for f in files])
