"""Many saved objects, one commit of the index: without it every object of an import would cost a commit of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save
from modelsearch import index
from modelsearch.backends import get_search_backends
from modelsearch.signal_handlers import post_save_signal_handler

from search.backend import SearchBackend
from search.indexing import HeldBack, holder, index_now


@contextmanager
def one_commit() -> Iterator[None]:
    """Collects what is saved and brings it into the index of Wagtail's search layer at the end, each object once.

    Put it around the transaction: at its end the objects are read as they were committed. It changes signal receivers of the
    whole process, so it is for commands and tests, not for a request of a server.
    """
    models = index.get_indexed_models()
    saved: dict[type[Model], set[Any]] = {}

    def remember(sender: type[Model], instance: Model, raw: bool = False, **_signal: Any) -> None:
        if not raw:
            saved.setdefault(sender, set()).add(instance.pk)

    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)
        post_save.connect(remember, sender=model, weak=False, dispatch_uid=f"search-bulk-{model._meta.label}")
    try:
        yield
    finally:
        for model in models:
            post_save.disconnect(sender=model, dispatch_uid=f"search-bulk-{model._meta.label}")
            post_save.connect(post_save_signal_handler, sender=model)
        held = holder()
        if held is None:
            _index(saved)
        else:
            for model, keys in saved.items():
                held.objects.setdefault(model, set()).update(keys)


def index_held(held: HeldBack) -> None:
    """Brings into the indexes what was held back."""
    _index(held.objects)
    index_now(held.pages)


def _index(saved: dict[type[Model], set[Any]]) -> None:
    objects = {
        model: list(model.get_indexed_objects().filter(pk__in=keys))  # type: ignore[attr-defined]  # index.Indexed
        for model, keys in saved.items()
    }
    for backend in get_search_backends(with_auto_update=True):
        if isinstance(backend, SearchBackend):
            backend.add_all(chain.from_iterable(objects.values()))
            continue
        for model, listed in objects.items():
            backend.add_bulk(model, listed)
