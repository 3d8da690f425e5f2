"""Statements, and the outbox that sends them until they arrive."""

import json
import re
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from quizzes.domain import start_attempt, submit_attempt
from quizzes.interfaces.outbox import send_statements, wait_after
from quizzes.interfaces.xapi import pseudonym, statements_of
from quizzes.models import LearningRecord, Outcome
from tests.quizzes.builders import QUESTIONS, answer_rightly, make_bank, make_certificate, make_quiz, make_user

pytestmark = pytest.mark.django_db
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class Store(HTTPServer):
    """A store that answers as told and remembers what it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[int] = []
        self.got: list[tuple[dict[str, str], list[dict]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/xAPI/"


class Handler(BaseHTTPRequestHandler):
    server: Store

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append(({"path": self.path, **dict(self.headers)}, body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.end_headers()
        self.wfile.write(b"because")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def store(settings):
    with Store() as server:
        settings.QUIZZES_XAPI_ENDPOINT = server.address
        settings.QUIZZES_XAPI_USER, settings.QUIZZES_XAPI_PASSWORD = "opora", "secret"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def verbs(statements: list[dict]) -> list[str]:
    return [one["verb"]["id"].rsplit("/", 1)[-1] for one in statements]


def test_off_by_default_nothing_is_kept() -> None:
    make_certificate()
    assert (LearningRecord.objects.count(), send_statements()) == (0, (0, 0))


def test_a_passed_attempt_in_statements(store) -> None:
    certificate = make_certificate()
    attempt = certificate.outcome.attempt
    begun, ended = LearningRecord.objects.all()
    assert verbs(statements_of(begun)) == ["attempted"]
    said = statements_of(ended)
    assert verbs(said) == ["answered"] * QUESTIONS + ["completed", "passed"]
    assert (said[-1]["result"]["success"], said[-1]["result"]["score"]["scaled"]) == (True, 1.0)
    assert {one["context"]["registration"] for one in said} == {str(attempt.public_id)}
    assert {one["actor"]["account"]["name"] for one in said} == {pseudonym(attempt.candidate_id)}
    assert len({one["id"] for one in said}) == len(said)
    assert [one["id"] for one in said if not UUID.fullmatch(one["id"])] == []
    # The same facts are the same statements, word for word: that is what makes sending twice harmless.
    assert statements_of(LearningRecord.objects.get(pk=ended.pk)) == said


def test_nobody_is_named_and_no_key_or_answer_leaves(store) -> None:
    make_certificate()
    text = json.dumps([statements_of(one) for one in LearningRecord.objects.all()], ensure_ascii=False)
    assert [word for word in ("Анна", "Ёлкина", "anna@example.org", "опека", "кризис", "correctResponses") if word in text] == []


def test_a_failed_one_and_one_without_answers(store) -> None:
    make_bank()
    submit_attempt(start_attempt(make_quiz(), make_user()))
    said = statements_of(LearningRecord.objects.exclude(outcome=None).get())
    assert (verbs(said), said[-1]["result"]["success"]) == (["completed", "failed"], False)


def test_a_regrade_voids_the_verdict_before(store) -> None:
    outcome = make_certificate().outcome
    fields = {"attempt": outcome.attempt, "total": 0, "max_total": outcome.max_total, "created_at": timezone.now()}
    later = Outcome.objects.create(number=2, predecessor=outcome, passed=False, reason="ключ", **fields)
    first, second = (statements_of(LearningRecord.objects.get(outcome=one)) for one in (outcome, later))
    assert verbs(second) == ["voided", "failed"]
    assert second[0]["object"] == {"objectType": "StatementRef", "id": first[-1]["id"]}


def test_a_record_is_written_with_the_fact_or_not_at_all(store) -> None:
    make_bank()
    quiz, anna = make_quiz(), make_user()
    with pytest.raises(RuntimeError), transaction.atomic():
        start_attempt(quiz, anna)
        assert LearningRecord.objects.count() == 1
        raise RuntimeError
    assert LearningRecord.objects.count() == 0


def test_what_is_sent(store) -> None:
    make_certificate()
    assert (send_statements(), send_statements()) == ((2, 0), (0, 0))
    (headers, first), (_headers, second) = store.got
    assert (headers["path"], headers["X-Experience-API-Version"]) == ("/xAPI/statements", "1.0.3")
    assert headers["Authorization"] == "Basic b3BvcmE6c2VjcmV0"
    assert (len(first), len(second)) == (1, QUESTIONS + 2)
    assert LearningRecord.objects.filter(sent_at=None).count() == 0


def test_what_does_not_arrive_is_sent_again_later(store) -> None:
    make_certificate()
    store.answers = [500, 200, 204]
    now = timezone.now()
    assert send_statements(now) == (1, 1)
    failed = LearningRecord.objects.get(sent_at=None)
    assert (failed.tries, failed.next_try_at, "500: because" in failed.error) == (1, now + timedelta(minutes=1), True)
    assert send_statements(now + timedelta(seconds=59)) == (0, 0)
    assert send_statements(now + timedelta(seconds=61)) == (1, 0)
    assert store.got[0][1] == store.got[2][1]


def test_a_store_that_is_down_is_not_asked_a_thousand_times(settings) -> None:
    settings.QUIZZES_XAPI_ENDPOINT = "http://127.0.0.1:9/xAPI"
    make_bank()
    quiz = make_quiz()
    for number in range(5):
        start_attempt(quiz, make_user(f"p{number}@example.org"))
    assert send_statements() == (0, 3)
    assert "does not answer" in LearningRecord.objects.filter(tries=1).first().error
    with pytest.raises(CommandError, match="does not answer"):
        call_command("send_statements")


def test_waiting_doubles_up_to_a_day() -> None:
    assert [wait_after(tries) for tries in (1, 2, 3, 12, 1000)] == [timedelta(minutes=n) for n in (1, 2, 4, 1440, 1440)]


def test_nobody_else_sends_what_is_being_sent(store) -> None:
    make_bank()
    start_attempt(make_quiz(), make_user())
    now = timezone.now()
    LearningRecord.objects.update(next_try_at=now + timedelta(minutes=5))
    assert send_statements(now) == (0, 0)


def test_an_answer_costs_no_query_while_the_store_is_off(django_assert_num_queries) -> None:
    make_bank()
    attempt = start_attempt(make_quiz(), make_user())
    answer_rightly(attempt)
    assert (connection.vendor in ("sqlite", "postgresql"), LearningRecord.objects.count()) == (True, 0)
