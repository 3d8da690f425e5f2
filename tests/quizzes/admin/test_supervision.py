"""The admin's pages for supervision: regrades step by step, the log to be looked at and taken along."""

import csv
import io
import json
import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from quizzes.domain import oversight, start_attempt, submit_attempt
from quizzes.domain.appeals import decide_appeal, open_appeal
from quizzes.models import Attempt, LogEntry, Regrade
from quizzes.models.oversight import chain_digest
from tests.quizzes.builders import answer_rightly, make_bank, make_quiz, make_user
from tests.quizzes.markers import permit
from tests.quizzes.pages import text_of

pytestmark = pytest.mark.django_db


def staff(email: str, *names: str):
    person = permit(make_user(email), *names)
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return type(person).objects.get(pk=person.pk)


@pytest.fixture
def methodologist(client):
    person = staff("methodologist@example.org", "regrade_item", "decide_appeal")
    client.force_login(person)
    return person


@pytest.fixture
def attempt() -> Attempt:
    make_bank()
    attempt = start_attempt(make_quiz(), make_user())
    answer_rightly(attempt, {1, 2})
    submit_attempt(attempt)
    return attempt


@pytest.fixture
def version(attempt):
    return attempt.form.items.get(position=3).version


def page(version) -> str:
    return reverse("quizzes_regrade", args=[version.pk])


def test_the_page_offers_full_marks_first(client, methodologist, version) -> None:
    html = client.get(page(version)).content.decode()
    assert re.search(r'id="policy-full"[^>]* checked', html)
    assert "Пересчитать и сообщить" not in html


def test_a_preview_shows_whom_it_changes_and_writes_nothing(client, methodologist, version) -> None:
    shown = text_of(client.get(page(version), {"policy": "full-marks"}))
    assert ("Изменится итогов: 1" in shown, "Ёлкина" in shown, "2 / 6" in shown, "3 / 6" in shown) == (True, True, True, True)
    assert Regrade.objects.count() == 0


def test_a_confirmed_regrade_runs_once_and_shows_what_it_did(client, methodologist, version, attempt) -> None:
    data = {"policy": "full-marks", "reason": "Вопрос неоднозначен", "key": "abc", "certificates": "keep"}
    first, second = client.post(page(version), data), client.post(page(version), data)
    assert first.url == second.url == "/admin/quizzes/regrade/progress/abc/"
    assert (Regrade.objects.get().author, attempt.outcomes.count()) == (methodologist, 2)
    done = client.get(first.url)
    assert ("Изменено итогов: 1 из 1" in text_of(done), done.get("Refresh")) == (True, None)


def test_the_progress_page_asks_again_by_itself(client, methodologist) -> None:
    reply = client.get(reverse("quizzes_regrade_progress", args=["unknown"]))
    assert (reply["Refresh"], "Пересчёт начинается" in text_of(reply)) == ("2", True)


def test_a_reason_is_asked_for(client, methodologist, version) -> None:
    reply = client.post(page(version), {"policy": "full-marks", "reason": " ", "key": "abc"})
    assert (reply.status_code, "Напишите причину" in text_of(reply), Regrade.objects.count()) == (422, True, 0)


@pytest.mark.parametrize("data", [{"policy": "corrected-key"}, {"policy": "corrected-key", "corrected_by": "999999"}])
def test_a_key_of_no_version_is_refused(client, methodologist, version, data) -> None:
    assert client.get(page(version), data).status_code == 422


def test_an_accepted_appeal_comes_along(client, methodologist, version, attempt) -> None:
    item = attempt.form.items.get(version=version)
    appeal = open_appeal(attempt, item, candidate=attempt.candidate, text="не так")
    decide_appeal(appeal, judge=methodologist, accepted=True, decision="да")
    address = f"{page(version)}?appeal={appeal.public_id}&policy=full-marks"
    assert "По принятой апелляции" in text_of(client.get(address))
    client.post(address, {"policy": "full-marks", "reason": "Апелляция", "key": "abc"})
    appeal.refresh_from_db()
    assert appeal.regrade == Regrade.objects.get()


def test_without_the_right_nothing_opens(client, version) -> None:
    client.force_login(staff("other@example.org"))
    pages = [page(version), reverse("quizzes_regrade_progress", args=["k"]), reverse("quizzes_log_export_page")]
    pages += [reverse("quizzes_log_export", args=[form]) for form in ("csv", "jsonl")]
    assert [client.get(one).status_code for one in pages] == [302] * 5
    assert (
        client.post(page(version), {"policy": "full-marks", "reason": "x", "key": "k"}).status_code,
        Regrade.objects.count(),
    ) == (302, 0)


@pytest.fixture
def auditor(client):
    person = staff("auditor@example.org", "view_logentry")
    client.force_login(person)
    return person


def test_the_log_is_listed_filtered_and_never_edited(client, auditor, attempt) -> None:
    views = LogEntry.snippet_viewset
    entry = LogEntry.objects.filter(act="attempt.started").get()
    everything = text_of(client.get(reverse(views.get_url_name("list"))))
    assert ("attempt.submitted" in everything, "quiz.created" in everything) == (True, True)
    some = text_of(client.get(reverse(views.get_url_name("list")), {"act": "attempt."}))
    assert ("attempt.submitted" in some, "quiz.created" in some) == (True, False)
    assert "attempt.started" in text_of(client.get(reverse(views.get_url_name("inspect"), args=[entry.pk])))
    refused = [client.get(reverse(views.get_url_name(name), args=[entry.pk])).status_code for name in ("edit", "delete")]
    assert (refused, client.get(reverse(views.get_url_name("add"))).status_code) == ([302, 302], 302)


def test_json_lines_carry_a_chain_that_anybody_can_recompute(client, auditor, attempt) -> None:
    reply = client.get(reverse("quizzes_log_export", args=["jsonl"]))
    lines = [json.loads(line) for line in b"".join(reply.streaming_content).decode().splitlines()]
    previous = ""
    for line in lines[:-1]:
        assert (line["previous"], line["digest"]) == (previous, chain_digest(previous, line["facts"]))
        previous = line["digest"]
    assert lines[-1]["chain"] | {"rule": ""} == {
        "rule": "",
        "holds": True,
        "entries": len(lines) - 1,
        "head": previous,
        "faults": [],
    }
    assert lines[-2]["facts"]["act"] == "log.exported"


def test_the_table_has_no_formula_and_ends_with_the_verdict(client, auditor, attempt) -> None:
    oversight.note("quiz.changed", details="=1+1")
    reply = client.get(reverse("quizzes_log_export", args=["csv"]), {"from": "2020-01-01", "to": "not-a-day"})
    rows = list(csv.reader(io.StringIO(b"".join(reply.streaming_content).decode("utf-8-sig")), delimiter=";"))
    assert (rows[0][0], rows[-1][0], rows[-1][2], len(rows) - 2) == ("number", "chain", "holds", LogEntry.objects.count())
    assert [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@")] == []


def test_the_export_page_shows_the_head(client, auditor, attempt) -> None:
    html = client.get(reverse("quizzes_log_export_page")).content.decode()
    found = oversight.verify()
    assert f"{found.sealed}:{found.head}" in html
