"""The report from the database: whose attempts, which plan, what is left out, and in how many queries."""

from datetime import date, timedelta
from fractions import Fraction as F

import pytest

from quizzes import scoring
from quizzes.domain.statistics import Cohort, cohort_report
from quizzes.models import Attempt, Outcome
from quizzes.scoring import ChosenOne, Typed
from tests.quizzes.builders import make_quiz
from tests.quizzes.sittings import (
    START,
    able_choices,
    choice_item,
    make_form,
    make_people,
    make_sittings,
    make_versions,
    next_version,
    sit,
)

pytestmark = pytest.mark.django_db


def right(*solved: int) -> list[ChosenOne]:
    """Choices: right where 1, else the second option."""
    return [ChosenOne(0 if one else 1) for one in solved]


@pytest.fixture
def quiz():
    return make_quiz(blueprint={"cells": [], "fixed": ["s-001", "s-002", "s-003"]}, cut_score=60)


@pytest.fixture
def versions():
    return make_versions([choice_item(name) for name in "abc"])


@pytest.fixture
def people():
    return make_people(8)


def test_figures_of_a_small_quiz(quiz, versions, people) -> None:
    given = [right(1, 1, 1), right(1, 1, 0), right(1, 0, 0), right(0, 0, 0)]
    sit(make_form(quiz, versions), people[:4], given)
    found = cohort_report(quiz)
    figures = found.report.figures
    assert (found.people, figures.attempts, figures.mean, figures.internal_consistency) == (4, 4, 1.5, 75.0)
    assert [row.item for row in found.report.items] == ["s-001", "s-002", "s-003"]
    assert [row.figures.facility for row in found.report.items] == [75.0, 50.0, 25.0]
    assert [round(row.figures.intended_weight, 4) for row in found.report.items] == [33.3333] * 3
    assert (found.report.cut.cut, found.report.cut.passed, found.report.cut.decided) == (1.8, 2, 4)


def test_the_distractors_have_their_letters(quiz, versions, people) -> None:
    sit(make_form(quiz, versions), people[:6], [right(1, 1, 1)] * 3 + [[ChosenOne(2), ChosenOne(0), None]] * 3)
    [first, _second, third] = cohort_report(quiz).report.versions
    assert [(row.response.letter, row.counts.total) for row in first.tables[0].rows] == [("А", 3), ("Б", 0), ("В", 3), ("Г", 0)]
    assert [(row.response.code, row.counts.total) for row in third.tables[0].rows][-1] == ("", 3)
    assert first.guess == 25.0


def test_which_attempt_of_a_person_counts(quiz, versions, people) -> None:
    form = make_form(quiz, versions)
    for number, given in enumerate([right(0, 0, 1), right(1, 1, 1), right(1, 1, 0)], start=1):
        sit(form, people[:1], [given], number)
    sit(form, people[1:2], [right(0, 0, 0)])
    means = {which: cohort_report(quiz, Cohort(which)).report.figures.mean for which in ("all", "first", "best", "last")}
    assert means == {"all": 1.5, "first": 0.5, "best": 1.5, "last": 1.0}


def test_the_period_and_the_privacy_of_few_people(quiz, versions, people) -> None:
    sit(make_form(quiz, versions), people, [right(1, 1, n % 2) for n in range(8)])
    first = date(START.year, START.month, START.day)
    week = cohort_report(quiz, Cohort(since=first, until=first + timedelta(days=5)))
    assert (week.people, week.report.attempts, week.is_hidden) == (6, 6, False)
    few = cohort_report(quiz, Cohort(until=first + timedelta(days=3)))
    assert (few.people, few.report, few.is_hidden) == (4, None, True)


def test_practice_open_attempts_and_replaced_outcomes_are_left_out(quiz, versions, people) -> None:
    form = make_form(quiz, versions)
    [outcome] = sit(form, people[:1], [right(1, 0, 0)])
    Attempt.objects.create(
        quiz=quiz, candidate=people[0], form=form, number=2, state="submitted", started_at=START, finished_at=START,
        practice_of=outcome.attempt,
    )  # fmt: skip
    Attempt.objects.create(quiz=quiz, candidate=people[1], form=form, number=1, started_at=START)
    later = Outcome.objects.create(
        attempt=outcome.attempt, number=2, predecessor=outcome, total=F(3), max_total=F(3), passed=True, created_at=START
    )
    for row in outcome.items.all():
        row.pk, row.outcome, row.fraction, row._state.adding = None, later, F(1), True
        row.save()
    assert cohort_report(quiz).report.figures.mean == 3.0


def test_an_attempt_that_waits_for_a_person_is_counted_and_left_out(quiz, people) -> None:
    essay = scoring.Essay(stem=scoring.Text("Почему?"))
    note = scoring.Description(stem=scoring.Text("Прочитайте."))
    form = make_form(quiz, make_versions([choice_item("a"), note, essay]))
    sit(form, people[:2], [[ChosenOne(0), None, Typed("Потому.")], [ChosenOne(0), None, None]])
    found = cohort_report(quiz)
    assert (found.people, found.unmarked, found.report.attempts) == (2, 1, 1)
    assert [row.item for row in found.report.items] == ["s-001", "s-003"]


def test_each_plan_is_reported_by_itself(quiz, versions, people) -> None:
    sit(make_form(quiz, versions), people[:3], [right(1, 1, 1)] * 3)
    quiz.blueprint = {"cells": [], "fixed": ["s-001", "s-002"]}
    quiz.save()
    sit(make_form(quiz, versions[:2]), people[3:8], [right(1, 0)] * 5)
    newest = cohort_report(quiz)
    assert ([plan.attempts for plan in newest.plans], newest.report.full, newest.report.attempts) == ([5, 3], 2, 5)
    older = cohort_report(quiz, Cohort(plan=newest.plans[1].digest))
    assert (older.report.full, older.report.attempts) == (3, 3)


def test_items_drawn_at_random_stand_in_places_of_the_plan(people) -> None:
    quiz = make_quiz(blueprint={"cells": [{"count": 2, "competency": "ethics"}], "fixed": ["s-001"]}, cut_score=60)
    versions = make_versions([choice_item(str(n)) for n in range(5)])
    sit(
        make_form(quiz, [versions[0], versions[1], versions[2]], "x"),
        people[:3],
        [right(1, 1, 0), right(0, 1, 1), right(0, 0, 0)],
    )
    sit(
        make_form(quiz, [versions[3], versions[0], versions[4]], "y"),
        people[3:6],
        [right(1, 1, 1), right(0, 1, 1), right(0, 0, 1)],
    )
    report = cohort_report(quiz).report
    assert [row.item for row in report.places] == ["s-001", "#1.1", "#1.2"]
    assert [(row.version, row.is_drawn, row.figures.attempts) for row in report.versions] == [
        (str(version.pk), drawn, count)
        for version, drawn, count in zip(versions, [False, True, True, True, True], [6, 3, 3, 3, 3], strict=True)
    ]
    assert [row.figures.effective_weight is None for row in report.versions] == [False, True, True, True, True]
    assert [row.figures.attempts for row in report.forms] == [3, 3]


def test_versions_of_one_item_are_shown_together_and_apart(quiz, versions, people) -> None:
    newer = next_version(versions[0], stem=scoring.Text("Яснее?"))
    sit(make_form(quiz, versions, "x"), people[:3], [right(1, 1, 0), right(0, 0, 1), right(1, 0, 0)])
    sit(make_form(quiz, [newer, *versions[1:]], "y"), people[3:6], [right(1, 1, 1), right(1, 0, 0), right(1, 0, 1)])
    [item, *_rest] = cohort_report(quiz).report.items
    assert (item.figures.attempts, round(item.figures.facility, 2)) == (6, 83.33)
    assert [(row.figures.attempts, round(row.figures.facility, 2)) for row in item.versions] == [(3, 66.67), (3, 100.0)]


def test_a_quiz_that_nobody_sat(quiz) -> None:
    found = cohort_report(quiz)
    assert (found.report, found.people, found.plans, found.is_hidden) == (None, 0, (), False)


def test_typed_answers_that_one_person_gave_are_not_quoted(quiz, people) -> None:
    item = scoring.ShortAnswer(stem=scoring.Text("Кто?"), answers=(scoring.Option(scoring.Text("куратор"), F(1)),))
    form = make_form(quiz, make_versions([item, choice_item("b")]))
    said = ["куратор", "Опека", "опека", "Мария Иванова", "школа", None]
    sit(form, people[:6], [[Typed(text) if text else None, ChosenOne(0)] for text in said])
    [row, _other] = cohort_report(quiz).report.versions
    assert [(one.response.label, one.counts.total) for one in row.tables[0].rows] == [
        ("куратор", 1),
        ("опека", 2),
        ("Остальные, каждый по одному разу", 2),
        ("Нет ответа", 1),
    ]


@pytest.mark.parametrize(("attempts", "items"), [(5, 3), (60, 12)])
def test_the_report_reads_in_three_queries_whatever_its_size(attempts, items, django_assert_num_queries) -> None:
    quiz = make_sittings(attempts, items)
    with django_assert_num_queries(3):
        assert cohort_report(quiz).report.attempts == attempts


def test_no_person_can_be_read_from_the_report(quiz, versions, people) -> None:
    sit(make_form(quiz, versions), people, able_choices(8, 3))
    assert "example.org" not in repr(cohort_report(quiz).report)


@pytest.mark.slow
def test_a_thousand_attempts_of_sixty_items_are_read_in_three_queries(django_assert_num_queries) -> None:
    quiz = make_sittings(1000, 60)
    with django_assert_num_queries(3):
        report = cohort_report(quiz).report
    assert (report.attempts, len(report.items)) == (1000, 60)
