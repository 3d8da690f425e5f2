"""The way into an attempt: the declaration before a certification, the start, practice after a result."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quizzes.domain import start_attempt, start_practice
from quizzes.domain.accommodations import conditions_of
from quizzes.domain.admission import attempts_of, declaration_text, refusal
from quizzes.domain.errors import DeclarationNeeded, QuizError
from quizzes.models import Attempt, Quiz
from quizzes.views.attempts import own_attempt
from quizzes.views.quizzes import find_quiz
from quizzes.views.signing_in import button_on


@button_on("quizzes:detail")
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Starts an attempt, or goes on with the open one; a certification asks for the declaration first."""
    quiz = find_quiz(slug)
    try:
        attempt = start_attempt(quiz, request.user)
    except DeclarationNeeded:
        return redirect("quizzes:rules", slug=slug)
    except QuizError as error:
        messages.warning(request, str(error))
        return redirect("quizzes:detail", slug=slug)
    return redirect("quizzes:attempt", public_id=attempt.public_id)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """Who sits and by which rules; confirmed by two ticks, and the attempt starts."""
    quiz = find_quiz(slug)
    if not quiz.is_certification:
        return redirect("quizzes:detail", slug=slug)
    running = attempts_of(quiz, request.user).filter(state=Attempt.State.OPEN).first()
    if running is not None:
        return redirect("quizzes:attempt", public_id=running.public_id)
    if request.method == "POST":
        return _confirm(request, quiz)
    refused = refusal(quiz, request.user)
    if refused:
        messages.warning(request, str(refused))
        return redirect("quizzes:detail", slug=slug)
    return _show(request, quiz)


def _confirm(request: HttpRequest, quiz: Quiz) -> HttpResponse:
    missing = [name for name in ("identity", "rules") if name not in request.POST]
    if missing:
        return _show(request, quiz, missing=missing)
    try:
        attempt = start_attempt(quiz, request.user, declared=request.POST.get("declared", "")[:64])
    except DeclarationNeeded as error:
        return _show(request, quiz, changed=str(error))
    except QuizError as error:
        messages.warning(request, str(error))
        return redirect("quizzes:detail", slug=quiz.slug)
    return redirect("quizzes:attempt", public_id=attempt.public_id)


def _show(request: HttpRequest, quiz: Quiz, *, missing: list[str] | None = None, changed: str = "") -> HttpResponse:
    words = {"identity": _("Подтвердите, кто вы"), "rules": _("Подтвердите правила")}
    context = {
        "quiz": quiz,
        "declaration": declaration_text(quiz, request.user),
        "conditions": conditions_of(request.user),
        "errors": [(name, words[name]) for name in missing or ()],
        "missing": missing or [],
        "changed": changed,
        "ticked": [name for name in words if name in request.POST and not changed],
    }
    return render(request, "quizzes/rules.html", context, status=422 if missing or changed else 200)


@button_on("quizzes:result")
def practise(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Starts the practice on what was weak in an attempt, or goes on with the open practice."""
    attempt = own_attempt(request, public_id)
    outcome = attempt.outcomes.order_by("-number").first()
    if outcome is None:
        return redirect("quizzes:attempt", public_id=public_id)
    try:
        practice = start_practice(outcome)
    except QuizError as error:
        messages.warning(request, str(error))
        return redirect("quizzes:result", public_id=public_id)
    return redirect("quizzes:attempt", public_id=practice.public_id)
