"""How sure pass and fail are: against closed forms, the figures of the literature, and identities."""

from fractions import Fraction as F
from math import asin, pi
from statistics import fmean, pvariance, stdev

import pytest

from quizzes.scoring.decisions import bivariate_normal, decision_consistency, places_needed, standard_error_at
from quizzes.scoring.item_analysis import AttemptMarks, quiz_statistics

close = pytest.approx


@pytest.mark.parametrize(("alpha", "p0"), [(0.7, 0.85), (0.8, 0.88), (0.9, 0.91)])
def test_peng_subkoviak_one_deviation_below_the_mean(alpha, p0) -> None:
    found = decision_consistency(cut=39.5, mean=49, standard_deviation=10, alpha=alpha)
    assert (found.z, round(found.p0, 2)) == (-1.0, p0)


def test_the_steps_lead_to_the_result() -> None:
    found = decision_consistency(cut=39.5, mean=49, standard_deviation=10, alpha=0.6)
    assert found.p0 == 1 + 2 * (found.both - found.below)
    assert (round(found.below, 4), found.reaches_bar) == (0.1587, False)


def test_kappa_at_the_median_of_a_reliable_test() -> None:
    # At z = 0: Φ2(0, 0; ρ) = 1/4 + asin(ρ)/2π, so κ = 2·asin(ρ)/π; at ρ = .90 that is .71.
    found = decision_consistency(cut=50.5, mean=50, standard_deviation=10, alpha=0.9)
    assert (round(found.kappa, 2), found.p0) == (0.71, close(0.5 + asin(0.9) / pi))


@pytest.mark.parametrize("rho", [-1, -0.5, 0, 0.3, 0.99, 1])
def test_bivariate_normal_at_the_origin(rho) -> None:
    assert bivariate_normal(0, 0, rho) == close(0.25 + asin(rho) / (2 * pi), abs=1e-9)


def test_bivariate_normal_near_a_full_correlation() -> None:
    assert bivariate_normal(-1, -1, 1 - 1e-15) == close(bivariate_normal(-1, -1, 1), abs=1e-6)


@pytest.mark.parametrize(("deviation", "alpha"), [(0, 0.5), (10, -0.1), (10, 1.1)])
def test_scores_that_cannot_be_judged_are_refused(deviation, alpha) -> None:
    with pytest.raises(ValueError, match="vary"):
        decision_consistency(cut=5, mean=5, standard_deviation=deviation, alpha=alpha)


def test_the_error_at_the_cut_is_that_of_the_test_on_average() -> None:
    # Keats's correction is made so that the mean of the squared errors is the squared error of the test.
    totals = [2, 5, 5, 6, 7, 7, 8, 9, 9, 10]
    spread = pvariance(totals) ** 0.5
    errors = [standard_error_at(t, places=12, full=12, mean=fmean(totals), standard_deviation=spread, alpha=0.6) for t in totals]
    assert fmean(error**2 for error in errors) == close(spread**2 * (1 - 0.6))


def test_the_error_at_the_cut_has_the_unit_of_the_marks() -> None:
    single = standard_error_at(8, places=12, full=12, mean=7, standard_deviation=2, alpha=0.6)
    double = standard_error_at(16, places=12, full=24, mean=14, standard_deviation=4, alpha=0.6)
    assert double == close(2 * single)


def test_the_error_at_the_cut_with_kr20_equal_to_kr21_is_lords() -> None:
    # Items of one facility: KR20 is KR21 (with the sample variance in both), so nothing is left to correct.
    rows = [[1, 1, 0, 0], [0, 0, 1, 1], [1, 1, 1, 1], [0, 0, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1]]
    figures = quiz_statistics([AttemptMarks(dict(zip("abcd", row, strict=True))) for row in rows], "abcd")
    totals = [sum(row) for row in rows]
    alpha = figures.internal_consistency / 100
    mean, deviation = fmean(totals), stdev(totals)
    kr21 = 4 / 3 * (1 - mean * (4 - mean) / (4 * deviation**2))
    found = standard_error_at(3, places=4, full=4, mean=mean, standard_deviation=deviation, alpha=alpha)
    assert found == close((3 * 1 / 3 * (1 - alpha) / (1 - kr21)) ** 0.5)


@pytest.mark.parametrize("fields", [{"places": 1}, {"standard_deviation": 0}, {"full": 0}])
def test_no_error_at_the_cut_without_a_spread(fields) -> None:
    usual = {"places": 12, "full": 12, "mean": 7, "standard_deviation": 2, "alpha": 0.6}
    assert standard_error_at(8, **{**usual, **fields}) is None


@pytest.mark.parametrize(("alpha", "wanted", "places"), [(0.72, 0.78, 42), (0.5, 0.8, 120), (0.0, 0.8, None), (-0.2, 0.8, None)])
def test_length_by_spearman_and_brown(alpha, wanted, places) -> None:
    assert places_needed(30, alpha, wanted) == places


def test_length_gives_the_alpha_back() -> None:
    alpha = F(7, 10)
    places = places_needed(30, float(alpha), 0.8)
    factor = F(places, 30)
    assert factor * alpha / (1 + (factor - 1) * alpha) >= F(8, 10)
