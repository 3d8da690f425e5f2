"""Sitting a quiz: start, submit, expire. The server's clock and the frozen form decide; answers are in `domain.answering`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.domain.accommodations import conditions_of, end_pause, in_language_of, time_allowed
from quizzes.domain.admission import DeclarationText, attempts_of, declaration_text, refusal
from quizzes.domain.certificates import issue_certificate
from quizzes.domain.errors import DeclarationNeeded
from quizzes.domain.forms import freeze_form
from quizzes.domain.outcomes import write_outcome
from quizzes.models import Accommodation, Attempt, Declaration, Outcome, Quiz, TestForm
from quizzes.signals import attempt_finished


@transaction.atomic
def start_attempt(quiz: Quiz, candidate: Any, *, seed: str = "", declared: str = "") -> Attempt:
    """Opens an attempt with a form frozen now, or returns the one that is open already, in whatever language.

    `declared` is the fingerprint of the declaration that the candidate confirmed; a certification needs it.
    AttemptRefused where there may be no attempt now, DeclarationNeeded where the declaration is missing or has changed,
    BankError where the bank cannot fill the form. Locks the candidate, so two clicks wait for each other; a second open
    attempt is a database error besides. The lock lets rows that refer to the candidate through: a certificate that is being
    issued must not wait for it.
    """
    get_user_model().objects.select_for_update(no_key=True).get(pk=candidate.pk)
    now = timezone.now()
    running = attempts_of(quiz, candidate).filter(state=Attempt.State.OPEN).first()
    if running is not None:
        if not running.is_over(now):
            return running
        # Somebody may be handing in the same attempt in another tab.
        locked = _locked(running)
        if locked.is_open:
            _finish(locked, Attempt.State.EXPIRED, locked.deadline_at or now)
    refused = refusal(quiz, candidate, now)
    if refused:
        raise refused
    words = _confirmed(quiz, candidate, declared) if quiz.is_certification else None
    conditions = conditions_of(candidate)
    form = freeze_form(in_language_of(quiz, conditions), seed)
    attempt = open_attempt(form, candidate, now, conditions=conditions)
    if words is not None:
        Declaration.objects.create(
            attempt=attempt,
            candidate=candidate,
            language=words.language,
            text=words.text,
            fingerprint=words.fingerprint,
            recorded_at=now,
        )
    return attempt


def _confirmed(quiz: Quiz, candidate: Any, declared: str) -> DeclarationText:
    words = declaration_text(quiz, candidate)
    if not declared:
        raise DeclarationNeeded(_("Перед аттестацией подтвердите, кто вы, и правила."))
    if declared != words.fingerprint:
        raise DeclarationNeeded(_("Правила или ваши данные изменились. Прочитайте их ещё раз и подтвердите."))
    return words


def open_attempt(
    form: TestForm, candidate: Any, now: datetime, *, conditions: Accommodation | None, practice_of: Attempt | None = None
) -> Attempt:
    """The new attempt at a frozen form, its deadline frozen too. Runs inside the caller's transaction.

    The window limits when an attempt may start; one without a time limit ends when the window does.
    """
    allowed = time_allowed(form.time_limit_minutes, conditions)
    last = attempts_of(form.quiz, candidate).aggregate(last=Max("number"))["last"] or 0
    return Attempt.objects.create(
        quiz=form.quiz,
        candidate=candidate,
        form=form,
        number=last + 1,
        started_at=now,
        deadline_at=now + allowed if allowed else form.quiz.closes_at,
        accommodation=conditions,
        practice_of=practice_of,
    )


def _locked(attempt: Attempt) -> Attempt:
    return Attempt.objects.select_for_update(of=("self",)).select_related("form", "quiz", "candidate").get(pk=attempt.pk)


@transaction.atomic
def submit_attempt(attempt: Attempt) -> Outcome:
    """Ends an attempt, scores what was saved, issues the certificate if earned. A second call returns the same outcome."""
    locked = _locked(attempt)
    if locked.is_open:
        now = timezone.now()
        over = locked.is_over(now)
        _finish(locked, Attempt.State.EXPIRED if over else Attempt.State.SUBMITTED, locked.deadline_at if over else now)
    attempt.state, attempt.finished_at = locked.state, locked.finished_at
    return locked.outcomes.order_by("-number").select_related("certificate").first()


def _finish(attempt: Attempt, state: str, finished_at: datetime) -> Outcome:
    end_pause(attempt, finished_at)
    attempt.state, attempt.finished_at = state, finished_at
    attempt.save(update_fields=["state", "finished_at", "paused_at", "pause_used_seconds", "deadline_at"])
    outcome = write_outcome(attempt)
    if outcome.passed and attempt.form.certificate_months is not None:
        issue_certificate(outcome)
    transaction.on_commit(lambda: attempt_finished.send(sender=Attempt, attempt=attempt, outcome=outcome))
    return outcome


def expire_attempts(now: datetime | None = None, *, on_step: Callable[[], None] = lambda: None) -> int:
    """Ends every open attempt whose time is over; what was saved counts. Returns how many. Each in its own transaction."""
    moment = now or timezone.now()
    over = Attempt.objects.filter(state=Attempt.State.OPEN, deadline_at__lte=moment)
    ended = 0
    for attempt in over.order_by("deadline_at").iterator(chunk_size=200):
        with transaction.atomic():
            locked = _locked(attempt)
            if locked.is_open and locked.is_over(moment):
                _finish(locked, Attempt.State.EXPIRED, locked.deadline_at)
                ended += 1
        on_step()
    return ended
