"""What came out of an attempt."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quizzes.domain import submit_attempt
from quizzes.domain.admission import refusal
from quizzes.domain.appeals import appeal_refusal
from quizzes.domain.feedback import may_see_answers
from quizzes.domain.outcomes import live_certificate
from quizzes.domain.practice import PRACTICE, weak_competencies
from quizzes.models import Outcome
from quizzes.presentation import answer_rows, competency_rows, few_items, minutes, replaced_outcomes, verdict
from quizzes.progress import chart_of, steps_of
from quizzes.views.attempts import own_attempt, person_key


def _outcome(request: HttpRequest, public_id: UUID) -> Outcome | None:
    attempt = own_attempt(request, public_id)
    if attempt.is_open and attempt.is_over():
        submit_attempt(attempt)
    latest = attempt.outcomes.order_by("-number").first()
    if latest is not None:
        latest.attempt = attempt
    return latest


@login_required
@never_cache
@require_safe
def result(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The verdict in words, a row per competency with what to read again, the certificate, what is next, the way so far."""
    outcome = _outcome(request, public_id)
    if outcome is None:
        return redirect("quizzes:attempt", public_id=public_id)
    attempt = outcome.attempt
    rows = competency_rows(outcome)
    is_practice = attempt.quiz.slug == PRACTICE
    steps = [] if is_practice else steps_of(attempt.quiz, request.user)
    context = {
        "attempt": attempt,
        "outcome": outcome,
        "verdict": verdict(outcome),
        "rows": rows,
        "few": few_items(rows),
        "has_links": any(link.url for row in rows for link in row.again),
        "minutes": minutes(attempt),
        "certificate": live_certificate(attempt),
        "replaced": replaced_outcomes(outcome),
        "can_appeal": not is_practice and not appeal_refusal(attempt),
        "shows_answers": may_see_answers(outcome),
        "refused": None if is_practice else refusal(attempt.quiz, request.user),
        "is_practice": is_practice,
        "has_weak": outcome.passed is not None and bool(weak_competencies(outcome)),
        "steps": steps,
        "chart": chart_of(steps),
        "person_key": person_key(request),
    }
    return render(request, "quizzes/result.html", context)


@login_required
@never_cache
@require_safe
def answers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The discussion of the answers, where the quiz allows it and the attempt is over."""
    outcome = _outcome(request, public_id)
    if outcome is None:
        return redirect("quizzes:attempt", public_id=public_id)
    if not may_see_answers(outcome):
        raise Http404
    context = {"attempt": outcome.attempt, "rows": answer_rows(outcome), "can_appeal": not appeal_refusal(outcome.attempt)}
    return render(request, "quizzes/answers.html", context)
