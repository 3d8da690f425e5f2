"""Two clicks, two tabs, two devices at the same moment, with real threads on a real database."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from quizzes import scoring
from quizzes.domain import record_response, start_attempt, submit_attempt
from quizzes.domain.errors import AttemptClosed
from quizzes.models import Attempt, Certificate, Outcome, Response
from tests.quizzes.at_once import at_once
from tests.quizzes.builders import answer_rightly, make_bank, make_quiz, make_user

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


@pytest.fixture
def quiz():
    make_bank()
    return make_quiz()


def test_a_double_start_opens_one_attempt(quiz) -> None:
    anna = make_user()
    results = at_once(*[lambda: start_attempt(quiz, anna)] * THREADS)
    assert ({result.pk for result in results}, Attempt.objects.count()) == ({Attempt.objects.get().pk}, 1)


def test_a_double_submit_gives_one_outcome_and_one_certificate(quiz) -> None:
    attempt = start_attempt(quiz, make_user())
    answer_rightly(attempt)
    results = at_once(*[lambda: submit_attempt(Attempt.objects.get(pk=attempt.pk))] * THREADS)
    assert {result.pk for result in results} == {Outcome.objects.get().pk}
    assert Certificate.objects.count() == 1


def test_one_key_sent_many_times_is_one_response(quiz) -> None:
    attempt = start_attempt(quiz, make_user())
    item = attempt.form.items.get(version__item__code="t-3")
    results = at_once(*[lambda: record_response(attempt, item, scoring.Said(True), client_key="k")] * THREADS)
    assert {result.pk for result in results} == {Response.objects.get().pk}


def test_many_answers_at_once_are_all_kept_in_an_order(quiz) -> None:
    attempt = start_attempt(quiz, make_user())
    item = attempt.form.items.get(version__item__code="t-6")
    jobs = [
        lambda number=number: record_response(attempt, item, scoring.Typed(str(number)), client_key=str(number))
        for number in range(THREADS)
    ]
    assert [result for result in at_once(*jobs) if isinstance(result, Exception)] == []
    assert sorted(Response.objects.values_list("sequence", flat=True)) == list(range(1, THREADS + 1))


def test_an_answer_while_submitting_is_kept_or_refused_never_lost(quiz) -> None:
    for number in range(5):
        attempt = start_attempt(quiz, make_user(f"user{number}@example.org"))
        item = attempt.form.items.get(version__item__code="t-3")
        answer = lambda: record_response(attempt, item, scoring.Said(False), client_key="k")  # noqa: B023, E731
        saved, outcome = at_once(answer, lambda: submit_attempt(Attempt.objects.get(pk=attempt.pk)))  # noqa: B023
        row = outcome.items.get(form_item=item)
        expected = "unanswered" if isinstance(saved, AttemptClosed) else "right"
        assert (row.verdict, type(saved) in (AttemptClosed, Response)) == (expected, True)


def test_a_start_while_the_expired_attempt_is_handed_in_neither_locks_up_nor_scores_twice(quiz) -> None:
    for number in range(5):
        anna = make_user(f"user{number}@example.org")
        old = start_attempt(quiz, anna)
        answer_rightly(old)
        Attempt.objects.filter(pk=old.pk).update(deadline_at=timezone.now())
        submit = lambda: submit_attempt(Attempt.objects.get(pk=old.pk))  # noqa: B023, E731
        new, *outcomes = at_once(lambda: start_attempt(quiz, anna), submit, submit)  # noqa: B023
        assert (type(new), new.number, {type(one) for one in outcomes}) == (Attempt, 2, {Outcome})
        assert (old.outcomes.count(), Certificate.objects.filter(holder=anna).count()) == (1, 1)


def test_an_answer_at_the_deadline_is_recorded_or_refused_by_the_servers_clock(quiz) -> None:
    attempt = start_attempt(quiz, make_user())
    item = attempt.form.items.get(version__item__code="t-6")
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=timezone.now() + timedelta(seconds=0.3))
    gate = Attempt.objects.get(pk=attempt.pk).deadline_at

    def write(number: int) -> Any:
        time.sleep(number * 0.1)
        return record_response(attempt, item, scoring.Typed(str(number)), client_key=str(number))

    results = at_once(*[lambda number=number: write(number) for number in range(THREADS)])
    # How many come in time is up to the machine; the last one starts after the deadline.
    assert {type(result) for result in results} <= {Response, AttemptClosed}
    assert isinstance(results[-1], AttemptClosed)
    assert all(row.recorded_at < gate for row in attempt.responses.all())
    assert attempt.responses.count() == sum(isinstance(result, Response) for result in results)
