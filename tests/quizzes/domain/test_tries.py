"""Behaviours and cases in attempts: what is recorded, what is refused, what is earned."""

from dataclasses import replace
from fractions import Fraction as F

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from quizzes import scoring
from quizzes.domain import import_bank, record_response, start_attempt, submit_attempt
from quizzes.domain.answering import Sent
from quizzes.domain.outcomes import competency_results
from quizzes.models import Attempt, FormItem, Item, Quiz
from quizzes.scoring import ChosenOne, Hint, Move, Option, Ordered, Ordering, SingleChoice, Text, Walked
from tests.quizzes.builders import make_quiz, make_user
from tests.quizzes.scoring.test_case import CASE, KEY

pytestmark = pytest.mark.django_db

CHOICE = SingleChoice(
    id="b-1",
    stem=Text("Кто решает?"),
    options=(Option(Text("опека"), F(1)), Option(Text("школа")), Option(Text("семья"), F(1, 2))),
    penalty=F(1, 10),
    hints=(Hint(Text("Статья 77.")),),
    tags=("competency:legal-basis",),
)
RIGHT, WRONG, HALF = ChosenOne(0), ChosenOne(1), ChosenOne(2)


def attempt_at(*contents: scoring.Item, **fields) -> tuple[Attempt, FormItem]:
    import_bank(contents, language="ru", status=Item.Status.APPROVED)
    blueprint = {"cells": [], "fixed": [one.id for one in contents]}
    rules = {"purpose": Quiz.Purpose.TRAINING, "gives_certificate": False, "blueprint": blueprint, **fields}
    attempt = start_attempt(make_quiz(**rules), make_user())
    return attempt, attempt.form.items.select_related("version").first()


def send(attempt: Attempt, item: FormItem, response, number: int, **sent) -> None:
    record_response(attempt, item, response, client_key=f"key-{number}", sent=Sent(**sent))


@pytest.mark.parametrize(
    ("behaviour", "responses", "fraction", "verdict"),
    [
        ("deferred", [WRONG, RIGHT], F(1), "right"),
        ("interactive", [WRONG, RIGHT], F(9, 10), "right"),
        ("adaptive", [HALF, WRONG, RIGHT], F(8, 10), "right"),
        ("immediate", [HALF], F(1, 2), "partly"),
    ],
)
def test_an_outcome_follows_the_behaviour_of_the_form(behaviour, responses, fraction, verdict) -> None:
    attempt, item = attempt_at(CHOICE, behaviour=behaviour)
    for number, response in enumerate(responses):
        send(attempt, item, response, number, is_try=True)
    row = submit_attempt(attempt).items.get()
    assert (attempt.form.behaviour, row.fraction, row.verdict, row.response.sequence) == (
        behaviour,
        fraction,
        verdict,
        len(responses),
    )


@pytest.mark.parametrize(
    ("certainty", "response", "total"), [(3, RIGHT, 3), (2, RIGHT, 2), (None, RIGHT, 1), (3, WRONG, -6), (1, WRONG, 0)]
)
def test_certainty_weighs_an_answer(certainty, response, total) -> None:
    attempt, item = attempt_at(CHOICE, behaviour="certainty")
    send(attempt, item, response, 1, certainty=certainty)
    outcome = submit_attempt(attempt)
    assert (outcome.total, outcome.max_total) == (F(total), F(1))


def test_certainty_may_change_without_the_answer() -> None:
    attempt, item = attempt_at(CHOICE, behaviour="certainty")
    send(attempt, item, RIGHT, 1, certainty=1)
    send(attempt, item, RIGHT, 2, certainty=3)
    assert submit_attempt(attempt).total == F(3)


@pytest.mark.parametrize(
    ("behaviour", "tries"), [("immediate", [WRONG]), ("interactive", [WRONG, HALF]), ("interactive", [RIGHT])]
)
def test_after_the_last_try_an_item_takes_no_more(behaviour, tries) -> None:
    attempt, item = attempt_at(CHOICE, behaviour=behaviour)
    for number, response in enumerate(tries):
        send(attempt, item, response, number, is_try=True)
    with pytest.raises(scoring.ResponseError, match="уже проверен"):
        send(attempt, item, ChosenOne(1 if tries[-1] != WRONG else 0), 9)
    assert attempt.responses.count() == len(tries)


def test_a_certification_is_deferred_by_form_and_by_database() -> None:
    quiz = make_quiz(purpose=Quiz.Purpose.CERTIFICATION)
    quiz.behaviour = Quiz.Behaviour.ADAPTIVE
    with pytest.raises(ValidationError, match="только после сдачи"):
        quiz.clean()
    with transaction.atomic(), pytest.raises(IntegrityError):
        quiz.save()


CASE_ITEM = replace(CASE, id="b-case", tags=("competency:safety",))


def test_a_case_gives_marks_per_competency() -> None:
    attempt, item = attempt_at(CASE_ITEM)
    for count in range(1, len(KEY.moves) + 1):
        send(attempt, item, Walked(KEY.moves[:count]), count)
    outcome = submit_attempt(attempt)
    row = outcome.items.get()
    assert (row.fraction, row.parts) == (F(1), [["safety", "3", "3"], ["level", "2", "2"], ["plan", "5", "5"]])
    assert sorted((one.competency, one.earned, one.full) for one in competency_results(outcome)) == [
        ("level", F(2), F(2)),
        ("plan", F(5), F(5)),
        ("safety", F(3), F(3)),
    ]


def test_a_cut_score_of_a_competency_holds_for_the_part_of_a_case() -> None:
    attempt, item = attempt_at(CASE_ITEM, cut_score=50, competency_cut_scores={"level": 100})
    moves = (KEY.moves[0], Move("level", (1,)), *KEY.moves[2:])
    send(attempt, item, Walked(moves), 1)
    outcome = submit_attempt(attempt)
    assert (outcome.total, outcome.passed) == (F(8), False)


def test_a_decision_of_a_case_cannot_be_taken_back_or_jumped_over() -> None:
    attempt, item = attempt_at(CASE_ITEM)
    send(attempt, item, Walked(KEY.moves[:2]), 1)
    for number, response in enumerate((Walked((Move("call", (1,)),)), Walked(KEY.moves[:1]), None), start=2):
        with pytest.raises(scoring.ResponseError, match="изменить его нельзя"):
            send(attempt, item, response, number)
    with pytest.raises(scoring.ResponseError, match="не доходит"):
        send(attempt, item, Walked((*KEY.moves[:2], KEY.moves[4])), 9)
    assert attempt.responses.count() == 1


def test_an_order_is_never_shown_in_its_own_order() -> None:
    orders = [
        Ordering(id=f"o-{n}", stem=Text(f"По порядку {n}"), entries=(Text("а"), Text("б"), Text("в")), shuffle=False)
        for n in range(30)
    ]
    attempt, _item = attempt_at(*orders)
    assert [one.position for one in attempt.form.items.all() if one.option_order == [0, 1, 2]] == []
    assert {tuple(sorted(one.option_order)) for one in attempt.form.items.all()} == {(0, 1, 2)}
    send(attempt, attempt.form.items.select_related("version").first(), Ordered((0, 1, 2)), 1)


def test_a_case_is_mixed_node_by_node() -> None:
    attempt, item = attempt_at(CASE_ITEM)
    sizes, start = CASE_ITEM.shuffled_groups, 0
    for size in sizes:
        assert sorted(item.option_order[start : start + size]) == list(range(size))
        start += size
    assert len(item.option_order) == start == attempt.form.items.get().version.content.shuffled_groups[0] + sum(sizes[1:])
