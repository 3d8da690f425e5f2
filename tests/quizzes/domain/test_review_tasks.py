"""From a flag to a decision."""

from datetime import date

import pytest
from django.core import mail

from portal.people.roles import ensure_roles, group_of
from quizzes.domain.errors import QuizError
from quizzes.domain.review_tasks import assign_task, close_task, people_who_decide, raise_tasks
from quizzes.domain.statistics import Cohort, cohort_report
from quizzes.models import Item, LogEntry, ReviewTask
from quizzes.scoring import ChosenOne
from tests.quizzes.builders import make_quiz, make_user
from tests.quizzes.sittings import choice_item, make_form, make_people, make_versions, next_version, sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def methodologist():
    ensure_roles()
    user = make_user("m@example.org")
    user.groups.add(group_of("methodologist"))
    return user


@pytest.fixture
def quiz():
    return make_quiz(blueprint={"cells": [], "fixed": ["s-001", "s-002"]})


@pytest.fixture
def versions():
    return make_versions([choice_item("a", 2), choice_item("b", 2)])


def everybody_knows_the_first(quiz, versions, count: int = 40, prefix: str = "p") -> None:
    given = [[ChosenOne(0), ChosenOne(n % 2)] for n in range(count)]
    sit(make_form(quiz, versions), make_people(count, prefix), given)


def codes(tasks) -> list[tuple[str, str]]:
    return [(task.version.item.code, task.flag) for task in tasks]


def test_flags_become_tasks_once_and_those_who_decide_get_one_letter(
    quiz, versions, methodologist, django_capture_on_commit_callbacks
) -> None:
    everybody_knows_the_first(quiz, versions)
    with django_capture_on_commit_callbacks(execute=True):
        made = raise_tasks(cohort_report(quiz))
    assert codes(made) == [("s-001", "too-easy")]
    assert (made[0].figures["attempts"], made[0].figures["facility"]) == (40, 100.0)
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [(["m@example.org"], "Вопросы ждут решения: Основы")]
    assert raise_tasks(cohort_report(quiz)) == []


def test_a_decided_flag_comes_again_only_with_twice_the_attempts(quiz, versions, methodologist) -> None:
    everybody_knows_the_first(quiz, versions)
    [task] = raise_tasks(cohort_report(quiz))
    close_task(task, "keep", comment="Основа безопасности: знать должны все.", actor=methodologist)
    everybody_knows_the_first(quiz, versions, 30, "q")
    assert raise_tasks(cohort_report(quiz)) == []
    everybody_knows_the_first(quiz, versions, 10, "r")
    assert codes(raise_tasks(cohort_report(quiz))) == [("s-001", "too-easy")]


def test_versions_out_of_use_need_nobody(quiz, versions) -> None:
    everybody_knows_the_first(quiz, versions)
    newer = next_version(versions[0])
    Item.objects.filter(code="s-001").update(current_version=newer)
    assert raise_tasks(cohort_report(quiz)) == []


def test_a_retired_item_needs_nobody(quiz, versions) -> None:
    everybody_knows_the_first(quiz, versions)
    Item.objects.filter(code="s-001").update(status=Item.Status.RETIRED)
    assert raise_tasks(cohort_report(quiz)) == []


def test_too_few_attempts_make_no_task(quiz, versions) -> None:
    everybody_knows_the_first(quiz, versions, 29)
    assert raise_tasks(cohort_report(quiz)) == []


def test_a_narrowed_report_makes_no_tasks(quiz, versions) -> None:
    everybody_knows_the_first(quiz, versions)
    with pytest.raises(QuizError, match="по всем попыткам"):
        raise_tasks(cohort_report(quiz, Cohort(since=date(2026, 1, 1))))


@pytest.fixture
def task(quiz, versions):
    everybody_knows_the_first(quiz, versions)
    [task] = raise_tasks(cohort_report(quiz))
    return task


def test_a_task_is_closed_with_a_reason_and_noted(task, methodologist) -> None:
    for decision, comment, words in [("keep", "  ", "Поясните"), ("burn", "так", "Выберите")]:
        with pytest.raises(QuizError, match=words):
            close_task(task, decision, comment=comment, actor=methodologist)
    closed = close_task(task, "reword", comment=" Слишком явный ключ. ", actor=methodologist)
    assert (closed.state, closed.decision, closed.comment, closed.closed_by) == (
        "closed",
        "reword",
        "Слишком явный ключ.",
        methodologist,
    )
    assert LogEntry.objects.get(act="review_task.closed").details["flag"] == "too-easy"
    with pytest.raises(QuizError, match="уже закрыта"):
        close_task(task, "keep", comment="ещё раз", actor=methodologist)


def test_a_task_is_given_to_somebody_who_may_decide(task, methodologist, django_capture_on_commit_callbacks) -> None:
    other = make_user("o@example.org")
    with pytest.raises(QuizError, match="нет права"):
        assign_task(task, other, actor=methodologist)
    other.groups.add(group_of("methodologist"))
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assign_task(task, other, actor=methodologist)
    assert [letter.to for letter in mail.outbox] == [["o@example.org"]]
    with django_capture_on_commit_callbacks(execute=True):
        assign_task(task, methodologist, actor=methodologist)
        assign_task(task, None, actor=methodologist)
    assert (len(mail.outbox), ReviewTask.objects.get().assignee) == (1, None)


def test_only_those_with_the_right_decide(methodologist) -> None:
    make_user("nobody@example.org")
    assert list(people_who_decide()) == [methodologist]
