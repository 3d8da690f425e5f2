"""Two people at the same moment: markers, regraders, judges, candidates at the door; and the log that sees them all."""

import pytest
from django.utils import timezone

from quizzes.domain import oversight, start_attempt, submit_attempt
from quizzes.domain.appeals import decide_appeal, open_appeal
from quizzes.domain.errors import AttemptRefused, QuizError
from quizzes.domain.marking import MarkingRefused
from quizzes.domain.regrading import regrade_item
from quizzes.domain.sittings import close_sitting, enter_sitting, open_sitting, plan_sitting
from quizzes.models import Appeal, Attempt, Certificate, LogEntry, LogSeal, Mark, Outcome, Regrade, SittingAdmission
from tests.quizzes.at_once import at_once
from tests.quizzes.builders import answer_rightly, make_bank, make_quiz, make_user
from tests.quizzes.markers import make_essay_quiz, make_marker, mark, permit, sit

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_markers_at_once_are_the_first_and_the_second_and_a_third_is_refused() -> None:
    attempt = sit(make_essay_quiz(), make_user())
    markers = [make_marker(f"m{number}@example.org") for number in range(3)]
    results = at_once(*[lambda one=one: mark(attempt, one, 2, 3) for one in markers])
    assert sorted(type(result) for result in results if isinstance(result, Exception)) == [MarkingRefused]
    assert list(Mark.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert (Outcome.objects.count(), Certificate.objects.count()) == (2, 1)


def test_one_marker_in_two_tabs_marks_once() -> None:
    attempt = sit(make_essay_quiz(), make_user())
    ivan = make_marker("ivan@example.org")
    results = at_once(*[lambda: mark(attempt, ivan, 2, 3)] * 4)
    assert {result.pk for result in results} == {Mark.objects.get().pk}


@pytest.fixture
def finished() -> Attempt:
    make_bank()
    attempt = start_attempt(make_quiz(), make_user())
    answer_rightly(attempt, {1, 2})
    submit_attempt(attempt)
    return attempt


def test_a_regrade_pressed_many_times_happens_once(finished) -> None:
    author = make_user("methodologist@example.org")
    version = finished.form.items.get(position=6).version
    press = lambda: regrade_item(version, policy="full-marks", reason="ошибка", author=author, key="one")  # noqa: E731
    results = at_once(*[press] * 6)
    assert {result.pk for result in results} == {Regrade.objects.get().pk}
    assert Outcome.objects.count() == 2


def test_two_regrades_of_one_version_follow_each_other(finished) -> None:
    author = make_user("methodologist@example.org")
    version = finished.form.items.get(position=6).version
    jobs = [
        lambda policy=policy: regrade_item(version, policy=policy, reason="ошибка", author=author, key=policy)
        for policy in ("full-marks", "dropped")
    ]
    assert [result for result in at_once(*jobs) if isinstance(result, Exception)] == []
    numbers = list(Outcome.objects.order_by("number").values_list("number", "predecessor__number"))
    assert numbers == [(1, None), (2, 1), (3, 2)]


def test_handing_in_during_a_regrade_is_scored_by_the_ruling(finished) -> None:
    author = make_user("methodologist@example.org")
    version = finished.form.items.get(position=6).version
    running = start_attempt(finished.quiz, make_user("boris@example.org"))
    at_once(
        lambda: regrade_item(version, policy="full-marks", reason="ошибка", author=author, key="one"),
        lambda: submit_attempt(Attempt.objects.get(pk=running.pk)),
    )
    row = running.outcomes.order_by("-number").first().items.get(form_item__version=version)
    assert row.fraction == 1


def test_two_judges_at_once_decide_once(finished) -> None:
    appeal = open_appeal(finished, finished.form.items.first(), candidate=finished.candidate, text="не так")
    judges = [permit(make_user(f"j{number}@example.org"), "decide_appeal") for number in range(2)]
    jobs = [
        lambda judge=judge, verdict=verdict: decide_appeal(appeal, judge=judge, accepted=verdict, decision="да")
        for judge, verdict in zip(judges, (True, False), strict=True)
    ]
    assert sum(isinstance(result, QuizError) for result in at_once(*jobs)) == 1
    assert LogEntry.objects.filter(object_type="appeal", act__in=["appeal.accepted", "appeal.refused"]).count() == 1


def test_an_item_is_disputed_once_from_two_tabs(finished) -> None:
    item = finished.form.items.first()
    results = at_once(*[lambda: open_appeal(finished, item, candidate=finished.candidate, text="не так")] * 4)
    assert {result.pk for result in results} == {Appeal.objects.get().pk}


def test_at_the_door_everybody_comes_in_once_and_nobody_outlives_the_close() -> None:
    make_bank()
    quiz = make_quiz(requires_sitting=True)
    examiner = permit(make_user("examiner@example.org"), "hold_sitting")
    sitting = plan_sitting(quiz, examiner=examiner, place="Зал", starts_at=timezone.now(), late_minutes=15)
    open_sitting(sitting, examiner=examiner)
    people = [make_user(f"p{number}@example.org") for number in range(4)]
    at_once(*[lambda person=person: enter_sitting(sitting.code, person) for person in people * 2])
    assert SittingAdmission.objects.count() == 4
    results = at_once(
        *[lambda person=person: start_attempt(quiz, person) for person in people],
        lambda: close_sitting(sitting, examiner=examiner),
    )
    assert {type(result) for result in results[:4]} <= {Attempt, AttemptRefused}
    assert Attempt.objects.filter(state="open").count() == 0


def test_many_acts_at_once_make_one_chain(finished) -> None:
    at_once(*[lambda number=number: oversight.note("quiz.changed", details=number) for number in range(12)])
    oversight.seal_pending()
    found = oversight.verify()
    assert (found.is_whole, found.sealed, LogSeal.objects.count()) == (True, LogEntry.objects.count(), LogEntry.objects.count())
