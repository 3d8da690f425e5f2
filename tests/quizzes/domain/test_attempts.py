"""Sitting a quiz: who may, what is frozen, what counts."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from quizzes import scoring
from quizzes.domain import expire_attempts, flag_item, record_response, start_attempt, submit_attempt
from quizzes.domain.errors import AttemptClosed, AttemptRefused, BankError
from quizzes.models import Attempt, Certificate, Item, Outcome
from tests.quizzes.builders import QUESTIONS, answer_rightly, make_bank, make_quiz, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz():
    make_bank()
    return make_quiz()


@pytest.fixture
def anna():
    return make_user()


def test_start_freezes_a_form(quiz, anna) -> None:
    attempt = start_attempt(quiz, anna)
    codes = {item.version.item.code for item in attempt.form.items.all()}
    assert codes == {f"t-{number}" for number in range(1, QUESTIONS + 1)}
    assert (attempt.number, attempt.state, attempt.form.cut_score) == (1, "open", 75)
    assert [item.position for item in attempt.form.items.all()] == list(range(1, QUESTIONS + 1))


def test_a_second_start_returns_the_open_attempt(quiz, anna) -> None:
    assert start_attempt(quiz, anna) == start_attempt(quiz, anna)


def test_the_database_refuses_a_second_open_attempt(quiz, anna) -> None:
    first = start_attempt(quiz, anna)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(quiz=quiz, candidate=anna, form=first.form, number=2, started_at=timezone.now())


def test_a_seed_gives_the_same_form(quiz, anna) -> None:
    first = start_attempt(quiz, anna, seed="abc")
    second = start_attempt(quiz, make_user("boris@example.org"), seed="abc")
    rows = [[(item.version_id, item.option_order) for item in attempt.form.items.all()] for attempt in (first, second)]
    assert rows[0] == rows[1]


def test_changes_of_the_quiz_do_not_reach_an_open_attempt(quiz, anna) -> None:
    attempt = start_attempt(quiz, anna)
    quiz.cut_score = 100
    quiz.save()
    answer_rightly(attempt, {1, 2, 3, 4, 5})
    assert submit_attempt(attempt).passed is True


def test_a_bank_that_is_too_small_names_the_cell(anna) -> None:
    make_bank()
    quiz = make_quiz(blueprint={"cells": [{"count": 3, "competency": "legal-basis"}]})
    with pytest.raises(BankError, match=r"нужно 3, найдено 2"):
        start_attempt(quiz, anna)


def test_a_retired_item_is_not_drawn(quiz, anna) -> None:
    Item.objects.filter(code="t-1").update(status=Item.Status.RETIRED)
    with pytest.raises(BankError):
        start_attempt(quiz, anna)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"is_published": False}, "не опубликован"),
        ({"opens_at": timezone.now() + timedelta(days=2)}, "ещё не открыт"),
        ({"closes_at": timezone.now() - timedelta(days=2)}, "Тест закрыт"),
    ],
)
def test_a_quiz_that_is_not_open_refuses(quiz, anna, fields, words) -> None:
    for name, value in fields.items():
        setattr(quiz, name, value)
    quiz.save()
    with pytest.raises(AttemptRefused, match=words):
        start_attempt(quiz, anna)


def test_attempts_and_waiting_times_are_counted(quiz, anna) -> None:
    quiz.attempts_allowed, quiz.first_wait_days = 2, 14
    quiz.save()
    submit_attempt(start_attempt(quiz, anna))
    with pytest.raises(AttemptRefused) as refused:
        start_attempt(quiz, anna)
    assert refused.value.until is not None
    assert (refused.value.until - timezone.now()).days == 13
    quiz.first_wait_days = 0
    quiz.save()
    second = start_attempt(quiz, anna)
    assert second.number == 2
    submit_attempt(second)
    with pytest.raises(AttemptRefused, match="Все попытки"):
        start_attempt(quiz, anna)


def test_the_last_response_counts_and_all_are_kept(quiz, anna) -> None:
    attempt = start_attempt(quiz, anna)
    item = attempt.form.items.get(version__item__code="t-3")
    record_response(attempt, item, scoring.Said(True), client_key="a")
    record_response(attempt, item, None, client_key="b")
    record_response(attempt, item, scoring.Said(False), client_key="c")
    row = submit_attempt(attempt).items.get(form_item=item)
    assert (row.fraction, row.verdict, row.response.sequence, attempt.responses.count()) == (Fraction(1), "right", 3, 3)


def test_a_request_sent_twice_is_recorded_once(quiz, anna) -> None:
    attempt = start_attempt(quiz, anna)
    item = attempt.form.items.get(version__item__code="t-3")
    first = record_response(attempt, item, scoring.Said(True), client_key="a")
    assert record_response(attempt, item, scoring.Said(True), client_key="a") == first
    assert attempt.responses.count() == 1


def test_a_response_that_does_not_fit_is_refused(quiz, anna) -> None:
    attempt = start_attempt(quiz, anna)
    item = attempt.form.items.get(version__item__code="t-1")
    with pytest.raises(scoring.ResponseError):
        record_response(attempt, item, scoring.ChosenOne(7), client_key="a")
    other = start_attempt(quiz, make_user("boris@example.org")).form.items.first()
    with pytest.raises(AttemptClosed):
        record_response(attempt, other, None, client_key="b")
    assert attempt.responses.count() == 0


def test_no_answer_after_submitting(quiz, anna) -> None:
    attempt = start_attempt(quiz, anna)
    submit_attempt(attempt)
    with pytest.raises(AttemptClosed):
        record_response(attempt, attempt.form.items.first(), None, client_key="a")


def test_no_answer_after_the_deadline_and_what_was_saved_counts(quiz, anna, time_machine) -> None:
    quiz.time_limit_minutes = 30
    quiz.save()
    start = timezone.now()
    attempt = start_attempt(quiz, anna)
    answer_rightly(attempt, {1, 2, 3})
    time_machine.move_to(start + timedelta(minutes=30, seconds=1))
    with pytest.raises(AttemptClosed):
        answer_rightly(attempt, {4})
    outcome = submit_attempt(attempt)
    assert (attempt.state, outcome.total, outcome.passed) == ("expired", Fraction(3), False)
    assert attempt.finished_at == attempt.deadline_at


def test_expire_attempts_ends_only_what_is_over(quiz, anna, time_machine) -> None:
    quiz.time_limit_minutes = 30
    quiz.save()
    start = timezone.now()
    over = start_attempt(quiz, anna)
    time_machine.move_to(start + timedelta(minutes=20))
    running = start_attempt(quiz, make_user("boris@example.org"))
    time_machine.move_to(start + timedelta(minutes=31))
    assert expire_attempts() == 1
    assert expire_attempts() == 0
    over.refresh_from_db()
    running.refresh_from_db()
    assert (over.state, running.state, over.outcomes.count()) == ("expired", "open", 1)


def test_starting_again_ends_an_attempt_whose_time_is_over(quiz, anna, time_machine) -> None:
    quiz.time_limit_minutes = 30
    quiz.save()
    first = start_attempt(quiz, anna)
    time_machine.move_to(timezone.now() + timedelta(minutes=31))
    assert start_attempt(quiz, anna).number == 2
    first.refresh_from_db()
    assert first.state == "expired"


def test_a_passed_attempt_earns_one_certificate(quiz, anna) -> None:
    attempt = start_attempt(quiz, anna)
    answer_rightly(attempt)
    first, again = submit_attempt(attempt), submit_attempt(attempt)
    assert (first, first.total, first.passed) == (again, Fraction(QUESTIONS), True)
    assert (Outcome.objects.count(), Certificate.objects.count()) == (1, 1)


def test_the_cut_score_is_exact(quiz, anna) -> None:
    quiz.cut_score = "83.33"
    quiz.save()
    attempt = start_attempt(quiz, anna)
    answer_rightly(attempt, {1, 2, 3, 4, 5})
    assert submit_attempt(attempt).passed is True


def test_a_competency_may_have_its_own_cut_score(quiz, anna) -> None:
    quiz.cut_score, quiz.competency_cut_scores = 50, {"ethics": 100}
    quiz.save()
    attempt = start_attempt(quiz, anna)
    ethics = attempt.form.items.filter(version__competency="ethics").values_list("position", flat=True)
    answer_rightly(attempt, set(range(1, QUESTIONS + 1)) - {ethics[0]})
    assert submit_attempt(attempt).passed is False


def test_an_essay_waits_for_a_person_unless_it_cannot_matter(anna) -> None:
    make_bank("// [id:e]\nОпишите {}\n\n// [id:a]\nДа? {T}\n\n// [id:b]\nДа, а? {T}")
    quiz = make_quiz(blueprint={"cells": [{"count": 2}], "fixed": ["e"]}, cut_score=100)
    attempt = start_attempt(quiz, anna)
    essay = attempt.form.items.get(version__item__code="e")
    record_response(attempt, essay, scoring.Typed("План"), client_key="e")
    answer_rightly(attempt, {item.position for item in attempt.form.items.all()} - {essay.position})
    assert submit_attempt(attempt).passed is None
    quiz.cut_score = 50
    quiz.save()
    second = start_attempt(quiz, anna)
    answer_rightly(second, {item.position for item in second.form.items.filter(version__kind="true-false")})
    assert submit_attempt(second).passed is True


def test_flags_are_kept_in_order(quiz, anna) -> None:
    attempt = start_attempt(quiz, anna)
    flag_item(attempt, 3, is_flagged=True)
    flag_item(attempt, 1, is_flagged=True)
    flag_item(attempt, 3, is_flagged=True)
    flag_item(attempt, 2, is_flagged=False)
    attempt.refresh_from_db()
    assert attempt.flagged == [1, 3]
