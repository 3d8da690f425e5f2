"""The scoring rules, one row each."""

from fractions import Fraction as F

import pytest

from quizzes.scoring import (
    Assigned,
    ChosenMany,
    ChosenOne,
    Criterion,
    Description,
    Essay,
    Matching,
    MultipleResponse,
    NumberAnswer,
    Numerical,
    Option,
    Pair,
    ResponseError,
    Said,
    ShortAnswer,
    SingleChoice,
    Text,
    Tolerance,
    TrueFalse,
    Typed,
    Unit,
    UnitPenalty,
    Verdict,
    score,
)

STEM = Text("Что делать?")


def option(text: str, fraction: F = F(0), feedback: str = "") -> Option:
    return Option(Text(text), fraction, Text(feedback))


ONE = SingleChoice(stem=STEM, options=(option("а", F(1), "верно"), option("б", F(1, 2)), option("в", F(-1, 3), "нет")))
MANY = MultipleResponse(
    stem=STEM, options=(option("а", F(1, 3)), option("б", F(1, 3)), option("в", F(1, 3)), option("г", F(-1, 2)))
)
ALL = MultipleResponse(stem=STEM, options=MANY.options, all_or_nothing=True)
MATCH = Matching(stem=STEM, pairs=(Pair(Text("1"), "a"), Pair(Text("2"), "b"), Pair(Text("3"), "a"), Pair(Text(""), "c")))


@pytest.mark.parametrize(
    ("item", "response", "fraction", "verdict"),
    [
        (ONE, ChosenOne(0), F(1), Verdict.RIGHT),
        (ONE, ChosenOne(1), F(1, 2), Verdict.PARTLY),
        (ONE, ChosenOne(2), F(-1, 3), Verdict.WRONG),
        (ONE, None, F(0), Verdict.UNANSWERED),
        (MANY, ChosenMany((0, 1, 2)), F(1), Verdict.RIGHT),
        (MANY, ChosenMany((0, 1)), F(2, 3), Verdict.PARTLY),
        (MANY, ChosenMany((0, 3)), F(0), Verdict.WRONG),
        (MANY, ChosenMany((0, 1, 3)), F(1, 6), Verdict.PARTLY),
        (MANY, ChosenMany(()), F(0), Verdict.UNANSWERED),
        (ALL, ChosenMany((0, 1)), F(0), Verdict.WRONG),
        (ALL, ChosenMany((2, 1, 0)), F(1), Verdict.RIGHT),
        (ALL, ChosenMany((0, 1, 2, 3)), F(0), Verdict.WRONG),
        (TrueFalse(stem=STEM, correct=False), Said(False), F(1), Verdict.RIGHT),
        (TrueFalse(stem=STEM, correct=False), Said(True), F(0), Verdict.WRONG),
        (MATCH, Assigned((0, 1, 0)), F(1), Verdict.RIGHT),
        (MATCH, Assigned((0, 2, None)), F(1, 3), Verdict.PARTLY),
        (MATCH, Assigned((None, None, None)), F(0), Verdict.UNANSWERED),
        (Essay(stem=STEM), Typed("Текст"), None, Verdict.NEEDS_MARKING),
        (Essay(stem=STEM), Typed("  "), F(0), Verdict.UNANSWERED),
        (Description(stem=STEM), None, None, Verdict.NO_MARK),
    ],
)
def test_score_of_each_type(item, response, fraction, verdict) -> None:
    assert (score(item, response).fraction, score(item, response).verdict) == (fraction, verdict)


@pytest.mark.parametrize(
    ("accepted", "given", "case_sensitive", "fold_yo", "fits"),
    [
        ("опека", " Опека ", False, False, True),
        ("Опека", "опека", True, False, False),
        ("ребёнок", "ребенок", False, True, True),
        ("ребёнок", "ребенок", False, False, False),
        ("й", "и\u0306", True, False, True),
        ("орган* опеки", "органы опеки", False, False, True),
        ("орган* опеки", "орган опеки и", False, False, False),
        ("*согласие*", "Нужно согласие родителя", False, False, True),
        (r"5\*", "5*", False, False, True),
        (r"5\*", "55", False, False, False),
        ("a*a", "a", False, False, False),
        ("*", "что угодно\nи ещё", False, False, True),
    ],
)
def test_short_answer_comparison(accepted, given, case_sensitive, fold_yo, fits) -> None:
    item = ShortAnswer(stem=STEM, answers=(option(accepted, F(1)),), case_sensitive=case_sensitive, fold_yo=fold_yo)
    assert score(item, Typed(given)).fraction == (F(1) if fits else F(0))


def test_short_answer_takes_the_first_that_fits() -> None:
    item = ShortAnswer(stem=STEM, answers=(option("опека", F(1)), option("опек*", F(1, 2), "почти")))
    assert [score(item, Typed(text)).fraction for text in ("опека", "опекун", "КДН")] == [F(1), F(1, 2), F(0)]
    assert item.feedback_for(Typed("опекун")) == (Text("почти"),)


def test_short_answer_pattern_cannot_make_the_search_endless() -> None:
    item = ShortAnswer(stem=STEM, answers=(option("*a" * 12 + "b", F(1)),))
    assert score(item, Typed("a" * 20_000)).fraction == 0


@pytest.mark.parametrize(
    ("kind", "value", "tolerance", "given", "right"),
    [
        (Tolerance.NOMINAL, F(10), F(1, 2), "10,5", True),
        (Tolerance.NOMINAL, F(10), F(1, 2), "10.51", False),
        (Tolerance.NOMINAL, F(3), F(0), "3.0", True),
        (Tolerance.RELATIVE, F(200), F(1, 10), "220", True),
        (Tolerance.RELATIVE, F(-200), F(1, 10), "-221", False),
        (Tolerance.GEOMETRIC, F(100), F(1), "50", True),
        (Tolerance.GEOMETRIC, F(100), F(1), "200", True),
        (Tolerance.GEOMETRIC, F(100), F(1), "49", False),
        (Tolerance.GEOMETRIC, F(-100), F(1), "-200", True),
        (Tolerance.NOMINAL, F(1234567), F(0), "1 234 567", True),
        (Tolerance.NOMINAL, F(12345, 10), F(0), "1 234,5", True),
        (Tolerance.NOMINAL, F(12345, 10), F(0), "1,234.5", True),
        (Tolerance.NOMINAL, F(12345, 10), F(0), "1.234,5", True),
        (Tolerance.NOMINAL, F(-5), F(0), "−5", True),
        (Tolerance.NOMINAL, F(1200), F(0), "1,2e3", True),
        (Tolerance.NOMINAL, F(1200), F(0), "1.2×10^3", True),
    ],
)
def test_number_tolerance_and_forms(kind, value, tolerance, given, right) -> None:
    item = Numerical(stem=STEM, answers=(NumberAnswer(value, tolerance, tolerance_kind=kind),))
    assert score(item, Typed(given)).fraction == (F(1) if right else F(0))


def test_number_that_is_none_is_refused() -> None:
    item = Numerical(stem=STEM, answers=(NumberAnswer(F(3)),))
    for text in ("три", "1 23", "1,2,3", "12,3456.7,8", "1e999"):
        with pytest.raises(ResponseError):
            score(item, Typed(text))


UNITS = (Unit("м"), Unit("см", F(100)))


@pytest.mark.parametrize(
    ("penalty_kind", "given", "fraction"),
    [
        (UnitPenalty.NONE, "2", F(1)),
        (UnitPenalty.OF_FULL, "2 м", F(1)),
        (UnitPenalty.OF_FULL, "200 см", F(1)),
        (UnitPenalty.OF_FULL, "2 км", F(9, 10)),
        (UnitPenalty.OF_FULL, "2", F(9, 10)),
        (UnitPenalty.OF_FULL, "4 м", F(4, 10)),
        (UnitPenalty.OF_FULL, "4", F(3, 10)),
        (UnitPenalty.OF_EARNED, "4", F(36, 100)),
        (UnitPenalty.OF_FULL, "5 м", F(0)),
    ],
)
def test_units_and_their_penalty(penalty_kind, given, fraction) -> None:
    # The second answer earns 40 % with its unit: a penalty of the full mark takes 10 points, of the earned one 4.
    answers = (NumberAnswer(F(2)), NumberAnswer(F(4), fraction=F(2, 5)))
    item = Numerical(stem=STEM, answers=answers, units=UNITS, unit_penalty=F(1, 10), unit_penalty_kind=penalty_kind)
    assert score(item, Typed(given)).fraction == fraction


def test_mark_is_exact() -> None:
    item = MultipleResponse(stem=STEM, options=MANY.options, max_mark=F(2))
    assert score(item, ChosenMany((0,))).mark == F(2, 3)


@pytest.mark.parametrize(
    ("item", "response"),
    [
        (ONE, ChosenOne(3)),
        (ONE, ChosenOne(-1)),
        (ONE, ChosenMany((0,))),
        (MANY, ChosenMany((4,))),
        (MATCH, Assigned((0, 1))),
        (MATCH, Assigned((0, 1, 9))),
        (Essay(stem=STEM), Typed("а" * 20_001)),
    ],
)
def test_foreign_responses_are_refused(item, response) -> None:
    with pytest.raises(ResponseError):
        score(item, response)


def test_rubric_fraction_is_the_share_of_its_marks() -> None:
    levels = ((F(0), "нет"), (F(1), "частично"), (F(2), "полно"))
    essay = Essay(stem=STEM, rubric=(Criterion("факты", levels), Criterion("план", levels)))
    assert essay.rubric_fraction((F(2), F(1))) == F(3, 4)
    with pytest.raises(ValueError, match="план"):
        essay.rubric_fraction((F(2), F(3)))


@pytest.mark.parametrize(
    ("item", "where"),
    [
        (SingleChoice(stem=Text(""), options=ONE.options), "stem"),
        (SingleChoice(stem=STEM, options=(option("а"), option("б", F(1, 2)))), "options"),
        (SingleChoice(stem=STEM, options=(option("а", F(1)), option("а"))), "options[1].text"),
        (SingleChoice(stem=STEM, options=(option("а", F(1)), option(" "))), "options[1].text"),
        (SingleChoice(stem=STEM, options=(option("а", F(1)), option("б", F(2)))), "options[1].fraction"),
        (MultipleResponse(stem=STEM, options=(option("а", F(1, 2)), option("б"))), "options"),
        (MultipleResponse(stem=STEM, options=(option("а"), option("б"))), "options"),
        (ShortAnswer(stem=STEM, answers=(option("а", F(1, 2)),)), "answers"),
        (ShortAnswer(stem=STEM, answers=(option("*", F(1, 2)), option("а", F(1)))), "answers"),
        (Numerical(stem=STEM, answers=(NumberAnswer(None),)), "answers"),
        (Matching(stem=STEM, pairs=(Pair(Text("1"), "a"), Pair(Text("2"), "a"))), "pairs"),
        (Matching(stem=STEM, pairs=(Pair(Text("1"), "a"), Pair(Text("1"), "b"))), "pairs[0].premise"),
        (Essay(stem=STEM, tags=("a\nb",)), "tags"),
        (Essay(stem=STEM, max_mark=F(0)), "max_mark"),
    ],
)
def test_faulty_items_name_the_place(item, where) -> None:
    assert where in [problem.where for problem in item.problems()]


def test_display_of_answers() -> None:
    assert [ONE.right_answer(), MANY.right_answer(), MATCH.right_answer()] == ["а", "а; б; в", "1 → a; 2 → b; 3 → a"]
    assert MATCH.response_text(Assigned((1, None, 0))) == "1 → b; 2 → —; 3 → a"
    assert Numerical(stem=STEM, answers=(NumberAnswer(F(5, 2)),), units=UNITS).right_answer() == "2.5 м"
    assert ONE.feedback_for(ChosenOne(2)) == (Text("нет"),)
