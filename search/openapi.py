"""The description of the interface for programs, OpenAPI 3.1."""

from typing import Any

from search.text import LANGUAGES

_ERROR = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
_SECTION = {
    "type": ["object", "null"],
    "description": "The best section of the page; null if the page as a whole answers best.",
    "required": ["anchor", "title", "url"],
    "properties": {"anchor": {"type": "string"}, "title": {"type": "string"}, "url": {"type": "string"}},
}
_RESULT = {
    "type": "object",
    "required": ["id", "title", "url", "type", "lang", "section", "score", "snippet"],
    "properties": {
        "id": {"type": "string", "description": "Stable name of the page in this site."},
        "title": {"type": "string"},
        "url": {"type": "string", "description": "Address of the page, without a host."},
        "type": {"type": "string", "description": "methodology, standard, practice, form, term, …"},
        "lang": {"enum": list(LANGUAGES)},
        "section": _SECTION,
        "score": {"type": "number", "description": "Comparable within one answer only."},
        "snippet": {"type": "string", "description": "The passage that answers best, plain text."},
    },
}
_FOUND = {
    "type": "object",
    "required": ["query", "searched", "total", "results"],
    "properties": {
        "query": {"type": "string", "description": "What was asked."},
        "searched": {"type": "string", "description": "What was searched for; differs when the query was repaired."},
        "total": {"type": "integer", "description": "Pages found that the reader may see."},
        "results": {"type": "array", "items": _RESULT},
        "facets": {
            "type": "object",
            "description": "With facets=1: facet to value to number of pages.",
            "additionalProperties": {"type": "object", "additionalProperties": {"type": "integer"}},
        },
    },
}
_SUGGESTED = {
    "type": "object",
    "required": ["query", "suggestions"],
    "properties": {
        "query": {"type": "string"},
        "suggestions": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["text", "kind", "url", "lang"],
                "properties": {
                    "text": {"type": "string"},
                    "kind": {"enum": ["page", "concept", "query"]},
                    "url": {"type": "string", "description": "Set when the suggestion is a page."},
                    "lang": {"enum": list(LANGUAGES)},
                },
            },
        },
    },
}


def description(server: str) -> dict[str, Any]:
    """Return the description; `server` is the site's address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Opora search",
            "version": "1",
            "description": "Search in the knowledge base. Answers hold only what the reader of the session may see.",
        },
        "servers": [{"url": server}],
        "paths": {
            "/api/search": {"get": _operation("search", "Find pages and their sections", _search_parameters(), _FOUND)},
            "/api/suggest": {"get": _operation("suggest", "Complete what is being typed", _common(8), _SUGGESTED)},
        },
    }


def _operation(name: str, summary: str, parameters: list[dict[str, Any]], schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": "An answer.", "content": {"application/json": {"schema": schema}}},
            "400": {"description": "A value makes no sense.", "content": {"application/json": {"schema": _ERROR}}},
            "429": {"description": "Too many requests a minute.", "content": {"application/json": {"schema": _ERROR}}},
        },
    }


def _common(limit: int) -> list[dict[str, Any]]:
    return [
        _parameter("q", {"type": "string", "maxLength": 500}, 'Words, "phrases", -exclusions, beginnings*.'),
        _parameter("lang", {"enum": list(LANGUAGES)}, "Only pages in this language; without it, in any."),
        _parameter("limit", {"type": "integer", "minimum": 0, "maximum": 50, "default": limit}, "How many."),
    ]


def _search_parameters() -> list[dict[str, Any]]:
    values = {"type": "array", "items": {"type": "string"}}
    facets = ("type", "levels", "services", "groups", "competencies", "region", "year")
    return [
        *_common(10),
        _parameter("offset", {"type": "integer", "minimum": 0, "maximum": 1000, "default": 0}, "How many to skip."),
        _parameter("sort", {"enum": ["relevance", "date"], "default": "relevance"}, "Order."),
        _parameter("exact", {"enum": ["0", "1"], "default": "0"}, "1: search for the query as typed, without repair."),
        _parameter("facets", {"enum": ["0", "1"], "default": "0"}, "1: count facets."),
        *[_parameter(name, values, "Only pages with one of these values.") for name in facets],
    ]


def _parameter(name: str, schema: dict[str, Any], text: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": text}
