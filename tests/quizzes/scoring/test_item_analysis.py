"""Statistics: against hand-made figures, Python's own, and naive formulas."""

import statistics
from fractions import Fraction as F
from math import asin, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scoring.decisions import (
    DistractorRow,
    angoff,
    bivariate_normal,
    decision_consistency,
    distractor_table,
    flags,
)
from quizzes.scoring.item_analysis import AttemptMarks, ItemStatistics, QuizStatistics, item_statistics, quiz_statistics

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
        (2, ["mean", "median", "standard_deviation", "internal_consistency", "error_ratio", "standard_error"]),
        (3, ["mean", "median", "standard_deviation", "skewness", "internal_consistency", "error_ratio", "standard_error"]),
    ],
)
def test_too_few_attempts_are_not_computable(rows, computed) -> None:
    found = quiz_statistics(ATTEMPTS[:rows], ["a", "b", "c"])
    names = [name for name in QuizStatistics.__dataclass_fields__ if name != "attempts"]
    assert [name for name in names if getattr(found, name) is not None] == computed


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


@pytest.mark.parametrize(("alpha", "p0"), [(0.7, 0.85), (0.8, 0.88), (0.9, 0.91)])
def test_peng_subkoviak_one_deviation_below_the_mean(alpha, p0) -> None:
    found = decision_consistency(cut=39.5, mean=49, standard_deviation=10, alpha=alpha)
    assert (found.z, round(found.p0, 2)) == (-1.0, p0)


def test_kappa_at_the_median_of_a_reliable_test() -> None:
    # At z = 0: Φ2(0, 0; ρ) = 1/4 + asin(ρ)/2π, so κ = 2·asin(ρ)/π; at ρ = .90 that is .71.
    found = decision_consistency(cut=50.5, mean=50, standard_deviation=10, alpha=0.9)
    assert (round(found.kappa, 2), found.p0) == (0.71, close(0.5 + 1.1197695149986342 / 3.141592653589793))


@pytest.mark.parametrize("rho", [-1, -0.5, 0, 0.3, 0.99, 1])
def test_bivariate_normal_at_the_origin(rho) -> None:
    assert bivariate_normal(0, 0, rho) == close(0.25 + asin(rho) / (2 * pi), abs=1e-9)


def test_scores_that_do_not_vary_have_no_consistency() -> None:
    with pytest.raises(ValueError, match="vary"):
        decision_consistency(cut=5, mean=5, standard_deviation=0, alpha=0.5)


def test_distractors_by_thirds() -> None:
    chosen = [("a", F(9)), ("b", F(8)), ("a", F(5)), ("c", F(4)), ("b", F(2)), ("c", F(1))]
    assert distractor_table(chosen) == [DistractorRow("a", 0, 1, 1), DistractorRow("b", 1, 0, 1), DistractorRow("c", 1, 1, 0)]
    assert distractor_table([]) == []


def row(**figures) -> ItemStatistics:
    defaults = {"facility": 60.0, "discrimination_index": 30.0}
    fields = dict.fromkeys(("standard_deviation", "discriminative_efficiency", "effective_weight", "point_biserial"))
    return ItemStatistics(item="a", attempts=figures.pop("attempts", 50), **{**defaults, **fields, **figures})


@pytest.mark.parametrize(
    ("figures", "codes"),
    [
        ({}, []),
        ({"facility": 96.0}, ["too-easy"]),
        ({"facility": 19.0, "discrimination_index": -5.0}, ["too-hard", "negative"]),
        ({"discrimination_index": 5.0}, ["weak"]),
        ({"facility": 99.0, "attempts": 9}, []),
    ],
)
def test_flags_in_words(figures, codes) -> None:
    assert [flag.code for flag in flags(row(**figures))] == codes


def test_a_key_that_the_best_do_not_choose() -> None:
    [flag] = flags(row(), key="A", table=[DistractorRow("A", 5, 4, 3), DistractorRow("B", 1, 3, 9)])
    assert str(flag) == "Возможно, неверен ключ: лучшая треть выбрала «B»."


def test_angoff_panel() -> None:
    found = angoff({"j1": {"a": 0.5, "b": 0.7}, "j2": {"a": 0.7, "b": 0.7}, "j3": {"a": 0.6, "b": 0.4}})
    assert (found.cut, found.judges, found.is_provisional) == (close(1.2), close((1.2, 1.4, 1.0)), True)
    assert found.standard_error == close(0.2 / 3**0.5)
    with pytest.raises(ValueError, match="same items"):
        angoff({"j1": {"a": 0.5}, "j2": {"b": 0.5}})
