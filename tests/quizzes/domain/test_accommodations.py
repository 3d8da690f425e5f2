"""Fair conditions for one person: who sets them, what they change, what they leave alone; pauses."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from quizzes.domain import (
    expire_attempts,
    pause_attempt,
    record_response,
    resume_attempt,
    set_accommodation,
    start_attempt,
    submit_attempt,
)
from quizzes.domain.accommodations import conditions_of
from quizzes.domain.errors import AttemptPaused, QuizError
from quizzes.models import Accommodation, Attempt, LogEntry
from quizzes.models.appended import AppendedRowError
from tests.quizzes.builders import answer_rightly, make_bank, make_quiz, make_user

pytestmark = pytest.mark.django_db


def only_anna(curator):
    people = type(curator).objects
    return people.filter(email="anna@example.org") if curator.email == "curator@example.org" else people.none()


@pytest.fixture
def curator(settings):
    settings.QUIZZES_CURATED_PEOPLE = "tests.quizzes.domain.test_accommodations.only_anna"
    return make_user("curator@example.org")


@pytest.fixture
def anna():
    return make_user()


@pytest.fixture
def quiz():
    make_bank()
    return make_quiz(time_limit_minutes=30)


def test_only_a_curator_or_a_right_sets_conditions_and_never_for_oneself(anna, curator) -> None:
    stranger, boris = make_user("stranger@example.org"), make_user("boris@example.org")
    for actor, person in ((stranger, anna), (curator, boris), (anna, anna), (curator, curator)):
        with pytest.raises(QuizError, match="куратор"):
            set_accommodation(person, actor=actor, reason="просьба", extra_time_percent=25)
    stranger.user_permissions.add(Permission.objects.get(codename="add_accommodation"))
    stranger = type(stranger).objects.get(pk=stranger.pk)
    set_accommodation(boris, actor=stranger, reason="решение комиссии", extra_time_percent=25)
    with pytest.raises(QuizError):
        set_accommodation(stranger, actor=stranger, reason="сам себе", extra_time_percent=25)
    set_accommodation(anna, actor=curator, reason="просьба", extra_time_percent=25)
    assert list(Accommodation.objects.order_by("pk").values_list("person", "author")) == [
        (boris.pk, stranger.pk),
        (anna.pk, curator.pk),
    ]


@pytest.mark.parametrize(
    "fields", [{"reason": " "}, {"extra_time_percent": 301}, {"extra_time_percent": -1}, {"pause_minutes": 241}]
)
def test_conditions_out_of_reason_are_refused(anna, curator, fields) -> None:
    with pytest.raises(QuizError):
        set_accommodation(anna, actor=curator, **{"reason": "просьба", **fields})
    assert Accommodation.objects.count() == 0


def test_the_newest_row_holds_the_old_ones_stay_and_the_log_knows(anna, curator) -> None:
    first = set_accommodation(anna, actor=curator, reason="просьба", extra_time_percent=50)
    assert conditions_of(anna) == first
    set_accommodation(anna, actor=curator, reason="больше не нужно")
    assert (conditions_of(anna), Accommodation.objects.count()) == (None, 2)
    first.extra_time_percent = 100
    with pytest.raises(AppendedRowError):
        first.save()
    entries = LogEntry.objects.filter(act="accommodation.set")
    assert list(entries.values_list("actor", "subject")) == [(curator.pk, anna.pk)] * 2


def test_time_is_frozen_at_the_start_and_a_later_change_leaves_it(anna, curator, quiz) -> None:
    set_accommodation(anna, actor=curator, reason="просьба", extra_time_percent=50)
    attempt = start_attempt(quiz, anna)
    assert attempt.deadline_at - attempt.started_at == timedelta(minutes=45)
    set_accommodation(anna, actor=curator, reason="просьба", extra_time_percent=100)
    assert Attempt.objects.get().deadline_at == attempt.deadline_at
    plain = start_attempt(quiz, make_user("boris@example.org"))
    assert plain.deadline_at - plain.started_at == timedelta(minutes=30)


def test_another_language_of_the_questions(anna, curator, quiz) -> None:
    make_bank("// [id:e-1]\nWho decides? {=guardianship ~school}", "en")
    make_quiz(language="en", title="Basics", translation_key=quiz.translation_key, blueprint={"cells": [{"count": 1}]})
    set_accommodation(anna, actor=curator, reason="просьба", language="en")
    assert start_attempt(quiz, anna).form.language == "en"
    set_accommodation(anna, actor=curator, reason="просьба", language="id")
    assert start_attempt(make_quiz(slug="other"), anna).form.language == "ru"


def test_nothing_of_it_is_on_the_certificate_or_changes_the_marks(anna, curator, quiz) -> None:
    set_accommodation(anna, actor=curator, reason="особая причина", extra_time_percent=50, is_low_vision=True)
    attempt = start_attempt(quiz, anna)
    answer_rightly(attempt)
    outcome = submit_attempt(attempt)
    said = " ".join(str(getattr(outcome.certificate, field.name)) for field in outcome.certificate._meta.concrete_fields)
    assert (outcome.percent, "особая" in said, "50" in said.split()) == (100.0, False, False)


# --- pauses ---


@pytest.fixture
def attempt(anna, curator, quiz, time_machine) -> Attempt:
    time_machine.move_to(timezone.now(), tick=False)
    set_accommodation(anna, actor=curator, reason="просьба", pause_minutes=10)
    return start_attempt(quiz, anna)


def test_a_pause_stops_the_clock_by_as_much_as_it_lasted(attempt, time_machine) -> None:
    start, deadline = timezone.now(), attempt.deadline_at
    paused = pause_attempt(attempt)
    assert (paused.is_paused(), pause_attempt(attempt).paused_at) == (True, start)
    with pytest.raises(AttemptPaused):
        record_response(attempt, attempt.form.items.first(), None, client_key="a")
    time_machine.move_to(start + timedelta(minutes=4), tick=False)
    resumed = resume_attempt(attempt)
    assert (resumed.deadline_at - deadline, resumed.pause_left) == (timedelta(minutes=4), timedelta(minutes=6))
    assert resume_attempt(attempt).deadline_at == resumed.deadline_at
    assert [pause.counted_seconds for pause in attempt.pauses.all()] == [240]


def test_a_pause_ends_by_itself_when_it_is_used_up(attempt, time_machine) -> None:
    start, deadline = timezone.now(), attempt.deadline_at
    pause_attempt(attempt)
    time_machine.move_to(start + timedelta(minutes=12), tick=False)
    record_response(attempt, attempt.form.items.get(version__item__code="t-6"), None, client_key="a")
    with pytest.raises(QuizError, match="Паузы нет"):
        pause_attempt(attempt)
    assert resume_attempt(attempt).deadline_at - deadline == timedelta(minutes=10)
    time_machine.move_to(deadline + timedelta(minutes=10), tick=False)
    assert (expire_attempts(), Attempt.objects.get().state) == (1, "expired")


def test_an_attempt_on_a_pause_does_not_expire_and_may_be_submitted(attempt, time_machine) -> None:
    pause_attempt(attempt)
    time_machine.move_to(attempt.deadline_at + timedelta(minutes=5), tick=False)
    assert expire_attempts() == 0
    submit_attempt(attempt)
    finished = Attempt.objects.get()
    assert (finished.state, finished.paused_at, finished.pause_used_seconds) == ("submitted", None, 600)


def test_there_is_no_pause_without_conditions_or_without_a_limit(anna, curator, quiz) -> None:
    boris = make_user("boris@example.org")
    with pytest.raises(QuizError, match="Паузы нет"):
        pause_attempt(start_attempt(quiz, boris))
    set_accommodation(anna, actor=curator, reason="просьба", pause_minutes=10)
    with pytest.raises(QuizError, match="Паузы нет"):
        pause_attempt(start_attempt(make_quiz(slug="endless"), anna))
