"""What came out of an attempt."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quizzes.domain import submit_attempt
from quizzes.domain.attempts import refusal
from quizzes.models import Certificate, Outcome, Quiz
from quizzes.presentation import answer_rows, competency_rows, minutes, verdict
from quizzes.views.attempts import own_attempt


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
    """The verdict in words, a row per competency with what to read again, the certificate, what is next."""
    outcome = _outcome(request, public_id)
    if outcome is None:
        return redirect("quizzes:attempt", public_id=public_id)
    rows = competency_rows(outcome)
    refused = refusal(outcome.attempt.quiz, request.user)
    context = {
        "attempt": outcome.attempt,
        "outcome": outcome,
        "verdict": verdict(outcome),
        "rows": rows,
        "has_links": any(link.url for row in rows for link in row.again),
        "minutes": minutes(outcome.attempt),
        "certificate": Certificate.objects.filter(outcome=outcome).prefetch_related("events").first(),
        "shows_answers": outcome.attempt.form.feedback_policy == Quiz.Feedback.AFTER,
        "refused": refused,
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
    if outcome.attempt.form.feedback_policy != Quiz.Feedback.AFTER:
        raise Http404
    return render(request, "quizzes/answers.html", {"attempt": outcome.attempt, "rows": answer_rows(outcome)})
