"""What follows from publishing and taking down a page."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from .pages import KnowledgePage
from .references import replace_references
from .site_version import raise_site_version
from .stream import references_of


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move])
def forget_what_was_cached(sender: type[Page], **kwargs: Any) -> None:
    raise_site_version()


@receiver(page_published)
def index_references(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    page = instance.specific
    if isinstance(page, KnowledgePage) and page.source_path:
        replace_references(page, references_of(page))


@receiver([page_unpublished, post_delete])
def forget_references(sender: type[Page], instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, KnowledgePage) and instance.pk:
        raise_site_version()
        replace_references(instance, set())
