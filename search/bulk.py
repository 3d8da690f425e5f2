"""Many saved objects, one commit of the index: without it every object of an import would cost a commit of its own."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.db.models import Model

Write = Callable[[type[Model], list[Model]], None]


class _Waiting(threading.local):
    depth = 0
    objects: dict[tuple[type[Model], object], tuple[Write, Model]]


_waiting = _Waiting()


@contextmanager
def one_commit() -> Iterator[None]:
    """Collects what Wagtail's search layer adds to the index in this thread and writes it at the end, each object once.

    Put it around the transaction, not into it: the search layer adds objects when the transaction has been committed. What was
    committed is indexed even if something fails afterwards.
    """
    if _waiting.depth == 0:
        _waiting.objects = {}
    _waiting.depth += 1
    try:
        yield
    finally:
        _waiting.depth -= 1
        if _waiting.depth == 0:
            _write_all()


def hold(model: type[Model], items: Iterable[Model], write: Write) -> bool:
    """Keeps the objects for the end of `one_commit` and returns True; returns False where none is open."""
    if _waiting.depth == 0:
        return False
    for item in items:
        _waiting.objects[type(item), item.pk] = (write, item)
    return True


def _write_all() -> None:
    held, _waiting.objects = _waiting.objects, {}
    by_model: dict[type[Model], tuple[Write, list[Model]]] = {}
    for (model, _pk), (write, item) in held.items():
        by_model.setdefault(model, (write, []))[1].append(item)
    for model, (write, items) in by_model.items():
        write(model, items)
