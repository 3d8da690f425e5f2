"""Signals of integrity: counted as the rules say, shown as hints, and never more than that."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quizzes import scoring
from quizzes.domain import record_response, start_attempt, submit_attempt
from quizzes.domain.integrity import MOST_ROWS, attempts_of_sitting, hints, record_signal
from quizzes.domain.sittings import enter_sitting, open_sitting, plan_sitting
from quizzes.models import Attempt, IntegritySignal
from tests.quizzes.builders import make_bank, make_quiz, make_user
from tests.quizzes.markers import permit

pytestmark = pytest.mark.django_db
ITEMS = 20
BANK = "\n\n".join(f"// [id:s-{n}]\nВопрос {n}? {{=да ~нет ~может быть ~никогда}}" for n in range(ITEMS))


@pytest.fixture
def quiz():
    make_bank(BANK)
    return make_quiz(blueprint={"cells": [{"count": ITEMS}]}, gives_certificate=False)


@pytest.fixture
def attempt(quiz) -> Attempt:
    return start_attempt(quiz, make_user())


def signal(attempt: Attempt, position: int = 1, *, seconds: int = 30, focus_lost: int = 0, pastes: int = 0):
    return record_signal(attempt, position, seconds=seconds, focus_lost=focus_lost, pastes=pastes)


def test_what_a_page_counted_is_kept_within_reason(attempt) -> None:
    row = signal(attempt, seconds=10**7, focus_lost=10**7, pastes=-5)
    assert (row.seconds, row.focus_lost, row.pastes) == (4 * 3600, 1000, 0)


def test_a_finished_attempt_takes_no_more(attempt) -> None:
    submit_attempt(attempt)
    assert signal(attempt) is None


def test_a_page_cannot_fill_the_table(attempt) -> None:
    now = timezone.now()
    IntegritySignal.objects.bulk_create(
        IntegritySignal(attempt=attempt, position=1, seconds=1, focus_lost=0, pastes=0, recorded_at=now)
        for _row in range(MOST_ROWS)
    )
    assert signal(attempt) is None


def sit(quiz, name: str, options: list[int], seconds: int = 60, **counts: int) -> Attempt:
    """`options` by the code of the item: 0 is right."""
    attempt = start_attempt(quiz, make_user(f"{name}@example.org"))
    for item in attempt.form.items.select_related("version__item"):
        number = int(item.version.item.code.removeprefix("s-"))
        record_response(attempt, item, scoring.ChosenOne(options[number]), client_key=f"k{number}")
        signal(attempt, item.position, seconds=seconds, **counts)
    submit_attempt(attempt)
    return attempt


def spread(seed: int) -> list[int]:
    """Somebody who works alone: right two times of three, else any of the wrong ones."""
    chance = random.Random(seed)
    return [0 if chance.random() < 2 / 3 else chance.choice([1, 2, 3]) for _item in range(ITEMS)]


def test_two_with_the_same_errors_are_named_with_a_probability(quiz) -> None:
    group = [sit(quiz, f"p{seed}", spread(seed)) for seed in range(10)]
    odd = [3 if number % 2 else 0 for number in range(ITEMS)]
    copied = [sit(quiz, name, odd) for name in ("copy", "source")]
    found = hints([*group, *copied])
    named = [{pair.first, pair.second} for pair in found.alike]
    assert set(copied) in named
    pair = found.alike[named.index(set(copied))]
    assert (pair.identical, pair.both_wrong, pair.items, pair.probability < 0.05) == (10, 10, ITEMS, True)
    assert found.compared == 66


def test_speed_leaving_and_pastes_are_shown_only_where_notable(quiz) -> None:
    group = [sit(quiz, f"p{seed}", spread(seed)) for seed in range(6)]
    fast = sit(quiz, "fast", spread(7), seconds=1)
    away = sit(quiz, "away", spread(8), focus_lost=1)
    found = hints([*group, fast, away])
    assert [(one.attempt, one.pace.rapid, one.focus_lost) for one in found.counted] == [(fast, 20, 0), (away, 0, 20)]


def test_without_scripts_nothing_is_counted_and_nobody_is_named(quiz) -> None:
    attempt = start_attempt(quiz, make_user())
    submit_attempt(attempt)
    found = hints([attempt])
    assert (found.attempts, found.counted, found.alike) == (1, (), ())


def test_hints_ask_a_fixed_number_of_queries(quiz) -> None:
    attempts, counts = [], []
    for seed in range(3):
        attempts.append(sit(quiz, f"p{seed}", spread(seed)))
        with CaptureQueriesContext(connection) as queries:
            hints(attempts)
        counts.append(len(queries))
    assert counts == [2, 2, 2]


def test_only_finished_attempts_of_the_sitting_are_looked_at(quiz) -> None:
    examiner = permit(make_user("examiner@example.org"), "hold_sitting")
    sitting = plan_sitting(quiz, examiner=examiner, place="Зал", starts_at=timezone.now(), late_minutes=5)
    open_sitting(sitting, examiner=examiner)
    people = [make_user(f"s{number}@example.org") for number in range(2)]
    for person in people:
        enter_sitting(sitting.code, person)
    done = start_attempt(quiz, people[0])
    submit_attempt(done)
    start_attempt(quiz, people[1])
    assert list(attempts_of_sitting(sitting)) == [done]
