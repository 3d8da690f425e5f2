"""Sitting a quiz: start, answer, flag, submit, expire. The server's clock and the frozen form decide."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from quizzes import scoring
from quizzes.domain.certificates import issue_certificate
from quizzes.domain.errors import AttemptClosed, AttemptRefused
from quizzes.domain.forms import freeze_form
from quizzes.domain.outcomes import write_outcome
from quizzes.models import Attempt, FormItem, Outcome, Quiz, Response
from quizzes.scoring.codec import dump_response
from quizzes.signals import attempt_finished


def next_attempt_at(quiz: Quiz, finished: list[datetime]) -> datetime | None:
    """From when another attempt may start after those that finished at these times; None means at once."""
    if not finished:
        return None
    days = quiz.first_wait_days if len(finished) == 1 else quiz.later_wait_days
    return max(finished) + timedelta(days=days) if days else None


def refusal(quiz: Quiz, candidate: Any, now: datetime | None = None) -> AttemptRefused | None:
    """Why the candidate cannot start an attempt now, None where they can."""
    now = now or timezone.now()
    if not quiz.is_published:
        return AttemptRefused(_("Тест не опубликован."))
    if quiz.opens_at and now < quiz.opens_at:
        return AttemptRefused(_("Тест ещё не открыт. Он откроется %(day)s.") % {"day": _day(quiz.opens_at)}, quiz.opens_at)
    if quiz.closes_at and now >= quiz.closes_at:
        return AttemptRefused(_("Тест закрыт %(day)s.") % {"day": _day(quiz.closes_at)})
    finished = list(quiz.attempts.filter(candidate=candidate).exclude(state="open").values_list("finished_at", flat=True))
    if quiz.attempts_allowed is not None and len(finished) >= quiz.attempts_allowed:
        return AttemptRefused(_("Все попытки использованы. Обратитесь к куратору."))
    until = next_attempt_at(quiz, finished)
    if until and now < until:
        message = _("Следующая попытка — с %(day)s. До этого перечитайте пункты, указанные в итоге.")
        return AttemptRefused(message % {"day": _day(until)}, until)
    return None


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


@transaction.atomic
def start_attempt(quiz: Quiz, candidate: Any, *, seed: str = "") -> Attempt:
    """Opens an attempt with a form frozen now, or returns the one that is open already.

    AttemptRefused where there may be none now; BankError where the bank cannot fill the form. Locks the candidate, so
    two clicks wait for each other; a second open attempt is a database error besides.
    """
    get_user_model().objects.select_for_update().get(pk=candidate.pk)
    now = timezone.now()
    running = quiz.attempts.filter(candidate=candidate, state=Attempt.State.OPEN).first()
    if running is not None:
        if not running.is_over(now):
            return running
        _finish(running, Attempt.State.EXPIRED, running.deadline_at or now)
    refused = refusal(quiz, candidate, now)
    if refused:
        raise refused
    form = freeze_form(quiz, seed)
    limit = form.time_limit_minutes
    last = quiz.attempts.filter(candidate=candidate).aggregate(last=Max("number"))["last"] or 0
    return Attempt.objects.create(
        quiz=quiz,
        candidate=candidate,
        form=form,
        number=last + 1,
        started_at=now,
        deadline_at=now + timedelta(minutes=limit) if limit else None,
    )


def _locked(attempt: Attempt) -> Attempt:
    return Attempt.objects.select_for_update(of=("self",)).select_related("form", "quiz", "candidate").get(pk=attempt.pk)


@transaction.atomic
def record_response(attempt: Attempt, form_item: FormItem, response: scoring.Response | None, *, client_key: str) -> Response:
    """Appends what the candidate entered; None takes an answer back. Sent twice with one key it is recorded once.

    AttemptClosed once the attempt is over by the server's clock; ResponseError where the response does not fit the item.
    """
    locked = _locked(attempt)
    known = locked.responses.filter(client_key=client_key).first()
    if known is not None:
        return known
    now = timezone.now()
    if not locked.is_open or locked.is_over(now):
        raise AttemptClosed(_("Время вышло или тест сдан: ответ не записан. Сохранённые раньше ответы засчитаны."))
    if form_item.form_id != locked.form_id:
        raise AttemptClosed(_("Этого вопроса нет в вашем варианте."))
    if response is not None:
        problems = form_item.version.content.response_problems(response)
        if problems:
            raise scoring.ResponseError(problems)
    last = locked.responses.filter(form_item=form_item).aggregate(last=Max("sequence"))["last"] or 0
    return Response.objects.create(
        attempt=locked,
        form_item=form_item,
        sequence=last + 1,
        client_key=client_key,
        content=None if response is None else dump_response(response),
        recorded_at=now,
    )


@transaction.atomic
def flag_item(attempt: Attempt, position: int, *, is_flagged: bool) -> None:
    """Remembers that the candidate wants to come back to the item at this place, or no longer does."""
    locked = _locked(attempt)
    if locked.is_open:
        others = [place for place in locked.flagged if place != position]
        locked.flagged = sorted([*others, position]) if is_flagged else others
        locked.save(update_fields=["flagged"])
        attempt.flagged = locked.flagged


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


def _finish(attempt: Attempt, state: str, finished_at: datetime | None) -> Outcome:
    attempt.state, attempt.finished_at = state, finished_at
    attempt.save(update_fields=["state", "finished_at"])
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
            if locked.is_open:
                _finish(locked, Attempt.State.EXPIRED, locked.deadline_at)
                ended += 1
        on_step()
    return ended
