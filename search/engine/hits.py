"""Narrow ranked pages to what was asked, count facets, and dress the shown ones."""

from functools import reduce
from heapq import nlargest
from operator import and_, or_
from typing import Any

from search.engine.pagesets import PageSet
from search.engine.ranking import PageHit, SectionHit
from search.engine.results import Hit, Request, SectionMatch
from search.engine.snapshot import Snapshot
from search.text.analysis import Spelling
from search.text.snippets import Marker

_SECTION_WORTH_SHOWING = 0.35
"""Share of the best section's score below which a further section is not shown."""
_FACET = "facet:"


def visible(snapshot: Snapshot, pages: PageSet, request: Request) -> PageSet:
    """Return the pages that the reader may see."""
    if request.visible is None or not pages:
        return pages
    keys = {snapshot.key(number): number for number in snapshot.numbers_of(pages)}
    allowed = set(request.visible(list(keys)))
    hidden = [number for key, number in keys.items() if key not in allowed]
    return pages - snapshot.pages_numbered(hidden) if hidden else pages


def narrow(snapshot: Snapshot, pages: PageSet, request: Request) -> PageSet:
    """Return the pages inside all filters."""
    for accepted in _filters(snapshot, request).values():
        pages = pages & accepted
    return pages


def _filters(snapshot: Snapshot, request: Request) -> dict[str, PageSet]:
    filters = {}
    if request.lang:
        filters["lang"] = snapshot.pages_labelled(f"lang={request.lang}")
    if request.types:
        filters["type"] = _any(snapshot, [f"type={value}" for value in request.types])
    for name, values in request.facets.items():
        if values:
            filters[name] = _any(snapshot, [f"{_FACET}{name}={value}" for value in values])
    return filters


def _any(snapshot: Snapshot, labels: list[str]) -> PageSet:
    return reduce(or_, [snapshot.pages_labelled(label) for label in labels])


def facets(snapshot: Snapshot, pages: PageSet, request: Request) -> dict[str, dict[str, int]]:
    """Count the values of every facet among the pages that all other filters leave; zeros are left out."""
    counts: dict[str, dict[str, int]] = {}
    filters = _filters(snapshot, request)
    left: dict[str, PageSet] = {}
    for label in (*snapshot.labels("lang="), *snapshot.labels("type="), *snapshot.labels(_FACET)):
        name, _, value = label.removeprefix(_FACET).partition("=")
        if name not in left:
            left[name] = reduce(and_, [accepted for other, accepted in filters.items() if other != name], pages)
        if count := (left[name] & snapshot.pages_labelled(label)).count():
            counts.setdefault(name, {})[value] = count
    return counts


def newest(snapshot: Snapshot, pages: PageSet, most: int) -> list[int]:
    """Return the numbers of up to `most` pages, the newest first."""
    dates = snapshot.label_values("date")
    return nlargest(most, snapshot.numbers_of(pages), key=lambda number: dates.get(number, ""))


def hit(snapshot: Snapshot, page: PageHit, marker: Marker, most: int) -> Hit:
    """Return a page with its best sections and the words found in them."""
    lead = snapshot.page(page.number)
    about = lead["page"]
    found = page.sections or [SectionHit(page.score, *snapshot.leads[page.number])]
    best = found[0].score
    worth = [s for s in found[:most] if s.score >= best * _SECTION_WORTH_SHOWING]
    sections = tuple(_section(section, about["lang"], marker) for section in worth)
    return Hit(
        id=about["key"],
        title=about["title"],
        url=about["url"],
        type=about["type"],
        lang=about["lang"],
        score=round(page.score, 4),
        snippet=sections[0].snippet.text or about["summary"],
        section=sections[0].anchor,
        title_marks=marker.mark(about["title"], about["lang"], Spelling(*about["title_spelling"])),
        sections=sections,
        summary=about["summary"],
        updated_on=about["updated_on"] or about["published_on"],
    )


def _section(section: SectionHit, lang: str, marker: Marker) -> SectionMatch:
    payload: dict[str, Any] = section.segment.payload(section.doc)
    return SectionMatch(
        payload["anchor"],
        payload["heading"],
        payload["number"],
        marker.passage(payload["text"], lang, Spelling(*payload["spelling"])),
        round(section.score, 4),
    )
