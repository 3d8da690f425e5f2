"""The interface for programs: search, suggestions, and their description."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from search import querylog
from search.asking import FACETS, MAX_VALUES, visible_to
from search.configuration import page_engine
from search.engine import Hit, Request
from search.limits import per_minute
from search.openapi import description
from search.text import LANGUAGES
from search.text.queries import MAX_CHARACTERS

MAX_LIMIT = 50
MAX_OFFSET = 1000


class BadRequest(Exception):
    """A value that makes no sense; the text says which and what would."""


@require_safe
@per_minute("api", "SEARCH_API_PER_MINUTE", 600)
def search(request: HttpRequest) -> HttpResponse:
    """Answer `/api/search?q=&lang=&type=&limit=&offset=&sort=&exact=` and facets by their names."""
    try:
        asked = _request(request)
    except BadRequest as error:
        return _json({"error": str(error)}, status=400)
    results = page_engine().find(asked)
    return _json(
        {
            "query": results.query[:MAX_CHARACTERS],
            "searched": results.searched[:MAX_CHARACTERS],
            "total": results.total,
            "results": [_result(hit) for hit in results.hits],
            "facets": results.facets,
        }
    )


@require_safe
@per_minute("suggest", "SEARCH_API_PER_MINUTE", 600)
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer `/api/suggest?q=&lang=&limit=` with texts that what is being typed may become."""
    try:
        lang, limit = _lang(request), _number(request, "limit", 8, MAX_LIMIT)
    except BadRequest as error:
        return _json({"error": str(error)}, status=400)
    query = request.GET.get("q", "")[:MAX_CHARACTERS]
    engine, visible = page_engine(), visible_to(request)
    found = engine.suggest(query, lang, limit, visible)
    listed = [{"text": s.text, "kind": s.kind, "url": s.url, "lang": s.lang} for s in found]
    known = {item["text"].lower() for item in listed}
    past = querylog.successful(query, lang or "ru", 3, lambda text: engine.gives_nothing_away(text, visible))
    listed += [{"text": text, "kind": "query", "url": "", "lang": lang or "ru"} for text in past if text not in known]
    return _json({"query": query, "suggestions": listed[:limit]})


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Describe the interface as OpenAPI 3.1."""
    return JsonResponse(description(request.build_absolute_uri("/")))


def _request(request: HttpRequest) -> Request:
    data = request.GET
    if data.get("sort", "relevance") not in {"relevance", "date"}:
        raise BadRequest("sort: relevance or date")
    return Request(
        query=data.get("q", ""),
        lang=_lang(request),
        types=[part for value in data.getlist("type") for part in value.split(",") if part][:MAX_VALUES],
        facets={name: data.getlist(name)[:MAX_VALUES] for name in FACETS if data.getlist(name)},
        sort=data.get("sort", "relevance"),
        offset=_number(request, "offset", 0, MAX_OFFSET),
        limit=_number(request, "limit", 10, MAX_LIMIT),
        visible=visible_to(request),
        sections=1,
        count_facets=data.get("facets") == "1",
        repair=data.get("exact") != "1",
    )


def _lang(request: HttpRequest) -> str | None:
    lang = request.GET.get("lang") or None
    if lang is not None and lang not in LANGUAGES:
        raise BadRequest(f"lang: one of {', '.join(LANGUAGES)}")
    return lang


def _number(request: HttpRequest, name: str, default: int, most: int) -> int:
    text = request.GET.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit()) or int(text[:9]) > most:
        raise BadRequest(f"{name}: a whole number from 0 to {most}")
    return int(text)


def _result(hit: Hit) -> dict[str, Any]:
    best = hit.sections[0]
    section = {"anchor": best.anchor, "title": best.heading or best.number, "url": f"{hit.url}#{best.anchor}"}
    return {
        "id": hit.id,
        "title": hit.title,
        "url": hit.url,
        "type": hit.type,
        "lang": hit.lang,
        "section": section if best.anchor else None,
        "score": hit.score,
        "snippet": hit.snippet,
    }


def _json(data: dict[str, Any], status: int = 200) -> JsonResponse:
    # What an answer holds depends on who asks.
    headers = {"Cache-Control": "private, no-store", "Vary": "Cookie"}
    return JsonResponse(data, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})
