"""What happens to pages and other searchable objects reaches the index."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from search.indexing import concepts_later, index_later, keys_later
from search.models import Concept
from search.sources import PAGE, key_of, searchable_models


def connect() -> None:
    """Listen; called once when the app is ready."""
    for model in searchable_models():
        post_delete.connect(on_delete, sender=model, dispatch_uid=f"search-delete-{model._meta.label}")
        if not issubclass(model, Page):
            post_save.connect(on_save, sender=model, dispatch_uid=f"search-save-{model._meta.label}")
    page_published.connect(on_page, dispatch_uid="search-published")
    page_unpublished.connect(on_page, dispatch_uid="search-unpublished")
    post_page_move.connect(on_branch, dispatch_uid="search-moved")
    page_slug_changed.connect(on_branch, dispatch_uid="search-slug")
    post_save.connect(on_restriction, sender=PageViewRestriction, dispatch_uid="search-restricted")
    post_delete.connect(on_restriction, sender=PageViewRestriction, dispatch_uid="search-unrestricted")
    post_save.connect(on_concept, sender=Concept, dispatch_uid="search-concept")
    post_delete.connect(on_concept, sender=Concept, dispatch_uid="search-concept-deleted")


def on_save(instance: Model, raw: bool = False, **_: Any) -> None:
    """Index an object that is no page."""
    if not raw:
        index_later([instance])


def on_delete(instance: Model, **_: Any) -> None:
    """Remove an object."""
    keys_later([key_of(instance)])


def on_page(instance: Page, **_: Any) -> None:
    """Index or remove a page that was published or unpublished."""
    keys_later([f"{PAGE}:{instance.pk}"])


def on_branch(instance: Page, **_: Any) -> None:
    """Index a page and all below it: their addresses have changed."""
    _branch_later(instance)


def on_restriction(instance: PageViewRestriction, **_: Any) -> None:
    """Index a branch anew when it is closed or opened: words of closed pages are offered to nobody."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        _branch_later(page)


def on_concept(instance: Concept, raw: bool = False, **_: Any) -> None:
    """Publish the thesaurus anew, and index the pages that hold a changed concept."""
    if not raw:
        concepts_later([instance.code])


def _branch_later(page: Page) -> None:
    numbers = Page.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True)
    keys_later(f"{PAGE}:{number}" for number in numbers)
