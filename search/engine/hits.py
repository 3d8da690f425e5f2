"""Narrow ranked pages to what was asked, count facets, and dress the shown ones."""

from collections.abc import Mapping
from typing import Any

from search.engine.ranking import PageHit, SectionHit
from search.engine.results import Hit, Request, SectionMatch
from search.engine.snapshot import Snapshot
from search.text.snippets import best_passage, mark
from search.text.thesaurus import Thesaurus

_SECTION_WORTH_SHOWING = 0.35
"""Share of the best section's score below which a further section is not shown."""
_FACET = "facet:"


def visible(snapshot: Snapshot, pages: list[PageHit], request: Request) -> list[PageHit]:
    """Return the pages that the reader may see."""
    if request.visible is None or not pages:
        return pages
    keys = {snapshot.key(page.number): page for page in pages}
    allowed = set(request.visible(list(keys)))
    return [page for key, page in keys.items() if key in allowed]


def narrow(snapshot: Snapshot, pages: list[PageHit], request: Request) -> list[PageHit]:
    """Return the pages inside all filters."""
    filters = _filters(snapshot, request).values()
    return [page for page in pages if all(page.number in accepted for accepted in filters)]


def _filters(snapshot: Snapshot, request: Request) -> dict[str, frozenset[int]]:
    filters = {}
    if request.lang:
        filters["lang"] = snapshot.labelled(f"lang={request.lang}")
    if request.types:
        filters["type"] = _any(snapshot, [f"type={value}" for value in request.types])
    for name, values in request.facets.items():
        if values:
            filters[name] = _any(snapshot, [f"{_FACET}{name}={value}" for value in values])
    return filters


def _any(snapshot: Snapshot, labels: list[str]) -> frozenset[int]:
    return frozenset().union(*(snapshot.labelled(label) for label in labels))


def facets(snapshot: Snapshot, pages: list[PageHit], request: Request) -> dict[str, dict[str, int]]:
    """Count the values of every facet among the pages that all other filters leave; zeros are left out."""
    counts: dict[str, dict[str, int]] = {}
    filters = _filters(snapshot, request)
    left: dict[str, frozenset[int]] = {}
    for label in (*snapshot.labels("lang="), *snapshot.labels("type="), *snapshot.labels(_FACET)):
        name, _, value = label.removeprefix(_FACET).partition("=")
        if name not in left:
            others = [accepted for other, accepted in filters.items() if other != name]
            left[name] = frozenset(p.number for p in pages if all(p.number in accepted for accepted in others))
        if count := len(left[name] & snapshot.labelled(label)):
            counts.setdefault(name, {})[value] = count
    return counts


def sort(snapshot: Snapshot, pages: list[PageHit], request: Request) -> list[PageHit]:
    """Return pages by date, the newest first, if that was asked; else as they are."""
    if request.sort != "date":
        return pages
    dates = snapshot.label_values("date")
    return sorted(pages, key=lambda page: dates.get(page.number, ""), reverse=True)


def hit(snapshot: Snapshot, page: PageHit, weights: Mapping[str, float], thesaurus: Thesaurus, most: int) -> Hit:
    """Return a page with its best sections and the words found in them."""
    lead = snapshot.page(page.number)
    about = lead["page"]
    found = page.sections or [SectionHit(page.score, *snapshot.leads[page.number])]
    best = found[0].score
    worth = [s for s in found[:most] if s.score >= best * _SECTION_WORTH_SHOWING]
    sections = tuple(_section(section, about["lang"], weights, thesaurus) for section in worth)
    return Hit(
        id=about["key"],
        title=about["title"],
        url=about["url"],
        type=about["type"],
        lang=about["lang"],
        score=round(page.score, 4),
        snippet=sections[0].snippet.text or about["summary"],
        section=sections[0].anchor,
        title_marks=mark(about["title"], about["lang"], weights, thesaurus),
        sections=sections,
        summary=about["summary"],
        updated_on=about["updated_on"] or about["published_on"],
    )


def _section(section: SectionHit, lang: str, weights: Mapping[str, float], thesaurus: Thesaurus) -> SectionMatch:
    payload: dict[str, Any] = section.segment.file.payload(section.doc)
    return SectionMatch(
        payload["anchor"],
        payload["heading"],
        payload["number"],
        best_passage(payload["text"], lang, weights, thesaurus),
        round(section.score, 4),
    )
