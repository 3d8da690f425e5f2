"""Search of the portal: text analysis, an embedded engine on Whoosh, Wagtail's backend, pages and API."""

from typing import Any


def __getattr__(name: str) -> Any:
    """Give `search.SearchBackend` lazily, so that `"BACKEND": "search"` works and pure parts need no Django."""
    if name == "SearchBackend":
        from search.backend import SearchBackend  # noqa: PLC0415 - Django is not for the pure parts

        return SearchBackend
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
