"""Sitting an attempt: one item a page, the review, pauses, the end. Nothing here is cached, and nothing comes from the
browser but what the candidate entered."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quizzes import scoring
from quizzes.answers import read_response, stays, widget
from quizzes.answers.checking import check_of
from quizzes.domain import pause_attempt, resume_attempt, submit_attempt
from quizzes.domain.answering import Recorded
from quizzes.domain.bank import say
from quizzes.domain.errors import AttemptClosed, AttemptPaused, QuizError
from quizzes.domain.outcomes import latest_responses
from quizzes.domain.tries import checks_on_the_way, history_of
from quizzes.models import Attempt, FormItem
from quizzes.presentation import given_words, minutes_left, places, seconds_left
from quizzes.rendering import question_text
from quizzes.views.saving import save_in_background, save_posted
from quizzes.views.signing_in import button_on, sign_in_first


def own_attempt(request: HttpRequest, public_id: UUID) -> Attempt:
    """The signed-in person's attempt; somebody else's does not exist for them."""
    rows = Attempt.objects.select_related("quiz", "form", "accommodation")
    return get_object_or_404(rows, public_id=public_id, candidate=request.user)


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


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, public_id: UUID, position: int) -> HttpResponse:
    """One item: shown on GET, saved on POST (plain, or in the background with `Accept: application/json`)."""
    wants_json = request.headers.get("Accept", "") == "application/json"
    if wants_json and request.method == "POST":
        return save_in_background(request, public_id, position)
    if not request.user.is_authenticated:
        return sign_in_first(request, public_id, position)
    attempt = own_attempt(request, public_id)
    if _is_over(request, attempt):
        return redirect("quizzes:result", public_id=public_id)
    if attempt.is_paused():
        return _rest(request, attempt)
    items = list(attempt.form.items.select_related("version"))
    item = next((one for one in items if one.position == position), None)
    if item is None:
        raise Http404
    return _save(request, attempt, items, item) if request.method == "POST" else _show(request, attempt, items, item)


def _save(request: HttpRequest, attempt: Attempt, items: list[FormItem], item: FormItem) -> HttpResponse:
    try:
        recorded = save_posted(request.user, request.POST, attempt.public_id, item.position)
    except AttemptClosed as error:
        messages.warning(request, str(error))
        return redirect("quizzes:result", public_id=attempt.public_id)
    except AttemptPaused:
        return redirect("quizzes:question", public_id=attempt.public_id, position=item.position)
    except scoring.ResponseError as error:
        return _show(request, attempt, items, item, error=" ".join(map(say, error.problems)))
    attempt.flagged = recorded.attempt.flagged
    if recorded.is_conflict:
        return _show(request, attempt, items, item, conflict=recorded)
    if "back" in request.POST:
        return _go(attempt, max(1, item.position - 1))
    if recorded.is_missing and "flag" not in request.POST:
        return _show(request, attempt, items, item, error=widget(item, None).missing, is_missing=True)
    if stays(request.POST):
        return redirect(f"{reverse('quizzes:question', args=[attempt.public_id, item.position])}#now")
    if item.position == len(items):
        return redirect("quizzes:review", public_id=attempt.public_id)
    return _go(attempt, item.position + 1)


@never_cache
def ask_again(request: HttpRequest, public_id: UUID, position: int) -> HttpResponse:
    """The question with the posted answer filled in, nothing recorded: its form is older than the person's sign-in."""
    attempt = own_attempt(request, public_id)
    if _is_over(request, attempt) or attempt.is_paused():
        return redirect("quizzes:attempt", public_id=public_id)
    items = list(attempt.form.items.select_related("version"))
    item = next((one for one in items if one.position == position), None)
    if item is None:
        raise Http404
    return _show(
        request, attempt, items, item, error=_("Вы входили заново, и страница устарела. Ответ цел: сохраните его ещё раз.")
    )


def _go(attempt: Attempt, position: int) -> HttpResponse:
    return redirect("quizzes:question", public_id=attempt.public_id, position=position)


def person_key(request: HttpRequest) -> str:
    """Under this name the browser keeps the person's unsent answers: no one else who signs in there sees or sends them."""
    return salted_hmac("quizzes.unsent", str(request.user.pk)).hexdigest()[:16]


def _frame(request: HttpRequest, attempt: Attempt) -> dict[str, Any]:
    """What all pages of a running attempt show: the time, the person's conditions."""
    return {
        "attempt": attempt,
        "left": minutes_left(attempt),
        "left_seconds": seconds_left(attempt),
        "pause_left": int(attempt.pause_left.total_seconds() // 60) if attempt.deadline_at else 0,
        "is_large": bool(attempt.accommodation and attempt.accommodation.is_low_vision),
        "person_key": person_key(request),
    }


def _show(
    request: HttpRequest,
    attempt: Attempt,
    items: list[FormItem],
    item: FormItem,
    *,
    error: str = "",
    is_missing: bool = False,
    conflict: Recorded | None = None,
) -> HttpResponse:
    given = latest_responses(attempt)
    latest = given.get(item.pk)
    entered = latest.answer if latest else None
    check = check_of(attempt, item, history_of(attempt, item, latest))
    is_posted = bool((error and not is_missing) or conflict)
    if is_posted:
        entered = read_response(item, request.POST)
    elif check.clears:
        entered = check.cleared
    intro, legend = question_text(item.version.content)
    cells = places(attempt, items, item.position, given)
    context: dict[str, Any] = {
        **_frame(request, attempt),
        "item": item,
        "intro": intro,
        "legend": legend,
        "widget": widget(item, entered, request.POST if is_posted else None, shows_feedback=checks_on_the_way(attempt)),
        "check": check,
        "places": cells,
        "answered": sum(cell.is_answered for cell in cells),
        "total": len(items),
        "latest": latest,
        "base": latest.sequence if latest else 0,
        "key": uuid4().hex,
        "error": error,
        "is_missing": is_missing,
        "there": given_words(item.version.content, conflict.counting) if conflict else "",
        "is_flagged": item.position in attempt.flagged,
        "title": item.version.content.name,
    }
    return render(request, "quizzes/question.html", context, status=422 if error else 409 if conflict else 200)


@login_required
@never_cache
@require_safe
def review(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All items with their state, before the attempt is handed in."""
    attempt = own_attempt(request, public_id)
    if _is_over(request, attempt):
        return redirect("quizzes:result", public_id=public_id)
    if attempt.is_paused():
        return _rest(request, attempt)
    cells = places(attempt, attempt.form.items.select_related("version"))
    open_ones = [cell for cell in cells if not (cell.is_answered or cell.is_description)]
    context = {
        **_frame(request, attempt),
        "places": cells,
        "open": open_ones,
        "has_begun": any(cell.is_begun for cell in cells),
        "total": len(cells),
    }
    return render(request, "quizzes/review.html", context)


def _rest(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """A pause: no questions are shown while the clock stands still."""
    return render(request, "quizzes/paused.html", _frame(request, attempt))


@button_on("quizzes:attempt")
def pause(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stops the clock, where the person's conditions allow it."""
    try:
        pause_attempt(own_attempt(request, public_id))
    except QuizError as error:
        messages.warning(request, str(error))
    return redirect("quizzes:attempt", public_id=public_id)


@button_on("quizzes:attempt")
def resume(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Lets the clock run again."""
    resume_attempt(own_attempt(request, public_id))
    return redirect("quizzes:attempt", public_id=public_id)


@button_on("quizzes:attempt")
def submit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hands the attempt in; a second press changes nothing."""
    submit_attempt(own_attempt(request, public_id))
    return redirect("quizzes:result", public_id=public_id)
