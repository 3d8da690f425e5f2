"""What is written in a form and sent after the sign-in has ended: it comes back to its author alone, and does nothing."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.domain import start_attempt, submit_attempt
from quizzes.domain.appeals import open_appeal
from quizzes.models import Accommodation, Appeal, Mark, RetryPlan, Sitting
from quizzes.views.kept_words import KEY, MOST_FORMS, author_key
from quizzes.views.posted import KEPT
from tests.quizzes.builders import make_bank, make_quiz, make_user
from tests.quizzes.markers import essay_of, make_essay_quiz, make_marker, permit, sit
from tests.quizzes.pages import text_of

pytestmark = pytest.mark.django_db
WORDS = "Уважение есть, но о безопасности ни слова"


@pytest.fixture
def ivan():
    return make_marker("ivan@example.org")


@pytest.fixture
def task(db) -> str:
    """The address of an answer to mark."""
    return reverse("quizzes:marking_task", args=[essay_of(sit(make_essay_quiz(), make_user())).pk])


def hidden(client: Client, address: str) -> dict[str, str]:
    """The hidden fields of the form on a page, as its browser would send them."""
    html = client.get(address).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(author)" value="([^"]+)">', html))


def written(client: Client, address: str, person, fields: dict[str, str]) -> Client:
    """A browser in which the person has opened the form, filled it in, and sent it when the sign-in was over."""
    client.force_login(person)
    carried = hidden(client, address)
    client.logout()
    reply = client.post(address, {**fields, **carried})
    assert (reply.status_code, reply.url) == (302, f"{reverse('account_login')}?next={address}")
    return client


def test_a_mark_comes_back_to_its_marker_and_is_not_made(client, task, ivan) -> None:
    written(client, task, ivan, {"c0": "1", "comment0": "почему", "comment": WORDS})
    assert "написанное цело" in text_of(client.get(reverse("account_login")))
    client.force_login(ivan)
    html = client.get(task).content.decode()
    assert [words in html for words in (WORDS, ">почему<", 'id="c0-2" name="c0" type="radio" value="1" checked')] == [True] * 3
    assert ("Вы входили заново" in html, Mark.objects.count()) == (True, 0)
    assert WORDS not in client.get(task).content.decode()


def test_nobody_else_who_signs_in_there_gets_it(client, task, ivan) -> None:
    written(client, task, ivan, {"comment": WORDS})
    other = make_marker("other@example.org")
    client.force_login(other)
    assert (client.session[KEY], WORDS in client.get(task).content.decode()) == ({}, False)
    client.logout()
    client.force_login(ivan)
    assert WORDS not in client.get(task).content.decode()


@pytest.mark.parametrize("author", ["", "7", "7:abc"])
def test_a_visitor_cannot_fill_sessions(client, task, author) -> None:
    client.post(task, {"comment": WORDS, "author": author})
    assert KEY not in client.session


def test_too_much_is_said_so_and_too_old_is_forgotten(client, task, ivan, time_machine) -> None:
    written(client, task, ivan, {"comment": "x" * 200_000})
    assert (KEY in client.session, "слишком длинно" in text_of(client.get(reverse("account_login")))) == (False, True)
    for number in range(MOST_FORMS + 2):
        address = reverse("quizzes:marking_task", args=[number + 1000])
        client.post(address, {"comment": WORDS, "author": author_key(ivan)})
    assert len(client.session[KEY]) == MOST_FORMS
    time_machine.move_to(timezone.now() + KEPT + timedelta(minutes=1))
    client.force_login(ivan)
    assert client.session[KEY] == {}


def test_an_appeal_and_its_decision_come_back(client, quiz, anna) -> None:
    attempt = start_attempt(quiz, anna)
    submit_attempt(attempt)
    form = reverse("quizzes:appeal_form", args=[attempt.public_id])
    written(client, form, anna, {"item": "2", "text": WORDS}).force_login(anna)
    html = client.get(form).content.decode()
    assert (WORDS in html, 'value="2" selected' in html, Appeal.objects.count()) == (True, True, 0)
    appeal = open_appeal(attempt, attempt.form.items.get(position=2), candidate=anna, text="Верны оба.")
    judge = permit(make_user("judge@example.org"), "decide_appeal")
    decision = reverse("quizzes:appeal_decision", args=[appeal.public_id])
    written(client, decision, judge, {"verdict": "refused", "decision": WORDS}).force_login(judge)
    html = client.get(decision).content.decode()
    appeal.refresh_from_db()
    assert (WORDS in html, 'value="refused" checked' in html, appeal.state) == (True, True, "open")


def test_conditions_and_a_plan_come_back_each_into_its_form(client, anna) -> None:
    permit(curator := make_user("curator@example.org"), "add_accommodation")
    make_bank()
    quiz = make_quiz(plan_after=1)
    submit_attempt(attempt := start_attempt(quiz, anna))
    address = reverse("quizzes:person", args=[anna.pk])
    client = written(client, address, curator, {"attempt": str(attempt.public_id), "text": WORDS})
    client.force_login(curator)
    html = client.get(address).content.decode()
    assert (f">{WORDS}</textarea>" in html, "govuk-error-message" in html, RetryPlan.objects.count()) == (True, False, 0)
    conditions = {"extra_time_percent": "50", "pause_minutes": "0", "language": "", "reason": WORDS}
    client = written(client, address, curator, conditions)
    client.force_login(curator)
    html = client.get(address).content.decode()
    assert (f'value="{WORDS}"' in html, 'value="50"' in html, Accommodation.objects.count()) == (True, True, 0)


def test_a_sitting_to_plan_comes_back(client, quiz) -> None:
    permit(examiner := make_user("examiner@example.org"), "hold_sitting")
    address = reverse("quizzes:sittings")
    soon = timezone.localdate().isoformat()
    fields = {"quiz": str(quiz.pk), "place": WORDS, "day": soon, "clock": "10:00", "late_minutes": "15", "people": ""}
    client = written(client, address, examiner, fields)
    client.force_login(examiner)
    html = client.get(address).content.decode()
    assert (f'value="{WORDS}"' in html, f'value="{soon}"' in html, Sitting.objects.count()) == (True, True, 0)


def test_a_form_older_than_the_sign_in_comes_back_filled_in(task, ivan) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ivan)
    fields = {"comment": WORDS, "author": author_key(ivan)}
    reply = strict.post(task, fields, headers={"origin": "http://testserver"})
    assert (reply.status_code, WORDS in reply.content.decode(), Mark.objects.count()) == (200, True, 0)
    foreign = strict.post(task, fields, headers={"origin": "https://evil.example"})
    of_another = strict.post(
        task, {**fields, "author": author_key(make_user("else@example.org"))}, headers={"origin": "http://testserver"}
    )
    assert [(one.status_code, WORDS in one.content.decode()) for one in (foreign, of_another)] == [(403, False)] * 2


def test_an_answer_marked_in_the_meantime_promises_nothing_to_send_again(client, task, ivan) -> None:
    written(client, task, ivan, {"c0": "1", "c1": "1", "comment": WORDS})
    other_tab = Client()
    other_tab.force_login(ivan)
    other_tab.post(task, {"c0": "2", "c1": "1", **hidden(other_tab, task)})
    assert Mark.objects.count() == 1
    client.force_login(ivan)
    page = text_of(client.get(task, follow=True))
    assert ("Этот ответ уже проверен" in page, "Вы входили заново" in page) == (True, False)
