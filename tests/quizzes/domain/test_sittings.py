"""Group sittings: a code that opens one quiz for those who are there, and a close that ends it for all."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quizzes.domain import start_attempt
from quizzes.domain.errors import AttemptRefused, QuizError
from quizzes.domain.sittings import (
    CodeRefused,
    absent,
    admit_longer,
    close_sitting,
    enter_sitting,
    normal_code,
    open_sitting,
    plan_sitting,
    renew_code,
    seats,
    sittings_of,
)
from quizzes.models import Attempt, LogEntry, Sitting, SittingAdmission
from quizzes.models.sittings import CODE_ALPHABET, new_start_code
from tests.quizzes.builders import answer_rightly, make_bank, make_quiz, make_user
from tests.quizzes.markers import permit

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz():
    make_bank()
    return make_quiz(requires_sitting=True)


@pytest.fixture
def examiner():
    return permit(make_user("examiner@example.org"), "hold_sitting")


@pytest.fixture
def anna():
    return make_user()


def plan(quiz, examiner, **fields) -> Sitting:
    defaults = {"place": "Кабинет 5", "starts_at": timezone.now(), "late_minutes": 15}
    return plan_sitting(quiz, examiner=examiner, **{**defaults, **fields})


@pytest.fixture
def sitting(quiz, examiner) -> Sitting:
    return open_sitting(plan(quiz, examiner), examiner=examiner)


def test_without_the_code_the_quiz_does_not_start(quiz, anna) -> None:
    with pytest.raises(AttemptRefused, match="только в группе"):
        start_attempt(quiz, anna)


def test_the_code_opens_the_quiz_once(quiz, sitting, anna) -> None:
    assert enter_sitting(f" {sitting.code[:4].lower()}-{sitting.code[4:]} ", anna) == sitting
    attempt = start_attempt(quiz, anna)
    assert attempt.sitting_attempt.admission.sitting == sitting
    Attempt.objects.filter(pk=attempt.pk).update(state="submitted", finished_at=timezone.now())
    with pytest.raises(AttemptRefused, match="только в группе"):
        start_attempt(quiz, anna)


def test_entering_twice_is_one_arrival(sitting, anna) -> None:
    enter_sitting(sitting.code, anna)
    enter_sitting(sitting.code, anna)
    assert SittingAdmission.objects.count() == 1


@pytest.mark.parametrize("state", ["planned", "closed"])
def test_a_code_works_only_while_the_sitting_is_open(quiz, examiner, anna, state) -> None:
    sitting = plan(quiz, examiner)
    if state == "closed":
        close_sitting(open_sitting(sitting, examiner=examiner), examiner=examiner)
    with pytest.raises(CodeRefused, match="не подходит"):
        enter_sitting(sitting.code, anna)


def test_a_list_lets_in_whom_it_names(quiz, examiner, anna) -> None:
    boris = make_user("boris@example.org")
    sitting = open_sitting(plan(quiz, examiner, people=[anna]), examiner=examiner)
    with pytest.raises(CodeRefused, match="нет в списке"):
        enter_sitting(sitting.code, boris)
    assert absent(sitting) == [anna]
    enter_sitting(sitting.code, anna)
    assert absent(sitting) == []


def test_late_arrivals_are_marked_and_then_refused(quiz, examiner, anna) -> None:
    sitting = open_sitting(plan(quiz, examiner, starts_at=timezone.now() - timedelta(minutes=5)), examiner=examiner)
    enter_sitting(sitting.code, anna)
    assert SittingAdmission.objects.get().is_late is True
    Sitting.objects.update(admits_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(CodeRefused, match="Вход закрыт"):
        enter_sitting(sitting.code, make_user("late@example.org"))
    admit_longer(sitting, minutes=10, examiner=examiner)
    enter_sitting(sitting.code, make_user("later@example.org"))
    assert SittingAdmission.objects.count() == 2


def test_a_sitting_opened_late_gives_the_same_minutes(quiz, examiner) -> None:
    sitting = open_sitting(plan(quiz, examiner, starts_at=timezone.now() - timedelta(hours=1)), examiner=examiner)
    assert sitting.entry_closes_at > timezone.now() + timedelta(minutes=14)


def test_guessing_is_slowed_down_and_noted(sitting, anna) -> None:
    for _try in range(10):
        with pytest.raises(CodeRefused, match="не подходит"):
            enter_sitting("AAAAAAAA", anna)
    for _try in range(3):
        with pytest.raises(CodeRefused, match="Слишком много"):
            enter_sitting(sitting.code, anna)
    assert LogEntry.objects.filter(act="sitting.code_guessed").count() == 1
    cache.clear()
    assert enter_sitting(sitting.code, anna) == sitting


def test_a_code_can_be_read_aloud_and_renewed(sitting, examiner, anna) -> None:
    assert set("01IL8B5S2ZO") & set(CODE_ALPHABET) == set()
    assert len({new_start_code() for _one in range(50)}) == 50
    assert normal_code("ab-cd ef") == "ACDEF"  # what no code has is no sign of one
    old = sitting.code
    renew_code(sitting, examiner=examiner)
    with pytest.raises(CodeRefused):
        enter_sitting(old, anna)


def test_closing_ends_it_for_all_and_counts_what_was_saved(quiz, sitting, examiner, anna) -> None:
    boris = make_user("boris@example.org")
    for person in (anna, boris):
        enter_sitting(sitting.code, person)
        answer_rightly(start_attempt(quiz, person), {1, 2})
    assert close_sitting(sitting, examiner=examiner) == 2
    assert close_sitting(sitting, examiner=examiner) == 0
    assert [attempt.outcomes.get().total for attempt in Attempt.objects.all()] == [2, 2]
    assert LogEntry.objects.get(act="sitting.closed").details == {"ended": 2}


def test_nobody_starts_after_the_close(quiz, sitting, examiner, anna) -> None:
    enter_sitting(sitting.code, anna)
    close_sitting(sitting, examiner=examiner)
    with pytest.raises(AttemptRefused):
        start_attempt(quiz, anna)


def test_the_examiner_sees_who_is_where(quiz, sitting, anna) -> None:
    boris = make_user("boris@example.org", last_name="Быков")
    for person in (anna, boris):
        enter_sitting(sitting.code, person)
    answer_rightly(start_attempt(quiz, anna), {1, 2, 3})
    rows = {seat.admission.candidate: (seat.attempt is not None, seat.answered, seat.total) for seat in seats(sitting)}
    assert rows == {anna: (True, 3, 6), boris: (False, 0, 0)}


def test_the_live_page_asks_as_much_for_three_as_for_one(quiz, sitting) -> None:
    counts = []
    for number in range(3):
        person = make_user(f"person{number}@example.org")
        enter_sitting(sitting.code, person)
        start_attempt(quiz, person)
        with CaptureQueriesContext(connection) as queries:
            seats(sitting)
        counts.append(len(queries))
    assert counts == [3, 3, 3]


def test_planning_needs_the_right(quiz, anna) -> None:
    with pytest.raises(QuizError, match="нет права"):
        plan(quiz, anna)


def test_an_examiner_sees_their_own_sittings(sitting, examiner, anna) -> None:
    other = permit(make_user("other@example.org"), "hold_sitting")
    viewer = permit(make_user("viewer@example.org"), "view_sitting")
    assert [list(sittings_of(person)) for person in (examiner, other, viewer)] == [[sitting], [], [sitting]]


def test_an_ordinary_quiz_can_be_sat_in_a_group_too(quiz, examiner, anna) -> None:
    quiz.requires_sitting = False
    quiz.save()
    sitting = open_sitting(plan(quiz, examiner), examiner=examiner)
    enter_sitting(sitting.code, anna)
    assert start_attempt(quiz, anna).sitting_attempt.admission.sitting == sitting
