"""Every clause, section and term that can be linked to, as a list an author can search."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.text import Truncator

from portal.core.links import places
from portal.core.registry import knowledge_models
from portal.core.site_version import site_version
from portal.core.stream import document_blocks
from portal.markup.clauses import Section, normal_words, outline

CACHE_SECONDS = 3600
WORDS_SHOWN = 30
KINDS = ("clause", "heading", "term")


@dataclass(frozen=True)
class ClauseEntry:
    """A place that a link can lead to. `is_in_force` is false for a standard's version that is not the one in force."""

    lang: str
    path: str
    page: str
    kind: str
    anchor: str
    number: str
    text: str
    words: str
    url: str
    is_in_force: bool = True

    @property
    def target(self) -> str:
        """Returns the place as files and other pages name it: `standards/consent/2.0#c-2-1`."""
        return f"{self.path}#{self.anchor}"

    @property
    def reference(self) -> str:
        """Returns the place as questions name it: a standard without its version."""
        path = self.path.rpartition("/")[0] if self.path.startswith("standards/") else self.path
        return f"{path}#{self.anchor}"


def clause_entries(lang: str) -> list[ClauseEntry]:
    """Returns the places of all published pages of a language, by section, page and reading order. Kept in the cache."""
    key = f"clause-entries:{lang}:{site_version()}"
    found: list[ClauseEntry] | None = cache.get(key)
    if found is None:
        found = [entry for page in _pages(lang) for entry in _entries(page, lang)]
        cache.set(key, found, CACHE_SECONDS)
    return found


def _pages(lang: str) -> list[Any]:
    rows = [
        page
        for model in knowledge_models()
        if any(field.name == "body" for field in model._meta.fields)
        for page in model.objects.live().filter(locale__language_code=lang).exclude(source_path="")
    ]
    return sorted(rows, key=lambda page: (page.source_path.split("/")[0], page.order or 0, page.title, page.source_path))


def _entries(page: Any, lang: str) -> list[ClauseEntry]:
    place = places().get((lang, page.source_path))
    url = place.url if place else page.url or ""
    is_in_force = place is None or place.page_id != page.pk if page.search_type == "standard" else True
    title = f"{page.title} {page.version}" if page.search_type == "standard" else page.title
    return [
        ClauseEntry(
            lang=lang,
            path=page.source_path,
            page=title,
            kind=section.kind,
            anchor=section.id,
            number=section.number,
            text=_shown(section),
            words=normal_words(f"{section.number} {section.title} {section.own} {title} {section.id} {page.source_path}"),
            url=f"{url}#{section.id}",
            is_in_force=is_in_force,
        )
        for section in outline(document_blocks(page.body))
        if section.id
    ]


def _shown(section: Section) -> str:
    if section.kind == "clause":
        return Truncator(section.text).words(WORDS_SHOWN)
    return section.title


def search_clauses(
    entries: list[ClauseEntry], query: str, *, section: str = "", only_in_force: bool = False
) -> list[ClauseEntry]:
    """Returns the entries that hold every word of the query (a beginning is enough), of one section of `content/` if asked."""
    wanted = normal_words(query).split()
    patterns = [re.compile(rf"(?<!\w){re.escape(word)}") for word in wanted]
    return [
        entry
        for entry in entries
        if (not section or entry.path.startswith(f"{section}/"))
        and (entry.is_in_force or not only_in_force)
        and all(pattern.search(entry.words) for pattern in patterns)
    ]
