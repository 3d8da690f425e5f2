"""The oversight log: every act leaves an entry, and tampering shows."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from quizzes.domain import extend_certificate, oversight, revoke_certificate, show_name, start_attempt, submit_attempt
from quizzes.domain.attempts import expire_attempts
from quizzes.middleware import client_address, oversight_middleware
from quizzes.models import Certificate, LogEntry, LogSeal, Quiz
from tests.quizzes.builders import answer_rightly, make_bank, make_quiz, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make_user()


@pytest.fixture
def certificate(anna) -> Certificate:
    make_bank()
    attempt = start_attempt(make_quiz(), anna)
    answer_rightly(attempt)
    submit_attempt(attempt)
    return Certificate.objects.get()


def acts() -> list[str]:
    return list(LogEntry.objects.order_by("pk").values_list("act", flat=True))


def rewrite(sql: str) -> None:
    """What somebody with the database's password can do: switch the triggers off."""
    with connection.cursor() as cursor:
        for table in ("quizzes_logentry", "quizzes_logseal"):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_appended{on}")
        cursor.execute(sql)


def test_every_act_of_an_attempt_and_its_certificate_is_noted(certificate, anna) -> None:
    extend_certificate(certificate, until=certificate.valid_until + timedelta(days=30), actor=anna, reason="отпуск")
    show_name(certificate, actor=anna, is_shown=True)
    revoke_certificate(certificate, actor=anna, reason="ошибка")
    assert acts() == [
        "quiz.created",
        "attempt.started",
        "attempt.submitted",
        "outcome.written",
        "certificate.issued",
        "certificate.extended",
        "certificate.name_shown",
        "certificate.revoked",
    ]
    last = LogEntry.objects.latest("pk")
    assert (last.actor, last.subject, last.object_id) == (anna, anna, str(certificate.public_id))
    assert last.details == {"reason": "ошибка", "until": None}


def test_an_expired_attempt_is_noted_once(anna) -> None:
    make_bank()
    start_attempt(make_quiz(time_limit_minutes=1), anna)
    expire_attempts(timezone.now() + timedelta(minutes=2))
    expire_attempts(timezone.now() + timedelta(minutes=2))
    assert acts().count("attempt.expired") == 1


def test_a_changed_rule_is_noted_with_what_it_was() -> None:
    quiz = Quiz.objects.get(pk=make_quiz().pk)
    quiz.cut_score = 60
    quiz.save()
    quiz.save()
    assert acts() == ["quiz.created", "quiz.changed"]
    assert LogEntry.objects.latest("pk").details == {"changes": {"cut_score": ["75.00", 60]}}


def test_a_refused_act_leaves_no_entry(anna) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        oversight.note("quiz.looked_at", None, actor=anna)
        raise RuntimeError
    assert acts() == []


def test_the_chain_holds_and_grows(certificate) -> None:
    count = LogEntry.objects.count()
    assert (oversight.seal_pending(), oversight.seal_pending()) == (count, 0)
    oversight.note("appeal.opened", certificate)
    oversight.seal_pending()
    found = oversight.verify()
    assert (found.is_whole, found.sealed, found.unsealed) == (True, count + 1, 0)
    assert found.head == LogSeal.objects.get(number=count + 1).digest


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("UPDATE quizzes_logentry SET act = 'attempt.expired' WHERE act = 'attempt.submitted'", "changed after"),
        ("UPDATE quizzes_logseal SET previous = 'x' WHERE number = 3", "does not follow"),
        ("DELETE FROM quizzes_logseal WHERE number = 2", "seal 2 is missing"),
        ("UPDATE quizzes_logentry SET address = '10.0.0.9' WHERE act = 'outcome.written'", "address was changed"),
    ],
)
def test_tampering_shows(certificate, sql, reason) -> None:
    oversight.note("outcome.written", certificate)
    oversight.seal_pending()
    rewrite(sql)
    faults = oversight.verify().faults
    assert reason in faults[0][1]


def test_a_cut_tail_shows_against_a_head_written_down(certificate) -> None:
    oversight.seal_pending()
    head = oversight.verify()
    rewrite(f"DELETE FROM quizzes_logseal WHERE number = {head.sealed}")
    assert oversight.verify().is_whole is True
    assert oversight.verify((head.sealed, head.head)).is_whole is False


def test_the_database_refuses_to_change_an_entry(certificate) -> None:
    with pytest.raises(DatabaseError, match="never updated"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE quizzes_logentry SET act = act")


def test_a_request_tells_who_and_from_where(anna) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.77")
    request.user = anna
    oversight_middleware(lambda _request: oversight.note("quiz.created") and None)(request)
    entry = LogEntry.objects.get()
    assert (entry.actor, entry.address, entry.network) == (anna, "203.0.113.77", "203.0.113.0/24")
    assert oversight.origin.get() is None


def test_a_header_that_a_browser_can_write_is_no_address() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.5")
    assert client_address(request) == "127.0.0.1"


def test_addresses_are_truncated_after_their_time_and_the_chain_still_holds(anna) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2::3")
    request.user = anna
    oversight_middleware(lambda _request: oversight.note("quiz.created") and None)(request)
    oversight.seal_pending()
    assert oversight.truncate_addresses() == 0
    assert oversight.truncate_addresses(timezone.now() + timedelta(days=181)) == 1
    entry = LogEntry.objects.get()
    assert (entry.address, entry.address_salt, entry.network) == ("", "", "2001:db8:1::/48")
    assert oversight.verify().is_whole is True


def test_the_command_prints_the_head_and_fails_on_tampering(certificate) -> None:
    said = StringIO()
    call_command("verify_log", stdout=said)
    found = oversight.verify()
    assert f"Head: {found.sealed}:{found.head}" in said.getvalue()
    call_command("verify_log", f"--head={found.sealed}:{found.head}", stdout=StringIO())
    rewrite("UPDATE quizzes_logentry SET details = '{}' WHERE act = 'attempt.started'")
    with pytest.raises(CommandError, match="does not hold"):
        call_command("verify_log", stdout=StringIO(), stderr=StringIO())


def test_the_command_truncates(certificate) -> None:
    said = StringIO()
    call_command("truncate_log_addresses", stdout=said)
    assert said.getvalue() == "0 addresses erased\n"
