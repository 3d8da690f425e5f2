"""The report on the terminal and in files, and tasks every night."""

import pytest
from django.core.management import CommandError
from openpyxl import load_workbook

from quizzes.models import ReviewTask
from quizzes.scoring import ChosenOne
from tests.quizzes.builders import make_quiz
from tests.quizzes.sittings import choice_item, make_form, make_people, make_sittings, make_versions, sit
from tests.quizzes.test_commands import run

pytestmark = pytest.mark.django_db


def test_the_table_names_figures_and_flags() -> None:
    quiz = make_quiz(blueprint={"cells": [], "fixed": ["s-001", "s-002"]})
    form = make_form(quiz, make_versions([choice_item("a", 2), choice_item("b", 2)]))
    sit(form, make_people(40), [[ChosenOne(0), ChosenOne(n % 2)] for n in range(40)])
    said = " ".join(run("item_report", "basics")[0].split())
    assert "Основы (basics, ru) Попыток: 40 Средний балл: 1,50 из 2" in said
    assert ("Слишком" in said, "s-002" in said) == (True, True)


def test_tasks_are_made_once_and_of_all_attempts_only() -> None:
    quiz = make_quiz(blueprint={"cells": [], "fixed": ["s-001", "s-002"]})
    form = make_form(quiz, make_versions([choice_item("a", 2), choice_item("b", 2)]))
    sit(form, make_people(40), [[ChosenOne(0), ChosenOne(n % 2)] for n in range(40)])
    said = [run("item_report", "--tasks")[0] for _time in range(2)]
    assert said == ["basics (ru): новых задач 1\n", "basics (ru): новых задач 0\n"]
    assert ReviewTask.objects.count() == 1
    with pytest.raises(CommandError, match="по всем попыткам"):
        run("item_report", "--tasks", "--since", "2026-01-01")


def test_files(tmp_path) -> None:
    make_sittings(6, 2)
    run("item_report", "basics", "--output", tmp_path / "r.xlsx")
    run("item_report", "basics", "--output", tmp_path / "r.csv")
    assert load_workbook(tmp_path / "r.xlsx")["Вопросы"]["A2"].value == "s-001"
    assert (tmp_path / "r.csv").read_text("utf-8-sig").splitlines()[0].startswith("Код;Версия;Вопрос;")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["none"], "Теста «none» нет. Есть: basics."),
        (["basics", "--since", "вчера"], "не дата"),
        (["basics", "--until", "2026-13-01"], "не дата"),
        (["basics", "--output", "r.pdf"], "на .csv или .xlsx"),
        (["--language", "en", "--output", "r.csv"], "выбрано: 0"),
    ],
)
def test_what_is_wrong_is_said(args, words) -> None:
    make_sittings(2, 2)
    with pytest.raises(CommandError, match=words):
        run("item_report", *args)


def test_few_people_are_hidden() -> None:
    make_sittings(8, 2)
    assert "Людей в отборе 3, меньше 5" in run("item_report", "--until", "2026-09-03")[0]
