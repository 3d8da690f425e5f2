"""What the figures say in words, who chose what, and the curve of an item."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scoring.distractors import DistractorRow, count_by_thirds, distractor_table, thirds
from quizzes.scoring.flags import TEMPLATES, Thresholds, flags
from quizzes.scoring.item_analysis import ItemStatistics
from quizzes.scoring.score_groups import score_groups, wilson

close = pytest.approx


def row(**figures) -> ItemStatistics:
    defaults = {"facility": 60.0, "discrimination_index": 30.0}
    fields = dict.fromkeys(("standard_deviation", "discriminative_efficiency", "effective_weight", "point_biserial"))
    return ItemStatistics(item="a", attempts=figures.pop("attempts", 50), **{**defaults, **fields, **figures})


@pytest.mark.parametrize(
    ("figures", "codes"),
    [
        ({}, []),
        ({"facility": 96.0}, ["too-easy"]),
        ({"facility": 19.0, "discrimination_index": -5.0}, ["negative", "too-hard"]),
        ({"discrimination_index": 5.0}, ["weak"]),
        ({"facility": 99.0, "attempts": 29}, ["few"]),
        ({"facility": None, "discrimination_index": None}, []),
    ],
)
def test_flags_in_words(figures, codes) -> None:
    assert [flag.code for flag in flags(row(**figures))] == codes


def test_too_few_attempts_are_a_remark_and_no_flag() -> None:
    [flag] = flags(row(attempts=12))
    assert (flag.is_remark, str(flag)) == (True, "Данных мало: вопрос встретили 12 раз, выводы — с 30.")


def test_a_key_that_the_best_do_not_choose() -> None:
    [flag] = flags(row(), key="А", table=[DistractorRow("А", 5, 4, 3), DistractorRow("Б", 1, 3, 9)])
    assert str(flag) == "Возможно, ошибка в ключе: лучшая треть выбрала «Б»."


def test_options_that_nobody_chooses_are_named_together() -> None:
    table = [
        DistractorRow("А", 10, 10, 12),
        DistractorRow("Б", 8, 7, 3),
        DistractorRow("В", 1, 0, 0),
        DistractorRow("Г", 0, 0, 0),
    ]
    [flag] = flags(row(), key="А", table=table)
    assert str(flag) == "Почти никто не выбирает: «В», «Г». Такой вариант не отвлекает."
    assert flags(row(attempts=49), key="А", table=table) == []


def test_worse_than_guessing_and_often_left_out() -> None:
    found = flags(row(facility=15.0), guess=25.0, unanswered=11)
    assert [str(flag) for flag in found] == ["Отвечают хуже, чем наугад: 15 % против 25 %.", "Часто пропускают: без ответа 22 %."]


def test_bounds_are_settings() -> None:
    assert [flag.code for flag in flags(row(attempts=12, facility=90.0), bounds=Thresholds(attempts=10, easy=85.0))] == [
        "too-easy"
    ]


def test_every_flag_keeps_its_words() -> None:
    found = flags(row(facility=10.0, discrimination_index=-1.0), key="А", table=[DistractorRow("Б", 9, 9, 9)], unanswered=20)
    assert all(TEMPLATES[flag.code] == flag.template for flag in found)


def test_distractors_by_thirds() -> None:
    chosen = [("a", F(9)), ("b", F(8)), ("a", F(5)), ("c", F(4)), ("b", F(2)), ("c", F(1))]
    assert distractor_table(chosen) == [DistractorRow("a", 0, 1, 1), DistractorRow("b", 1, 0, 1), DistractorRow("c", 1, 1, 0)]
    assert distractor_table([]) == []


def test_an_option_that_nobody_chose_has_its_row() -> None:
    assert count_by_thirds([("b", 2)], "ab") == [DistractorRow("a", 0, 0, 0), DistractorRow("b", 0, 0, 1)]


@given(st.lists(st.integers(0, 9), max_size=40))
def test_thirds_follow_the_totals_and_keep_ties(totals) -> None:
    found = dict(zip(totals, thirds(totals), strict=True))
    assert [found[total] for total in totals] == thirds(totals)
    assert [found[total] for total in sorted(found)] == sorted(found[total] for total in sorted(found))


@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from([F(0), F(1, 2), F(1)])), max_size=120))
def test_score_groups_part_the_attempts(marks) -> None:
    groups = score_groups(marks, 1)
    assert sum(group.count for group in groups) == len(marks)
    assert all(one.high < two.low for one, two in zip(groups, groups[1:], strict=False))
    assert sum(group.facility * group.count for group in groups) == close(float(sum(mark for _total, mark in marks)))
    assert all(0 <= group.lower <= group.facility <= group.upper <= 1 for group in groups)
    assert len(groups) <= max(1, min(5, len(marks) // 10)) if marks else groups == []


def test_fifty_attempts_make_five_groups_of_ten() -> None:
    groups = score_groups([(n, n % 2) for n in range(50)], 1)
    assert [(group.low, group.high, group.count, group.facility) for group in groups] == [
        (F(10 * n), F(10 * n + 9), 10, 0.5) for n in range(5)
    ]


def test_wilson_interval() -> None:
    # 9 of 12: the interval 47 to 91 %, as tables give it.
    assert [round(bound, 2) for bound in wilson(0.75, 12)] == [0.47, 0.91]
    assert wilson(0, 5)[0] == 0
