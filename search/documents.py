"""What the index takes in: a page with its sections. Models give these; the engine needs no Django for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class SectionDocument:
    """A section or a clause of a page, found by itself and shown under its page."""

    anchor: str
    """Fragment in the page's address, without `#`; empty for the text before the first heading."""
    heading: str = ""
    text: str = ""
    number: str = ""
    """Number of a clause, such as `3.2`."""


@dataclass(frozen=True, slots=True)
class PageDocument:
    """A page as the index sees it. Text is plain: no markup, paragraphs separated by line ends."""

    key: str
    """Unique name of the object, for example `core.page:12`."""
    lang: str
    type: str
    url: str
    title: str
    summary: str = ""
    sections: tuple[SectionDocument, ...] = ()
    keywords: tuple[str, ...] = ()
    """Other names of the subject (synonyms, abbreviations); weigh like headings."""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Facet to codes, for example `{"level": ("crisis",), "group": ("large-family",)}`."""
    translation: str = ""
    """The same in every translation of the page; empty if it has none."""
    published_on: date | None = None
    updated_on: date | None = None
    weight: float = 1.0
    """Factor of its score: below one for what is of less use, such as a version no longer in force."""
    is_public: bool = True
    """False if not everybody may read it: its words are then never offered as completions or repairs."""

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> "PageDocument":
        """Read a document from plain data; `text` alone makes one section without an anchor.

        Raises ValueError when `key` (or `id`) or `title` is missing.
        """
        key = data.get("key", data.get("id"))
        if key is None or not data.get("title"):
            raise ValueError(f"a document needs `key` and `title`: {dict(data)!r:.200}")
        sections = tuple(
            section if isinstance(section, SectionDocument) else SectionDocument(**section)
            for section in data.get("sections", ())
        )
        if data.get("text"):
            sections = (SectionDocument("", "", str(data["text"])), *sections)
        return cls(
            key=str(key),
            lang=data.get("lang", "ru"),
            type=data.get("type", "page"),
            url=data.get("url", ""),
            title=data["title"],
            summary=data.get("summary", ""),
            sections=sections,
            keywords=tuple(data.get("keywords", ())),
            facets={name: tuple(values) for name, values in data.get("facets", {}).items()},
            translation=data.get("translation", ""),
            published_on=data.get("published_on"),
            updated_on=data.get("updated_on"),
            weight=data.get("weight", 1.0),
            is_public=data.get("is_public", True),
        )


@runtime_checkable
class Searchable(Protocol):
    """A model whose objects are found by the portal's search.

    A model may also have `search_queryset()` (class method: the objects to index, with whatever they need
    fetched along; by default all of them) and, if it is no Wagtail page, `search_visible(request, pks)`
    (class method: the primary keys out of `pks` that the reader of the request may see; by default all).
    """

    def search_document(self) -> PageDocument | None:
        """Return the object as a document, or None when it is not to be found."""


def as_documents(documents: Iterable[PageDocument | Mapping[str, Any]]) -> Iterable[PageDocument]:
    """Yield documents given as objects or as plain data."""
    for document in documents:
        yield document if isinstance(document, PageDocument) else PageDocument.from_mapping(document)
