"""The one setting that gives Wagtail's own search to another engine; the search of readers keeps its index of pages."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

EMBEDDED = "embedded"
DATABASE = "database"
_SERVER = re.compile(r"(?P<engine>elasticsearch[789]|opensearch[23])(?:\+(?P<scheme>https?))?")


def search_backend(choice: str, path: Path) -> dict[str, Any]:
    """Return the entry of WAGTAILSEARCH_BACKENDS for a choice.

    `embedded` is ours, in a folder; `database` is Wagtail's on the site's own database; a server is written as
    `elasticsearch9+https://user:password@host:9200/name` (also `opensearch3`, an older number, or http), where the name begins
    the names of its indexes. Raises ImproperlyConfigured for anything else.
    """
    if choice in ("", EMBEDDED):
        return {"BACKEND": "search.backend", "PATH": str(path)}
    if choice == DATABASE:
        return {"BACKEND": "wagtail.search.backends.database"}
    address = urlsplit(choice)
    server = _SERVER.fullmatch(address.scheme)
    if server is None or not address.hostname:
        raise ImproperlyConfigured(
            f"SEARCH_BACKEND={_without_password(choice)!r} is no search backend. Use {EMBEDDED}, {DATABASE}, or an address "
            "such as elasticsearch9+https://user:password@host:9200/opora."
        )
    return {
        "BACKEND": f"wagtail.search.backends.{server['engine']}",
        "URLS": [f"{server['scheme'] or 'http'}://{address.netloc}"],
        "INDEX_PREFIX": f"{address.path.strip('/') or 'opora'}-",
    }


def _without_password(choice: str) -> str:
    return re.sub(r"(?<=//)[^@/]*@", "…@", choice)
