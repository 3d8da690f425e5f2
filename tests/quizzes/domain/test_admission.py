"""Who may start when: declaration, what comes before, waiting times, plans, certificates that hold."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from quizzes.domain import confirm_plan, start_attempt, submit_attempt
from quizzes.domain.admission import Past, declaration_text, failures_in_a_row, refusal, waiting_for_plan
from quizzes.domain.errors import AttemptRefused, DeclarationNeeded, QuizError
from quizzes.models import Attempt, Declaration, RetryPlan
from quizzes.models.appended import AppendedRowError
from tests.quizzes.builders import answer_rightly, make_bank, make_quiz, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz():
    make_bank()
    return make_quiz(purpose="certification")


@pytest.fixture
def anna():
    return make_user()


@pytest.fixture
def curator(settings):
    settings.QUIZZES_CURATED_PEOPLE = "tests.quizzes.domain.test_admission.everybody_but"
    return make_user("curator@example.org", first_name="Нина", last_name="Громова")


def everybody_but(curator):
    return type(curator).objects.filter(email="anna@example.org") if curator.email.startswith("curator") else nobody(curator)


def nobody(curator):
    return type(curator).objects.none()


def sit(quiz, person, *, right: bool = False) -> Attempt:
    attempt = start_attempt(quiz, person, declared=declaration_text(quiz, person).fingerprint)
    if right:
        answer_rightly(attempt)
    submit_attempt(attempt)
    return attempt


# --- the declaration ---


def test_a_certification_needs_the_declaration_in_the_words_that_hold(quiz, anna) -> None:
    for declared in ("", "0" * 64):
        with pytest.raises(DeclarationNeeded):
            start_attempt(quiz, anna, declared=declared)
    words = declaration_text(quiz, anna)
    attempt = start_attempt(quiz, anna, declared=words.fingerprint)
    kept = Declaration.objects.get()
    assert (kept.attempt, kept.candidate, kept.text, kept.fingerprint) == (attempt, anna, words.text, words.fingerprint)
    assert ("Ёлкина" in kept.text, "anna@example.org" in kept.text, Attempt.objects.count()) == (True, True, 1)


def test_another_name_or_another_rule_is_another_declaration(quiz, anna) -> None:
    before = declaration_text(quiz, anna).fingerprint
    quiz.rules_text = "Телефоны лежат на столе экзаменатора."
    quiz.save()
    with pytest.raises(DeclarationNeeded, match="изменились"):
        start_attempt(quiz, anna, declared=before)
    anna.last_name = "Орлова"
    assert (
        len({before, declaration_text(quiz, anna).fingerprint, declaration_text(quiz, make_user("b@example.org")).fingerprint})
        == 3
    )


def test_a_declaration_never_changes(quiz, anna) -> None:
    sit(quiz, anna)
    kept = Declaration.objects.get()
    kept.text = "другое"
    with pytest.raises(AppendedRowError):
        kept.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Declaration._base_manager.update(fingerprint="другое")


def test_training_asks_for_no_declaration(anna) -> None:
    make_bank()
    assert start_attempt(make_quiz(), anna).number == 1
    assert Declaration.objects.count() == 0


# --- what comes before ---


def test_a_quiz_waits_for_the_quizzes_before_it(quiz, anna) -> None:
    later = make_quiz(slug="later", title="Дальше", prerequisites={"quizzes": ["basics"]})
    with pytest.raises(AttemptRefused, match=r"Сначала нужно: пройти тест «Основы»\."):
        start_attempt(later, anna)
    sit(quiz, anna)
    assert refusal(later, anna) is not None
    Attempt.objects.update(finished_at=timezone.now() - timedelta(days=15))
    sit(quiz, anna, right=True)
    assert refusal(later, anna) is None


def unread(person, paths, language):
    return [path for path in paths if path.endswith("consent")]


def test_a_quiz_waits_for_pages_where_the_site_knows_who_has_read_them(quiz, anna, settings) -> None:
    quiz.prerequisites = {"pages": ["standards/consent", "methodology/levels"]}
    settings.QUIZZES_UNREAD_PAGES = ""
    assert "Перед тестом прочитано: standards/consent, methodology/levels." in declaration_text(quiz, anna).rules
    settings.QUIZZES_UNREAD_PAGES = "tests.quizzes.domain.test_admission.unread"
    assert str(refusal(quiz, anna)) == "Сначала нужно: прочитать «standards/consent»."
    assert not any("прочитано" in rule for rule in declaration_text(quiz, anna).rules)


# --- waiting times, plans ---


def test_a_certification_waits_14_days_then_30_with_a_plan(quiz, anna, curator, time_machine) -> None:
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    first = sit(quiz, anna)
    refused = refusal(quiz, anna)
    assert (refused.until, "план" in str(refused)) == (start + timedelta(days=14), False)
    time_machine.move_to(start + timedelta(days=14), tick=False)
    second = sit(quiz, anna)
    refused = refusal(quiz, anna)
    assert (refused.until, "куратор подтверждает план" in str(refused)) == (start + timedelta(days=44), True)
    time_machine.move_to(start + timedelta(days=45), tick=False)
    with pytest.raises(AttemptRefused, match="план"):
        start_attempt(quiz, anna, declared=declaration_text(quiz, anna).fingerprint)
    with pytest.raises(QuizError, match="план не нужен"):
        confirm_plan(first, actor=curator, text="Перечитать")
    plan = confirm_plan(second, actor=curator, text=" Перечитать стандарт согласия до пятницы ")
    again = confirm_plan(second, actor=curator, text="Перечитать стандарт согласия до пятницы")
    assert (plan.text, again, RetryPlan.objects.count()) == ("Перечитать стандарт согласия до пятницы", plan, 1)
    with pytest.raises(QuizError, match="План уже подтверждён"):
        confirm_plan(second, actor=curator, text="другое")
    third = sit(quiz, anna)
    assert (third.number, "куратор подтверждает план" in str(refusal(quiz, anna))) == (3, True)


def test_a_plan_is_confirmed_by_the_curator_only_and_says_something(quiz, anna, curator) -> None:
    quiz.plan_after, quiz.first_wait_days = 1, 0
    quiz.save()
    attempt = sit(quiz, anna)
    assert list(waiting_for_plan([anna, curator])) == [anna.pk]
    for actor, text, words in (
        (anna, "план", "куратор"),
        (make_user("x@example.org"), "план", "куратор"),
        (curator, "  ", "Напишите"),
    ):
        with pytest.raises(QuizError, match=words):
            confirm_plan(attempt, actor=actor, text=text)
    confirm_plan(attempt, actor=curator, text="план")
    assert (waiting_for_plan([anna]), refusal(quiz, anna)) == ({}, None)


def test_a_translation_is_no_second_chance(quiz, anna) -> None:
    sister = make_quiz(language="en", title="Basics", translation_key=quiz.translation_key, purpose="certification")
    sit(quiz, anna)
    assert refusal(sister, anna).until == refusal(quiz, anna).until
    training = make_quiz(slug="other", title="Другой")
    open_one = start_attempt(training, anna)
    translated = make_quiz(slug="other", language="id", title="Lain", translation_key=training.translation_key)
    assert start_attempt(translated, anna) == open_one


def test_a_certificate_that_holds_needs_no_new_attempt_until_it_nears_its_end(quiz, anna, time_machine) -> None:
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    sit(quiz, anna, right=True)
    refused = refusal(quiz, anna)
    assert "Сертификат уже есть" in str(refused)
    time_machine.move_to(refused.until + timedelta(hours=1), tick=False)
    assert refusal(quiz, anna) is None
    time_machine.move_to(start + timedelta(days=1), tick=False)
    quiz.rests_on = ["standards/consent"]
    assert refusal(quiz, anna) is None


def test_failures_are_counted_since_the_last_success() -> None:
    now = timezone.now()
    past = [Past(number, now, passed) for number, passed in enumerate((False, True, False, None, False))]
    assert [one.pk for one in failures_in_a_row(past)] == [2, 3, 4]
    assert failures_in_a_row(past[:2]) == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"opens_at": timezone.now(), "closes_at": timezone.now() - timedelta(days=1)}, "closes_at"),
        ({"feedback_policy": "closed"}, "feedback_policy"),
        ({"prerequisites": {"quiz": []}}, "prerequisites"),
        ({"prerequisites": {"quizzes": "consent"}}, "prerequisites"),
        ({"prerequisites": {"quizzes": ["basics"]}}, "prerequisites"),
    ],
)
def test_rules_that_contradict_each_other_are_refused(quiz, fields, field) -> None:
    for name, value in fields.items():
        setattr(quiz, name, value)
    with pytest.raises(ValidationError) as refused:
        quiz.full_clean()
    assert field in refused.value.message_dict
