"""What behaviours make of the recorded responses, one row a rule (assessment rules, section 2)."""

from dataclasses import replace
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scoring import (
    ChosenMany,
    ChosenOne,
    Essay,
    Hint,
    MultipleResponse,
    Option,
    ResponseError,
    SingleChoice,
    Text,
    Typed,
    Verdict,
)
from quizzes.scoring.behaviours import Behaviour, Certainty
from quizzes.scoring.tries import Try, standing

B, V = Behaviour, Verdict
HINTS = (Hint(Text("Подумайте о статье 77.")), Hint(Text("Не школа."), clear_wrong=True, show_count=True))
ITEM = SingleChoice(
    stem=Text("Кто решает?"),
    options=(Option(Text("опека"), F(1)), Option(Text("школа")), Option(Text("семья"), F(1, 2)), Option(Text("сосед"), F(-1, 2))),
    penalty=F(1, 10),
    hints=HINTS,
)
RIGHT, WRONG, HALF, MINUS = (ChosenOne(place) for place in range(4))


def tried(*responses: ChosenOne | None) -> list[Try]:
    return [Try(response, is_try=True) for response in responses]


@pytest.mark.parametrize(
    ("behaviour", "history", "fraction", "verdict"),
    [
        # Nothing recorded earns nothing, whatever the behaviour.
        *((behaviour, [], F(0), V.UNANSWERED) for behaviour in B),
        # Deferred: the last response counts, taking it back counts too.
        (B.DEFERRED, [Try(WRONG), Try(RIGHT)], F(1), V.RIGHT),
        (B.DEFERRED, [Try(RIGHT), Try(None)], F(0), V.UNANSWERED),
        (B.DEFERRED, [Try(MINUS)], F(-1, 2), V.WRONG),
        # Immediate: the first check counts; without one the last response does.
        (B.IMMEDIATE, [Try(WRONG), *tried(RIGHT)], F(1), V.RIGHT),
        (B.IMMEDIATE, tried(WRONG, RIGHT), F(0), V.WRONG),
        (B.IMMEDIATE, [Try(HALF)], F(1, 2), V.PARTLY),
        # Interactive: the fraction less the penalty for each try before; three tries with two hints.
        (B.INTERACTIVE, tried(RIGHT), F(1), V.RIGHT),
        (B.INTERACTIVE, tried(WRONG, RIGHT), F(9, 10), V.RIGHT),
        (B.INTERACTIVE, tried(WRONG, HALF, RIGHT), F(8, 10), V.RIGHT),
        (B.INTERACTIVE, tried(WRONG, WRONG, HALF, RIGHT), F(3, 10), V.PARTLY),
        (B.INTERACTIVE, tried(WRONG, WRONG, MINUS), F(0), V.WRONG),
        # A repeat is a try; what was kept without a check is the last try at the end.
        (B.INTERACTIVE, tried(WRONG, WRONG, RIGHT), F(8, 10), V.RIGHT),
        (B.INTERACTIVE, [*tried(WRONG), Try(RIGHT)], F(9, 10), V.RIGHT),
        # One half-right try and no more: graded as if handed in again.
        (B.INTERACTIVE, tried(HALF), F(4, 10), V.PARTLY),
        # Adaptive: the best of all tries, each less the penalties before it; a repeat in a row is no try.
        (B.ADAPTIVE, tried(WRONG, RIGHT), F(9, 10), V.RIGHT),
        (B.ADAPTIVE, tried(HALF, WRONG, RIGHT), F(8, 10), V.RIGHT),
        (B.ADAPTIVE, tried(HALF, HALF, RIGHT), F(9, 10), V.RIGHT),
        (B.ADAPTIVE, tried(HALF, WRONG), F(1, 2), V.PARTLY),
        (B.ADAPTIVE, tried(MINUS), F(0), V.WRONG),
        (B.ADAPTIVE, [*tried(WRONG), Try(RIGHT)], F(9, 10), V.RIGHT),
        # Certainty: right +1, +2, +3 times the fraction, wrong 0, -2, -6; silence is unsure.
        (B.CERTAINTY, [Try(RIGHT)], F(1), V.RIGHT),
        *((B.CERTAINTY, [Try(RIGHT, certainty=Certainty(n))], F(n), V.RIGHT) for n in (1, 2, 3)),
        *((B.CERTAINTY, [Try(HALF, certainty=Certainty(n))], F(n, 2), V.PARTLY) for n in (1, 2, 3)),
        *((B.CERTAINTY, [Try(WRONG, certainty=Certainty(n))], F(m), V.WRONG) for n, m in ((1, 0), (2, -2), (3, -6))),
        (B.CERTAINTY, [Try(None, certainty=Certainty.SURE)], F(0), V.UNANSWERED),
    ],
)
def test_what_an_item_earns(behaviour, history, fraction, verdict) -> None:
    score = standing(ITEM, behaviour, history).score
    assert (score.fraction, score.verdict) == (fraction, verdict)


@pytest.mark.parametrize(
    ("behaviour", "history", "tries", "left", "closed", "hint"),
    [
        (B.IMMEDIATE, [], 0, 1, False, None),
        (B.IMMEDIATE, tried(WRONG), 1, 0, True, None),
        (B.INTERACTIVE, [Try(WRONG)], 0, 3, False, None),
        (B.INTERACTIVE, tried(WRONG), 1, 2, False, HINTS[0]),
        (B.INTERACTIVE, tried(WRONG, HALF), 2, 1, False, HINTS[1]),
        (B.INTERACTIVE, tried(WRONG, HALF, WRONG), 3, 0, True, None),
        (B.INTERACTIVE, tried(WRONG, RIGHT), 2, 1, True, None),
        (B.ADAPTIVE, tried(WRONG, RIGHT), 2, None, False, None),
        (B.CERTAINTY, [Try(RIGHT)], 0, None, False, None),
        (B.DEFERRED, tried(RIGHT), 0, None, False, None),
    ],
)
def test_where_an_item_stands(behaviour, history, tries, left, closed, hint) -> None:
    found = standing(ITEM, behaviour, history)
    assert (found.tries, found.tries_left, found.is_closed, found.hint) == (tries, left, closed, hint)


def test_without_hints_there_is_one_try() -> None:
    # As in Moodle: a try more than there are hints.
    bare = replace(ITEM, hints=())
    assert standing(bare, B.INTERACTIVE, []).tries_left == 1
    found = standing(bare, B.INTERACTIVE, tried(HALF, RIGHT))
    assert (found.score.fraction, found.tries, found.tries_left, found.is_closed) == (F(1, 2), 1, 0, True)


def test_the_last_checked_response_is_shown_with_its_own_score() -> None:
    found = standing(ITEM, B.INTERACTIVE, [*tried(WRONG, HALF), Try(RIGHT)])
    assert (found.checked, found.checked_score.fraction) == (HALF, F(1, 2))


@pytest.mark.parametrize("behaviour", [B.IMMEDIATE, B.INTERACTIVE, B.ADAPTIVE, B.CERTAINTY])
def test_an_essay_waits_for_a_person_in_every_behaviour(behaviour) -> None:
    found = standing(Essay(stem=Text("Опишите.")), behaviour, [Try(Typed("текст"), is_try=True, certainty=Certainty.SURE)])
    assert (found.score.fraction, found.score.verdict, found.is_closed) == (None, V.NEEDS_MARKING, False)


def test_a_try_that_does_not_fit_the_item_is_refused() -> None:
    with pytest.raises(ResponseError):
        standing(ITEM, B.ADAPTIVE, tried(ChosenOne(9)))


@given(
    st.sampled_from(B), st.lists(st.builds(Try, st.sampled_from([RIGHT, WRONG, HALF, MINUS, None]), st.booleans()), max_size=6)
)
def test_fractions_stay_within_bounds_and_a_right_first_try_is_full(behaviour, history) -> None:
    fraction = standing(ITEM, behaviour, history).score.fraction
    assert F(-1, 2) <= fraction <= 1
    assert standing(ITEM, behaviour, [Try(RIGHT, is_try=True), *history[:0]]).score.fraction == 1


@given(st.lists(st.sampled_from([RIGHT, WRONG, HALF]), min_size=1, max_size=5))
def test_adaptive_never_falls_by_another_try(history) -> None:
    earned = [standing(ITEM, B.ADAPTIVE, tried(*history[:n])).score.fraction for n in range(1, len(history) + 1)]
    assert earned == sorted(earned)


def test_a_hint_may_take_wrong_choices_away_and_count_the_right_ones() -> None:
    item = MultipleResponse(
        stem=Text("Что нужно?"), options=(Option(Text("а"), F(1, 2)), Option(Text("б"), F(1, 2)), Option(Text("в"), F(-1, 2)))
    )
    given_ = ChosenMany((0, 2))
    assert (item.without_wrong(given_), item.right_parts(given_)) == (ChosenMany((0,)), (1, 2))
    assert item.without_wrong(ChosenMany((2,))) is None
    assert (ITEM.without_wrong(WRONG), ITEM.without_wrong(RIGHT), ITEM.right_parts(RIGHT)) == (None, RIGHT, None)
