"""Statements handed to a real Learning Record Store, Ralph, with its file system backend, over HTTP.

It has an environment of its own (build/learning-record-store), because its pins do not fit ours; `make test` makes it. Under CI
a missing one fails, elsewhere it skips.
"""

import base64
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from quizzes.interfaces.outbox import send_statements
from quizzes.interfaces.xapi import pseudonym, statements_of
from quizzes.models import LearningRecord, Outcome
from tests.quizzes.builders import QUESTIONS, make_certificate

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
RALPH = Path(__file__).resolve().parents[2] / "build/learning-record-store/bin/ralph"
STORE = Path(__file__).with_name("learning_records") / "store.py"
LOGIN, PASSWORD = "opora", "secret"
PATIENCE_SECONDS = 60


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def environment(folder: Path) -> dict[str, str]:
    (folder / "data").mkdir()
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "RALPH_APP_DIR": str(folder),
        "RALPH_AUTH_FILE": str(folder / "auth.json"),
        "RALPH_RUNSERVER_BACKEND": "fs",
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(folder / "data"),
        "RALPH_BACKENDS__LRS__FS__DEFAULT_LRS_FILE": "statements.jsonl",
    }


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running store that knows our login."""
    if not RALPH.is_file():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("The store is missing: make test installs it.")
    folder = tmp_path_factory.mktemp("store")
    env, port = environment(folder), free_port()
    who = ["-u", LOGIN, "-p", PASSWORD, "-s", "all", "-A", "opora", "https://opora.example", "-w"]
    subprocess.run([str(RALPH), "auth", *who], env=env, check=True, capture_output=True, timeout=PATIENCE_SECONDS)
    with (folder / "log").open("w") as log:
        command = [str(RALPH.with_name("python")), str(STORE), str(port)]
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/__heartbeat__", process, folder / "log")
        yield f"{address}/xAPI"
    finally:
        process.terminate()
        process.wait(timeout=10)


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"The store did not start: {log.read_text()[-2000:]}")


def ask(store: str, query: str) -> dict[str, Any]:
    login = base64.b64encode(f"{LOGIN}:{PASSWORD}".encode()).decode()
    headers = {"Authorization": f"Basic {login}", "X-Experience-API-Version": "1.0.3"}
    with urllib.request.urlopen(urllib.request.Request(f"{store}/statements{query}", headers=headers), timeout=10) as answer:
        return dict(json.loads(answer.read()))


@pytest.fixture
def told(store: str, settings: Any) -> str:
    settings.QUIZZES_XAPI_ENDPOINT = store
    settings.QUIZZES_XAPI_USER, settings.QUIZZES_XAPI_PASSWORD = LOGIN, PASSWORD
    return store


def verbs(statements: list[dict[str, Any]]) -> list[str]:
    return [one["verb"]["id"].rsplit("/", 1)[-1] for one in statements]


def of_attempt(store: str, registration: Any) -> list[dict[str, Any]]:
    return list(ask(store, f"?registration={registration}&ascending=true&limit=100")["statements"])


def test_an_attempt_arrives_whole(told: str) -> None:
    attempt = make_certificate().outcome.attempt
    assert send_statements() == (2, 0)
    kept = of_attempt(told, attempt.public_id)
    assert sorted(verbs(kept)) == sorted(["attempted", *["answered"] * QUESTIONS, "completed", "passed"])
    assert {one["actor"]["account"]["name"] for one in kept} == {pseudonym(attempt.candidate_id)}


def test_sent_again_nothing_is_doubled(told: str) -> None:
    attempt = make_certificate().outcome.attempt
    assert send_statements() == (2, 0)
    # As after a crash between the store's answer and our note of it.
    LearningRecord.objects.update(sent_at=None, next_try_at=timezone.now())
    assert send_statements() == (2, 0)
    assert len(of_attempt(told, attempt.public_id)) == QUESTIONS + 3


def test_a_regrade_arrives_too(told: str) -> None:
    outcome = make_certificate().outcome
    fields = {"attempt": outcome.attempt, "total": 0, "max_total": outcome.max_total, "created_at": timezone.now()}
    later = Outcome.objects.create(number=2, predecessor=outcome, passed=False, reason="ключ", **fields)
    assert send_statements() == (3, 0)
    voided, failed = statements_of(LearningRecord.objects.get(outcome=later))
    assert failed["id"] in {one["id"] for one in of_attempt(told, outcome.attempt.public_id)}
    (kept,) = ask(told, f"?statementId={voided['id']}")["statements"]
    assert kept["object"] == voided["object"]


def test_a_wrong_password_is_said_and_tried_again_later(told: str, settings: Any) -> None:
    settings.QUIZZES_XAPI_PASSWORD = "wrong"
    make_certificate()
    assert send_statements() == (0, 2)
    assert {"answered 401" in one.error for one in LearningRecord.objects.all()} == {True}
    settings.QUIZZES_XAPI_PASSWORD = PASSWORD
    assert send_statements(timezone.now().replace(year=timezone.now().year + 1)) == (2, 0)
