"""The cut score of a panel, by hand."""

import pytest

from quizzes.scoring.angoff import angoff, spread_of

close = pytest.approx


def test_angoff_panel() -> None:
    found = angoff({"j1": {"a": 0.5, "b": 0.7}, "j2": {"a": 0.7, "b": 0.7}, "j3": {"a": 0.6, "b": 0.4}})
    assert (found.cut, found.judges, found.is_provisional) == (close(1.2), close((1.2, 1.4, 1.0)), True)
    assert (found.standard_error, found.spread) == (close(0.2 / 3**0.5), close((1.0, 1.4)))


def test_full_marks_weigh_the_estimates() -> None:
    found = angoff({"j1": {"a": 0.5, "b": 1.0}}, {"a": 2, "b": 0.5})
    assert (found.cut, found.standard_error) == (1.5, None)


def test_eight_judges_are_enough() -> None:
    assert [angoff({f"j{n}": {"a": 0.5} for n in range(count)}).is_provisional for count in (7, 8)] == [True, False]


@pytest.mark.parametrize(
    ("estimates", "words"),
    [({}, "same items"), ({"j1": {"a": 0.5}, "j2": {"b": 0.5}}, "same items"), ({"j1": {"a": 1.2}}, "0 to 1")],
)
def test_what_is_no_panel_is_refused(estimates, words) -> None:
    with pytest.raises(ValueError, match=words):
        angoff(estimates)


def test_the_spread_of_an_item_has_no_order_of_judges() -> None:
    found = spread_of([0.9, 0.3, 0.6])
    assert (found.values, found.mean, found.deviation, found.range) == ((0.3, 0.6, 0.9), close(0.6), close(0.3), close(0.6))
    assert spread_of([0.4]).deviation is None
    with pytest.raises(ValueError, match="nobody"):
        spread_of([])
