"""Statistics: against hand-made figures, Python's own, and naive formulas."""

import statistics
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scoring.item_analysis import AttemptMarks, QuizStatistics, item_statistics, quiz_statistics

ROWS = [(1, 1, 1), (1, 1, 0), (1, 0, 0), (0, 0, 1), (1, 1, 1), (0, 0, 0)]
ATTEMPTS = [AttemptMarks({"a": a, "b": b, "c": c}) for a, b, c in ROWS]
FULL = {"a": 1, "b": 1, "c": 1}
TOTALS = [sum(row) for row in ROWS]
close = pytest.approx


def column(place: int) -> list[int]:
    return [row[place] for row in ROWS]


@pytest.mark.parametrize(("item", "place"), [("a", 0), ("b", 1), ("c", 2)])
def test_item_figures_are_those_of_their_definitions(item, place) -> None:
    row = {one.item: one for one in item_statistics(ATTEMPTS, FULL)}[item]
    x = column(place)
    rest = [total - mark for total, mark in zip(TOTALS, x, strict=True)]
    best = statistics.covariance(sorted(x), sorted(rest))
    assert row.attempts == 6
    assert row.facility == close(100 * statistics.mean(x))
    assert row.standard_deviation == close(statistics.stdev(x))
    assert row.discrimination_index == close(100 * statistics.correlation(x, rest))
    assert row.point_biserial == close(statistics.correlation(x, rest))
    assert row.discriminative_efficiency == close(100 * statistics.covariance(x, rest) / best)


def test_effective_weights_share_out_the_test() -> None:
    weights = [row.effective_weight for row in item_statistics(ATTEMPTS, FULL)]
    roots = [statistics.covariance(column(place), TOTALS) ** 0.5 for place in range(3)]
    assert weights == close([100 * root / sum(roots) for root in roots])


def test_an_item_against_the_test_has_no_effective_weight() -> None:
    attempts = [AttemptMarks({"a": a, "b": 2 * (1 - a), "c": c}) for a, c in ((1, 0), (0, 0), (1, 1), (0, 1))]
    rows = {row.item: row.effective_weight for row in item_statistics(attempts, {"a": 1, "b": 2, "c": 1})}
    assert rows["a"] is None
    assert rows["b"] + rows["c"] == close(100)


def test_a_random_item_is_held_against_the_whole_total() -> None:
    row = {one.item: one for one in item_statistics(ATTEMPTS, FULL, random_items=["b"])}["b"]
    assert row.discrimination_index == close(100 * statistics.correlation(column(1), TOTALS))


def test_a_variant_counts_only_the_attempts_that_met_it() -> None:
    attempts = [AttemptMarks({"v1": 1, "c": 1}), AttemptMarks({"v1": 0, "c": 0}), AttemptMarks({"v2": 1, "c": 0})]
    rows = {row.item: row for row in item_statistics(attempts, {"v1": 1, "v2": 1, "c": 1}, slots={"v1": "s", "v2": "s"})}
    assert (rows["v1"].attempts, rows["v1"].facility, rows["v2"].attempts) == (2, 50.0, 1)
    assert rows["v2"].standard_deviation is None
    assert rows["v1"].effective_weight == rows["v2"].effective_weight


def test_quiz_figures_are_those_of_their_definitions() -> None:
    found = quiz_statistics(ATTEMPTS, ["a", "b", "c"])
    s, k2 = len(TOTALS), statistics.variance(TOTALS)
    moment = {power: sum((t - statistics.mean(TOTALS)) ** power for t in TOTALS) / s for power in (2, 3, 4)}
    k4 = s**2 * ((s + 1) * moment[4] - 3 * (s - 1) * moment[2] ** 2) / ((s - 1) * (s - 2) * (s - 3))
    consistency = 100 * 3 / 2 * (1 - sum(statistics.variance(column(place)) for place in range(3)) / k2)
    ratio = 100 * (1 - consistency / 100) ** 0.5
    expected = QuizStatistics(
        attempts=6,
        mean=statistics.mean(TOTALS),
        median=statistics.median(TOTALS),
        standard_deviation=statistics.stdev(TOTALS),
        skewness=s**2 * moment[3] / ((s - 1) * (s - 2)) / k2**1.5,
        kurtosis=k4 / k2**2,
        internal_consistency=consistency,
        error_ratio=ratio,
        standard_error=ratio * statistics.stdev(TOTALS) / 100,
    )
    for name in QuizStatistics.__dataclass_fields__:
        assert getattr(found, name) == close(getattr(expected, name)), name


def test_hand_made_figures() -> None:
    # Totals 0, 1, 2, 3 of three Guttman items: variance 5/3, no skew, kurtosis −1.2 and alpha 3/4, by hand.
    attempts = [AttemptMarks({"a": int(n > 0), "b": int(n > 1), "c": int(n > 2)}) for n in range(4)]
    found = quiz_statistics(attempts, ["a", "b", "c"])
    assert (found.mean, found.median, found.skewness, found.kurtosis) == (1.5, 1.5, 0.0, close(-1.2))
    assert found.internal_consistency == close(75)
    assert (found.error_ratio, found.standard_error) == (close(50), close((5 / 3) ** 0.5 / 2))


def test_internal_consistency_may_be_negative_and_the_error_ratio_over_100() -> None:
    rows = [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 0, 1)]
    found = quiz_statistics([AttemptMarks({"a": a, "b": b, "c": c}) for a, b, c in rows], ["a", "b", "c"])
    assert found.internal_consistency == close(100 * 3 / 2 * (1 - 0.9 / 0.3))
    assert found.error_ratio == close(200)


@pytest.mark.parametrize(
    ("rows", "computed"),
    [
        (0, []),
        (1, ["mean", "median"]),
        (2, ["mean", "median", "standard_deviation"]),
        (3, ["mean", "median", "standard_deviation", "skewness", "internal_consistency", "error_ratio", "standard_error"]),
    ],
)
def test_too_few_attempts_are_not_computable(rows, computed) -> None:
    found = quiz_statistics(ATTEMPTS[:rows], ["a", "b", "c"])
    names = [name for name in QuizStatistics.__dataclass_fields__ if name != "attempts"]
    assert [name for name in names if getattr(found, name) is not None] == computed


def test_intended_weights_are_the_shares_of_the_full_marks() -> None:
    attempts = [AttemptMarks({"v1": 1, "c": 1}), AttemptMarks({"v2": 2, "c": 0})]
    rows = item_statistics(attempts, {"v1": 2, "v2": 4, "c": 1}, slots={"v1": "s", "v2": "s"})
    assert [row.intended_weight for row in rows] == [75.0, 75.0, 25.0]


def test_thirds_and_sevenths_of_marks_stay_exact() -> None:
    attempts = [AttemptMarks({"a": F(n, 3), "b": F(n, 7)}) for n in range(4)]
    [a, b] = item_statistics(attempts, {"a": 1, "b": 1})
    assert (a.discrimination_index, b.point_biserial, a.discriminative_efficiency) == (100.0, 1.0, 100.0)
    assert attempts[2].total == F(20, 21)


def test_an_item_that_everybody_solves_discriminates_nothing() -> None:
    [row, _other] = item_statistics([AttemptMarks({"a": 1, "b": n % 2}) for n in range(6)], {"a": 1, "b": 1})
    assert (row.facility, row.standard_deviation) == (100.0, 0.0)
    assert (row.discrimination_index, row.discriminative_efficiency) == (None, None)


marks = st.sampled_from([F(0), F(1, 3), F(1, 2), F(1)])
tables = st.lists(st.tuples(marks, marks, marks), min_size=4, max_size=12)


@given(tables, st.randoms())
def test_the_order_of_attempts_does_not_matter(rows, chance) -> None:
    attempts = [AttemptMarks(dict(zip("abc", row, strict=True))) for row in rows]
    mixed = attempts.copy()
    chance.shuffle(mixed)
    assert item_statistics(attempts, FULL) == item_statistics(mixed, FULL)
    assert quiz_statistics(attempts, "abc") == quiz_statistics(mixed, "abc")


@given(tables)
def test_bounds_hold(rows) -> None:
    attempts = [AttemptMarks(dict(zip("abc", row, strict=True))) for row in rows]
    for row in item_statistics(attempts, FULL):
        assert 0 <= row.facility <= 100
        assert row.discrimination_index is None or -100.0000001 <= row.discrimination_index <= 100.0000001
    found = quiz_statistics(attempts, "abc")
    assert found.internal_consistency is None or found.internal_consistency <= 100
