"""Where documents come from: models with `search_document` (see documents.Searchable)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from wagtail.models import Page

from search.access import public_pages
from search.documents import PageDocument

PAGE = "page"
CHUNK = 200


def searchable_models() -> list[type[Model]]:
    """Return the models whose objects are searched, pages first."""
    found = [model for model in apps.get_models() if hasattr(model, "search_document") and not model._meta.abstract]
    return sorted(found, key=lambda model: (not issubclass(model, Page), model._meta.label_lower))


def key_of(obj: Model) -> str:
    """Return the key of an object: `page:12` for a page of any type, else the model's label and the number."""
    return f"{prefix_of(type(obj))}:{obj.pk}"


def prefix_of(model: type[Model]) -> str:
    """Return what the keys of a model's objects begin with."""
    return PAGE if issubclass(model, Page) else str(model._meta.label_lower)


def all_documents() -> Iterator[PageDocument]:
    """Yield every document of the site."""
    for model in searchable_models():
        objects = _queryset(model).order_by("pk")
        keys = list(objects.values_list("pk", flat=True))
        for start in range(0, len(keys), CHUNK):
            yield from _documents(objects.filter(pk__in=keys[start : start + CHUNK]))


def documents_of(keys: Collection[str]) -> Iterator[PageDocument]:
    """Yield the documents behind keys, as the database has them now; keys of what is gone give none."""
    for model in searchable_models():
        prefix = prefix_of(model)
        numbers = [key.partition(":")[2] for key in keys if key.partition(":")[0] == prefix]
        if numbers:
            yield from _documents(_queryset(model).filter(pk__in=numbers))


def _queryset(model: type[Model]) -> QuerySet[Any]:
    chosen = getattr(model, "search_queryset", None)
    if chosen is not None:
        objects: QuerySet[Any] = chosen()
        return objects
    objects = model._default_manager.all()
    return objects.select_related("locale") if issubclass(model, Page) else objects


def _documents(objects: Iterable[Any]) -> Iterator[PageDocument]:
    listed = list(objects)
    pages = [obj.pk for obj in listed if isinstance(obj, Page)]
    public = public_pages(pages) if pages else set()
    for obj in listed:
        document = obj.search_document()
        if document is not None:
            is_public = document.is_public and (not isinstance(obj, Page) or obj.pk in public)
            yield replace(document, key=key_of(obj), is_public=is_public)
