"""Sitting an attempt: one item a page, the review, the end. Nothing here is cached, and nothing comes from the browser
but what the candidate entered."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quizzes import scoring
from quizzes.answers import read_response, widget
from quizzes.domain import flag_item, record_response, start_attempt, submit_attempt
from quizzes.domain.bank import say
from quizzes.domain.errors import AttemptClosed, QuizError
from quizzes.domain.outcomes import latest_responses
from quizzes.models import Attempt, FormItem, Response
from quizzes.presentation import minutes_left, places
from quizzes.rendering import split_stem
from quizzes.views.quizzes import find_quiz

MAX_KEY = 64


def own_attempt(request: HttpRequest, public_id: UUID) -> Attempt:
    """The signed-in person's attempt; somebody else's does not exist for them."""
    rows = Attempt.objects.select_related("quiz", "form")
    return get_object_or_404(rows, public_id=public_id, candidate=request.user)


@login_required
@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Starts an attempt, or goes on with the open one."""
    quiz = find_quiz(slug)
    try:
        attempt = start_attempt(quiz, request.user)
    except QuizError as error:
        messages.warning(request, str(error))
        return redirect("quizzes:detail", slug=slug)
    return redirect("quizzes:attempt", public_id=attempt.public_id)


@login_required
@never_cache
@require_safe
def attempt_home(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Where the attempt stands: the first item without an answer, the review, or the result."""
    attempt = own_attempt(request, public_id)
    if _is_over(request, attempt):
        return redirect("quizzes:result", public_id=public_id)
    items = attempt.form.items.select_related("version")
    unanswered = [place for place in places(attempt, items) if not (place.is_answered or place.is_description)]
    if not unanswered:
        return redirect("quizzes:review", public_id=public_id)
    return redirect("quizzes:question", public_id=public_id, position=unanswered[0].position)


def _is_over(request: HttpRequest, attempt: Attempt) -> bool:
    """Whether the attempt is closed; one whose time has just run out is closed here."""
    if attempt.is_open and attempt.is_over():
        submit_attempt(attempt)
        messages.info(request, _("Время вышло. Всё, что было сохранено, засчитано."))
    return not attempt.is_open


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, public_id: UUID, position: int) -> HttpResponse:
    """One item: shown on GET, saved on POST (plain, or in the background with `Accept: application/json`)."""
    attempt = own_attempt(request, public_id)
    wants_json = request.headers.get("Accept", "") == "application/json"
    if _is_over(request, attempt):
        return _over_json() if wants_json else redirect("quizzes:result", public_id=public_id)
    items = list(attempt.form.items.select_related("version"))
    item = next((one for one in items if one.position == position), None)
    if item is None:
        raise Http404
    if request.method != "POST":
        return _show(request, attempt, items, item)
    return _save_json(request, attempt, item) if wants_json else _save(request, attempt, items, item)


def _over_json() -> JsonResponse:
    return JsonResponse({"error": _("Время вышло или тест сдан: ответ не записан.")}, status=409)


def _record(request: HttpRequest, attempt: Attempt, item: FormItem) -> Response | None:
    """Records what was posted, unless it is what is recorded already; returns the response that counts now."""
    response = read_response(item, request.POST)
    latest = latest_responses(attempt).get(item.pk)
    if (latest.answer if latest else None) == response:
        return latest
    key = request.POST.get("key", "")[:MAX_KEY] or uuid4().hex
    return record_response(attempt, item, response, client_key=key)


def _save_json(request: HttpRequest, attempt: Attempt, item: FormItem) -> HttpResponse:
    try:
        latest = _record(request, attempt, item)
    except AttemptClosed as error:
        return JsonResponse({"error": str(error)}, status=409)
    except scoring.ResponseError as error:
        return JsonResponse({"error": " ".join(map(say, error.problems))}, status=422)
    flag_item(attempt, item.position, is_flagged="flag" in request.POST)
    saved_at = timezone.localtime(latest.recorded_at if latest else None).strftime("%H:%M")
    return JsonResponse({"saved": _("Сохранено в %(time)s") % {"time": saved_at}})


def _save(request: HttpRequest, attempt: Attempt, items: list[FormItem], item: FormItem) -> HttpResponse:
    flag_item(attempt, item.position, is_flagged="flag" in request.POST)
    try:
        latest = _record(request, attempt, item)
    except AttemptClosed as error:
        messages.warning(request, str(error))
        return redirect("quizzes:result", public_id=attempt.public_id)
    except scoring.ResponseError as error:
        return _show(request, attempt, items, item, error=" ".join(map(say, error.problems)))
    if "back" in request.POST:
        return _go(attempt, max(1, item.position - 1))
    is_empty = latest is None or latest.content is None
    if is_empty and "flag" not in request.POST and item.version.content.carries_mark:
        return _show(request, attempt, items, item, error=widget(item, None).missing, is_missing=True)
    if item.position == len(items):
        return redirect("quizzes:review", public_id=attempt.public_id)
    return _go(attempt, item.position + 1)


def _go(attempt: Attempt, position: int) -> HttpResponse:
    return redirect("quizzes:question", public_id=attempt.public_id, position=position)


def _show(
    request: HttpRequest,
    attempt: Attempt,
    items: list[FormItem],
    item: FormItem,
    *,
    error: str = "",
    is_missing: bool = False,
) -> HttpResponse:
    latest = latest_responses(attempt).get(item.pk)
    entered = latest.answer if latest else None
    if error and not is_missing:
        entered = read_response(item, request.POST)
    intro, legend = split_stem(item.version.content.stem)
    cells = places(attempt, items, item.position)
    context: dict[str, Any] = {
        "attempt": attempt,
        "item": item,
        "intro": intro,
        "legend": legend,
        "widget": widget(item, entered),
        "places": cells,
        "answered": sum(cell.is_answered for cell in cells),
        "total": len(items),
        "left": minutes_left(attempt),
        "latest": latest,
        "key": uuid4().hex,
        "error": error,
        "is_missing": is_missing,
        "is_flagged": item.position in attempt.flagged,
        "title": item.version.content.name,
    }
    return render(request, "quizzes/question.html", context, status=422 if error else 200)


@login_required
@never_cache
@require_safe
def review(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All items with their state, before the attempt is handed in."""
    attempt = own_attempt(request, public_id)
    if _is_over(request, attempt):
        return redirect("quizzes:result", public_id=public_id)
    cells = places(attempt, attempt.form.items.select_related("version"))
    open_ones = [cell for cell in cells if not (cell.is_answered or cell.is_description)]
    context = {"attempt": attempt, "places": cells, "open": open_ones, "left": minutes_left(attempt), "total": len(cells)}
    return render(request, "quizzes/review.html", context)


@login_required
@require_POST
def submit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hands the attempt in; a second press changes nothing."""
    submit_attempt(own_attempt(request, public_id))
    return redirect("quizzes:result", public_id=public_id)
