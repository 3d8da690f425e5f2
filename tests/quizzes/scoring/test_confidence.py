"""How sure a share is: against the textbook formula, and at its ends."""

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scoring.confidence import Standing, standard_error, standing
from quizzes.scoring.result import Mark


def marks(*earned: object, full: int = 1) -> list[Mark]:
    return [Mark("c", None if one is None else Fraction(one) * full, Fraction(full)) for one in earned]


@given(right=st.integers(1, 30), wrong=st.integers(1, 30), full=st.integers(1, 5))
def test_right_and_wrong_items_have_lords_standard_error(right, wrong, full) -> None:
    count = right + wrong
    share = right / count
    found = standard_error(marks(*[1] * right, *[0] * wrong, full=full))
    assert found == pytest.approx(sqrt(share * (1 - share) / (count - 1)))


def test_five_right_of_five_are_not_certain() -> None:
    assert standard_error(marks(1, 1, 1, 1, 1)) == pytest.approx(0.1 / 1.2)
    assert standard_error(marks(0, 0, 0, 0)) == pytest.approx(0.125 / 1.25)


def test_too_few_or_unmarked_items_have_none() -> None:
    assert [standard_error(marks(*one)) for one in ((), (1,), (1, None, 0))] == [None, None, None]


def test_items_without_marks_are_left_out() -> None:
    assert standard_error([*marks(1, 0), Mark("c", Fraction(0), Fraction(0))]) == standard_error(marks(1, 0))


@pytest.mark.parametrize(
    ("share", "error", "items", "expected"),
    [
        (Fraction(9, 10), 0.1, 10, Standing.ABOVE),
        (Fraction(8, 10), 0.13, 10, Standing.ABOUT),
        (Fraction(7, 10), 0.06, 10, Standing.ABOUT),
        (Fraction(3, 10), 0.15, 10, Standing.BELOW),
        (Fraction(1), 0.1, 3, Standing.FEW),
        (Fraction(1), None, 10, Standing.FEW),
    ],
)
def test_a_share_stands_above_about_or_below_the_cut(share, error, items, expected) -> None:
    assert standing(share, error, Fraction(3, 4), items) is expected
