"""A panel from the invitation to the adopted cut score."""

from decimal import Decimal

import pytest
from django.core import mail

from portal.people.personal_data import export_personal_data
from portal.people.roles import ensure_roles, group_of
from quizzes.domain.errors import QuizError
from quizzes.domain.standard_setting import (
    add_remark,
    adopt_cut_score,
    cancel_panel,
    close_round,
    create_panel,
    estimates_of,
    invite_judges,
    open_round,
    record_estimates,
    result_of,
)
from quizzes.models import CutScoreDecision, Estimate, LogEntry, Quiz
from quizzes.scoring import ChosenOne
from tests.quizzes.builders import make_quiz, make_user
from tests.quizzes.sittings import choice_item, make_form, make_people, make_versions, sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair():
    return make_user("chair@example.org")


@pytest.fixture
def experts():
    ensure_roles()
    people = [make_user(f"e{n}@example.org") for n in range(8)]
    for person in people:
        person.groups.add(group_of("reviewer"))
    return people


@pytest.fixture
def versions():
    return make_versions([choice_item(name) for name in "abcd"])


@pytest.fixture
def quiz(versions):
    return make_quiz(blueprint={"cells": [], "fixed": [f"s-00{n}" for n in range(1, 5)]}, cut_score=75)


@pytest.fixture
def panel(quiz, chair):
    return create_panel(quiz, title="Осень", borderline="Знает порядок, но ещё советуется.", actor=chair, seed="x")


def judged(panel, judges, *rows) -> None:
    items = list(panel.items.values_list("pk", flat=True))
    for judge, row in zip(judges, rows, strict=True):
        record_estimates(judge, dict(zip(items, row, strict=True)))


def test_a_panel_holds_the_items_of_the_plan(panel) -> None:
    assert sorted(item.version.item.code for item in panel.items.all()) == ["s-001", "s-002", "s-003", "s-004"]
    assert panel.state == "preparing"


def test_a_panel_says_who_is_on_the_border(quiz, chair) -> None:
    with pytest.raises(QuizError, match="на границе"):
        create_panel(quiz, title="", borderline=" ", actor=chair)


def test_judges_get_one_seat_and_a_letter(panel, experts, chair, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invite_judges(panel, experts[:3], actor=chair)
        invite_judges(panel, experts[:4], actor=chair)
    assert sorted(panel.judges.values_list("user__email", flat=True)) == [f"e{n}@example.org" for n in range(4)]
    assert len(set(panel.judges.values_list("number", flat=True))) == 4
    assert [letter.to for letter in mail.outbox] == [[f"e{n}@example.org"] for n in range(4)]
    with pytest.raises(QuizError, match="без права"):
        invite_judges(panel, [chair], actor=chair)


def test_one_judge_is_no_panel(panel, experts, chair) -> None:
    invite_judges(panel, experts[:1], actor=chair)
    with pytest.raises(QuizError, match="двух экспертов"):
        open_round(panel, actor=chair)


@pytest.fixture
def judges(panel, experts, chair):
    return invite_judges(panel, experts[:3], actor=chair)


@pytest.fixture
def first_round(panel, judges, chair):
    return open_round(panel, actor=chair)


def test_estimates_are_appended_and_the_last_counts(panel, judges, first_round) -> None:
    items = list(panel.items.values_list("pk", flat=True))
    assert record_estimates(judges[0], {items[0]: 50, items[1]: 60}) == 2
    assert record_estimates(judges[0], {items[0]: 55, items[1]: 60}) == 1
    assert estimates_of(first_round, judges[0]) == {items[0]: 55, items[1]: 60}
    assert Estimate.objects.count() == 3


@pytest.mark.parametrize("percents", [{0: 50}, "101", "-1"])
def test_an_estimate_out_of_bounds_is_refused(panel, judges, first_round, percents) -> None:
    if isinstance(percents, str):
        percents = {panel.items.first().pk: int(percents)}
    with pytest.raises(QuizError, match="от 0 до 100"):
        record_estimates(judges[0], percents)
    assert Estimate.objects.count() == 0


def test_the_result_counts_complete_estimates_only(panel, judges, first_round) -> None:
    judged(panel, judges[:2], [50, 60, 70, 80], [60, 70, 80, 90])
    record_estimates(judges[2], {panel.items.first().pk: 10})
    found = result_of(first_round)
    assert (found.complete, found.started, found.full) == (2, 3, 4.0)
    assert (round(found.cut, 6), [round(cut, 6) for cut in found.cuts]) == (70.0, [65.0, 75.0])
    assert (round(found.standard_error, 6), found.result.is_provisional) == (5.0, True)
    assert [spread.values for spread in found.spreads.values()] == [(0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9)]


def test_a_round_nobody_finished_stays_open(panel, judges, first_round, chair) -> None:
    record_estimates(judges[0], {panel.items.first().pk: 10})
    with pytest.raises(QuizError, match="рано"):
        close_round(panel, actor=chair)


def test_nothing_is_estimated_between_rounds_and_nothing_said_within(panel, judges, first_round, chair) -> None:
    with pytest.raises(QuizError, match="Эксперты оценивают"):
        add_remark(judges[0], panel.items.first(), "Почему?")
    judged(panel, judges[:2], [50] * 4, [60] * 4)
    close_round(panel, actor=chair)
    with pytest.raises(QuizError, match="Обсуждение"):
        record_estimates(judges[0], {panel.items.first().pk: 10})
    assert add_remark(judges[0], panel.items.first(), " Почему? ").text == "Почему?"


def test_the_second_round_shows_how_hard_items_were(panel, judges, first_round, chair, quiz, versions) -> None:
    sit(make_form(quiz, versions), make_people(40), [[ChosenOne(n % 2), *[ChosenOne(0)] * 3] for n in range(40)])
    judged(panel, judges[:2], [50] * 4, [60] * 4)
    close_round(panel, actor=chair)
    assert first_round.facilities == {}
    assert open_round(panel, actor=chair).facilities == {
        str(version.pk): facility for version, facility in zip(versions, [50.0, 100.0, 100.0, 100.0], strict=True)
    }


@pytest.fixture
def discussed(panel, judges, first_round, chair):
    judged(panel, judges, [50, 60, 70, 80], [60, 70, 80, 90], [55, 65, 75, 85])
    close_round(panel, actor=chair)
    return panel


def test_the_cut_score_is_adopted_with_its_reason(discussed, chair, quiz) -> None:
    decision = adopt_cut_score(discussed, percent=Decimal("68"), reason="На ошибку ниже: первая панель.", actor=chair)
    assert (decision.before, decision.after, decision.computed, decision.standard_error) == (75, 68, 70, Decimal("2.89"))
    assert (decision.judges, decision.is_provisional, discussed.state) == (3, True, "adopted")
    assert Quiz.objects.get(pk=quiz.pk).cut_score == 68
    entry = LogEntry.objects.get(act="quiz.cut_score_adopted")
    assert (entry.actor, entry.details["after"], entry.details["reason"]) == (chair, "68.00", "На ошибку ниже: первая панель.")


@pytest.mark.parametrize(("percent", "reason", "words"), [("70", " ", "почему"), ("101", "так", "от 0 до 100")])
def test_a_cut_score_without_reason_or_bounds_is_refused(discussed, chair, quiz, percent, reason, words) -> None:
    with pytest.raises(QuizError, match=words):
        adopt_cut_score(discussed, percent=Decimal(percent), reason=reason, actor=chair)
    assert (CutScoreDecision.objects.count(), Quiz.objects.get(pk=quiz.pk).cut_score) == (0, 75)


def test_a_cancelled_panel_ends_with_its_reason(panel, judges, first_round, chair) -> None:
    with pytest.raises(QuizError, match="отменена"):
        cancel_panel(panel, actor=chair, reason="")
    cancel_panel(panel, actor=chair, reason="Сменился план теста.")
    assert (panel.state, panel.rounds.get().closed_at is None) == ("cancelled", False)
    with pytest.raises(QuizError, match="Отменена"):
        open_round(panel, actor=chair)


def test_the_result_is_read_in_constant_queries(panel, judges, first_round, django_assert_num_queries) -> None:
    judged(panel, judges, [50] * 4, [60] * 4, [55] * 4)
    with django_assert_num_queries(2):
        result_of(first_round)


def test_a_judge_gets_the_own_estimates_among_the_personal_data(panel, judges, first_round) -> None:
    item = panel.items.first()
    record_estimates(judges[0], {item.pk: 55})
    kept = export_personal_data(judges[0].user)["quizzes"]["panels"]
    assert [(seat["panel"], [one["percent"] for one in seat["estimates"]], seat["remarks"]) for seat in kept] == [
        ("Осень", [55], [])
    ]
    assert export_personal_data(judges[1].user)["quizzes"]["panels"][0]["estimates"] == []
