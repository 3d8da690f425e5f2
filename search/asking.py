"""Read a search from an address: query, filters, order, place in the results."""

from collections.abc import Callable, Iterable
from functools import partial

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language

from search.access import visible_keys
from search.engine import Request
from search.text import LANGUAGES

FACETS = ("levels", "services", "groups", "competencies", "region", "year")
"""Facets of the result page, besides type and language, in their order."""
MAX_VALUES = 20
PAGE_SIZE = 10
MAX_PAGE = 50


def reader_language() -> str:
    """Return the language of the page the reader is on."""
    code = (get_language() or "ru").split("-")[0]
    return code if code in LANGUAGES else "ru"


def visible_to(request: HttpRequest | None) -> Callable[[list[str]], Iterable[str]]:
    """Return the test of what the reader may see."""
    return partial(visible_keys, request)


def request_of(request: HttpRequest, *, size: int = PAGE_SIZE) -> Request:
    """Return the search that an address asks for; values that make no sense are left out."""
    data = request.GET
    return Request(
        # PostgreSQL refuses texts with a NUL character, and no word has one.
        query=data.get("q", "").replace("\x00", ""),
        lang=data.get("lang") if data.get("lang") in LANGUAGES else None,
        prefer=reader_language(),
        types=data.getlist("type")[:MAX_VALUES],
        facets={name: data.getlist(name)[:MAX_VALUES] for name in FACETS if data.getlist(name)},
        sort="date" if data.get("sort") == "date" else "relevance",
        offset=(page_of(data) - 1) * size,
        limit=size,
        visible=visible_to(request),
        count_facets=True,
        repair=data.get("exact") != "1",
    )


def page_of(data: QueryDict) -> int:
    """Return the number of the page of results, 1 to 50."""
    text = data.get("page", "1")
    return min(max(int(text), 1), MAX_PAGE) if text.isdecimal() and len(text) < 5 else 1
