"""What is asked of the engine and what it answers."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from search.text.snippets import Snippet


@dataclass(frozen=True, slots=True)
class Request:
    """A search with everything that narrows it."""

    query: str
    lang: str | None = None
    """Only pages in this language."""
    prefer: str | None = None
    """Language of the reader: of several translations of a page this one is shown; others if it is missing."""
    types: Collection[str] = ()
    facets: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Facet to accepted values; one value of each facet is enough."""
    sort: str = "relevance"
    """`relevance`, or `date` for the newest first."""
    offset: int = 0
    limit: int = 10
    visible: Callable[[list[str]], Collection[str]] | None = None
    """Out of page keys, those the reader may see; hits, counts and facets know no others."""
    sections: int = 3
    """Sections shown of a page, with their passages."""
    count_facets: bool = False
    repair: bool = True
    """Repair unknown words; False searches for the query as typed."""


@dataclass(frozen=True, slots=True)
class SectionMatch:
    """A section of a page that matches."""

    anchor: str
    heading: str
    number: str
    snippet: Snippet
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that matches, with its best sections."""

    id: str
    title: str
    url: str
    type: str
    lang: str
    score: float
    snippet: str
    """The best passage as plain text."""
    section: str
    """Anchor of the best section, empty for the page as a whole."""
    title_marks: Snippet
    sections: tuple[SectionMatch, ...]
    """Best first; the first may be the text before the first heading (no anchor)."""
    summary: str
    updated_on: str | None


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, how many there are, and how the query was understood."""

    query: str
    searched: str
    """What was searched for: the query, or the query as repaired."""
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    unknown: tuple[str, ...] = ()
    """Words of the searched text that the index does not know."""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_repaired(self) -> bool:
        """Say whether something else was searched for than typed."""
        return self.searched != self.query
