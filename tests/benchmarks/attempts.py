"""Saving answers against a bare view that upserts one row: the same gunicorn, middleware, sign-in and database, in turns.

`python -m tests.benchmarks.attempts` prints saves a second, the 95th percentile of the time of a save, and the ratio of the
saves to those of the bare view, at 8 and 64 clients, on SQLite and, where it is installed, on PostgreSQL.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tests.postgres import PostgresError, cluster
from tests.quizzes.server import ROOT, Caller, Server

SETTINGS = "tests.benchmarks.attempts_settings"
CLIENTS = (8, 64)
SECONDS, ROUNDS = 3.0, 3
WORKERS, THREADS = 2, 24  # within the connections of the throwaway PostgreSQL


def prepare() -> None:
    """Runs in a process of its own: a bank, a candidate with an attempt for every client; prints sessions and addresses."""
    import django  # noqa: PLC0415  (the settings come from the environment of this process)

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from quizzes.domain import start_attempt  # noqa: PLC0415
    from tests.benchmarks.attempts_urls import TABLE  # noqa: PLC0415
    from tests.quizzes.builders import make_bank, make_quiz, make_user  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    make_bank()
    quiz = make_quiz()
    rows = []
    for number in range(max(CLIENTS)):
        attempt = start_attempt(quiz, make_user(f"user{number}@example.org"))
        place = attempt.form.items.get(version__item__code="t-1").position
        session = Caller.of(None, attempt.candidate).session  # type: ignore[arg-type]  # it sends nothing here
        rows.append([session, f"/ru/quizzes/attempts/{attempt.public_id}/{place}/"])
    print(json.dumps(rows))


class Load:
    """One client after the other closes its loop: it sends the next save when the one before is answered."""

    def __init__(self, server: Server, people: list[list[str]]) -> None:
        self.server, self.people = server, people
        self.count = 0

    def run(self, clients: int, make: Callable[[str, int], tuple[str, dict[str, Any]]]) -> list[float]:
        """The seconds that each save took, within the time of a round."""
        times: list[list[float]] = [[] for _client in range(clients)]
        self.count += 1_000_000
        end = time.monotonic() + SECONDS

        def go(number: int) -> None:
            session, path = self.people[number]
            caller, count = Caller(self.server, session), self.count
            while time.monotonic() < end:
                count += 1
                address, data = make(path, count)
                start = time.perf_counter()
                status, answer = caller.post(address, data)
                times[number].append(time.perf_counter() - start)
                assert status == 200, (status, str(answer)[:300])
            caller.close()

        threads = [threading.Thread(target=go, args=(number,)) for number in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [one for row in times for one in row]


def bare_save(path: str, count: int) -> tuple[str, dict[str, Any]]:
    return "/bench/", {"place": 1, "answer": count % 3, "key": f"k{count}", "client": "bench", "count": count, "base": 0}


def our_save(path: str, count: int) -> tuple[str, dict[str, Any]]:
    return path, {"answer": count % 3, "key": f"k{count}", "client": "bench", "count": count, "base": 0}


def measure(address: str, name: str) -> None:
    """Prints the rows of one database."""
    environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": SETTINGS}
    with tempfile.TemporaryDirectory(prefix="opora-bench-") as folder:
        environment["TMPDIR"] = folder
        command = [sys.executable, "-m", "tests.benchmarks.attempts", "prepare"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr[-3000:])
        server = Server(Path(folder), workers=WORKERS, threads=THREADS, settings=SETTINGS, address=address)
        server.start()
        try:
            load = Load(server, json.loads(done.stdout.splitlines()[-1]))
            load.run(max(CLIENTS), bare_save), load.run(max(CLIENTS), our_save)  # everything is loaded then
            for clients in CLIENTS:
                _print(name, clients, load)
        finally:
            server.kill()


def _print(name: str, clients: int, load: Load) -> None:
    rounds = [(load.run(clients, bare_save), load.run(clients, our_save)) for _round in range(ROUNDS)]
    ratio = median(len(ours) / len(bare) for bare, ours in rounds)
    bare, ours = ([one for pair in rounds for one in pair[place]] for place in (0, 1))
    for label, times, share in (("bare upsert", bare, 1.0), ("an answer saved", ours, ratio)):
        p95 = quantiles(times, n=20)[-1] * 1000
        rate = len(times) / ROUNDS / SECONDS
        print(f"  {name:<11}{clients:>3} clients  {label:<16}{rate:7.0f}/s   p95 {p95:6.0f} ms   {share:.2f}")


def main() -> None:
    """Prints the table of both databases."""
    print("Saving an answer, the ratio to a bare view that upserts one row (goal 0.60)")
    with tempfile.TemporaryDirectory(prefix="opora-bench-") as folder:
        measure(f"sqlite:///{folder}/bench.sqlite3", "SQLite")
    try:
        with cluster() as address:
            measure(address, "PostgreSQL")
    except PostgresError as error:
        print(f"  PostgreSQL: {error}")


if __name__ == "__main__":
    prepare() if sys.argv[1:] == ["prepare"] else main()
