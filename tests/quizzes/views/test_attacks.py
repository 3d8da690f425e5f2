"""What somebody may try against an attempt, and what comes of it: nothing."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.answers import widget
from quizzes.domain import start_attempt, submit_attempt
from quizzes.domain.admission import declaration_text
from quizzes.models import Attempt, Outcome, Response
from tests.quizzes.builders import QUESTIONS, answer_rightly, form_data, make_bank, make_quiz, make_user, right_data, url

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture
def quiz():
    make_bank()
    return make_quiz(time_limit_minutes=30)


def test_every_address_of_somebody_elses_attempt_is_not_found(client, attempt) -> None:
    client.force_login(make_user("mallory@example.org"))
    gets = [client.get(url(name, attempt)).status_code for name in ("attempt", "review", "result", "answers")]
    posts = [client.post(url(name, attempt)).status_code for name in ("submit", "pause", "resume", "practise")]
    item = attempt.form.items.get(position=1)
    saves = [client.post(url("question", attempt, 1), right_data(item), headers=headers).status_code for headers in ({}, JSON)]
    unknown = client.post(reverse("quizzes:question", args=[uuid4(), 1]), {}, headers=JSON).status_code
    assert (gets, posts, saves, unknown) == ([404] * 4, [404] * 4, [404, 404], 404)
    assert (attempt.responses.count(), Attempt.objects.get().state) == (0, "open")


def test_without_a_session_nothing_is_saved_and_the_script_is_told_where_to_sign_in(client, attempt) -> None:
    client.logout()
    reply = client.post(url("question", attempt, 1), {"answer": "0"}, headers=JSON)
    assert (reply.status_code, reply.json()["sign_in"]) == (401, reverse("account_login"))
    plain = client.post(url("question", attempt, 1), {"answer": "0"})
    assert (plain.status_code, "login" in plain.url, Response.objects.count()) == (302, True, 0)


def test_a_post_without_the_token_of_the_form_is_refused(attempt, anna) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(anna)
    assert strict.post(url("question", attempt, 1), {"answer": "0"}, headers=JSON).status_code == 403
    assert strict.post(url("submit", attempt)).status_code == 403
    assert (Response.objects.count(), Outcome.objects.count()) == (0, 0)


def test_a_replayed_post_changes_nothing(client, attempt) -> None:
    item = attempt.form.items.get(version__item__code="t-6")
    first = {"answer": "куратор", "key": "k1", "client": "tab", "count": "1", "base": "0"}
    client.post(url("question", attempt, item.position), first, headers=JSON)
    client.post(url("question", attempt, item.position), {**first, "answer": "школа", "key": "k2", "count": "2"}, headers=JSON)
    for _time in range(3):
        assert client.post(url("question", attempt, item.position), first, headers=JSON).status_code == 200
    row = submit_attempt(attempt).items.get(form_item=item)
    assert (row.response.answer.text, attempt.responses.count()) == ("школа", 2)


def test_a_replayed_submit_and_start_change_nothing(client, attempt) -> None:
    assert [client.post(url("submit", attempt)).status_code for _time in range(3)] == [302] * 3
    late = client.post(url("question", attempt, 1), {"answer": "0"}, headers=JSON)
    assert (Outcome.objects.count(), late.status_code) == (1, 409)


@pytest.mark.parametrize(
    "fields",
    [
        {"deadline_at": "2099-01-01", "state": "submitted", "number": "9", "candidate": "1"},
        {"sequence": "99", "counts": "0", "recorded_at": "2001-01-01", "attempt": "1", "form_item": "1", "content": "{}"},
        {
            "cut_score": "0",
            "passed": "1",
            "fraction": "1",
            "option_order": "[0]",
            "accommodation": "1",
            "paused_at": "2001-01-01",
        },
    ],
)
def test_fields_that_are_no_answer_are_not_read(client, attempt, fields) -> None:
    before = Attempt.objects.values().get()
    item = attempt.form.items.get(version__item__code="t-6")
    client.post(url("question", attempt, item.position), {"answer": "куратор", **fields}, headers=JSON)
    client.post(url("submit", attempt) + "?deadline_at=2099-01-01", fields)
    row, after = Response.objects.get(), Attempt.objects.values().get()
    assert (row.sequence, row.counts, row.attempt_id, row.form_item_id) == (1, True, attempt.pk, item.pk)
    assert row.recorded_at > timezone.now() - timedelta(minutes=1)
    kept = ("deadline_at", "number", "candidate_id", "form_id", "accommodation_id", "paused_at", "started_at")
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert Outcome.objects.get().passed is False


def test_starting_reads_nothing_but_who_and_which(client, quiz, anna) -> None:
    client.force_login(anna)
    client.post(
        reverse("quizzes:start", args=["basics"]), {"seed": "abc", "deadline_at": "2099-01-01", "candidate": "99", "number": "7"}
    )
    attempt = Attempt.objects.get()
    assert (attempt.candidate, attempt.number, attempt.form.seed == "abc") == (anna, 1, False)
    assert attempt.deadline_at - attempt.started_at == timedelta(minutes=30)


def test_the_deadline_is_the_servers_whatever_the_browser_says(client, attempt, time_machine) -> None:
    time_machine.move_to(attempt.deadline_at + timedelta(seconds=1), tick=False)
    late = {"answer": "0", "recorded_at": attempt.started_at.isoformat(), "left": "600"}
    reply = client.post(url("question", attempt, 1), late, headers={**JSON, "date": attempt.started_at.isoformat()})
    assert (reply.status_code, list(reply.json()), Response.objects.count()) == (409, ["error", "over"], 0)


def test_places_on_the_page_are_read_by_the_order_frozen_in_the_form(client, quiz, anna) -> None:
    attempt = start_attempt(quiz, anna, seed="b")
    client.force_login(anna)
    item = attempt.form.items.get(version__item__code="t-1")
    for place in ("0", "1", "2"):
        client.post(url("question", attempt, item.position), {"answer": place, "order": "2,1,0", "option_order": "[2,1,0]"})
    chosen = [row.answer.option for row in attempt.responses.order_by("sequence")]
    assert chosen == item.option_order


def test_an_item_of_another_form_is_not_there(client, attempt) -> None:
    assert [
        client.post(url("question", attempt, place), {"answer": "0"}, headers=JSON).status_code for place in (0, 99, 10**9)
    ] == [404] * 3


def test_saving_says_the_same_for_right_and_wrong(client, attempt) -> None:
    said = {}
    for item in attempt.form.items.select_related("version"):
        content = item.version.content
        right, wrong = right_data(item), {"answer": "0"} if content.kind != "numerical" else {"answer": "9999"}
        replies = [
            client.post(url("question", attempt, item.position), data, headers=JSON).json() for data in (wrong, right, wrong)
        ]
        said[content.kind] = {(tuple(reply), re.sub(r"\d", "0", reply["saved"])) for reply in replies}
    assert {len(one) for one in said.values()} == {1}


def test_asking_for_a_check_tells_nothing_where_answers_are_checked_after_the_end(client, attempt) -> None:
    item = attempt.form.items.select_related("version").get(version__item__code="t-1")
    address = url("question", attempt, item.position)
    seen = set()
    for place in right_data(item)["answer"] + [str(one) for one in range(3)]:
        reply = client.post(address, {"answer": place, "check": "1"}, headers=JSON).json()
        page = client.post(address, {"answer": place, "check": "1"}, follow=True).content.decode()
        words = ["статья 77", "Всегда опека", "Верно", "Неверно", "o-verdict"]
        seen.add((tuple(sorted(reply)), tuple(word for word in words if word in page)))
    assert seen == {(("base", "left", "saved"), ())}
    assert [client.get(url(name, attempt)).status_code for name in ("answers", "result")] == [302, 302]


def test_pages_of_an_open_attempt_do_not_differ_by_the_key(client, quiz, anna) -> None:
    """The same page with the right option marked in the bank elsewhere is the same page: the key is not in it."""
    attempt = start_attempt(quiz, anna, seed="form-of-anna")
    client.force_login(anna)
    item = attempt.form.items.get(version__item__code="t-1")
    html = client.get(url("question", attempt, item.position)).content.decode()
    values = [re.sub(r"\s", "", one) for one in re.findall(r"<label[^>]*for=\"answer-\d\">(.*?)</label>", html, re.S)]
    assert sorted(values) == ["куратор", "опека", "школа"]
    marks = re.findall(r'<input[^>]*name="answer"[^>]*>', html)
    assert {re.sub(r"\d+", "N", mark) for mark in marks} == {re.sub(r"\d+", "N", marks[0])}
    assert [
        word for word in ("fraction", "correct", "статья 77", "seed", attempt.form.seed, item.version.fingerprint) if word in html
    ] == []


def test_a_script_in_an_answer_is_text_everywhere(client, anna) -> None:
    make_bank("// [id:e]\nЧто сделаете? {}\n\n// [id:s]\nСлово? {=да}")
    attempt = start_attempt(make_quiz(blueprint={"cells": [{"count": 1, "kind": "essay"}, {"count": 1}]}), anna)
    client.force_login(anna)
    nasty = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    pages = []
    for position in (1, 2):
        client.post(url("question", attempt, position), {"answer": nasty, "base": "0"})
        pages.append(client.get(url("question", attempt, position)))
        pages.append(client.post(url("question", attempt, position), {"answer": nasty + "!", "base": "0"}))
        conflict = client.post(url("question", attempt, position), {"answer": nasty + "?", "base": "0"}, headers=JSON)
        assert (conflict.status_code, conflict["Content-Type"]) == (409, "application/json")
    client.post(url("submit", attempt))
    pages += [client.get(url("result", attempt)), client.get(url("answers", attempt))]
    html = "".join(page.content.decode() for page in pages)
    assert ("<script>alert" in html, "<img src=x" in html, "&lt;script&gt;alert(1)" in html) == (False, False, True)


def test_a_forged_declaration_starts_nothing(client, anna) -> None:
    make_bank()
    quiz = make_quiz(purpose="certification")
    client.force_login(anna)
    rules = reverse("quizzes:rules", args=["basics"])
    others = declaration_text(quiz, make_user("boris@example.org")).fingerprint
    ticks = {"identity": "1", "rules": "1"}
    statuses = [client.post(rules, {**ticks, "declared": declared}).status_code for declared in ("", "x", others)]
    assert (statuses, client.post(rules, {"declared": declaration_text(quiz, anna).fingerprint}).status_code) == ([422] * 3, 422)
    assert (client.post(reverse("quizzes:start", args=["basics"])).url, Attempt.objects.count()) == (rules, 0)
    client.post(rules, {**ticks, "declared": declaration_text(quiz, anna).fingerprint})
    assert Attempt.objects.get().declaration.candidate == anna


def test_what_was_answered_in_one_attempt_is_not_shown_in_another(client, quiz, anna) -> None:
    first = start_attempt(quiz, anna)
    answer_rightly(first)
    submit_attempt(first)
    second = start_attempt(quiz, anna)
    client.force_login(anna)
    pages = "".join(client.get(url("question", second, place)).content.decode() for place in range(1, QUESTIONS + 1))
    assert (" checked" in pages, " selected" in pages, second.responses.count()) == (False, False, 0)
    item = second.form.items.get(version__item__code="t-1")
    assert form_data(widget(item, None)) == {"answer": []}
