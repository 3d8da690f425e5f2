"""A worker process of its own: answers what a stranger sees of the search, a line of JSON for a query on standard input.

Started by `test_processes` with the name of the database and the folder of the index, and running until its input ends.
"""

import json
import os
import sys
from typing import Any


def main(database: str, index: str) -> None:
    """Set up as a server would, then answer."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    import django  # noqa: PLC0415 - the database has to be named before
    from django.conf import settings  # noqa: PLC0415

    settings.DATABASES["default"]["NAME"] = database
    settings.WAGTAILSEARCH_BACKENDS["default"]["PATH"] = index
    django.setup()
    from django.db import connections  # noqa: PLC0415

    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(line.strip())), flush=True)
        connections.close_all()


def answer(query: str) -> dict[str, Any]:
    """Everything a reader who is not signed in gets to see for a query."""
    from django.test import Client  # noqa: PLC0415

    client = Client()
    found = client.get("/api/search", {"q": query, "facets": "1", "limit": "50"}).json()
    return {
        "urls": [hit["url"] for hit in found["results"]],
        "total": found["total"],
        "counted": sum(found["facets"].get("lang", {}).values()),
        "snippets": " ".join(hit["snippet"] for hit in found["results"]),
        # Without what was asked often: that depends on how often this very test asked.
        "suggested": [
            s["text"] for s in client.get("/api/suggest", {"q": query[:6]}).json()["suggestions"] if s["kind"] != "query"
        ],
        "page": client.get("/ru/search/", {"q": query}).content.decode(),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
