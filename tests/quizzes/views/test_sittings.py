"""Pages of group sittings: the code, the plan, the live page, hints."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from quizzes.domain import start_attempt, submit_attempt
from quizzes.domain.sittings import enter_sitting, open_sitting, plan_sitting
from quizzes.models import IntegritySignal, LogEntry, Sitting
from tests.quizzes.builders import make_bank, make_quiz, make_user
from tests.quizzes.markers import permit
from tests.quizzes.pages import text_of

pytestmark = pytest.mark.django_db
SOON = (timezone.localdate() + timedelta(days=9)).isoformat()


@pytest.fixture
def quiz():
    make_bank()
    return make_quiz(requires_sitting=True)


@pytest.fixture
def examiner(client):
    person = permit(make_user("examiner@example.org"), "hold_sitting")
    client.force_login(person)
    return person


@pytest.fixture
def sitting(quiz, examiner) -> Sitting:
    sitting = plan_sitting(quiz, examiner=examiner, place="Кабинет 5", starts_at=timezone.now(), late_minutes=15)
    return open_sitting(sitting, examiner=examiner)


def url(name: str, sitting: Sitting, *args) -> str:
    return reverse(f"quizzes:{name}", args=[sitting.public_id, *args])


def everybody(viewer):
    return get_user_model().objects.all()


def test_a_sitting_is_planned_opened_and_closed_by_presses(client, quiz, examiner) -> None:
    data = {"quiz": quiz.pk, "place": "Зал", "day": SOON, "clock": "10:00", "late_minutes": "15", "people": ""}
    reply = client.post(reverse("quizzes:sittings"), data)
    sitting = Sitting.objects.get()
    assert (reply.url, sitting.examiner, timezone.localtime(sitting.starts_at).hour) == (url("sitting", sitting), examiner, 10)
    client.post(url("sitting_act", sitting, "open"))
    assert "Код работает" in text_of(client.get(url("sitting", sitting)))
    assert "Закончить для всех?" in text_of(client.get(url("sitting", sitting), {"close": "1"}))
    client.post(url("sitting_act", sitting, "close"))
    sitting.refresh_from_db()
    assert (sitting.state, "Код" in text_of(client.get(url("sitting", sitting)))) == ("closed", False)


def test_a_form_sent_twice_plans_one_sitting(client, quiz, examiner) -> None:
    data = {"quiz": quiz.pk, "place": " Зал ", "day": SOON, "clock": "10:00", "late_minutes": "15", "people": ""}
    places = {client.post(reverse("quizzes:sittings"), data).url for _press in range(2)}
    assert (len(places), Sitting.objects.count()) == (1, 1)
    other = client.post(reverse("quizzes:sittings"), {**data, "late_minutes": "5"})
    assert (other.status_code, "с другими условиями" in text_of(other), Sitting.objects.count()) == (422, True, 1)
    client.post(reverse("quizzes:sittings"), {**data, "clock": "12:00"})
    assert Sitting.objects.count() == 2
    client.post(url("sitting_act", Sitting.objects.earliest("starts_at"), "close"))
    client.post(reverse("quizzes:sittings"), data)
    assert Sitting.objects.count() == 3


def test_a_press_without_a_sign_in_leads_to_the_sitting(client, sitting) -> None:
    client.logout()
    reply = client.post(url("sitting_act", sitting, "close"))
    assert reply.url == f"{reverse('account_login')}?next={url('sitting', sitting)}"


def test_faults_of_the_form_are_named(client, examiner, settings) -> None:
    settings.QUIZZES_VISIBLE_PEOPLE = "tests.quizzes.views.test_sittings.everybody"
    reply = client.post(reverse("quizzes:sittings"), {"people": "nobody@example.org"})
    page = text_of(reply)
    assert (reply.status_code, "nobody@example.org" in page, "Проверьте поля" in page) == (422, True, True)


def test_a_list_takes_people_the_examiner_may_see(client, quiz, examiner, settings) -> None:
    anna = make_user()
    data = {
        "quiz": quiz.pk,
        "place": "Зал",
        "day": SOON,
        "clock": "10:00",
        "late_minutes": "15",
        "people": "Anna@example.org",
    }
    assert client.post(reverse("quizzes:sittings"), data).status_code == 422
    settings.QUIZZES_VISIBLE_PEOPLE = "tests.quizzes.views.test_sittings.everybody"
    client.post(reverse("quizzes:sittings"), data)
    assert list(Sitting.objects.get().listed.all()) == [anna]


def test_acts_are_posts_and_no_others_exist(client, sitting) -> None:
    assert client.get(url("sitting_act", sitting, "close")).url == url("sitting", sitting)
    sitting.refresh_from_db()
    assert sitting.state == "open"
    assert client.post(url("sitting_act", sitting, "erase")).status_code == 404


def test_the_live_page_counts_and_refreshes_by_itself_if_asked(client, quiz, sitting) -> None:
    anna = make_user()
    enter_sitting(sitting.code, anna)
    start_attempt(quiz, anna)
    page = client.get(url("sitting", sitting))
    assert ("Пришли: 1, сдают: 1, закончили: 0" in text_of(page), page.get("Refresh")) == (True, None)
    assert client.get(url("sitting", sitting), {"auto": "1"})["Refresh"] == "20"


def test_others_do_not_see_the_sitting(client, sitting) -> None:
    client.force_login(make_user("stranger@example.org"))
    assert [client.get(url(name, sitting)).status_code for name in ("sitting", "sitting_hints")] == [404, 404]
    assert [
        client.get(reverse("quizzes:sittings")).status_code,
        client.post(url("sitting_act", sitting, "close")).status_code,
    ] == [403, 403]
    client.force_login(permit(make_user("other@example.org"), "hold_sitting"))
    assert [client.get(url("sitting", sitting)).status_code, client.post(url("sitting_act", sitting, "close")).status_code] == [
        404,
        404,
    ]
    client.logout()
    assert ["login" in client.get(reverse(f"quizzes:{name}")).url for name in ("sittings", "enter")] == [True, True]


def test_a_candidate_enters_with_the_code(client, quiz, sitting) -> None:
    client.force_login(make_user())
    wrong = client.post(reverse("quizzes:enter"), {"code": "<b>AAAA"})
    assert (wrong.status_code, "&lt;b&gt;AAAA" in wrong.content.decode()) == (422, True)
    right = client.post(reverse("quizzes:enter"), {"code": sitting.code.lower()}, follow=True)
    assert ("Код принят" in text_of(right), "Начать тест" in text_of(right)) == (True, True)


def test_the_quiz_says_that_it_needs_the_code(client, quiz) -> None:
    client.force_login(make_user())
    html = client.get(reverse("quizzes:detail", args=[quiz.slug])).content.decode()
    assert ("только в группе" in html, reverse("quizzes:enter") in html) == (True, True)


def test_signals_are_taken_for_ones_own_attempt_only(client, quiz, sitting) -> None:
    anna = make_user()
    enter_sitting(sitting.code, anna)
    attempt = start_attempt(quiz, anna)
    address = reverse("quizzes:signals", args=[attempt.public_id, 1])
    assert client.post(address, {"seconds": "5"}).status_code == 404  # the examiner
    client.force_login(anna)
    assert (client.get(address).status_code, client.post(address, {"seconds": "x", "pastes": "-1"}).status_code) == (405, 202)
    client.post(address, {"seconds": "5", "focus_lost": "2", "pastes": "1"})
    row = IntegritySignal.objects.get()
    assert (row.seconds, row.focus_lost, row.pastes) == (5, 2, 1)


def test_candidates_are_told_what_is_counted(client, quiz) -> None:
    assert "сколько раз вы с неё уходили" in text_of(client.get(reverse("quizzes:detail", args=[quiz.slug])))


def test_hints_explain_themselves_and_looking_is_noted(client, quiz, sitting, examiner) -> None:
    anna = make_user()
    enter_sitting(sitting.code, anna)
    attempt = start_attempt(quiz, anna)
    client.force_login(anna)
    client.post(reverse("quizzes:signals", args=[attempt.public_id, 1]), {"seconds": "5", "focus_lost": "9"})
    submit_attempt(attempt)
    client.force_login(examiner)
    page = text_of(client.get(url("sitting_hints", sitting)))
    assert ("уходов со страницы 9" in page, "а не вина" in page) == (True, True)
    assert LogEntry.objects.filter(act="sitting.hints_seen", actor=examiner).count() == 1


def test_times_are_shown_in_order(client, quiz, examiner) -> None:
    for days in (1, 3, 2):
        plan_sitting(
            quiz, examiner=examiner, place=f"Зал {days}", starts_at=timezone.now() + timedelta(days=days), late_minutes=5
        )
    page = text_of(client.get(reverse("quizzes:sittings")))
    assert [page.index(f"Зал {days}") for days in (3, 2, 1)] == sorted(page.index(f"Зал {days}") for days in (1, 2, 3))


@pytest.mark.parametrize("day", ["0001-01-01", "1900-01-01", "9999-12-31", "yesterday", "2026-02-30"])
def test_a_day_out_of_reason_is_a_fault_of_the_form(client, quiz, examiner, day) -> None:
    given = (timezone.localdate() - timedelta(days=1)).isoformat() if day == "yesterday" else day
    data = {"quiz": quiz.pk, "place": "Зал", "day": given, "clock": "23:59", "late_minutes": "240", "people": ""}
    reply = client.post(reverse("quizzes:sittings"), data)
    assert (reply.status_code, reply.content.count(b"govuk-error-message"), Sitting.objects.count()) == (422, 1, 0)
