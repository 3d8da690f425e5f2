"""Accommodations and pauses: fair conditions for one person, set by a curator, kept for good, frozen at the start."""

from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.domain.errors import AttemptClosed, QuizError
from quizzes.domain.oversight import note
from quizzes.models import Accommodation, Attempt, AttemptPause, Quiz
from quizzes.models.accommodations import MOST_EXTRA_PER_CENT, MOST_PAUSE_MINUTES
from quizzes.people import may_support


def conditions_of(person: Any) -> Accommodation | None:
    """The accommodation that holds for the person now, None where there is none."""
    newest = Accommodation.objects.filter(person=person).order_by("-number").first()
    return newest if newest is not None and newest.is_any else None


@transaction.atomic
def set_accommodation(
    person: Any,
    *,
    actor: Any,
    reason: str,
    extra_time_percent: int = 0,
    pause_minutes: int = 0,
    is_low_vision: bool = False,
    language: str = "",
) -> Accommodation:
    """Sets the person's conditions for attempts that start from now on; all at their zero end them.

    QuizError where the actor is not the person's curator and has no right, or the numbers are out of reason.
    """
    get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)
    if not may_support(actor, person):
        raise QuizError(_("Особые условия назначает куратор этого человека."))
    if not reason.strip():
        raise QuizError(_("Укажите основание: просьба человека, решение комиссии. Диагноз не пишите."))
    if not (0 <= extra_time_percent <= MOST_EXTRA_PER_CENT and 0 <= pause_minutes <= MOST_PAUSE_MINUTES):
        most = {"percent": MOST_EXTRA_PER_CENT, "minutes": MOST_PAUSE_MINUTES}
        raise QuizError(_("Дополнительное время — до %(percent)s %%, паузы — до %(minutes)s минут.") % most)
    conditions = {
        "extra_time_percent": extra_time_percent,
        "pause_minutes": pause_minutes,
        "is_low_vision": is_low_vision,
        "language": language,
        "reason": reason.strip(),
        "author": actor,
    }
    last = Accommodation.objects.filter(person=person).order_by("number").last()
    if last is not None and all(getattr(last, name) == value for name, value in conditions.items()):
        return last  # a double press
    number = last.number + 1 if last else 1
    row = Accommodation.objects.create(person=person, number=number, recorded_at=timezone.now(), **conditions)
    note("accommodation.set", row, subject=person, actor=actor, number=row.number)
    return row


def in_language_of(quiz: Quiz, conditions: Accommodation | None) -> Quiz:
    """The quiz in the language that the conditions ask for, where it is published in it."""
    if conditions is None or conditions.language in ("", quiz.language):
        return quiz
    sister = Quiz.objects.filter(translation_key=quiz.translation_key, language=conditions.language, is_published=True)
    return sister.first() or quiz


def time_allowed(minutes: int | None, conditions: Accommodation | None) -> timedelta | None:
    """The time for a form whose limit is so many minutes; None without a limit."""
    if not minutes:
        return None
    return timedelta(minutes=minutes) * (100 + (conditions.extra_time_percent if conditions else 0)) / 100


# --- pauses ---


def _locked(attempt: Attempt) -> Attempt:
    rows = Attempt.objects.select_for_update(of=("self",)).select_related("accommodation", "candidate")
    return rows.get(pk=attempt.pk)


@transaction.atomic
def pause_attempt(attempt: Attempt) -> Attempt:
    """Stops the clock, as far as the conditions allow; a second call changes nothing.

    AttemptClosed where the attempt is over, QuizError where there is no pause (left) to take.
    """
    locked, now = _locked(attempt), timezone.now()
    if not locked.is_open or locked.is_over(now):
        raise AttemptClosed(_("Попытка уже закончена."))
    if locked.is_paused(now):
        return locked
    end_pause(locked, now)
    left = locked.pause_left
    if locked.deadline_at is None or left <= timedelta(0):
        raise QuizError(_("Паузы нет: она не назначена или уже использована."))
    locked.paused_at, locked.deadline_at = now, locked.deadline_at + left
    locked.save(update_fields=["paused_at", "deadline_at"])
    note("attempt.paused", locked, subject=locked.candidate)
    return locked


@transaction.atomic
def resume_attempt(attempt: Attempt) -> Attempt:
    """Lets the clock run again; a second call changes nothing."""
    locked = _locked(attempt)
    if locked.is_open and locked.paused_at is not None:
        end_pause(locked, timezone.now())
        locked.save(update_fields=["paused_at", "deadline_at", "pause_used_seconds"])
        note("attempt.resumed", locked, subject=locked.candidate)
    return locked


def end_pause(attempt: Attempt, now: datetime) -> None:
    """Writes the pause down, if there is one, and takes what was not used of it off the deadline; does not save the attempt."""
    if attempt.paused_at is None:
        return
    left = attempt.pause_left
    spent = max(timedelta(0), now - attempt.paused_at)
    counted = min(timedelta(seconds=ceil(spent.total_seconds())), left)
    AttemptPause.objects.create(
        attempt=attempt,
        number=attempt.pauses.count() + 1,
        paused_at=attempt.paused_at,
        resumed_at=max(now, attempt.paused_at),
        counted_seconds=int(counted.total_seconds()),
    )
    if attempt.deadline_at is not None:
        attempt.deadline_at += counted - left
    attempt.pause_used_seconds += int(counted.total_seconds())
    attempt.paused_at = None
