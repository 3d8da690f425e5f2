"""What holds for every item: bounds, full marks for the right response, exact storage."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from quizzes.scoring import ChosenMany, Item, MultipleResponse, Typed, Verdict, score
from quizzes.scoring.codec import dump_item, dump_response, load_item, load_response
from tests.quizzes.strategies import gradable, items, multiple_responses


@given(gradable)
def test_right_response_scores_full(item: Item) -> None:
    given = score(item, item.right_response())
    assert (given.fraction, given.verdict, given.mark) == (Fraction(1), Verdict.RIGHT, item.max_mark)


@given(gradable)
def test_no_response_scores_nothing(item: Item) -> None:
    assert (score(item, None).mark, score(item, None).verdict) == (0, Verdict.UNANSWERED)


@given(multiple_responses().filter(lambda item: not item.problems()), st.data())
def test_multiple_response_stays_within_bounds(item: MultipleResponse, data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.integers(0, len(item.options) - 1)))
    fraction = score(item, ChosenMany(tuple(chosen))).fraction
    assert fraction is not None
    assert 0 <= fraction <= 1


@given(items)
def test_items_survive_json(item: Item) -> None:
    assert load_item(dump_item(item)) == item


@given(gradable)
def test_responses_survive_json(item: Item) -> None:
    response = item.right_response()
    assert response is not None
    assert load_response(dump_response(response)) == response


@given(st.text())
def test_any_typed_text_is_kept(text: str) -> None:
    assert load_response(dump_response(Typed(text))) == Typed(text)
