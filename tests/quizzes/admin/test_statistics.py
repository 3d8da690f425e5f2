"""The report in the admin: who sees it, what it says, what it gives to spreadsheets, in how many queries."""

import csv
import io
import re
import zipfile
from datetime import timedelta
from fractions import Fraction

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from portal.people.roles import ensure_roles, group_of
from quizzes import scoring
from quizzes.models import ReviewTask
from quizzes.scoring import ChosenOne
from tests.quizzes.builders import make_quiz, make_user
from tests.quizzes.pages import as_methodologist, text_of
from tests.quizzes.sittings import START, able_choices, choice_item, make_form, make_people, make_sittings, make_versions, sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def methodologist(client):
    return as_methodologist(client)


def report(client, quiz, **query):
    return client.get(reverse("quiz_statistics:report", args=[quiz.pk]), query)


@pytest.mark.parametrize("name", ["quiz_statistics:index", "quiz_review_tasks:index", "quiz_panels:index"])
def test_only_methodologists_come_in(client, name) -> None:
    ensure_roles()
    for role in ("specialist", "reviewer", "publisher"):
        user = make_user(f"{role}@example.org")
        user.groups.add(group_of(role))
        client.force_login(user)
        assert client.get(reverse(name)).status_code == 302


def test_the_index_counts_attempts(client, methodologist) -> None:
    make_sittings(6, 2)
    assert "Основы Русский 6" in text_of(client.get(reverse("quiz_statistics:index")))


def test_a_quiz_in_the_list_leads_to_its_statistics(client, methodologist) -> None:
    address = reverse("quiz_statistics:report", args=[make_quiz().pk])
    assert f'href="{address}"' in client.get(reverse("wagtailsnippets_quizzes_quiz:list")).content.decode()


def test_the_report_shows_the_figures_and_the_arithmetic(client, methodologist) -> None:
    quiz = make_sittings(120, 12)
    said = text_of(report(client, quiz))
    found = report(client, quiz).context["found"].report
    alpha = found.figures.internal_consistency
    assert f"Согласованность (альфа Кронбаха) {alpha:.1f} %".replace(".", ",") in said
    assert f"P₀ = {found.cut.consistency.p0:.3f}".replace(".", ",") in said
    assert "z = (проходной балл − 0,5 − среднее) / отклонение = (7,20 − 0,5 − " in said
    assert "Чего из этих данных вывести нельзя" not in said


def test_a_centre_with_twelve_attempts_is_told_what_it_may_not_conclude(client, methodologist) -> None:
    quiz = make_quiz(blueprint={"cells": [], "fixed": ["s-001", "s-002"]}, cut_score=60)
    given = [[ChosenOne(0), ChosenOne(int(n > 8))] for n in range(12)]
    sit(make_form(quiz, make_versions([choice_item("a"), choice_item("b")])), make_people(12), given)
    said = text_of(report(client, quiz))
    assert "12 попыток — это мало. Ниже 30 не судите об отдельных вопросах и не сравнивайте группы" in said
    assert "Сдали 9 из 12 (75 %). При таких данных доля может быть от 47 % до 91 %." in said
    assert "Требуют внимания Об изъянах вопросов судить рано." in said


def test_few_people_are_hidden_and_an_empty_choice_says_so(client, methodologist) -> None:
    quiz = make_sittings(8, 2)
    day = (START + timedelta(days=2)).date().isoformat()
    assert "В отборе людей: 3. Показатели скрыты: меньше 5 человек" in text_of(report(client, quiz, until=day))
    assert "никто тест не сдавал" in text_of(report(client, quiz, since="2030-01-01"))


def test_a_wrong_date_is_said_and_the_rest_is_shown(client, methodologist) -> None:
    quiz = make_sittings(8, 2)
    reply = report(client, quiz, since="вчера")
    assert ("Введите правильную дату." in text_of(reply), reply.context["found"].people) == (True, 8)


def test_names_of_candidates_are_on_no_page(client, methodologist) -> None:
    quiz = make_sittings(40, 3)
    version = report(client, quiz).context["found"].report.versions[0].version
    pages = [report(client, quiz), client.get(reverse("quiz_statistics:item", args=[quiz.pk, version]))]
    assert [re.findall(r"p\d+@example\.org", page.content.decode()) for page in pages] == [[], []]


def test_the_page_of_an_item_has_its_curve_with_words(client, methodologist) -> None:
    quiz = make_sittings(100, 10)
    row = report(client, quiz).context["found"].report.versions[0]
    page = client.get(reverse("quiz_statistics:item", args=[quiz.pk, row.version])).content.decode()
    svg = page[page.index("<svg viewBox") : page.index("</svg>", page.index("<svg viewBox"))]
    assert (svg.count("<circle"), svg.count("<title"), svg.count("<desc")) == (len(row.groups), 1, 1)
    assert re.search(r"style=|<style|<script|on\w+=", svg) is None
    # Coordinates are numbers of SVG, whatever the language writes.
    assert re.search(r'(?:[xy][12]?|c[xy])="[^"]*,', svg) is None
    assert "А. верно 1" in page


def test_an_item_that_nobody_met_has_no_page(client, methodologist) -> None:
    quiz = make_sittings(6, 2)
    assert client.get(reverse("quiz_statistics:item", args=[quiz.pk, 10**6]), follow=True).status_code == 404


def test_flags_become_tasks_by_a_button(client, methodologist) -> None:
    quiz = make_quiz(blueprint={"cells": [], "fixed": ["s-001", "s-002"]})
    sit(
        make_form(quiz, make_versions([choice_item("a", 2), choice_item("b", 2)])),
        make_people(40),
        [[ChosenOne(0), ChosenOne(n % 2)] for n in range(40)],
    )
    address = reverse("quiz_statistics:raise", args=[quiz.pk])
    assert client.get(address).status_code == 405
    assert "Поставлена 1 задача." in text_of(client.post(address, follow=True))
    assert "Новых задач нет" in text_of(client.post(address, follow=True))
    assert ReviewTask.objects.count() == 1


@pytest.mark.parametrize(("attempts", "items"), [(5, 1), (40, 3)])
def test_the_report_takes_the_same_queries_for_any_size(
    client, methodologist, attempts, items, django_assert_num_queries
) -> None:
    quiz = make_sittings(attempts, items)
    report(client, quiz)
    with django_assert_num_queries(13):
        report(client, quiz)


@pytest.mark.parametrize("quizzes", [1, 3])
def test_the_index_takes_the_same_queries_for_any_number(client, methodologist, quizzes, django_assert_num_queries) -> None:
    for n in range(quizzes):
        make_quiz(slug=f"q{n}")
    client.get(reverse("quiz_statistics:index"))
    with django_assert_num_queries(9):
        client.get(reverse("quiz_statistics:index"))


def hostile(client):
    """A quiz whose texts try to be formulas."""
    item = scoring.SingleChoice(
        stem=scoring.Text('=HYPERLINK("http://x")'),
        options=(
            scoring.Option(scoring.Text("-1+cmd|' /C calc'!A0"), Fraction(1)),
            scoring.Option(scoring.Text("@SUM(1)")),
        ),
    )
    quiz = make_quiz(blueprint={"cells": [], "fixed": ["s-001", "s-002"]})
    sit(make_form(quiz, make_versions([item, choice_item("b")])), make_people(6), able_choices(6, 2, options=2))
    return quiz


def test_csv_opens_in_russian_excel_and_runs_nothing(client, methodologist) -> None:
    reply = client.get(reverse("quiz_statistics:csv", args=[hostile(client).pk]))
    assert (reply["Content-Type"], reply.content[:3]) == ("text/csv; charset=utf-8", b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig")), delimiter=";"))
    assert (rows[0][:3], rows[1][:3]) == (["Код", "Версия", "Вопрос"], ["s-001", "1", '\'=HYPERLINK("http://x")'])
    assert rows[1][5].replace(",", ".") == f"{float(rows[1][5].replace(',', '.')):.6g}"
    assert [cell for row in rows for cell in row if cell[:1] in "=+@" and cell] == []


def test_xlsx_has_all_tables_as_numbers_and_texts(client, methodologist) -> None:
    reply = client.get(reverse("quiz_statistics:xlsx", args=[hostile(client).pk]))
    book = load_workbook(io.BytesIO(reply.content))
    assert book.sheetnames == ["Тест", "Вопросы", "Места теста", "Варианты", "Ответы"]
    sheet = book["Вопросы"]
    assert (sheet["C2"].value, sheet["C2"].data_type, sheet["F2"].data_type) == ('=HYPERLINK("http://x")', "s", "n")
    assert "<f>" not in "".join(_sheets(reply.content))
    assert [row[3].value for row in book["Ответы"].iter_rows(min_row=2, max_row=3)] == [
        "А. -1+cmd|' /C calc'!A0",
        "Б. @SUM(1)",
    ]


def _sheets(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return [packed.read(name).decode() for name in packed.namelist() if "worksheets" in name]


def test_exports_are_for_those_who_see_the_report(client) -> None:
    quiz = make_sittings(6, 2)
    client.force_login(make_user())
    assert client.get(reverse("quiz_statistics:csv", args=[quiz.pk])).status_code == 302
