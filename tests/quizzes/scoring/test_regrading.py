"""A corrected key applied to what was answered, exactly; and what that changes for people."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import scoring
from quizzes.formats import gift
from quizzes.scoring.behaviours import Behaviour, Certainty
from quizzes.scoring.problems import ItemError
from quizzes.scoring.regrading import Change, Effect, Policy, Ruling, Total, effect, total, translate
from quizzes.scoring.regrading import rescore as rescored
from quizzes.scoring.result import Mark
from quizzes.scoring.tries import Try

ASKED, MIXED, REWORDED = (
    gift.loads(text)[0]
    for text in ("Кто? {=опека ~школа ~куратор}", "Кто? {~куратор =школа ~опека}", "Кто? {=опека ~школа ~сосед}")
)
FULL, DROPPED = Ruling(Policy.FULL_MARKS), Ruling(Policy.DROPPED)


def rescore(item: scoring.Item, response: scoring.Response | None, ruling: Ruling) -> scoring.Score:
    return rescored(item, Behaviour.DEFERRED, [Try(response)], ruling)[0]


def corrected(item: scoring.Item) -> Ruling:
    return Ruling(Policy.CORRECTED_KEY, item)


def test_a_corrected_key_is_applied_by_the_words_chosen_not_by_their_place() -> None:
    school = scoring.ChosenOne(1)
    assert scoring.score(ASKED, school).fraction == 0
    assert rescore(ASKED, school, corrected(MIXED)).fraction == 1
    assert rescore(ASKED, scoring.ChosenOne(0), corrected(MIXED)).verdict == scoring.Verdict.WRONG


def test_a_version_with_other_options_is_refused() -> None:
    with pytest.raises(ItemError, match="не только ключ"):
        rescore(ASKED, scoring.ChosenOne(2), corrected(REWORDED))


def test_a_version_of_another_type_is_refused() -> None:
    with pytest.raises(ItemError):
        translate(ASKED, gift.loads("Верно? {T}")[0], scoring.ChosenOne(0))


def test_full_marks_are_for_those_without_an_answer_too() -> None:
    assert rescore(ASKED, None, FULL) == scoring.Score(Fraction(1), Fraction(1), scoring.Verdict.RIGHT)


def test_a_dropped_item_leaves_the_maximum() -> None:
    assert rescore(ASKED, scoring.ChosenOne(0), DROPPED) == scoring.Score(None, Fraction(0), scoring.Verdict.NO_MARK)


@pytest.mark.parametrize(
    ("asked", "new", "given"),
    [
        ("Что? {~%50%а ~%50%б ~в}", "Что? {~в ~%100%б ~а}", scoring.ChosenMany((1,))),
        ("Пары {=а -> 1 =б -> 2}", "Пары {=б -> 1 =а -> 2}", scoring.Assigned((1, 0))),
        ("Сколько? {#7:1}", "Сколько? {#8:1}", scoring.Typed("8,5")),
        ("Кто? {=куратор}", "Кто? {=опека =куратор}", scoring.Typed("опека")),
        ("Верно? {T}", "Верно? {F}", scoring.Said(False)),
    ],
)
def test_every_type_is_translated(asked, new, given) -> None:
    old, fixed = gift.loads(asked)[0], gift.loads(new)[0]
    assert rescore(old, given, corrected(fixed)).fraction == 1


def test_an_order_is_translated_by_its_entries() -> None:
    text = scoring.Text
    old = scoring.Ordering(stem=text("?"), entries=(text("а"), text("б"), text("в")))
    fixed = scoring.Ordering(stem=text("?"), entries=(text("в"), text("а"), text("б")))
    assert rescore(old, scoring.Ordered((2, 0, 1)), corrected(fixed)).fraction == 1


def test_gaps_are_translated_by_their_words() -> None:
    old = scoring.GapSelect(stem=scoring.Text("[[1]] и [[2]]"), words=(scoring.Word("а"), scoring.Word("б")))
    fixed = scoring.GapSelect(stem=scoring.Text("[[1]] и [[2]]"), words=(scoring.Word("б"), scoring.Word("а")))
    assert rescore(old, scoring.Assigned((1, 0)), corrected(fixed)).fraction == 1


@given(st.permutations(["опека", "школа", "куратор", "суд"]), st.integers(0, 3))
def test_the_order_of_options_never_changes_a_score(order, chosen) -> None:
    def item(words):
        options = tuple(scoring.Option(scoring.Text(word), Fraction(word == "суд")) for word in words)
        return scoring.SingleChoice(stem=scoring.Text("?"), options=options)

    old, new = item(["опека", "школа", "куратор", "суд"]), item(order)
    response = scoring.ChosenOne(chosen)
    assert rescore(old, response, corrected(new)) == scoring.score(old, response)


def test_tries_and_certainty_count_under_a_corrected_key_too() -> None:
    tries = [Try(scoring.ChosenOne(0), is_try=True), Try(scoring.ChosenOne(1), is_try=True)]
    score, _parts = rescored(ASKED, Behaviour.ADAPTIVE, tries, corrected(MIXED))
    assert score.fraction == Fraction(2, 3)
    sure = [Try(scoring.ChosenOne(1), certainty=Certainty.SURE)]
    assert rescored(ASKED, Behaviour.CERTAINTY, sure, corrected(MIXED))[0].fraction == 3


CUT = Fraction(75)


def test_a_total_has_its_maximum_and_verdict() -> None:
    marks = [Mark("a", Fraction(1), Fraction(1)), Mark("a", None, Fraction(1)), Mark("b", Fraction(1), Fraction(1))]
    assert total(marks, CUT, {}) == Total(Fraction(2), Fraction(3), None)
    assert total(marks, Fraction(60), {"a": Fraction(100)}).passed is None


def test_the_effect_counts_who_gains_and_who_loses() -> None:
    def stand(earned, full=4):
        return Total(Fraction(earned), Fraction(full), earned * 100 >= 75 * full)

    changes = [
        Change(stand(2), stand(3)),  # passes now
        Change(stand(3), stand(2)),  # no longer
        Change(stand(4), stand(4)),  # as it was
        Change(stand(4), stand(3, 3)),  # another maximum, the same share
        Change(stand(1), stand(2)),  # more, still not passed
    ]
    assert effect(changes) == Effect(attempts=5, changed=4, raised=2, lowered=1, now_pass=1, no_longer_pass=1)
