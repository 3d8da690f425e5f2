"""What happens on a bad day to a real server with real processes: killed, overrun, asked twice."""

import http.client
import random
import threading
import time
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from django.db import connections

from quizzes.domain import start_attempt, submit_attempt
from quizzes.domain.outcomes import latest_responses
from quizzes.models import Attempt, Certificate, Outcome, Response
from tests.quizzes.at_once import at_once
from tests.quizzes.builders import answer_rightly, make_bank, make_quiz, make_user
from tests.quizzes.server import Caller, Server, served

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ATTEMPTS, KILLS, POWER_CUTS = 20, 30, 2
PATIENCE = 15
CANDIDATES, ANSWERS = 64, 5
GONE = (OSError, http.client.HTTPException)


def place_of(attempt: Attempt, code: str) -> int:
    return attempt.form.items.get(version__item__code=code).position


@dataclass
class Writer:
    """A candidate who goes on typing, sends everything until it is acknowledged, and notes what was."""

    caller: Caller
    path: str
    acknowledged: list[tuple[str, str]] = field(default_factory=list)
    refused: list[Any] = field(default_factory=list)

    def run(self, until: threading.Event) -> None:
        count = 0
        while not until.is_set():
            count += 1
            data = {"answer": f"ответ {count}", "key": f"key-{count}", "client": "tab", "count": count, "base": 0}
            while not until.is_set():
                try:
                    status, answer = self.caller.post(self.path, data)
                except GONE:
                    time.sleep(0.02)
                    continue
                if status == 200:
                    self.acknowledged.append((data["key"], data["answer"]))
                    break
                self.refused.append((status, answer))
                time.sleep(0.05)
        self.caller.close()


def kill_often(server: Server, chance: random.Random) -> int:
    """Kills the server thirty times at random moments: mostly the processes that answer, sometimes everything."""
    cuts = set(chance.sample(range(KILLS), POWER_CUTS))
    killed = 0
    while killed < KILLS:
        time.sleep(chance.uniform(0.05, 0.5))
        if killed in cuts:
            server.kill()
            server.start()
        elif not server.kill_workers():
            server.check_alive()
            continue
        killed += 1
    return killed


def test_killing_the_server_loses_no_acknowledged_answer(tmp_path) -> None:
    make_bank()
    quiz = make_quiz()
    attempts = [start_attempt(quiz, make_user(f"user{number}@example.org")) for number in range(ATTEMPTS)]
    with served(tmp_path) as server:
        writers = [
            Writer(Caller.of(server, one.candidate), f"/ru/quizzes/attempts/{one.public_id}/{place_of(one, 't-6')}/")
            for one in attempts
        ]
        connections.close_all()
        stop = threading.Event()
        threads = [threading.Thread(target=writer.run, args=(stop,)) for writer in writers]
        for thread in threads:
            thread.start()
        try:
            killed = kill_often(server, random.Random(5))
            enough = time.monotonic() + PATIENCE
            while time.monotonic() < enough and min(len(writer.acknowledged) for writer in writers) < 3:
                time.sleep(0.1)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
    assert (killed, [writer.refused for writer in writers if writer.refused]) == (KILLS, [])
    lost = {}
    for attempt, writer in zip(attempts, writers, strict=True):
        kept = {row.client_key: row.answer.text for row in attempt.responses.all()}
        lost[attempt.pk] = [key for key, text in writer.acknowledged if kept.get(key) != text]
        (counting,) = latest_responses(attempt).values()
        # The last one may have been written and its reply lost; nothing older may count.
        assert counting.client_sequence - len(writer.acknowledged) in (0, 1)
    assert {pk: keys for pk, keys in lost.items() if keys} == {}
    assert min(len(writer.acknowledged) for writer in writers) >= 3
    assert sum(submit_attempt(attempt).items.exclude(response=None).count() for attempt in attempts) == ATTEMPTS


def save_often(caller: Caller, path: str) -> list[Any]:
    """Saves different answers one after the other; returns the answers of the server that are no success."""
    try:
        replies = [
            caller.post(path, {"answer": str(count), "key": f"k{count}", "client": "t", "count": count})
            for count in range(3, 3 + ANSWERS)
        ]
    finally:
        caller.close()
    return [reply for reply in replies if reply[0] != 200]


def test_sixty_four_candidates_save_and_submit_at_once(tmp_path) -> None:
    make_bank()
    quiz = make_quiz()
    attempts = [start_attempt(quiz, make_user(f"user{number}@example.org")) for number in range(CANDIDATES)]
    for attempt in attempts:
        answer_rightly(attempt)
    with served(tmp_path, workers=3, threads=16) as server:
        callers = [Caller.of(server, attempt.candidate) for attempt in attempts]
        paths = [f"/ru/quizzes/attempts/{one.public_id}/" for one in attempts]
        typed = [f"{path}{place_of(one, 't-4')}/" for path, one in zip(paths, attempts, strict=True)]
        connections.close_all()
        saved = at_once(*[partial(save_often, *pair) for pair in zip(callers, typed, strict=True)])
        assert [reply for reply in saved if reply != []] == []
        again = [partial(caller.once, f"{path}submit/", {}) for caller, path in zip(callers, paths, strict=True)]
        assert set(at_once(*again, *again)) == {302}
    assert Response.objects.filter(client="t").count() == CANDIDATES * ANSWERS
    assert (Outcome.objects.count(), Certificate.objects.count()) == (CANDIDATES, CANDIDATES)
    assert set(Outcome.objects.values_list("passed", flat=True)) == {True}


def test_a_double_start_from_many_processes_opens_one_attempt(tmp_path) -> None:
    make_bank()
    make_quiz()
    anna = make_user()
    with served(tmp_path, workers=3) as server:
        caller = Caller.of(server, anna)
        connections.close_all()
        assert at_once(*[lambda: caller.once("/ru/quizzes/basics/start/", {})] * 12) == [302] * 12
    assert [attempt.number for attempt in Attempt.objects.all()] == [1]
