"""Pages of appeals for candidates and methodologists."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.domain import start_attempt, submit_attempt
from quizzes.domain.appeals import open_appeal
from quizzes.domain.regrading import regrade_item
from quizzes.models import Appeal, Attempt
from tests.quizzes.builders import make_user
from tests.quizzes.markers import permit
from tests.quizzes.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client):
    person = make_user()
    client.force_login(person)
    return person


@pytest.fixture
def attempt(quiz, anna) -> Attempt:
    attempt = start_attempt(quiz, anna)
    submit_attempt(attempt)
    return attempt


@pytest.fixture
def judge():
    return permit(make_user("judge@example.org"), "decide_appeal")


def form(attempt) -> str:
    return reverse("quizzes:appeal_form", args=[attempt.public_id])


def test_the_form_names_questions_where_answers_may_be_seen(client, attempt) -> None:
    assert "Вопрос 1. " in text_of(client.get(form(attempt)))


def test_the_form_has_numbers_only_where_they_may_not(client, quiz, anna) -> None:
    quiz.feedback_policy = "verdict"
    quiz.save()
    attempt = start_attempt(quiz, anna)
    submit_attempt(attempt)
    html = client.get(form(attempt)).content.decode()
    titles = [item.version.title for item in attempt.form.items.select_related("version")]
    assert ("Вопрос 1<" in html, [title for title in titles if title in html]) == (True, [])


def test_an_appeal_is_filed_and_listed(client, attempt) -> None:
    reply = client.post(form(attempt), {"item": "2", "text": "<script>не так</script>"}, follow=True)
    html = reply.content.decode()
    assert ("Апелляция подана" in html, "&lt;script&gt;не так" in html, "<script>не так" in html) == (True, True, False)
    assert Appeal.objects.get().form_item.position == 2


@pytest.mark.parametrize("data", [{}, {"item": "2"}, {"item": "99", "text": "x"}, {"item": "x", "text": "x"}])
def test_what_is_missing_is_said(client, attempt, data) -> None:
    reply = client.post(form(attempt), data)
    assert (reply.status_code, "govuk-error-summary" in reply.content.decode(), Appeal.objects.count()) == (422, True, 0)


def test_somebody_elses_attempt_does_not_exist(client, attempt) -> None:
    client.force_login(make_user("boris@example.org"))
    assert [client.get(form(attempt)).status_code, client.post(form(attempt), {"item": "1", "text": "x"}).status_code] == [
        404,
        404,
    ]


def test_pages_of_the_methodologist_need_the_right(client, attempt, anna) -> None:
    appeal = open_appeal(attempt, attempt.form.items.first(), candidate=anna, text="не так")
    pages = [reverse("quizzes:appeal_list"), reverse("quizzes:appeal_decision", args=[appeal.public_id])]
    assert [client.get(page).status_code for page in pages] == [403, 403]
    assert client.post(pages[1], {"verdict": "accepted", "decision": "да"}).status_code == 403
    client.logout()
    assert ["login" in client.get(page).url for page in [*pages, reverse("quizzes:appeals"), form(attempt)]] == [True] * 4


def test_a_decision_is_recorded_and_leads_to_the_regrade(client, attempt, anna, judge) -> None:
    appeal = open_appeal(attempt, attempt.form.items.first(), candidate=anna, text="не так")
    page = reverse("quizzes:appeal_decision", args=[appeal.public_id])
    client.force_login(permit(judge, "regrade_item"))
    assert "не так" in text_of(client.get(page))
    assert client.post(page, {"decision": "да"}).status_code == 422
    assert client.post(page, {"verdict": "accepted", "decision": ""}).status_code == 422
    reply = client.post(page, {"verdict": "accepted", "decision": "Вы правы."})
    assert reply.url == f"/admin/quizzes/regrade/{appeal.form_item.version_id}/?appeal={appeal.public_id}"
    assert "Вы правы." in text_of(client.get(page))


def test_the_page_of_a_decision_does_not_name_the_candidate(client, attempt, anna, judge) -> None:
    appeal = open_appeal(attempt, attempt.form.items.first(), candidate=anna, text="не так")
    client.force_login(judge)
    html = client.get(reverse("quizzes:appeal_decision", args=[appeal.public_id])).content.decode()
    assert [word for word in ("Ёлкина", "anna@example.org") if word in html] == []


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return sum('"quizzes_' in query["sql"] for query in captured)


def test_lists_ask_as_much_for_three_as_for_one(client, attempt, anna, judge) -> None:
    items = list(attempt.form.items.all())
    counts = []
    for number in (0, 1, 2):
        open_appeal(attempt, items[number], candidate=anna, text="не так")
        client.force_login(anna)
        own = queries(client, reverse("quizzes:appeals"))
        client.force_login(judge)
        counts.append((own, queries(client, reverse("quizzes:appeal_list"))))
    assert counts == [(1, 2)] * 3


def test_the_result_leads_to_an_appeal_and_shows_what_was_changed(client, attempt, judge) -> None:
    result = reverse("quizzes:result", args=[attempt.public_id])
    assert form(attempt) in client.get(result).content.decode()
    version = attempt.form.items.select_related("version").first().version
    regrade_item(version, policy="full-marks", reason="Вопрос неоднозначен.", author=judge, key="k")
    page = text_of(client.get(result))
    assert ("Итог изменён" in page, "Вопрос неоднозначен. До этого было 0 из 6." in page) == (True, True)
    assert f"{form(attempt)}?item=1" in client.get(reverse("quizzes:answers", args=[attempt.public_id])).content.decode()


def test_staff_find_their_pages_in_the_list_of_quizzes(client, quiz, anna, judge) -> None:
    assert "quizzes/appeals/all" not in client.get(reverse("quizzes:list")).content.decode()
    client.force_login(judge)
    html = client.get(reverse("quizzes:list")).content.decode()
    assert ("quizzes/appeals/all" in html, "quizzes/sittings" in html) == (True, False)
