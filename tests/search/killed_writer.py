"""Kills a writer again and again at random points; run by `test_killed_writer` in a process of its own, for it forks.

The "database" is a file of titles that is replaced before the index is told, as a committed transaction is. Prints one
line of JSON: how often the writer was killed, in how many of those the index opened, took a write, and was healed.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from search.engine import Engine, PageDocument, SectionDocument
from search.engine.records import fingerprint

KILLS = 50
PAGES = 12


def main(folder: Path) -> None:
    """Kill, look, heal, count."""
    chance = random.Random(9)
    database = folder / "database.json"
    _save(database, {str(number): f"Страница {number}" for number in range(PAGES)})
    engine = Engine(folder / "index", patience=5)
    engine.rebuild(_documents(database))
    counts = {"killed": 0, "opened": 0, "written": 0, "healed": 0, "differed": 0, "torn": 0}
    for _ in range(KILLS):
        counts["killed"] += _kill_writer(folder, database, chance)
        fresh = Engine(folder / "index", patience=5)
        found = fresh.fingerprints()
        counts["opened"] += len(found) == PAGES
        counts["torn"] += sum(len(fresh.search(f'"{page["title"]}"')) != 1 for page in _pages(fresh))
        wanted = {document.key: fingerprint(document) for document in _documents(database)}
        differing = [key for key in wanted if found.get(key) != wanted[key]]
        counts["differed"] += bool(differing)
        fresh.replace(differing, [document for document in _documents(database) if document.key in differing])
        counts["healed"] += fresh.fingerprints() == wanted
        counts["written"] += fresh.index([PageDocument("0", "ru", "page", "/0/", _load(database)["0"])])
        fresh.replace(["0"], [document for document in _documents(database) if document.key == "0"])
    print(json.dumps(counts))


def _kill_writer(folder: Path, database: Path, chance: random.Random) -> int:
    pid = os.fork()
    if pid == 0:
        _write_for_ever(folder, database)
    time.sleep(chance.uniform(0.02, 0.25))
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.WTERMSIG(status) == signal.SIGKILL


def _write_for_ever(folder: Path, database: Path) -> None:
    engine = Engine(folder / "index", patience=5)
    chance = random.Random()
    while True:
        titles = _load(database)
        number = chance.choice(list(titles))
        titles[number] = f"Страница {number} издание {chance.randrange(10**9)}"
        _save(database, titles)
        if chance.random() < 0.15:
            engine.rebuild(_documents(database))
        else:
            engine.index([document for document in _documents(database) if document.key == number])


def _documents(database: Path) -> list[PageDocument]:
    return [
        PageDocument(key, "ru", "page", f"/{key}/", title, sections=(SectionDocument("a", "Раздел", title * 3),))
        for key, title in _load(database).items()
    ]


def _pages(engine: Engine) -> list[dict[str, str]]:
    snapshot = engine.snapshot()
    return [snapshot.page(number)["page"] for number in snapshot.leads]


def _load(database: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads(database.read_text(encoding="utf-8"))
    return found


def _save(database: Path, titles: dict[str, str]) -> None:
    fresh = database.with_suffix(".new")
    fresh.write_text(json.dumps(titles), encoding="utf-8")
    os.replace(fresh, database)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
