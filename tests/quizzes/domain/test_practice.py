"""Practice on what was weak, and what of the key may be seen when."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from quizzes.domain import start_attempt, start_practice, submit_attempt
from quizzes.domain.admission import declaration_text
from quizzes.domain.errors import QuizError
from quizzes.domain.feedback import may_see_answers
from quizzes.domain.practice import LENGTH, practice_quiz, weak_competencies
from quizzes.models import Attempt, Certificate, Outcome
from quizzes.references import label
from tests.quizzes.builders import answer_rightly, make_bank, make_quiz, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make_user()


def more_items(competency: str, count: int) -> str:
    head = f"[tag:competency:{competency}]\nВопрос {competency}"
    return "\n\n".join(f"// [id:{competency}-{number}] {head} {number}? {{=да ~нет}}" for number in range(count))


def outcome_of(anna, right: set[str], **fields) -> Outcome:
    attempt = start_attempt(make_quiz(**fields), anna)
    answer_rightly(attempt, {item.position for item in attempt.form.items.all() if item.version.competency in right})
    return submit_attempt(attempt)


def test_practice_asks_other_questions_on_the_weak_competencies(anna) -> None:
    make_bank()
    make_bank(more_items("ethics", 12) + "\n\n" + more_items("legal-basis", 12))
    quiz = {"blueprint": {"cells": [{"count": 2, "competency": code} for code in ("ethics", "legal-basis", "level-choice")]}}
    outcome = outcome_of(anna, {"legal-basis"}, **quiz)
    assert weak_competencies(outcome) == ["ethics", "level-choice"]
    practice = start_practice(outcome)
    asked = set(outcome.attempt.form.items.values_list("version__item__code", flat=True))
    drawn = list(practice.form.items.values_list("version__competency", "version__item__code"))
    assert {competency for competency, _code in drawn} == {"ethics"}
    assert (len(drawn), asked & {code for _c, code in drawn}) == (LENGTH, set())
    assert (practice.practice_of, practice.quiz.purpose, start_practice(outcome)) == (outcome.attempt, "self-check", practice)
    assert (submit_attempt(practice).passed, Certificate.objects.filter(outcome__attempt=practice).exists()) == (False, False)
    assert start_practice(outcome).number == 2


def test_practice_is_named_after_the_weakest_and_counts_the_others(anna) -> None:
    make_bank()
    outcome = outcome_of(anna, set())
    make_bank(more_items("ethics", 3))
    with override("en"):
        practice = start_practice(outcome)
    first, second, _third = weak_competencies(outcome)
    # In the language of the questions, whatever the page was read in.
    assert practice.form.title == f"Тренировка: {label('competencies', first)}, {label('competencies', second)} и ещё 1"


def test_practice_needs_something_weak_and_other_questions(anna) -> None:
    make_bank()
    everything = {"ethics", "legal-basis", "level-choice"}
    with pytest.raises(QuizError, match="Слабых мест"):
        start_practice(outcome_of(anna, everything))
    with pytest.raises(QuizError, match="Других вопросов"):
        start_practice(outcome_of(anna, set(), slug="second"))
    assert Attempt.objects.filter(practice_of__isnull=False).count() == 0


def test_the_practice_quiz_is_made_once_a_language_and_never_listed(client) -> None:
    assert practice_quiz("ru") == practice_quiz("ru")
    assert practice_quiz("en").title != practice_quiz("ru").title
    assert client.get("/ru/quizzes/practice/").status_code == 404


# --- what may be seen ---


@pytest.mark.parametrize(
    ("policy", "passed", "expected"),
    [
        ("after", False, True),
        ("verdict", True, False),
        ("passed", False, False),
        ("passed", True, True),
        ("unknown", True, False),
    ],
)
def test_the_policy_frozen_in_the_form_decides(anna, policy, passed, expected) -> None:
    make_bank()
    quiz = make_quiz(feedback_policy=policy)
    attempt = start_attempt(quiz, anna)
    quiz.feedback_policy = "after"
    quiz.save()
    if passed:
        answer_rightly(attempt)
    assert may_see_answers(submit_attempt(attempt)) is expected


def test_answers_of_a_window_wait_until_nobody_can_be_sitting(anna) -> None:
    make_bank()
    closes = timezone.now() + timedelta(hours=1)
    outcome = submit_attempt(start_attempt(make_quiz(feedback_policy="closed", closes_at=closes, time_limit_minutes=30), anna))
    moments = (closes, closes + timedelta(minutes=29), closes + timedelta(minutes=30))
    assert [may_see_answers(outcome, moment) for moment in moments] == [False, False, True]


def test_nothing_is_shown_while_the_same_certification_is_sat_again(anna) -> None:
    make_bank()
    quiz = make_quiz(purpose="certification", first_wait_days=0)
    declared = declaration_text(quiz, anna).fingerprint
    first = submit_attempt(start_attempt(quiz, anna, declared=declared))
    assert may_see_answers(first) is True
    second = start_attempt(quiz, anna, declared=declared)
    assert may_see_answers(first) is False
    submit_attempt(second)
    assert may_see_answers(first) is True
