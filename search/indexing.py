"""Keep the index of pages as the database is: changes after commit, rebuilds, and the doctor."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model

from search.configuration import page_engine
from search.engine import IndexBusy
from search.engine.records import fingerprint
from search.sources import all_documents, documents_of, key_of

logger = logging.getLogger("search")
_pending = threading.local()


def index_later(objects: Iterable[Model]) -> None:
    """Bring objects into the index, or out of it, as they are when the transaction is committed."""
    keys_later(key_of(obj) for obj in objects)


def keys_later(keys: Iterable[str]) -> None:
    """The same by key. All changes of a transaction become one commit of the index."""
    waiting: set[str] = _pending.__dict__.setdefault("keys", set())
    waiting.update(keys)
    transaction.on_commit(_flush, robust=True)


def _flush() -> None:
    waiting: set[str] = _pending.__dict__.setdefault("keys", set())
    keys, _pending.keys = waiting, set()
    if keys:
        index_now(keys)


def index_now(keys: Iterable[str]) -> None:
    """Bring the objects behind keys into the index as they are; what is gone or not to be found leaves it.

    A busy index is logged and left to the doctor: saving a page must not fail because of it.
    """
    listed = sorted(set(keys))
    try:
        page_engine().replace(listed, documents_of(listed))
    except IndexBusy:
        logger.exception("Not indexed, run `manage.py doctor` or `update_index`: %s", ", ".join(listed))


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Build the index of pages anew beside the live one and swap it in. Return the number of sections."""
    return page_engine().rebuild(all_documents(), progress)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """How index and database differ, by key."""

    missing: tuple[str, ...]
    outdated: tuple[str, ...]
    surplus: tuple[str, ...]

    @property
    def is_healthy(self) -> bool:
        """Say whether there is no difference."""
        return not (self.missing or self.outdated or self.surplus)

    def __str__(self) -> str:
        return f"missing {len(self.missing)}, outdated {len(self.outdated)}, surplus {len(self.surplus)}"


def diagnose() -> Diagnosis:
    """Compare the index of pages with the database."""
    indexed = page_engine().fingerprints()
    wanted = {document.key: fingerprint(document) for document in all_documents()}
    return Diagnosis(
        missing=tuple(sorted(wanted.keys() - indexed.keys())),
        outdated=tuple(sorted(key for key, mark in wanted.items() if indexed.get(key, mark) != mark)),
        surplus=tuple(sorted(indexed.keys() - wanted.keys())),
    )


def doctor(repair: bool = True) -> Diagnosis:
    """Return how the index differed from the database; repair it unless told not to."""
    diagnosis = diagnose()
    if repair and not diagnosis.is_healthy:
        index_now((*diagnosis.missing, *diagnosis.outdated, *diagnosis.surplus))
    return diagnosis
