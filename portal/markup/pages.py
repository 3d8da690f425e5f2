"""What a content folder holds: pages by path and language, with the taxonomy and the thesaurus."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from portal.markup.document import Document, dumps
from portal.markup.errors import Problem
from portal.markup.front_matter import LANGUAGES
from portal.markup.taxonomy import Taxonomy, Thesaurus

SOURCE_LANGUAGE: Final = "ru"


def page_id(path: str) -> uuid.UUID:
    """The id of a page by its path without language and suffix ("methodology/levels")."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"opora:{path}")


@dataclass(frozen=True)
class Page:
    """One file: `path` is without language and suffix, `file` is relative to the content folder."""

    path: str
    language: str
    file: str
    text: str
    document: Document

    @cached_property
    def canonical(self) -> str:
        """The text as it has to be."""
        return dumps(self.document)


@dataclass
class Library:
    """Pages by path and language. `unreadable` are the faults of files that could not be read at all."""

    root: Path
    taxonomy: Taxonomy = field(default_factory=Taxonomy)
    thesaurus: Thesaurus = field(default_factory=Thesaurus)
    pages: dict[str, dict[str, Page]] = field(default_factory=dict)
    pictures: frozenset[str] = frozenset()
    unreadable: list[Problem] = field(default_factory=list)
    unreadable_files: set[str] = field(default_factory=set)

    def page(self, path: str, language: str) -> Page | None:
        """The page at `path` in `language`, None if there is none."""
        return self.pages.get(path, {}).get(language)

    def document(self, path: str, language: str) -> Document | None:
        """The document at `path` in `language`, None if there is none."""
        page = self.page(path, language)
        return page.document if page else None

    def __iter__(self) -> Iterator[Page]:
        for path in sorted(self.pages):
            yield from (self.pages[path][language] for language in LANGUAGES if language in self.pages[path])

    def __len__(self) -> int:
        return sum(len(languages) for languages in self.pages.values())
