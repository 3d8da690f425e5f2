"""The index of model objects, as Wagtail's search layer fills it: one record an object."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any

from django.db.models import Manager, Model
from django.utils.encoding import force_str
from modelsearch.backends.base import BaseIndex, get_model_root
from modelsearch.index import AutocompleteField, RelatedFields, SearchField, get_indexed_models

from search.engine.records import ANALYSIS, Bag
from search.engine.store import Record, Store
from search.text.language import detect
from search.text.thesaurus import MARK
from search.text.tokens import tokenise

IN_FIELD = "\x1ff\x1f"
BEGINNING = "\x1fa\x1f"
TITLE_WEIGHT = 3.0


def group_of(obj: Model) -> str:
    """Return the name of an object in the index: that of its root model and its primary key."""
    return f"{root_label(type(obj))}:{obj.pk}"


def root_label(model: type[Model]) -> str:
    """Return the label of the model at the top of a model's inheritance, lower-case."""
    return str(get_model_root(model._meta.concrete_model)._meta.label_lower)


def model_label(model: type[Model]) -> str:
    """Return the tag that every object of a model or of a child of it has in the index."""
    return f"model={model._meta.concrete_model._meta.label_lower}"


def field_term(field: str, term: str) -> str:
    """Return the term for a word found in one field only."""
    return f"{IN_FIELD}{field}\x1f{term}"


def beginning_term(word: str, field: str = "") -> str:
    """Return the term for a word that may be completed, in any field or in one."""
    return f"{BEGINNING}{field}\x1f{word}"


class ObjectIndex(BaseIndex):
    """The live index; every call is one commit that all processes see with their next search."""

    def __init__(self, backend: Any) -> None:
        super().__init__(backend)
        self.store: Store = backend.engine.store

    def __str__(self) -> str:
        return str(self.store.path)

    def add_items(self, model: type[Model], items: Iterable[Model]) -> None:
        """Add or replace objects."""
        if getattr(model, "search_fields", None):
            self.add_all(items)

    def add_all(self, objects: Iterable[Model]) -> None:
        """Add or replace objects of any indexed models."""
        records = [self.record(obj) for obj in objects]
        if records:
            self.store.update([record.group for record in records], records)

    def delete_item(self, item: Model) -> None:
        """Remove an object."""
        self.store.update([group_of(item)], ())

    def reset(self) -> None:
        """Remove everything."""
        self.store.clear()

    def record(self, obj: Model) -> Record:
        """Return an object as the engine stores it."""
        fields = list(_values(obj, obj.get_search_fields()))  # type: ignore[attr-defined]
        text = " ".join(text for field, text, _ in fields if isinstance(field, SearchField))
        bag = Bag(_language(obj, text), self.backend.engine.thesaurus)
        own = {id(field) for field in obj.get_search_fields()}  # type: ignore[attr-defined]
        for field, text, is_own in fields:
            if isinstance(field, SearchField):
                before = {term: weight for term, (weight, _) in bag.terms.items()}
                bag.add(text, _weight(field))
                if is_own and id(field) in own:
                    _mark_field(bag, field.field_name, before)
            elif isinstance(field, AutocompleteField):
                for word in _words(text):
                    bag.terms.setdefault(beginning_term(word), (1.0, [0]))
                    bag.terms.setdefault(beginning_term(word, field.field_name), (1.0, [0]))
        labels = [model_label(model) for model in _lineage(type(obj))]
        return Record(group_of(obj), bag.terms, bag.words, labels, {"mark": _mark(fields)})

    def wanted(self) -> dict[str, tuple[Model, str]]:
        """Return every object of the database that belongs here, with the fingerprint of its texts, by its name in the index."""
        return {
            group_of(obj): (obj, _mark(list(_values(obj, obj.get_search_fields()))))
            for model in get_indexed_models()
            for obj in model.get_indexed_objects().iterator(chunk_size=500)
        }

    def replace(self, groups: Iterable[str], objects: Iterable[Model]) -> None:
        """Remove by name and add objects in one step."""
        self.store.update(list(groups), [self.record(obj) for obj in objects])


class RebuildingIndex(ObjectIndex):
    """A new index that is filled beside the live one."""

    def __init__(self, backend: Any, rebuild: Any) -> None:
        super().__init__(backend)
        self._rebuild = rebuild

    def add_items(self, model: type[Model], items: Iterable[Model]) -> None:
        """Add objects to the new index."""
        if getattr(model, "search_fields", None):
            for item in items:
                self._rebuild.add(self.record(item))


class Rebuilder:
    """Builds the index anew; readers see the old one until it is whole."""

    def __init__(self, index: ObjectIndex) -> None:
        self.index = index

    def start(self) -> RebuildingIndex:
        """Return the index to fill."""
        self._rebuild = self.index.store.begin_rebuild()
        return RebuildingIndex(self.index.backend, self._rebuild)

    def finish(self) -> None:
        """Swap the new index in."""
        self._rebuild.finish()


def _values(obj: Any, fields: Iterable[Any], is_own: bool = True) -> Iterator[tuple[Any, str, bool]]:
    for field in fields:
        if isinstance(field, RelatedFields):
            for related in _related(field.get_value(obj)):
                yield from _values(related, field.fields, is_own=False)
        elif isinstance(field, (SearchField, AutocompleteField)):
            yield field, _text(field.get_value(obj)), is_own


def _related(value: Any) -> Iterable[Any]:
    if value is None:
        return ()
    return value.all() if isinstance(value, Manager) else (value,)


def _text(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "\n".join(map(_text, value))
    if isinstance(value, dict):
        return "\n".join(map(_text, value.values()))
    return "" if value is None else force_str(value)


def _mark_field(bag: Bag, name: str, before: dict[str, float]) -> None:
    """Add the terms that a field brought once more as terms of that field only."""
    for term, (weight, places) in list(bag.terms.items()):
        gained = weight - before.get(term, 0.0)
        if gained > 0 and not term.startswith((IN_FIELD, BEGINNING, MARK)):
            bag.terms[field_term(name, term)] = (gained, places)


def _mark(fields: list[tuple[Any, str, bool]]) -> str:
    texts = [(type(field).__name__, field.field_name, text) for field, text, _ in fields]
    return blake2b(f"{ANALYSIS}{texts!r}".encode(), digest_size=12).hexdigest()


def _weight(field: SearchField) -> float:
    boost = field.kwargs.get("boost") or getattr(field, "boost", None)
    return float(boost or (TITLE_WEIGHT if field.field_name == "title" else 1.0))


def _language(obj: Any, text: str) -> str:
    locale = getattr(obj, "locale", None)
    return getattr(locale, "language_code", None) or detect(text) or "en"


def _lineage(model: type[Model]) -> list[type[Model]]:
    return [model, *model._meta.get_parent_list()]


def _words(text: str) -> Iterator[str]:
    for token in tokenise(text):
        yield from token.parts or (token.text,)
