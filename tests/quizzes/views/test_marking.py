"""Pages for markers: blind, safe, complete without scripts."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.models import Mark
from tests.quizzes.builders import make_user
from tests.quizzes.markers import ATTACK, essay_of, make_essay_quiz, make_marker, mark, permit, sit
from tests.quizzes.pages import text_of

pytestmark = pytest.mark.django_db
QUEUE_QUERIES = 3  # the answers that wait, their marks, accepted appeals against them (and the responses these name)


@pytest.fixture
def quiz():
    return make_essay_quiz()


@pytest.fixture
def attempt(quiz):
    return sit(quiz, make_user(), ATTACK)


@pytest.fixture
def ivan(client):
    person = make_marker("ivan@example.org")
    client.force_login(person)
    return person


def page(attempt) -> str:
    return reverse("quizzes:marking_task", args=[essay_of(attempt).pk])


@pytest.mark.parametrize("name", ["marking", "marking_agreement"])
def test_strangers_are_refused(client, name) -> None:
    assert "login" in client.get(reverse(f"quizzes:{name}")).url
    client.force_login(make_user())
    assert client.get(reverse(f"quizzes:{name}")).status_code == 403


def test_a_stranger_cannot_open_or_post_a_task(client, attempt) -> None:
    client.force_login(make_user("stranger@example.org"))
    assert [client.get(page(attempt)).status_code, client.post(page(attempt), {"c0": "1"}).status_code] == [403, 403]


def test_the_page_is_blind(client, attempt, ivan) -> None:
    mark(attempt, make_marker("first@example.org"), 2, 3)
    html = client.get(reverse("quizzes:marking")).content.decode() + client.get(page(attempt)).content.decode()
    banned = ("Елкина", "Ёлкина", "Анна", "anna@example.org", str(attempt.public_id), "first@example.org", "checked")
    assert [word for word in banned if word in html] == []


def test_a_script_in_an_answer_is_shown_as_text(client, attempt, ivan) -> None:
    html = client.get(page(attempt)).content.decode()
    shown = re.search(r'<div class="o-answer"[^>]*>(.*?)</div>', html, re.DOTALL)[1]
    assert shown == (
        "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;img src=x onerror=alert(2)&gt; {{ request }}\nвторая строка"
    )


def test_a_mark_is_saved_and_the_next_answer_follows(client, quiz, attempt, ivan) -> None:
    other = sit(quiz, make_user("boris@example.org"))
    reply = client.post(page(attempt), {"c0": "2", "c1": "2", "comment0": "видно", "comment": "хорошо"})
    assert (reply.status_code, reply.url) == (302, page(other))
    saved = Mark.objects.get()
    assert (saved.marker, saved.fraction, saved.comment) == (ivan, 1, "хорошо")
    assert [row.comment for row in saved.criteria.all()] == ["видно", ""]
    assert "Больше ничего не ждёт" in text_of(client.post(page(other), {"c0": "0", "c1": "0"}, follow=True))


@pytest.mark.parametrize("data", [{}, {"c0": "1"}, {"c0": "9", "c1": "1"}, {"c0": "x", "c1": "-1"}])
def test_a_criterion_left_out_is_named_and_nothing_is_lost(client, attempt, ivan, data) -> None:
    reply = client.post(page(attempt), {**data, "comment": "мой комментарий"})
    html = reply.content.decode()
    assert (reply.status_code, Mark.objects.count(), 'href="#c1-1"' in html or 'href="#c0-1"' in html) == (422, 0, True)
    assert "мой комментарий" in html


def test_who_comes_too_late_is_told(client, attempt, ivan) -> None:
    for name in ("a", "b"):
        mark(attempt, make_marker(f"{name}@example.org"), 2, 3)
    assert "уже проверен" in text_of(client.get(page(attempt), follow=True))


def test_the_agreement_page_needs_its_own_right(client, attempt, ivan) -> None:
    assert client.get(reverse("quizzes:marking_agreement")).status_code == 403
    mark(attempt, make_marker("a@example.org"), 2, 3)
    mark(attempt, make_marker("b@example.org"), 2, 1)
    client.force_login(permit(ivan, "view_mark"))
    assert "Безопасность" in text_of(client.get(reverse("quizzes:marking_agreement")))


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return sum('"quizzes_' in query["sql"] for query in captured)


def test_the_queue_asks_as_much_for_three_answers_as_for_one(client, quiz, attempt, ivan) -> None:
    one = queries(client, reverse("quizzes:marking"))
    for number in range(2):
        sit(quiz, make_user(f"person{number}@example.org"))
    assert (one, queries(client, reverse("quizzes:marking"))) == (QUEUE_QUERIES + 1, QUEUE_QUERIES + 1)


def test_what_waits_for_markers_is_called_neither_weak_nor_scored(client, attempt) -> None:
    client.force_login(attempt.candidate)
    said = text_of(client.get(reverse("quizzes:result", args=[attempt.public_id])))
    assert "Этика и документы Ждёт проверки . верно 0 из 1, проверки ждут: 1" in said
    assert ("Требует внимания" in said, "Потренируйтесь" in said, "— 75 % Ждём проверки" in said) == (False, False, True)
    mine = text_of(client.get(reverse("quizzes:mine")))
    assert ("Ждём проверки" in mine, " %" in mine) == (True, False)
