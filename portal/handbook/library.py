"""The pages of the library as the sync sees them: what each would be as a file."""

from dataclasses import dataclass, field
from typing import Any

from portal.core.pages import KnowledgePage
from portal.core.registry import knowledge_models
from portal.core.stream import LinkMap
from portal.markup import dumps

from .adapters import PAGE_TYPES, document_of
from .files import Key, digest_of
from .models import SyncedFile


@dataclass
class PageLibrary:
    """Pages by (language, path), each with its text as a file. Drafts that nobody published are listed apart."""

    pages: dict[Key, KnowledgePage] = field(default_factory=dict)
    texts: dict[Key, str] = field(default_factory=dict)
    drafts: set[Key] = field(default_factory=set)

    @property
    def digests(self) -> dict[Key, str]:
        return {key: digest_of(text) for key, text in self.texts.items()}


def knowledge_pages() -> list[KnowledgePage]:
    """Returns every page of the library with its locale, live or not, one query per type."""
    models = {kind.model for kind in PAGE_TYPES.values()} & set(knowledge_models())
    return [page for model in models for page in model.objects.exclude(source_path="").select_related("locale")]


def read_pages() -> PageLibrary:
    """Returns the library as it stands in the database."""
    links = LinkMap.load()
    library = PageLibrary()
    for page in knowledge_pages():
        key = (page.lang, page.source_path)
        library.pages[key] = page
        library.texts[key] = dumps(document_of(page, links))
        if page.has_unpublished_changes and page.live:
            library.drafts.add(key)
    return library


def read_base() -> dict[Key, str]:
    """Returns the digests of the last sync."""
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


def forget_base(keys: list[Key]) -> None:
    for lang, path in keys:
        SyncedFile.objects.filter(lang=lang, path=path).delete()
