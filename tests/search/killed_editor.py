"""Kills a process that publishes pages, again and again at random points; run by `test_killed_writer` in a process of its own.

Database and index are the real ones, and the doctor is the portal's. Prints one line of JSON: how often the editor was killed,
how often the index could be opened and written afterwards, differed from the database, and was as the database after the doctor.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

KILLS = 50


def main(database: str, index: str, content: str) -> None:
    """Load a small library, then kill, look, let the doctor work, count."""
    import django  # noqa: PLC0415 - the database has to be named before
    from django.conf import settings  # noqa: PLC0415

    settings.DATABASES["default"]["NAME"] = database
    settings.WAGTAILSEARCH_BACKENDS["default"]["PATH"] = index
    django.setup()
    from django.db import connections  # noqa: PLC0415

    from portal.handbook.apply import apply_sync  # noqa: PLC0415
    from search.indexing import diagnose, doctor, index_now  # noqa: PLC0415

    apply_sync(Path(content))
    chance = random.Random(3)
    counts = dict.fromkeys(("killed", "opened", "written", "differed", "healed"), 0)
    for _ in range(KILLS):
        connections.close_all()
        counts["killed"] += _kill_editor(chance)
        found = diagnose()
        counts["opened"] += 1
        counts["differed"] += not found.is_healthy
        assert doctor() == found
        counts["healed"] += diagnose().is_healthy
        # The lock is free: a write does not have to wait for the dead.
        start = time.monotonic()
        index_now(["page:999999"])
        counts["written"] += time.monotonic() - start < 2
    print(json.dumps(counts))


def _kill_editor(chance: random.Random) -> int:
    pid = os.fork()
    if pid == 0:
        _publish_for_ever()
    time.sleep(chance.uniform(0.05, 0.4))
    os.kill(pid, signal.SIGKILL)
    return os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL


def _publish_for_ever() -> None:
    from wagtail.models import Page  # noqa: PLC0415

    from portal.core.pages import KnowledgePage  # noqa: PLC0415

    chance = random.Random()
    pages = [page for page in Page.objects.specific() if isinstance(page, KnowledgePage)]
    while True:
        page = chance.choice(pages)
        page.title = f"Страница {chance.randrange(10**9)}"
        page.save_revision().publish()
        if chance.random() < 0.2:
            page.unpublish()


if __name__ == "__main__":
    main(*sys.argv[1:])
