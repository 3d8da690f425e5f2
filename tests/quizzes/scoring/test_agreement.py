"""When an answer is settled, and how far markers agree."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scoring.agreement import (
    Settlement,
    Step,
    kappa_word,
    linear_weights,
    percent_agreement,
    quadratic_weights,
    settle,
    weighted_kappa,
)

HALF, FIFTH = Fraction(1, 2), Fraction(1, 5)
# Cohen 1968, table 1: 200 diagnoses by two judges in three categories, and the weights of their disagreements.
COHEN = {(0, 0): 88, (1, 0): 14, (2, 0): 18, (0, 1): 10, (1, 1): 40, (2, 1): 10, (0, 2): 2, (1, 2): 6, (2, 2): 12}
COHEN_WEIGHTS = [[0.0, 1.0, 3.0], [1.0, 0.0, 6.0], [3.0, 6.0, 0.0]]
UNWEIGHTED = [[0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0]]
PAIRS = [pair for pair, count in COHEN.items() for _one in range(count)]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], Settlement(Step.MARKER)),
        ([HALF], Settlement(Step.MARKER)),
        ([HALF, HALF], Settlement(Step.SETTLED, HALF)),
        ([Fraction(2, 5), Fraction(3, 5)], Settlement(Step.SETTLED, HALF)),  # exactly the margin still agrees
        ([Fraction(2, 5), Fraction(7, 10)], Settlement(Step.ADJUDICATOR)),
        ([Fraction(0), Fraction(1), Fraction(3, 4)], Settlement(Step.SETTLED, Fraction(3, 4))),
        ([HALF, HALF, Fraction(1)], Settlement(Step.SETTLED, Fraction(1))),
    ],
)
def test_two_markers_settle_an_answer_or_call_a_third(marks, expected) -> None:
    assert settle(marks, needed=2, margin=FIFTH) == expected


def test_one_marker_is_enough_where_one_is_asked_for() -> None:
    assert settle([HALF], needed=1, margin=FIFTH) == Settlement(Step.SETTLED, HALF)


def test_weighted_kappa_of_cohens_own_example() -> None:
    assert round(weighted_kappa(PAIRS, COHEN_WEIGHTS), 3) == 0.348
    assert round(weighted_kappa(PAIRS, UNWEIGHTED), 3) == 0.492
    assert percent_agreement(PAIRS) == 70.0


def test_weights_grow_with_the_distance() -> None:
    assert quadratic_weights(3) == [[0, 1, 4], [1, 0, 1], [4, 1, 0]]
    assert linear_weights(3) == [[0, 1, 2], [1, 0, 1], [2, 1, 0]]


def test_what_cannot_be_computed_is_none() -> None:
    assert (percent_agreement([]), weighted_kappa([], quadratic_weights(3))) == (None, None)
    assert weighted_kappa([(1, 1)] * 5, quadratic_weights(3)) is None


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1))
def test_kappa_is_symmetric_and_one_for_full_agreement(pairs) -> None:
    weights = quadratic_weights(4)
    one, other = weighted_kappa(pairs, weights), weighted_kappa([(second, first) for first, second in pairs], weights)
    assert (one is None and other is None) or one == pytest.approx(other)
    same = weighted_kappa([(first, first) for first, _second in pairs], weights)
    assert same is None or same == 1


@pytest.mark.parametrize(("kappa", "word"), [(-0.1, "poor"), (0.1, "slight"), (0.55, "moderate"), (0.9, "almost-perfect")])
def test_kappa_has_a_word(kappa, word) -> None:
    assert kappa_word(kappa) == word
