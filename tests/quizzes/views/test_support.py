"""The pages of a curator, the rules page, pauses and the result, as a browser without scripts meets them."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from quizzes.domain import set_accommodation, start_attempt, submit_attempt
from quizzes.models import Accommodation, Attempt, RetryPlan
from tests.quizzes.builders import answer_rightly, make_bank, make_quiz, make_user
from tests.quizzes.pages import text_of

pytestmark = pytest.mark.django_db
PEOPLE_QUERIES = 2  # conditions, finished attempts


def all_of(curator):
    people = get_user_model().objects
    return people.filter(email__startswith="care") if curator.email == "curator@example.org" else people.none()


@pytest.fixture
def curator(settings, client):
    settings.QUIZZES_CURATED_PEOPLE = "tests.quizzes.views.test_support.all_of"
    person = make_user("curator@example.org", first_name="Нина", last_name="Громова")
    client.force_login(person)
    return person


@pytest.fixture
def anna():
    return make_user("care-anna@example.org")


def fields(**given) -> dict[str, str]:
    return {"extra_time_percent": "0", "pause_minutes": "0", "language": "", "reason": "просьба", **given}


def test_a_curator_sees_only_the_people_in_their_care(client, curator, anna) -> None:
    stranger = make_user("stranger@example.org", last_name="Чужой")
    page = text_of(client.get(reverse("quizzes:people")))
    assert ("Ёлкина" in page, "Чужой" in page) == (True, False)
    assert [client.get(reverse("quizzes:person", args=[one.pk])).status_code for one in (anna, stranger, curator)] == [
        200,
        404,
        404,
    ]
    assert client.post(reverse("quizzes:person", args=[stranger.pk]), fields()).status_code == 404
    assert "Никого не нашлось" in text_of(client.get(reverse("quizzes:people"), {"q": "Чужой"}))


def test_for_everybody_else_the_pages_do_not_exist(client, curator, anna) -> None:
    client.force_login(anna)
    addresses = [reverse("quizzes:people"), reverse("quizzes:person", args=[anna.pk])]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert "Люди, которым вы помогаете" not in text_of(client.get(reverse("quizzes:mine")))
    anna.user_permissions.add(Permission.objects.get(codename="add_accommodation"))
    assert [client.get(address).status_code for address in addresses] == [200, 404]


def test_conditions_are_set_logged_and_ended(client, curator, anna) -> None:
    address = reverse("quizzes:person", args=[anna.pk])
    bad = client.post(address, fields(extra_time_percent="900", reason=""))
    assert (bad.status_code, bad.content.count(b"govuk-error-message"), Accommodation.objects.count()) == (422, 2, 0)
    client.post(
        address, fields(extra_time_percent="50", pause_minutes="10", is_low_vision="on", language="en", author="1", person="1")
    )
    row = Accommodation.objects.get()
    assert (row.person, row.author, row.extra_time_percent, row.pause_minutes, row.is_low_vision, row.language) == (
        anna,
        curator,
        50,
        10,
        True,
        "en",
    )
    page = text_of(client.get(address))
    assert ("времени больше на 50 %" in page, "просьба" in page, "Громова" in page) == (True, True, True)
    client.post(address, fields())
    assert "Обычные условия" in text_of(client.get(address))
    assert Accommodation.objects.count() == 2


def test_a_plan_is_confirmed_on_the_persons_page(client, curator, anna) -> None:
    make_bank()
    quiz = make_quiz(plan_after=1)
    submit_attempt(start_attempt(quiz, anna))
    attempt = Attempt.objects.get()
    assert "ждёт плана" in text_of(client.get(reverse("quizzes:people")))
    assert "Нужен план подготовки" in text_of(client.get(reverse("quizzes:person", args=[anna.pk])))
    carried = {"attempt": str(attempt.public_id)}
    client.post(reverse("quizzes:person", args=[anna.pk]), {"text": "Перечитать согласие", **carried})
    assert (RetryPlan.objects.get().author, "ждёт плана" in text_of(client.get(reverse("quizzes:people")))) == (curator, False)
    again = client.post(reverse("quizzes:person", args=[anna.pk]), {"text": "Другое", **carried})
    assert (again.status_code, "План уже подтверждён" in text_of(again), RetryPlan.objects.get().text) == (
        422,
        True,
        "Перечитать согласие",
    )
    other = make_user("stranger@example.org")
    assert client.post(reverse("quizzes:person", args=[other.pk]), {"text": "да", **carried}).status_code == 404


@pytest.mark.parametrize("number", ["", "1", "73e3080d-e97b-49f1-9dda-85f6c57ed64d"])
def test_a_plan_for_no_attempt_of_the_person_is_not_found(client, curator, anna, number) -> None:
    reply = client.post(reverse("quizzes:person", args=[anna.pk]), {"attempt": number, "text": "да"})
    assert (reply.status_code, RetryPlan.objects.count(), Accommodation.objects.count()) == (404, 0, 0)


@pytest.mark.parametrize("rows", [1, 3])
def test_people_need_the_same_queries_for_any_number(client, curator, rows) -> None:
    make_bank()
    quiz = make_quiz(plan_after=1)
    for number in range(rows):
        person = make_user(f"care{number}@example.org")
        set_accommodation(person, actor=curator, reason="просьба", extra_time_percent=25)
        submit_attempt(start_attempt(quiz, person))
    client.get(reverse("quizzes:people"))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("quizzes:people"))
    assert sum('"quizzes_' in query["sql"] for query in queries) == PEOPLE_QUERIES


# --- the rules page ---


def test_the_rules_page_shows_who_and_what_and_asks_for_both(client, anna) -> None:
    make_bank()
    make_quiz(purpose="certification", rules_text="Телефон выключен.\n\nСправочники закрыты.")
    client.force_login(anna)
    rules = reverse("quizzes:rules", args=["basics"])
    page = client.get(rules)
    assert [words for words in ("Ёлкина Анна", "care-anna@example.org", "Телефон выключен.") if words not in text_of(page)] == []
    declared = re.search(r'name="declared" value="(\w+)"', page.content.decode())[1]
    half = client.post(rules, {"declared": declared, "identity": "1"})
    html = half.content.decode()
    assert (half.status_code, 'href="#rules"' in html, 'href="#identity"' in html) == (422, True, False)
    done = client.post(rules, {"declared": declared, "identity": "1", "rules": "1"})
    assert (done.status_code, Attempt.objects.get().declaration.fingerprint) == (302, declared)
    assert client.get(rules).url == done.url


def test_training_has_no_rules_page_and_a_refusal_leads_back(client, anna) -> None:
    make_bank()
    make_quiz(slug="training")
    make_quiz(purpose="certification", closes_at=timezone.now() - timedelta(days=1))
    client.force_login(anna)
    assert [client.get(reverse("quizzes:rules", args=[slug])).url for slug in ("training", "basics")] == [
        reverse("quizzes:detail", args=[slug]) for slug in ("training", "basics")
    ]


# --- the result ---


def test_the_result_says_how_sure_it_is_when_to_come_again_and_shows_the_way(client, anna) -> None:
    make_bank()
    quiz = make_quiz(first_wait_days=0, later_wait_days=7)
    client.force_login(anna)
    submit_attempt(start_attempt(quiz, anna))
    second = start_attempt(quiz, anna)
    answer_rightly(second, {1, 2, 3, 4})
    submit_attempt(second)
    html = client.get(reverse("quizzes:result", args=[second.public_id])).content.decode()
    few = html.count("Вопросов по каждой компетенции мало: это ориентир, а не вывод.")
    assert (html.count('r="5"'), few, "Потренироваться" in html) == (2, 1, True)
    day = timezone.localdate(Attempt.objects.order_by("-number")[0].finished_at + timedelta(days=7))
    assert html.count(f"Следующая попытка — с {date_format(day)}") == 1


def test_another_attempts_result_is_reached_from_the_way(client, anna) -> None:
    make_bank()
    quiz = make_quiz()
    client.force_login(anna)
    first, second = (submit_attempt(start_attempt(quiz, anna)).attempt for _number in range(2))
    html = client.get(reverse("quizzes:result", args=[second.public_id])).content.decode()
    assert reverse("quizzes:result", args=[first.public_id]) in html


def test_a_plan_is_as_long_as_its_field_allows_and_too_long_is_given_back(client, curator, anna) -> None:
    make_bank()
    submit_attempt(start_attempt(make_quiz(plan_after=1), anna))
    carried = {"attempt": str(Attempt.objects.get().public_id)}
    address = reverse("quizzes:person", args=[anna.pk])
    long = "Строка\n" * 571 + "КОНЕЦ"  # 4002 characters for the browser
    reply = client.post(address, {"text": long.replace("\n", "\r\n"), **carried})
    assert (reply.status_code, "КОНЕЦ</textarea>" in reply.content.decode(), RetryPlan.objects.count()) == (422, True, 0)
    client.post(address, {"text": long[2:].replace("\n", "\r\n"), **carried})
    assert RetryPlan.objects.get().text == long[2:]


def test_the_same_conditions_twice_are_one_row(client, curator, anna) -> None:
    address = reverse("quizzes:person", args=[anna.pk])
    for _press in range(2):
        client.post(address, fields(extra_time_percent="50"))
    assert Accommodation.objects.count() == 1
    client.post(address, fields(extra_time_percent="25"))
    client.post(address, fields(extra_time_percent="50"))
    assert Accommodation.objects.count() == 3


def test_a_russian_date_ends_a_sentence_with_one_full_stop(client, curator, anna) -> None:
    make_bank()
    quiz = make_quiz(plan_after=1, first_wait_days=14)
    submit_attempt(attempt := start_attempt(quiz, anna))
    pages = [text_of(client.get(reverse("quizzes:person", args=[anna.pk])))]
    client.force_login(anna)
    pages.append(text_of(client.get(reverse("quizzes:result", args=[attempt.public_id]))))
    assert [(bool(re.search(r"\d г ?\. \w", page)), re.findall(r"г\. ?\.", page)) for page in pages] == [(True, [])] * 2
