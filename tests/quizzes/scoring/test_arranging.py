"""Ordering, gaps, hotspots and behaviours, one row a rule."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scoring import (
    Area,
    Assigned,
    DragWords,
    GapSelect,
    Hotspot,
    Ordered,
    OrderGrading,
    Ordering,
    Pointed,
    ResponseError,
    Shape,
    Text,
    Word,
    score,
)
from quizzes.scoring.behaviours import Certainty, adaptive, certainty_based, interactive, tries_allowed
from quizzes.scoring.codec import dump_item, dump_response, load_item, load_response

G = OrderGrading


def ordering(grading: OrderGrading, count: int = 4) -> Ordering:
    return Ordering(stem=Text("По порядку"), entries=tuple(Text(f"шаг {n}") for n in range(count)), grading=grading)


@pytest.mark.parametrize(
    ("grading", "right", "swapped", "moved", "reversed_"),
    [
        # 0123, 1023, 1230, 3210
        (G.ALL_OR_NOTHING, F(1), F(0), F(0), F(0)),
        (G.ABSOLUTE_POSITION, F(1), F(1, 2), F(0), F(0)),
        (G.RELATIVE_TO_NEXT, F(1), F(1, 3), F(2, 3), F(0)),
        (G.RELATIVE_TO_NEXT_WITH_LAST, F(1), F(1, 2), F(1, 2), F(0)),
        (G.RELATIVE_TO_ONE_PREVIOUS_AND_NEXT, F(1), F(1, 3), F(2, 3), F(0)),
        (G.RELATIVE_TO_ALL_PREVIOUS_AND_NEXT, F(1), F(5, 6), F(1, 2), F(0)),
        (G.LONGEST_ORDERED_SUBSET, F(1), F(3, 4), F(3, 4), F(0)),
        (G.LONGEST_CONTIGUOUS_SUBSET, F(1), F(1, 2), F(3, 4), F(0)),
        (G.RELATIVE_TO_CORRECT_POSITION, F(1), F(5, 6), F(1, 2), F(1, 3)),
    ],
)
def test_every_way_to_grade_an_order(grading, right, swapped, moved, reversed_) -> None:
    orders = ((0, 1, 2, 3), (1, 0, 2, 3), (1, 2, 3, 0), (3, 2, 1, 0))
    assert [score(ordering(grading), Ordered(order)).fraction for order in orders] == [right, swapped, moved, reversed_]


@given(st.sampled_from(G), st.permutations(range(5)))
def test_an_order_scores_within_bounds_and_full_only_if_right(grading, order) -> None:
    fraction = score(ordering(grading, 5), Ordered(tuple(order))).fraction
    assert 0 <= fraction <= 1
    assert (fraction == 1) == (order == sorted(order))


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 1, 2, 2), (0, 1, 2, 4)])
def test_an_incomplete_order_is_refused(order) -> None:
    with pytest.raises(ResponseError):
        score(ordering(G.ALL_OR_NOTHING), Ordered(order))


WORDS = (Word("опека"), Word("школа"), Word("112", group=2), Word("101", group=2))
GAPS = GapSelect(stem=Text("Звонок [[3]], затем [[1]]."), words=WORDS)


def test_gaps_are_counted_each() -> None:
    assert [score(GAPS, Assigned(given)).fraction for given in ((2, 0), (2, 1), (None, 0), (3, 1))] == [
        F(1),
        F(1, 2),
        F(1, 2),
        F(0),
    ]
    assert (GAPS.choices(0), GAPS.choices(1)) == ((2, 3), (0, 1))
    assert GAPS.response_text(Assigned((2, None))) == "Звонок [112], затем […]."


def test_a_word_of_another_group_is_refused() -> None:
    with pytest.raises(ResponseError):
        score(GAPS, Assigned((0, 0)))


def test_a_dragged_word_is_gone_unless_unlimited() -> None:
    item = DragWords(stem=Text("[[1]] и [[2]]"), words=(Word("а"), Word("б"), Word("в", is_unlimited=True)))
    with pytest.raises(ResponseError):
        score(item, Assigned((0, 0)))
    assert score(item, Assigned((2, 2))).fraction == 0
    assert [problem.where for problem in DragWords(stem=Text("[[1]] [[1]]"), words=item.words).problems()] == ["words"]


@pytest.mark.parametrize(("stem", "where"), [("нет", "stem"), ("[[9]]", "stem")])
def test_faulty_gaps_name_the_place(stem, where) -> None:
    assert [problem.where for problem in GapSelect(stem=Text(stem), words=WORDS).problems()] == [where]


AREAS = (
    Area("очаг", Shape.CIRCLE, (50, 50, 10), F(1, 2), Text("да")),
    Area("дверь", Shape.RECT, (100, 100, 120, 140), F(1, 2)),
    Area("окно", Shape.POLY, (200, 0, 240, 0, 220, 40), F(-1, 2)),
)
SPOT = Hotspot(stem=Text("Где опасно?"), picture="room.svg", alternative="Комната", areas=AREAS, max_points=3)


@pytest.mark.parametrize(
    ("points", "fraction"),
    [
        (((50, 60), (120, 140)), F(1)),
        (((50, 61),), F(0)),
        (((50, 50), (51, 51)), F(1, 2)),
        (((50, 50), (220, 20)), F(0)),
        (((50, 50), (110, 110), (220, 0)), F(1, 2)),
        (((110, 110), (201, 39)), F(1, 2)),
    ],
)
def test_points_hit_areas_once(points, fraction) -> None:
    assert score(SPOT, Pointed(points)).fraction == fraction


def test_hotspot_speaks() -> None:
    assert SPOT.response_text(Pointed(((50, 50), (0, 0)))) == "очаг; —"
    assert SPOT.feedback_for(Pointed(((50, 50),))) == (Text("да"),)
    with pytest.raises(ResponseError):
        score(SPOT, Pointed(((0, 0),) * 4))


@pytest.mark.parametrize("item", [ordering(G.LONGEST_ORDERED_SUBSET), GAPS, SPOT, DragWords(stem=GAPS.stem, words=WORDS)])
def test_right_responses_score_full_and_all_survives_json(item) -> None:
    assert (item.problems(), score(item, item.right_response()).fraction) == ((), F(1))
    assert load_item(dump_item(item)) == item
    assert load_response(dump_response(item.right_response())) == item.right_response()


@pytest.mark.parametrize(
    ("fraction", "before", "earned"), [(F(1), 0, F(1)), (F(1), 2, F(1, 3)), (F(1), 4, F(0)), (F(-1, 2), 0, F(0))]
)
def test_interactive(fraction, before, earned) -> None:
    assert interactive(fraction, penalty=F(1, 3), tries_before=before) == earned
    assert tries_allowed(2) == 3


@pytest.mark.parametrize(
    ("tries", "earned"),
    [([], F(0)), ([F(1)], F(1)), ([F(0), F(1)], F(9, 10)), ([F(1, 2), F(1, 2)], F(1, 2)), ([F(1, 2), F(0), F(1)], F(4, 5))],
)
def test_adaptive(tries, earned) -> None:
    assert adaptive(tries, penalty=F(1, 10)) == earned


@pytest.mark.parametrize(
    ("certainty", "right", "half", "wrong"),
    [(1, F(1), F(1, 2), F(0)), (2, F(2), F(1), F(-2)), (3, F(3), F(3, 2), F(-6))],
)
def test_certainty(certainty, right, half, wrong) -> None:
    assert [certainty_based(fraction, Certainty(certainty)) for fraction in (F(1), F(1, 2), F(0))] == [right, half, wrong]
