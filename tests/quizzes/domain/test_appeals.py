"""Appeals: disputed in time, decided by somebody else than the author, told, and followed by a regrade or a new mark."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from quizzes.domain import start_attempt, submit_attempt
from quizzes.domain.appeals import appeal_refusal, decide_appeal, judge_refusal, open_appeal
from quizzes.domain.bank import add_version
from quizzes.domain.errors import QuizError
from quizzes.domain.marking import tasks_for
from quizzes.domain.regrading import regrade_item
from quizzes.models import Appeal, Attempt, FormItem, LogEntry
from tests.quizzes.builders import make_bank, make_quiz, make_user
from tests.quizzes.markers import essay_of, make_essay_quiz, make_marker, mark, permit, sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make_user()


@pytest.fixture
def judge():
    return permit(make_user("judge@example.org"), "decide_appeal")


@pytest.fixture
def attempt(anna) -> Attempt:
    make_bank()
    attempt = start_attempt(make_quiz(), anna)
    submit_attempt(attempt)
    return attempt


@pytest.fixture
def item(attempt) -> FormItem:
    return attempt.form.items.get(version__item__code="t-1")


@pytest.fixture
def appeal(attempt, item, anna) -> Appeal:
    return open_appeal(attempt, item, candidate=anna, text=" Пункт 3.2 говорит иначе. ")


def test_an_appeal_has_a_deadline_and_tells_the_judges(attempt, item, anna, judge, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        appeal = open_appeal(attempt, item, candidate=anna, text=" Пункт 3.2 говорит иначе. ")
    assert (appeal.text, appeal.state, (appeal.due_at - appeal.opened_at).days) == ("Пункт 3.2 говорит иначе.", "open", 14)
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [(["judge@example.org"], "Апелляция ждёт решения: Основы")]


def test_the_same_item_is_disputed_once(appeal, attempt, item, anna) -> None:
    assert open_appeal(attempt, item, candidate=anna, text=f" {appeal.text}\r\n") == appeal
    with pytest.raises(QuizError, match="уже подана"):
        open_appeal(attempt, item, candidate=anna, text="ещё раз")
    with pytest.raises(QuizError, match="длиннее 4000"):
        open_appeal(attempt, attempt.form.items.exclude(pk=item.pk)[0], candidate=anna, text="я" * 4001)
    assert Appeal.objects.count() == 1


def test_only_ones_own_finished_attempt_is_disputed(attempt, item, anna) -> None:
    with pytest.raises(QuizError, match="нет в вашей попытке"):
        open_appeal(attempt, item, candidate=make_user("boris@example.org"), text="моё")
    running = start_attempt(attempt.quiz, anna)
    with pytest.raises(QuizError, match="после сдачи"):
        open_appeal(running, running.form.items.first(), candidate=anna, text="рано")
    with pytest.raises(QuizError, match="нет в вашей попытке"):
        open_appeal(attempt, running.form.items.first(), candidate=anna, text="чужой вариант")


def test_an_appeal_says_something(attempt, item, anna) -> None:
    with pytest.raises(QuizError, match="Напишите"):
        open_appeal(attempt, item, candidate=anna, text="   ")


def test_there_is_a_time_for_appeals(attempt, settings) -> None:
    created = attempt.outcomes.get().created_at
    assert appeal_refusal(attempt, created + timedelta(days=14)) == ""
    assert "закончился" in appeal_refusal(attempt, created + timedelta(days=14, seconds=1))
    settings.QUIZZES_APPEAL_FILING_DAYS = 30
    assert appeal_refusal(attempt, created + timedelta(days=20)) == ""


def test_a_decision_has_a_reason_and_is_told(appeal, judge, django_capture_on_commit_callbacks) -> None:
    with pytest.raises(QuizError, match="причину"):
        decide_appeal(appeal, judge=judge, accepted=True, decision=" ")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        decided = decide_appeal(appeal, judge=judge, accepted=False, decision="Ключ верен.")
    assert (decided.state, decided.decided_by, decided.decision) == ("refused", judge, "Ключ верен.")
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [(["anna@example.org"], "Ответ на апелляцию: Основы")]
    assert [entry.act for entry in LogEntry.objects.filter(object_type="appeal").order_by("pk")] == [
        "appeal.opened",
        "appeal.refused",
    ]


def test_a_decision_stands(appeal, judge) -> None:
    decide_appeal(appeal, judge=judge, accepted=False, decision="Ключ верен.")
    with pytest.raises(QuizError, match="уже решена"):
        decide_appeal(appeal, judge=judge, accepted=True, decision="передумал")


def test_an_author_is_no_judge_of_the_item_in_any_of_its_versions(appeal, judge) -> None:
    item = appeal.form_item.version.item
    add_version(item, item.current_version.content, actor=judge, reason="правка")
    assert "автор" in judge_refusal(appeal, judge)
    with pytest.raises(QuizError, match="автор"):
        decide_appeal(appeal, judge=judge, accepted=True, decision="да")


def test_nobody_decides_without_the_right_or_in_a_matter_of_their_own(appeal, anna) -> None:
    assert "нет права" in judge_refusal(appeal, make_user("stranger@example.org"))
    assert "свою апелляцию" in judge_refusal(appeal, permit(anna, "decide_appeal"))


def test_an_accepted_appeal_leads_to_a_regrade_that_names_it(appeal, judge) -> None:
    decide_appeal(appeal, judge=judge, accepted=True, decision="Вопрос неоднозначен.")
    version = appeal.form_item.version
    regrade = regrade_item(version, policy="full-marks", reason="Апелляция", author=judge, key="k", appeal=appeal)
    appeal.refresh_from_db()
    assert (appeal.regrade, appeal.attempt.outcomes.order_by("-number").first().total) == (regrade, 1)


def test_an_accepted_appeal_against_marks_leads_to_a_new_mark(anna, judge) -> None:
    attempt = sit(make_essay_quiz(), anna)
    ivan, olga, chief = (make_marker(f"{name}@example.org", "adjudicate_response") for name in ("ivan", "olga", "chief"))
    mark(attempt, ivan, 1, 1)
    mark(attempt, olga, 1, 1)
    response = essay_of(attempt)
    appeal = open_appeal(attempt, response.form_item, candidate=anna, text="Недооценено")
    assert "проверяли этот ответ" in judge_refusal(appeal, permit(ivan, "decide_appeal"))
    assert tasks_for(chief) == []
    decide_appeal(appeal, judge=judge, accepted=True, decision="Проверим ещё раз.")
    assert [task.response for task in tasks_for(chief)] == [response]
    assert tasks_for(olga) == []
    mark(attempt, chief, 2, 3)
    final = attempt.outcomes.order_by("-number").first()
    assert (final.number, final.total, tasks_for(chief)) == (3, 2, [])


def test_late_ones_are_named(appeal) -> None:
    assert (appeal.is_late(), appeal.is_late(timezone.now() + timedelta(days=15))) == (False, True)
