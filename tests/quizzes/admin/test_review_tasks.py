"""Tasks in the admin: the list, the decision, the notice on the home page."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from quizzes.domain.review_tasks import raise_tasks
from quizzes.domain.statistics import cohort_report
from quizzes.models import ReviewTask
from quizzes.scoring import ChosenOne
from tests.quizzes.builders import make_quiz, make_user
from tests.quizzes.pages import as_methodologist, text_of
from tests.quizzes.sittings import choice_item, make_form, make_people, make_versions, sit

pytestmark = pytest.mark.django_db
INDEX = "quiz_review_tasks:index"


@pytest.fixture
def methodologist(client):
    return as_methodologist(client)


def easy_items(count: int) -> list[ReviewTask]:
    """So many open tasks: everybody knows these items."""
    names = [str(n) for n in range(count)]
    quiz = make_quiz(blueprint={"cells": [], "fixed": [f"s-{n:03}" for n in range(1, count + 2)]})
    form = make_form(quiz, make_versions([choice_item(name, 2) for name in [*names, "last"]]))
    given = [[*[ChosenOne(0)] * count, ChosenOne(n % 2)] for n in range(40)]
    sit(form, make_people(40), given)
    return raise_tasks(cohort_report(quiz))


def test_the_list_shows_the_flag_in_words_and_filters(client, methodologist) -> None:
    easy_items(1)
    assert "Слишком лёгкий: верно ответили 100 %." in text_of(client.get(reverse(INDEX)))
    for query, shown in [
        ({"flag": "key"}, False),
        ({"flag": "too-easy"}, True),
        ({"state": "mine"}, False),
        ({"state": "closed"}, False),
    ]:
        assert ("Слишком лёгкий: верно" in text_of(client.get(reverse(INDEX), query))) is shown


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_any_number(client, methodologist, count, django_assert_num_queries) -> None:
    easy_items(count)
    client.get(reverse(INDEX))
    with django_assert_num_queries(10):
        client.get(reverse(INDEX))


def test_a_task_is_taken_and_decided(client, methodologist) -> None:
    [task] = easy_items(1)
    address = reverse("quiz_review_tasks:task", args=[task.pk])
    assert "Верный ответ по ключу: верно 0" in text_of(client.get(address))
    client.post(address, {"assign": "1", "assignee": methodologist.pk})
    assert ReviewTask.objects.get().assignee == methodologist
    refused = client.post(address, {"close": "1", "decision": "keep", "comment": ""})
    assert (refused.status_code, "Поясните решение" in text_of(refused)) == (200, True)
    assert client.post(address, {"close": "1", "decision": "keep", "comment": "Это основа."}).status_code == 302
    closed = text_of(client.get(address))
    assert ("Оставить как есть . Это основа." in closed, "Закрыть задачу" in closed) == (True, False)


def test_who_may_only_look_does_not_decide(client, methodologist) -> None:
    [task] = easy_items(1)
    reader = make_user("reader@example.org", is_staff=True)
    for codename in ("view_reviewtask", "access_admin"):
        reader.user_permissions.add(*_permissions(codename))
    client.force_login(reader)
    address = reverse("quiz_review_tasks:task", args=[task.pk])
    client.post(address, {"close": "1", "decision": "keep", "comment": "Это основа."})
    assert (ReviewTask.objects.get().state, "Решает методист." in text_of(client.get(address))) == ("open", True)


def _permissions(codename: str):
    return Permission.objects.filter(codename=codename)


def test_the_home_page_says_what_waits(client, methodologist) -> None:
    tasks = easy_items(2)
    ReviewTask.objects.filter(pk=tasks[0].pk).update(assignee=methodologist)
    said = text_of(client.get(reverse("wagtailadmin_home")))
    assert "Вам поручена 1 задача по вопросам 1 задача по вопросам никому не поручена" in said
