"""The pages of the library as the sync sees them: what each would be as a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from portal.core.pages import KnowledgePage
from portal.core.registry import knowledge_models
from portal.core.stream import LinkMap
from portal.markup import dumps

from .adapters import PAGE_TYPES, document_of
from .files import Key, digest_of
from .models import GONE, SyncedFile


@dataclass
class PageLibrary:
    """Pages by (language, path), each that belongs to the library with its text as a file.

    `drafts` are pages with an edit that nobody published yet. `hidden` are pages that no reader sees and no file stands for:
    what an author began, and what was taken down because its file is gone.
    """

    pages: dict[Key, KnowledgePage] = field(default_factory=dict)
    texts: dict[Key, str] = field(default_factory=dict)
    drafts: set[Key] = field(default_factory=set)
    hidden: set[Key] = field(default_factory=set)

    @property
    def digests(self) -> dict[Key, str]:
        return {key: digest_of(text) for key, text in self.texts.items()}


def knowledge_pages() -> list[KnowledgePage]:
    """Returns every page of the library with its locale, live or not, one query per type."""
    models = {kind.model for kind in PAGE_TYPES.values()} & set(knowledge_models())
    return [page for model in models for page in model.objects.exclude(source_path="").select_related("locale")]


def read_pages(base: Mapping[Key, str]) -> PageLibrary:
    """Returns the library as it stands in the database; `base` says which pages had a file at the last sync."""
    links = LinkMap.load()
    library = PageLibrary()
    for page in knowledge_pages():
        key = (page.lang, page.source_path)
        library.pages[key] = page
        if page.live or base.get(key, GONE) != GONE:
            library.texts[key] = dumps(document_of(page, links))
        else:
            library.hidden.add(key)
        if page.has_unpublished_changes and (page.live or _has_newer_draft(page, links)):
            library.drafts.add(key)
    return library


def _has_newer_draft(page: KnowledgePage, links: LinkMap) -> bool:
    # Every page that is not live counts as changed for Wagtail, also one whose file says it is a draft.
    draft = page.get_latest_revision_as_object()
    try:
        return dumps(document_of(draft, links)) != dumps(document_of(page, links))
    except ValidationError:
        return True  # no file is that unfinished: somebody writes here


def read_base() -> dict[Key, str]:
    """Returns the digests of the last sync, GONE for a page whose file was removed."""
    rows: Any = SyncedFile.objects.values_list("lang", "path", "digest")
    return {(lang, path): digest for lang, path, digest in rows}


def write_base(digests: dict[Key, str]) -> None:
    """Remembers these digests as equal on both sides."""
    SyncedFile.objects.bulk_create(
        [SyncedFile(lang=lang, path=path, digest=digest) for (lang, path), digest in digests.items()],
        update_conflicts=True,
        unique_fields=["lang", "path"],
        update_fields=["digest", "synced_at"],
    )


def mark_gone(keys: list[Key]) -> None:
    """Remembers that the files of these pages are gone: the pages stay in the database, and out of the library."""
    write_base(dict.fromkeys(keys, GONE))
