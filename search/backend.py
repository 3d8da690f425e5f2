"""Wagtail's search backend on our engine: `{"BACKEND": "search.backend", "PATH": "var/search"}`.

Parameters: PATH (directory of the index), PATIENCE (seconds a write waits for another one, 30),
ON_COMMIT (True: updates made in a transaction reach the index when it is committed, since a file does not
roll back with the database).
"""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model
from modelsearch.backends.base import BaseSearchBackend

from search.compiler import AutocompleteCompiler, Compiler
from search.configuration import current_thesaurus, index_path
from search.engine import Engine
from search.objects import ObjectIndex, Rebuilder
from search.results import Results

_engines: dict[Path, Engine] = {}


class SearchBackend(BaseSearchBackend):
    """Objects of every indexed model in one embedded index; permissions and filters stay the database's."""

    query_compiler_class = Compiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    index_class = ObjectIndex
    results_class = Results
    rebuilder_class = Rebuilder
    # Saving a page must not fail because the index is busy; modelsearch logs it, `doctor` repairs it.
    catch_indexing_errors = True

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._path = index_path(params) / "objects"
        self._patience = float(params.get("PATIENCE", 30))
        self._on_commit = bool(params.get("ON_COMMIT", True))

    @property
    def engine(self) -> Engine:
        """The engine over this backend's directory, one in a process."""
        if self._path not in _engines:
            _engines[self._path] = Engine(self._path, thesaurus=current_thesaurus, patience=self._patience)
        return _engines[self._path]

    def add(self, obj: Model) -> None:
        """Add or replace an object, when the transaction is committed."""
        self._after_commit(partial(super().add, obj))

    def add_bulk(self, model: type[Model], obj_list: Any) -> None:
        """Add or replace objects of one model, when the transaction is committed."""
        self._after_commit(partial(super().add_bulk, model, obj_list))

    def add_all(self, objects: Iterable[Model]) -> None:
        """Add or replace objects of any indexed models, in one commit of the index, when the transaction is committed."""
        self._after_commit(partial(ObjectIndex(self).add_all, objects))

    def delete(self, obj: Model) -> None:
        """Remove an object, when the transaction is committed."""
        # A deleted object loses its primary key before the transaction ends.
        copy = type(obj)(pk=obj.pk)
        self._after_commit(partial(self.get_index_for_object(obj).delete_item, copy))

    def _after_commit(self, change: Any) -> None:
        if self._on_commit:
            transaction.on_commit(change, robust=True)
        else:
            change()
