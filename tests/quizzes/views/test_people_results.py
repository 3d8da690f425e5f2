"""Results for those who may see them, and the tables they take along."""

import csv
import io
import zipfile

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.domain import start_attempt, submit_attempt
from quizzes.models import LogEntry
from tests.quizzes.builders import answer_rightly, make_bank, make_quiz, make_user
from tests.quizzes.markers import permit

pytestmark = pytest.mark.django_db
PAGE = "quizzes:people_results"


def example_people(viewer):
    """Everybody but those of another organisation."""
    return get_user_model().objects.exclude(email__startswith="foreign")


def example_members(code):
    return get_user_model().objects.filter(email__startswith=code)


def example_organisations(viewer):
    return [("anna", "Служба Анны")]


@pytest.fixture(autouse=True)
def people(settings) -> None:
    settings.QUIZZES_VISIBLE_PEOPLE = f"{__name__}.example_people"
    settings.QUIZZES_MEMBERS = f"{__name__}.example_members"
    settings.QUIZZES_ORGANISATIONS = f"{__name__}.example_organisations"
    settings.QUIZZES_WORKPLACES = ""


@pytest.fixture
def quiz():
    make_bank()
    return make_quiz()


@pytest.fixture
def viewer(client):
    person = permit(make_user("viewer@example.org"), "view_outcome")
    client.force_login(person)
    return person


def sit(quiz, email: str, **names: str) -> None:
    attempt = start_attempt(quiz, make_user(email, **names))
    answer_rightly(attempt)
    submit_attempt(attempt)


def rows_of(reply) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(reply.streaming_content).decode("utf-8-sig")), delimiter=";"))


def test_pages_need_the_right(client) -> None:
    pages = [reverse(PAGE), reverse(f"{PAGE}_table", args=["csv"])]
    assert ["login" in client.get(page).url for page in pages] == [True, True]
    client.force_login(make_user())
    assert [client.get(page).status_code for page in pages] == [403, 403]


def test_only_people_the_viewer_may_see_are_in_it(client, quiz, viewer) -> None:
    sit(quiz, "anna@example.org")
    sit(quiz, "foreign@example.org", last_name="Чужой")
    html = client.get(reverse(PAGE)).content.decode()
    assert ("Ёлкина" in html, "Чужой" in html) == (True, False)
    lines = rows_of(client.get(reverse(f"{PAGE}_table", args=["csv"])))
    assert [line[1] for line in lines[1:]] == ["anna@example.org"]


def test_a_table_says_it_all(client, quiz, viewer) -> None:
    sit(quiz, "anna@example.org")
    heading, line = rows_of(client.get(reverse(f"{PAGE}_table", args=["csv"])))
    shown = dict(zip(heading, line, strict=True))
    assert {name: shown[name] for name in ("Имя", "Тест", "Баллы", "Из", "%", "Итог", "Сертификат", "Пересчётов")} == {
        "Имя": "Ёлкина Анна",
        "Тест": "Основы",
        "Баллы": "6",
        "Из": "6",
        "%": "100",
        "Итог": "пройдено",
        "Сертификат": "Действует",
        "Пересчётов": "0",
    }
    assert LogEntry.objects.get(act="results.exported").details["rows"] == 1


def test_a_name_that_looks_like_a_formula_is_harmless(client, quiz, viewer) -> None:
    sit(quiz, "anna@example.org", last_name='=HYPERLINK("http://evil")', first_name="")
    line = rows_of(client.get(reverse(f"{PAGE}_table", args=["csv"])))[1]
    assert line[0] == '\'=HYPERLINK("http://evil")'
    reply = client.get(reverse(f"{PAGE}_table", args=["xlsx"]))
    sheet = zipfile.ZipFile(io.BytesIO(reply.content)).read("xl/worksheets/sheet1.xml").decode()
    assert ("<f>" in sheet, "=HYPERLINK" in sheet) == (False, True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"organisation": "anna"}, ["anna@example.org"]),
        ({"since": "2000-01-01", "until": "2000-12-31"}, []),
        ({"since": "2000-01-01"}, ["boris@example.org", "anna@example.org"]),
    ],
)
def test_a_table_is_chosen_by_organisation_and_period(client, quiz, viewer, query, found) -> None:
    for name in ("anna", "boris"):
        sit(quiz, f"{name}@example.org")
    lines = rows_of(client.get(reverse(f"{PAGE}_table", args=["csv"]), query))
    assert [line[1] for line in lines[1:]] == found


def test_a_quiz_is_chosen_in_all_its_languages(client, quiz, viewer) -> None:
    other = make_quiz(slug="other", title="Другой")
    sit(quiz, "anna@example.org")
    sit(other, "boris@example.org")
    lines = rows_of(client.get(reverse(f"{PAGE}_table", args=["csv"]), {"quiz": other.pk}))
    assert [line[1] for line in lines[1:]] == ["boris@example.org"]


def test_what_cannot_be_chosen_is_refused(client, quiz, viewer) -> None:
    assert client.get(reverse(PAGE), {"organisation": "999"}).status_code == 422
    assert client.get(reverse(f"{PAGE}_table", args=["csv"]), {"organisation": "999"}).status_code == 404
    assert client.get(reverse(f"{PAGE}_table", args=["exe"])).status_code == 404


def test_the_list_asks_as_much_for_three_as_for_one(client, quiz, viewer) -> None:
    counts = []
    for number in range(3):
        sit(quiz, f"person{number}@example.org")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(PAGE))
        counts.append(sum('"quizzes_' in query["sql"] for query in queries))
    assert counts == [6, 6, 6]  # the form's quizzes, the count, attempts, outcomes, certificates, their events
