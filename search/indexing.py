"""Keep the index of pages as the database is: changes after commit, rebuilds, and the doctor."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from search.backend import SearchBackend
from search.configuration import current_thesaurus, index_path, page_engine, thesaurus_copy
from search.engine import IndexBusy
from search.engine.records import fingerprint
from search.objects import ObjectIndex, group_of
from search.sources import all_documents, documents_of, key_of

logger = logging.getLogger("search")
_pending = threading.local()
OBJECT = "object:"
"""What the names of Wagtail's own index begin with in a diagnosis."""
MOST_FOR_CONCEPT = 300
"""Pages that are indexed at once when a concept is changed: some seconds of work."""


def index_later(objects: Iterable[Model]) -> None:
    """Bring objects into the index, or out of it, as they are when the transaction is committed."""
    keys_later(key_of(obj) for obj in objects)


def keys_later(keys: Iterable[str]) -> None:
    """The same by key. All changes of a transaction become one commit of the index."""
    _waiting().keys.update(keys)
    transaction.on_commit(_flush, robust=True)


def concepts_later(codes: Iterable[str]) -> None:
    """When the transaction is committed, publish the thesaurus and index the pages that hold a concept of these."""
    waiting = _waiting()
    waiting.codes.update(codes)
    waiting.has_thesaurus = True
    transaction.on_commit(_flush, robust=True)


@dataclass(slots=True)
class _Waiting:
    """What this thread brings into the index when its transaction is committed."""

    keys: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    has_thesaurus: bool = False


@dataclass(slots=True)
class HeldBack:
    """What a thread would have indexed: keys of pages, and primary keys of objects of Wagtail's own index."""

    pages: set[str] = field(default_factory=set)
    objects: dict[type[Model], set[Any]] = field(default_factory=dict)


@contextmanager
def held_back() -> Iterator[HeldBack]:
    """Collect what imports of this thread would index inside, and leave indexing to the caller.

    For a load beside which another process builds the index anew. The thesaurus is published all the same.
    """
    _pending.held = held = HeldBack()
    try:
        yield held
    finally:
        _pending.held = None


def holder() -> HeldBack | None:
    """Return what `held_back` collects in, inside of it."""
    held: HeldBack | None = getattr(_pending, "held", None)
    return held


def _waiting() -> _Waiting:
    waiting: _Waiting = _pending.__dict__.setdefault("waiting", _Waiting())
    return waiting


def _flush() -> None:
    waiting, _pending.waiting = _waiting(), _Waiting()
    becomes_in_step = False
    if waiting.codes or (waiting.has_thesaurus and not thesaurus_copy().exists()):
        becomes_in_step, touched = _publish_concepts(waiting.codes)
        waiting.keys |= touched
    held = holder()
    if held is not None:
        held.pages |= waiting.keys
        return
    index_now(waiting.keys)
    if becomes_in_step:
        _write_mark()


def _publish_concepts(codes: Iterable[str]) -> tuple[bool, set[str]]:
    """Return whether the index will be in step with the thesaurus, and the pages that must be indexed for that."""
    from search.concepts import publish  # noqa: PLC0415 - it writes through this module

    was_in_step = _thesaurus_mark() == _indexed_mark()
    publish()
    engine = page_engine()
    keys = {key for code in codes for key in engine.holding(code)}
    # Many pages would keep the editor waiting: then the doctor says what to do.
    return (was_in_step, keys) if len(keys) <= MOST_FOR_CONCEPT else (False, set())


def index_now(keys: Iterable[str]) -> None:
    """Bring the objects behind keys into the index as they are; what is gone or not to be found leaves it.

    A busy index is logged and left to the doctor: saving a page must not fail because of it.
    """
    listed = sorted(set(keys))
    if not listed:
        return
    engine = page_engine()
    try:
        if engine.is_empty():
            # The first pages of a site, or a lost index.
            rebuild()
        else:
            engine.replace(listed, documents_of(listed))
    except IndexBusy:
        logger.exception("Not indexed, run `manage.py doctor` or `update_index`: %s", ", ".join(listed))


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Build the index of pages anew beside the live one and swap it in. Return the number of sections."""
    count = page_engine().rebuild(all_documents(), progress)
    _write_mark()
    return count


def _thesaurus_mark() -> str:
    return blake2b(repr(current_thesaurus().concepts).encode(), digest_size=12).hexdigest()


def _indexed_mark() -> str | None:
    try:
        return _mark_file().read_text()
    except FileNotFoundError:
        return None


def _write_mark() -> None:
    _mark_file().write_text(_thesaurus_mark())


def _mark_file() -> Path:
    """Return the file that says which thesaurus the texts in the index were read with."""
    return index_path() / "pages" / "thesaurus"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """How index and database differ, by key."""

    missing: tuple[str, ...]
    outdated: tuple[str, ...]
    surplus: tuple[str, ...]
    has_old_thesaurus: bool = False
    """Whether many pages hold concepts that were changed since they were indexed."""

    @property
    def is_healthy(self) -> bool:
        """Say whether there is no difference."""
        return not (self.missing or self.outdated or self.surplus or self.has_old_thesaurus)

    def __str__(self) -> str:
        counts = f"missing {len(self.missing)}, outdated {len(self.outdated)}, surplus {len(self.surplus)}"
        return f"{counts}, read with an older thesaurus" if self.has_old_thesaurus else counts


def diagnose() -> Diagnosis:
    """Compare the index of pages, and that of Wagtail's own search, with the database."""
    indexed = page_engine().fingerprints()
    wanted = {document.key: fingerprint(document) for document in all_documents()}
    has_old_thesaurus = bool(indexed) and _thesaurus_mark() != _indexed_mark()
    index = _object_index()
    if index is not None:
        roots = {group_of(page) for page in Page.objects.filter(depth=1)}  # nobody searches them, only a rebuild takes them in
        stored = index.backend.engine.snapshot().payloads()
        indexed |= {OBJECT + name: stored[name].get("mark", "") for name in stored.keys() - roots}
        wanted |= {OBJECT + name: mark for name, (_, mark) in index.wanted().items() if name not in roots}
    return Diagnosis(
        missing=tuple(sorted(wanted.keys() - indexed.keys())),
        outdated=tuple(sorted(key for key, mark in wanted.items() if indexed.get(key, mark) != mark)),
        surplus=tuple(sorted(indexed.keys() - wanted.keys())),
        has_old_thesaurus=has_old_thesaurus,
    )


def _object_index() -> ObjectIndex | None:
    """Return the index of Wagtail's own search, if it is ours."""
    backend = get_search_backend()
    return ObjectIndex(backend) if isinstance(backend, SearchBackend) else None


def _repair_objects(keys: Iterable[str]) -> None:
    index, names = _object_index(), [key.removeprefix(OBJECT) for key in keys]
    if index is not None and names:
        wanted = index.wanted()
        index.replace(names, [wanted[name][0] for name in names if name in wanted])


def doctor(repair: bool = True) -> Diagnosis:
    """Return how the index differed from the database; repair it unless told not to."""
    diagnosis = diagnose()
    if not repair:
        return diagnosis
    keys = (*diagnosis.missing, *diagnosis.outdated, *diagnosis.surplus)
    _repair_objects(key for key in keys if key.startswith(OBJECT))
    if diagnosis.has_old_thesaurus:
        rebuild()
    else:
        index_now(key for key in keys if not key.startswith(OBJECT))
    return diagnosis
