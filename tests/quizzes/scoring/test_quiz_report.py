"""The whole report from pure data: places, versions, forms, and what nobody met."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scoring import (
    Area,
    Assigned,
    ChosenMany,
    ChosenOne,
    Description,
    DragWords,
    Essay,
    GapSelect,
    Hotspot,
    Matching,
    MultipleResponse,
    NumberAnswer,
    Numerical,
    Option,
    Ordered,
    Ordering,
    Pair,
    Pointed,
    Said,
    Shape,
    ShortAnswer,
    SingleChoice,
    Text,
    TrueFalse,
    Typed,
    Unit,
    Word,
)
from quizzes.scoring.assembly import Blueprint, Candidate, Cell
from quizzes.scoring.guessing import random_guess_score
from quizzes.scoring.places import constant_items, places_of
from quizzes.scoring.quiz_report import Answer, Sitting, VersionFacts, quiz_report
from quizzes.scoring.response_classes import classes_of, letter, parts_of
from tests.quizzes.strategies import items


def T(text: str) -> Text:
    return Text(text)


SINGLE = SingleChoice(stem=T("?"), options=(Option(T("да"), F(1)), Option(T("нет")), Option(T("почти"), F(1, 2))))
MANY = MultipleResponse(stem=T("?"), options=(Option(T("а"), F(1, 2)), Option(T("б"), F(1, 2)), Option(T("в"), F(-1))))
TRUE = TrueFalse(stem=T("?"), correct=False)
SHORT = ShortAnswer(stem=T("?"), answers=(Option(T("куратор*"), F(1)), Option(T("*"), F(1, 5))))
NUMBER = Numerical(stem=T("?"), answers=(NumberAnswer(F(7), F(1)),), units=(Unit("дней"),))
PAIRS = Matching(stem=T("?"), pairs=(Pair(T("а"), "1"), Pair(T("б"), "2"), Pair(T(""), "3")))
GAPS = GapSelect(stem=T("[[1]] и [[3]]"), words=(Word("дом"), Word("сад"), Word("лес", 2), Word("луг", 2), Word("пруд", 2)))
DRAG = DragWords(stem=T("[[1]]"), words=(Word("дом"), Word("сад")))
ORDER = Ordering(stem=T("?"), entries=(T("раз"), T("два"), T("три")))
SPOT = Hotspot(stem=T("?"), picture="p.png", alternative="дом", areas=(Area("дверь", Shape.RECT, (0, 0, 9, 9), F(1)),))


@pytest.mark.parametrize(
    ("item", "response", "classes"),
    [
        (SINGLE, ChosenOne(1), [("", "1")]),
        (MANY, ChosenMany((0, 2)), [("", "0"), ("", "2")]),
        (TRUE, Said(True), [("", "true")]),
        (SHORT, Typed("Куратор случая"), [("", "0")]),
        (SHORT, Typed("  Опека "), [("", "typed:опека")]),
        (NUMBER, Typed("8 дней"), [("", "0")]),
        (NUMBER, Typed("12"), [("", "typed:12")]),
        (PAIRS, Assigned((1, None)), [("0", "1"), ("1", "")]),
        (GAPS, Assigned((0, 4)), [("0", "0"), ("1", "4")]),
        (ORDER, Ordered((2, 0, 1)), [("0", "2"), ("1", "0"), ("2", "1")]),
        (SPOT, Pointed(((5, 5),)), [("", "0")]),
        (SPOT, Pointed(((50, 5),)), [("", "outside")]),
        (Essay(stem=T("?")), Typed("много личного"), [("", "given")]),
        (SINGLE, None, [("", "")]),
        (PAIRS, Assigned((None, None)), [("0", ""), ("1", "")]),
    ],
)
def test_responses_fall_into_classes(item, response, classes) -> None:
    assert list(classes_of(item, response)) == classes


@pytest.mark.parametrize(
    ("item", "score"),
    [
        (SINGLE, F(1, 2)),
        (TRUE, F(1, 2)),
        (PAIRS, F(1, 3)),
        (GAPS, F(1, 2) / 2 + F(1, 3) / 2),
        (DRAG, F(1, 2)),
        (SHORT, F(1, 5)),
        (NUMBER, F(0)),
        (MANY, None),
        (ORDER, None),
        (SPOT, None),
        (Essay(stem=T("?")), None),
        (Description(stem=T("?")), None),
    ],
)
def test_what_guessing_earns(item, score) -> None:
    assert random_guess_score(item) == score


@given(items)
def test_the_right_response_falls_into_known_classes(item) -> None:
    right = item.right_response()
    if right is not None and not item.problems():
        known = {(part.code, one.code) for part in parts_of(item) for one in part.classes}
        assert {pair for pair in classes_of(item, right) if not pair[1].startswith("typed:")} <= known


def test_letters_of_options() -> None:
    assert [letter(n, "ru") for n in range(4)] + [letter(1, "en"), letter(40, "ru")] == ["А", "Б", "В", "Г", "B", "41"]


# --- places ---


def candidate(code: str, competency: str = "", difficulty: str = "") -> Candidate:
    return Candidate(code, competency, difficulty, "single-choice")


def test_items_in_every_form_are_places_of_their_own() -> None:
    forms = {"x": [candidate("a"), candidate("b")], "y": [candidate("c"), candidate("a")]}
    assert constant_items(forms) == {"a"}
    assert places_of(Blueprint((Cell(2),)), forms) == {"x": {"a": "a", "b": "#1.1"}, "y": {"c": "#1.1", "a": "a"}}


def test_an_item_of_a_wide_cell_makes_way() -> None:
    plan = Blueprint((Cell(1), Cell(1, competency="law")), fixed=("f",))
    forms = {"x": [candidate("law-1", "law"), candidate("f"), candidate("own", "ethics")], "y": [candidate("f")]}
    assert places_of(plan, forms)["x"] == {"law-1": "#2.1", "f": "f", "own": "#1.1"}


def test_an_item_outside_the_plan_has_a_place_too() -> None:
    forms = {"x": [candidate("a"), candidate("b")], "y": [candidate("c")]}
    assert places_of(Blueprint(()), forms)["x"] == {"a": "#0.1", "b": "#0.2"}


# --- the report ---

FACTS = {name: VersionFacts(name, SINGLE.kind, F(1), parts_of(SINGLE), F(1, 2)) for name in "abc"}


def sat(*chosen: int, form: str = "x", passed: bool | None = True) -> Sitting:
    answers = {
        name: Answer(name, SINGLE.grade(ChosenOne(one)), classes_of(SINGLE, ChosenOne(one)))
        for name, one in zip("abc", chosen, strict=False)
    }
    return Sitting(answers, form, passed)


def test_the_parts_of_the_report_fit_together() -> None:
    report = quiz_report(
        [sat(0, 0, 0), sat(0, 1, 1, passed=False), sat(0, 0, 1), sat(2, 1, 1, passed=None)], FACTS, cut_percent=F(60)
    )
    assert (report.attempts, report.full, report.cut.cut) == (4, 3, 1.8)
    assert (report.cut.passed, report.cut.decided) == (2, 3)
    assert [(row.version, row.figures.facility, row.guess) for row in report.versions] == [
        ("a", 87.5, 50.0),
        ("b", 50.0, 50.0),
        ("c", 25.0, 50.0),
    ]
    assert [(row.form, row.figures.attempts) for row in report.forms] == [("x", 4)]
    assert report.forms[0].figures == report.figures


def test_attempts_near_the_cut_are_counted() -> None:
    report = quiz_report([sat(0, 0, 0), sat(0, 1, 1), sat(0, 0, 1), sat(1, 1, 1)], FACTS, cut_percent=F(60))
    error = report.figures.standard_error
    assert report.cut.near == sum(abs(total - 1.8) <= error for total in (3, 1, 2, 0))


def test_a_version_that_nobody_met_has_no_row() -> None:
    report = quiz_report([sat(0, 0), sat(1, 0)], FACTS, cut_percent=F(60))
    assert ([row.version for row in report.versions], report.full) == (["a", "b"], 2)


def test_a_wrong_key_is_named_by_its_letter() -> None:
    strong = [sat(1, 0, 0) for _n in range(20)]
    weak = [sat(0, 1, 1) for _n in range(20)]
    middle = [sat(2, 1, 1) for _n in range(20)]
    report = quiz_report(strong + weak + middle, FACTS, cut_percent=F(60))
    found = {row.version: [flag.code for flag in row.flags] for row in report.versions}
    assert "key" in found["a"]
    assert str(next(flag for flag in report.versions[0].flags if flag.code == "key")).endswith("выбрала «Б».")


@given(st.lists(st.tuples(*[st.integers(0, 2)] * 3), min_size=1, max_size=40))
def test_counts_add_up(rows) -> None:
    report = quiz_report([sat(*row) for row in rows], FACTS, cut_percent=F(60))
    for row in report.versions:
        assert [sum(one.counts.total for one in table.rows) for table in row.tables] == [row.figures.attempts]
        assert sum(group.count for group in row.groups) == row.figures.attempts
    weights = [row.effective_weight for row in report.places if row.effective_weight is not None]
    assert not weights or sum(weights) == pytest.approx(100)
