"""What is sent by plain forms after the sign-in has ended: an answer waits for its author, for nobody else, and not for ever."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.domain import submit_attempt
from quizzes.models import Attempt, LogEntry, Outcome, Response
from quizzes.views.posted import KEPT
from quizzes.views.signing_in import KEY, MOST_ANSWERS
from tests.quizzes.builders import make_bank, make_quiz, make_user, url

pytestmark = pytest.mark.django_db
ESSAY = "// [id:e]\nЧто сделаете? {}\n\n// [id:s]\nСлово? {=да}"


@pytest.fixture
def quiz():
    make_bank(ESSAY)
    return make_quiz(blueprint={"cells": [{"count": 1, "kind": "essay"}, {"count": 1}]}, time_limit_minutes=30)


@pytest.fixture
def essay(attempt) -> int:
    return attempt.form.items.get(version__kind="essay").position


def typed(client, attempt: Attempt, position: int, text: str = "Позвоню семье.") -> None:
    reply = client.post(url("question", attempt, position), {"answer": text, "key": "k1", "base": "0"})
    address = url("question", attempt, position)
    assert (reply.status_code, reply.url) == (
        302,
        f"{reverse('account_login')}?next={address.replace('/', '%2F')}".replace("%2F", "/"),
    )


def test_an_answer_waits_for_its_author_and_counts_from_when_it_came(client, attempt, anna, essay, time_machine) -> None:
    client.logout()
    time_machine.move_to(attempt.deadline_at - timedelta(seconds=5), tick=False)
    typed(client, attempt, essay)
    assert Response.objects.count() == 0
    assert "ответ цел" in client.get(reverse("account_login")).content.decode()
    came = attempt.deadline_at - timedelta(seconds=5)
    time_machine.move_to(attempt.deadline_at + timedelta(seconds=30), tick=False)
    client.force_login(anna)
    row = Response.objects.get()
    assert (row.content["text"], row.recorded_at, row.counts, KEY in client.session) == ("Позвоню семье.", came, True, False)
    entry = LogEntry.objects.get(act="answer.came_signed_out")
    assert (entry.details["recorded"], entry.details["place"]) == (True, essay)
    client.get(url("question", attempt, essay))
    assert Outcome.objects.get().items.get(response=row).form_item.position == essay


def test_somebody_else_who_signs_in_there_neither_sees_nor_saves_it(client, attempt, essay) -> None:
    client.logout()
    typed(client, attempt, essay, "личный текст")
    boris = make_user("boris@example.org")
    client.force_login(boris)
    pages = client.get(reverse("quizzes:mine")).content.decode() + client.get(reverse("quizzes:list")).content.decode()
    assert ("личный текст" in pages, KEY in client.session, Response.objects.count()) == (False, False, 0)
    client.logout()
    client.force_login(attempt.candidate)
    assert Response.objects.count() == 0


def test_another_browser_has_nothing_of_it(client, attempt, anna, essay) -> None:
    client.logout()
    typed(client, attempt, essay)
    Client().force_login(anna)
    assert Response.objects.count() == 0


def test_what_came_in_time_but_waited_until_the_end_is_given_back(client, attempt, anna, essay) -> None:
    client.logout()
    typed(client, attempt, essay, "Слова, которые нельзя терять")
    submit_attempt(attempt)
    reply = client.post(
        reverse("account_login") + "?next=" + url("question", attempt, essay),
        {"login": anna.email, "password": "correct-horse-battery"},
        follow=True,
    )
    page = reply.content.decode()
    assert ("записать не удалось" in page, "«Слова, которые нельзя терять»" in page) == (True, True)
    assert (Response.objects.count(), Outcome.objects.count()) == (0, 1)
    assert LogEntry.objects.get(act="answer.came_signed_out").details["recorded"] is False


def test_the_real_sign_in_records_it_and_leads_back(client, attempt, anna, essay) -> None:
    client.logout()
    typed(client, attempt, essay)
    address = url("question", attempt, essay)
    credentials = {"login": anna.email, "password": "correct-horse-battery", "next": address}
    reply = client.post(reverse("account_login"), credentials, follow=True)
    assert (reply.redirect_chain[-1][0], "Позвоню семье." in reply.content.decode()) == (address, True)
    assert Response.objects.get().counts is True


def test_an_answer_given_elsewhere_meanwhile_is_not_overwritten(client, attempt, anna, essay) -> None:
    client.logout()
    typed(client, attempt, essay, "с телефона")
    other = Client()
    other.force_login(anna)
    other.post(url("question", attempt, essay), {"answer": "с ноутбука", "key": "k2", "base": "0"})
    credentials = {"login": anna.email, "password": "correct-horse-battery", "next": url("question", attempt, essay)}
    page = client.post(reverse("account_login"), credentials, follow=True).content.decode()
    rows = {row.content["text"]: row.counts for row in Response.objects.all()}
    assert rows == {"с ноутбука": True, "с телефона": False}
    assert ("уже ответили иначе" in page, "«с телефона»" in page, "записан." in page) == (True, True, False)


def test_an_empty_form_is_no_answer_and_nothing_is_said(client, attempt, anna, essay) -> None:
    client.logout()
    typed(client, attempt, essay, "")
    client.force_login(anna)
    assert (Response.objects.count(), LogEntry.objects.filter(act="answer.came_signed_out").count()) == (0, 0)


def test_it_does_not_wait_for_ever_and_not_without_end(client, attempt, anna, essay, time_machine) -> None:
    client.logout()
    typed(client, attempt, essay, "x" * 300_000)
    assert KEY not in client.session
    for place in range(1, MOST_ANSWERS + 3):
        client.post(url("question", attempt, place), {"answer": "да"})
    assert len(client.session[KEY]) == MOST_ANSWERS
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=None)
    time_machine.move_to(timezone.now() + KEPT + timedelta(minutes=1))
    client.force_login(anna)
    assert Response.objects.count() == 0


def test_a_visitor_cannot_fill_sessions_with_answers_to_nothing(client, attempt, essay) -> None:
    submit_attempt(attempt)
    client.logout()
    typed(client, attempt, essay)
    assert KEY not in client.session


@pytest.mark.parametrize(("name", "back"), [("submit", "attempt"), ("pause", "attempt"), ("resume", "attempt")])
def test_a_press_without_a_sign_in_leads_to_the_page_with_the_button(client, attempt, anna, name, back) -> None:
    client.logout()
    reply = client.post(url(name, attempt))
    assert (reply.status_code, reply.url) == (302, f"{reverse('account_login')}?next={url(back, attempt)}")
    client.force_login(anna)
    assert (client.get(url(name, attempt)).url, Attempt.objects.get().state) == (url(back, attempt), "open")


def test_a_form_older_than_the_sign_in_comes_back_with_the_answer(anna, attempt, essay) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(anna)
    origin = {"origin": "http://testserver"}
    reply = strict.post(url("question", attempt, essay), {"answer": "набрано до входа"}, headers=origin)
    page = reply.content.decode()
    assert (reply.status_code, "набрано до входа" in page, "Ответ цел" in page) == (422, True, True)
    foreign = strict.post(url("question", attempt, essay), {"answer": "чужие слова"}, headers={"origin": "https://evil.example"})
    assert (foreign.status_code, "чужие слова" in foreign.content.decode(), Response.objects.count()) == (403, False, 0)
