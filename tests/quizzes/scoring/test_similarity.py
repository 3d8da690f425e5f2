"""Identical wrong answers: probable by chance, or not; and unusual speed."""

import random
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scoring.pace import Pace, pace, thresholds
from quizzes.scoring.similarity import holm, likenesses, poisson_binomial_tail


def test_equal_chances_give_the_binomial_distribution() -> None:
    tail = sum(comb(10, n) * 0.3**n * 0.7 ** (10 - n) for n in range(6, 11))
    assert poisson_binomial_tail([0.3] * 10, 6) == pytest.approx(tail, abs=1e-12)


def test_unequal_chances_by_hand() -> None:
    # 0.1 and 0.5: none 0.45, both 0.05
    assert [round(poisson_binomial_tail([0.1, 0.5], n), 12) for n in range(3)] == [1.0, 0.55, 0.05]


def test_holm_by_his_own_rule() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_holm_never_makes_a_value_smaller_and_keeps_the_order(values) -> None:
    corrected = holm(values)
    assert all(after >= before for before, after in zip(values, corrected, strict=True))
    assert sorted(range(len(values)), key=lambda one: (values[one], one)) == sorted(
        range(len(values)), key=lambda one: (corrected[one], values[one], one)
    )


def group(people: int, items: int, seed: int) -> tuple[list[dict[int, int]], dict[int, int]]:
    """Candidates who work alone: option 0 is right, wrong ones are chosen unevenly, as distractors are."""
    chance = random.Random(seed)
    ability = [chance.gauss(0.5, 1) for _person in range(people)]
    ease = [chance.gauss(0.5, 1) for _item in range(items)]
    patterns = []
    for one in ability:
        right = [chance.random() < 1 / (1 + 2.718281828 ** -(one + easy)) for easy in ease]
        patterns.append({item: 0 if is_right else chance.choices([1, 2, 3], [6, 3, 1])[0] for item, is_right in enumerate(right)})
    return patterns, dict.fromkeys(range(items), 0)


def test_people_who_work_alone_are_rarely_named() -> None:
    named = sum(any(row.corrected < 0.05 for row in likenesses(*group(20, 30, seed))) for seed in range(40))
    assert named <= 4  # 5 % of 40 groups are 2; a little room, since the chances are estimated


@pytest.mark.parametrize("seed", range(1, 5))
def test_a_copied_sheet_is_the_least_probable_pair(seed) -> None:
    patterns, key = group(20, 40, seed)
    patterns[4] = {item: patterns[9][item] if item % 4 else answer for item, answer in patterns[4].items()}
    first = likenesses(patterns, key)[0]
    assert ({first.first, first.second}, first.corrected < 0.05, first.identical > first.expected) == ({4, 9}, True, True)


def test_too_little_is_not_judged() -> None:
    patterns, key = group(2, 40, 1)
    assert likenesses(patterns, key) == []
    assert likenesses([{1: 1}, {1: 1}, {1: 1}], {1: 0}) == []


def test_right_answers_alike_say_nothing() -> None:
    patterns = [dict.fromkeys(range(10), 0) for _person in range(5)]
    assert {row.p_value for row in likenesses(patterns, dict.fromkeys(range(10), 0))} == {1.0}


def test_an_answer_faster_than_a_tenth_of_the_others_is_rapid() -> None:
    limits = thresholds({"short": [20.0] * 5, "long": [300.0] * 5, "rare": [5.0] * 4})
    assert limits == {"short": 2.0, "long": 10.0}
    found = pace({"short": 1.0, "long": 40.0, "rare": 0.1}, limits)
    assert (found, found.effort, found.is_unusual) == (Pace(2, 1), 0.5, True)
    assert (Pace(0, 0).effort, Pace(0, 0).is_unusual, Pace(20, 1).is_unusual) == (None, False, False)
