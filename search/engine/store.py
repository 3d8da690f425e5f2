"""Files and writing of an index directory; with `segments` and `codec`, the only module that knows Whoosh.

An index directory holds `current` (the name of the generation in use), one folder per generation, and
`lock`. Writes take the lock with patience. A rebuild writes a new folder beside the live one, keeps a journal
of what was written meanwhile, and swaps by replacing `current`: readers see the old index or the new one.

Whoosh's `Searcher.refresh()` shows deleted documents after a commit, so it is never called: a reader that
finds a newer generation opens new segment readers.
"""

import fcntl
import os
import shutil
import threading
import time
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from whoosh import columns, fields, formats, reading
from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex

from search.engine.codec import Codec
from search.engine.journal import Journal
from search.engine.segments import SegmentFile

_CLOCK_TICK_NS = 100_000_000
FORMAT = "2"
"""How the files are written; an index in another format is put aside and built anew."""
K1 = 1.2
B = 0.6
TYPICAL_LENGTH = 100.0
"""Words of a usual record, until a rebuild has seen some."""
SAMPLE = 3000
"""Records of a rebuild by which the usual length is measured."""


class Record(NamedTuple):
    """One document as Whoosh stores it, analysed already."""

    group: str
    """Records of one object share a group and are replaced and deleted together."""
    terms: Mapping[str, tuple[float, list[int]]]
    """Term to its weight in the document and its places."""
    words: Collection[str]
    """Surface forms, for completion and repair."""
    labels: Collection[str]
    """Exact tags for filters and facets."""
    payload: Mapping[str, Any]
    """What is given back with a hit."""


class IndexBusy(Exception):
    """Another writer held the index longer than we were ready to wait."""


def group_number(group: str) -> int:
    """Return a 63-bit number that stands for a group in columns; zero is no group."""
    return int.from_bytes(blake2b(group.encode(), digest_size=8).digest()) >> 1 or 1


class _PackedPositions(formats.Positions):  # type: ignore[misc]
    """Places as packed 32-bit numbers: a quarter of the time of Whoosh's pickles."""

    def encode(self, poslist: list[int]) -> bytes:
        return array("I", poslist).tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        return array("I", valuestring).tolist()

    def decode_frequency(self, valuestring: bytes) -> int:
        return len(valuestring) // 4


class _TermsField(fields.FieldType):  # type: ignore[misc]
    """Terms that come with their weights and places: analysis is not Whoosh's business here."""

    def __init__(self) -> None:
        super().__init__(_PackedPositions(), None)

    def index(self, value: Mapping[str, tuple[float, list[int]]], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        encode = self.format.encode
        for term, (weight, places) in value.items():
            yield term.encode(), len(places), weight, encode(places)


class _TagsField(fields.FieldType):  # type: ignore[misc]
    """Exact strings whose mere presence counts."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)

    def index(self, value: Iterable[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        return ((text.encode(), 1, 1.0, b"") for text in set(value) if text)


def _schema() -> Any:
    return fields.Schema(
        terms=_TermsField(),
        words=_TagsField(),
        labels=_TagsField(),
        group=_TagsField(),
        number=fields.COLUMN(columns.NumericColumn("q")),
        payload=fields.STORED,
    )


class Store:
    """An index directory: write records into it, open segments of its current state."""

    def __init__(self, path: Path | str, *, patience: float = 30.0) -> None:
        """`patience` is how many seconds a write waits for another writer before it raises IndexBusy."""
        self.path = Path(path)
        self.patience = patience
        self.path.mkdir(parents=True, exist_ok=True)
        self._journal = Journal(self.path / "journal")
        self._thread_lock = threading.RLock()
        if not self._is_current_format():
            with self._locked("lock"):
                if not self._is_current_format():
                    self._point_to(self._new_folder(TYPICAL_LENGTH))

    # Writing

    def update(self, groups: Collection[str], records: Iterable[Record]) -> None:
        """Replace everything of `groups` by `records` in one commit that readers see whole or not at all."""
        listed = list(records)
        with self._locked("lock"):
            if self._journal.path.exists() and not self.is_rebuilding():
                self._journal.stop()
            self._journal.append(groups, listed)
            self._write(self._index(), groups, listed)

    def rebuild(self, records: Iterable[Record], progress: Callable[[int], None] | None = None) -> int:
        """Write a new index beside the live one and swap it in. Return the number of records."""
        with self.begin_rebuild() as rebuild:
            for record in records:
                rebuild.add(record)
                if progress:
                    progress(rebuild.count)
        return rebuild.count

    def begin_rebuild(self) -> "Rebuild":
        """Begin a new index that is filled record by record; a second rebuild waits for the first."""
        return Rebuild(self)

    def clear(self) -> None:
        """Leave an empty index."""
        self.rebuild(())

    def _write(self, index: FileIndex, groups: Collection[str], records: list[Record]) -> None:
        typical = _typical_length(Path(index.storage.folder))
        writer = index.writer(timeout=self.patience, delay=0.02, codec=Codec())
        try:
            reader = writer.reader()
            for group in groups:
                _delete(writer, reader, group)
            for record in records:
                _add(writer, record, typical)
            reader.close()
        except BaseException:
            writer.cancel()
            raise
        writer.commit(mergetype=_merge_tail)

    # Reading

    def state(self) -> tuple[int, ...]:
        """Return numbers that change whenever the index has changed; costs two file look-ups.

        Times of files tick every few milliseconds: after a very recent change every look is a new state.
        """
        current = os.stat(self.path / "current")
        folder = os.stat(self.path / self._current())
        changed = max(current.st_mtime_ns, folder.st_mtime_ns)
        now = time.time_ns()
        recent = now if now - changed < _CLOCK_TICK_NS else 0
        return (current.st_ino, current.st_mtime_ns, folder.st_ino, folder.st_mtime_ns, recent)

    def generation(self) -> tuple[str, int]:
        """Return the folder in use and the number of its last commit."""
        name = self._current()
        numbers = [int(file.name.split("_")[-1][:-4]) for file in (self.path / name).glob("_MAIN_*.toc")]
        return name, max(numbers, default=-1)

    def open_segments(self) -> tuple[tuple[str, int], list[SegmentFile]]:
        """Open the current state: its generation and its segments, oldest first."""
        for attempt in range(20):
            try:
                name = self._current()
                index = self._open(self.path / name)
                reader = index.reader()
                leaves = [leaf for leaf, _ in reader.leaf_readers() if leaf.doc_count_all()]
                return (name, reader.generation()), [SegmentFile(leaf) for leaf in leaves]
            except (FileNotFoundError, EmptyIndexError):
                # A commit or a swap removed the files between the two steps; the next look sees the new ones.
                if attempt == 19:
                    raise
                time.sleep(0.01 * (attempt + 1))
        raise AssertionError("unreachable")

    # Files

    def _current(self) -> str:
        return (self.path / "current").read_text().strip()

    def _index(self) -> FileIndex:
        return self._open(self.path / self._current())

    @staticmethod
    def _open(folder: Path) -> FileIndex:
        return FileStorage(str(folder)).open_index()

    def _is_current_format(self) -> bool:
        try:
            return (self.path / self._current() / "format").read_text().split()[0] == FORMAT
        except FileNotFoundError:
            return False

    def _new_folder(self, typical: float) -> Path:
        numbers = [int(folder.name[1:]) for folder in self.path.glob("g[0-9]*") if folder.name[1:].isdigit()]
        folder = self.path / f"g{max(numbers, default=0) + 1:06d}"
        folder.mkdir()
        FileStorage(str(folder)).create_index(_schema())
        (folder / "format").write_text(f"{FORMAT} {typical}")
        return folder

    def _point_to(self, folder: Path) -> None:
        fresh = self.path / "current.new"
        fresh.write_text(folder.name)
        os.replace(fresh, self.path / "current")

    def _remove_leftovers(self) -> None:
        """Delete folders that no rebuild fills any more; readers of the old one keep their open files."""
        with suppress(FileNotFoundError):
            current = self._current()
            for folder in self.path.glob("g[0-9]*"):
                if folder.name != current:
                    shutil.rmtree(folder, ignore_errors=True)

    def is_rebuilding(self) -> bool:
        """Say whether somebody builds the index anew."""
        handle = os.open(self.path / "rebuild-lock", os.O_CREAT | os.O_RDWR, 0o644)
        try:
            return not _try_lock(handle)
        finally:
            os.close(handle)

    @contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        """Hold a lock of the directory against other threads and processes; the kernel frees it on kill -9."""
        deadline = time.monotonic() + (self.patience if name == "lock" else 24 * 3600)
        handle = os.open(self.path / name, os.O_CREAT | os.O_RDWR, 0o644)
        try:
            while not _try_lock(handle):
                if time.monotonic() > deadline:
                    raise IndexBusy(f"{self.path / name}: another writer is busy for {self.patience:.0f} s; try again later")
                time.sleep(0.02)
            yield
        finally:
            os.close(handle)


class Rebuild:
    """A new index being filled beside the live one; leaving the `with` block swaps it in, an error drops it."""

    def __init__(self, store: Store) -> None:
        self.count = 0
        self._store = store
        self._stack = ExitStack()
        with self._stack:
            self._stack.enter_context(store._locked("rebuild-lock"))
            with store._locked("lock"):
                store._remove_leftovers()
                store._journal.start()
            self._sample: list[Record] = []
            self._folder: Path | None = None
            self._stack = self._stack.pop_all()

    def add(self, record: Record) -> None:
        """Add a record."""
        self.count += 1
        if self._folder is not None:
            _add(self._writer, record, self._typical)
            return
        self._sample.append(record)
        if len(self._sample) >= SAMPLE:
            self._begin()

    def _begin(self) -> Path:
        """Make the new folder as soon as it is known how long records are, and write those that told."""
        if self._folder is None:
            lengths = [_length(record) for record in self._sample]
            self._typical = max(20.0, sum(lengths) / len(lengths)) if lengths else TYPICAL_LENGTH
            self._folder = self._store._new_folder(self._typical)
            self._writer = self._store._open(self._folder).writer(limitmb=256, codec=Codec())
            for record in self._sample:
                _add(self._writer, record, self._typical)
            self._sample.clear()
        return self._folder

    def finish(self) -> None:
        """Apply what was written to the live index meanwhile, and swap."""
        store = self._store
        with self._stack:
            folder = self._begin()
            self._writer.commit(merge=False)
            with store._locked("lock"):
                for groups, late in store._journal.read():
                    store._write(store._open(folder), groups, [Record(*row) for row in late])
                store._point_to(folder)
                store._journal.stop()
                store._remove_leftovers()

    def cancel(self) -> None:
        """Leave the live index as it is."""
        with self._stack:
            self._store._journal.stop()
            if self._folder is not None:
                self._writer.cancel()
                shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> "Rebuild":
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if error is None:
            self.finish()
        else:
            self.cancel()


def _try_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _length(record: Record) -> int:
    return sum(len(places) for _, places in record.terms.values())


def _typical_length(folder: Path) -> float:
    return float((folder / "format").read_text().split()[1])


def _add(writer: Any, record: Record, typical: float) -> None:
    """Write a record; of each term the part of BM25 that depends on term and record, so that no reader has to work it out."""
    norm = K1 * (1 - B + B * _length(record) / typical)
    writer.add_document(
        terms={term: (weight * (K1 + 1) / (weight + norm), places) for term, (weight, places) in record.terms.items()},
        words=record.words,
        labels=record.labels,
        group=(record.group,),
        number=group_number(record.group),
        payload=dict(record.payload),
    )


def _delete(writer: Any, reader: Any, group: str) -> None:
    with suppress(reading.TermNotFound):
        for doc in list(reader.postings("group", group).all_ids()):
            writer.delete_document(doc)


def _merge_tail(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge the small segments that single updates leave, so that there are never many to look through."""
    small = [segment for segment in segments if segment.doc_count_all() < 400]
    if len(small) > 8 or any(segment.doc_count() == 0 for segment in small):
        merged = small if len(small) > 8 else [segment for segment in small if segment.doc_count() == 0]
        for segment in merged:
            if segment.doc_count():
                with reading.SegmentReader(writer.storage, writer.schema, segment) as reader:
                    writer.add_reader(reader)
        segments = [segment for segment in segments if segment not in merged]
    return _drop_dead_weight(writer, segments)


def _drop_dead_weight(writer: Any, segments: list[Any]) -> list[Any]:
    """Rewrite a segment of which more than a third is deleted."""
    kept = []
    for segment in segments:
        if segment.deleted_count() * 3 > segment.doc_count_all() > 0:
            with reading.SegmentReader(writer.storage, writer.schema, segment) as reader:
                writer.add_reader(reader)
        else:
            kept.append(segment)
    return kept
