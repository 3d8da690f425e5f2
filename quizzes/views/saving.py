"""Saving one answer, by a plain post or in the background. The second is what happens most: it renders nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes import scoring
from quizzes.answers import read_response
from quizzes.domain.answering import Recorded, Sent, save_answer
from quizzes.domain.bank import say
from quizzes.domain.errors import AttemptClosed, AttemptPaused
from quizzes.models import Attempt, FormItem
from quizzes.presentation import given_words, seconds_left

MAX_KEY = 64
MAX_DIGITS = 15


def save_posted(person: Any, data: QueryDict, public_id: UUID, position: int, *, arrived_at: datetime | None = None) -> Recorded:
    """Records the answer of a posted form, with its flag. Http404 where the attempt is not the person's or has no such place.

    `arrived_at` is when it reached the server, where that was before the person could be asked to sign in.
    """
    sent = Sent(
        data.get("client", "")[:MAX_KEY],
        _whole(data.get("count", "")) or 0,
        _whole(data.get("base", "")),
        is_try="check" in data,
        certainty=_degree(data.get("certainty", "")),
        arrived_at=arrived_at,
    )
    try:
        return save_answer(
            public_id,
            person,
            position,
            lambda item: read_response(item, data),
            client_key=data.get("key", "")[:MAX_KEY] or uuid4().hex,
            sent=sent,
            is_flagged="flag" in data,
        )
    except (Attempt.DoesNotExist, FormItem.DoesNotExist) as error:
        raise Http404 from error


def _degree(value: str) -> int | None:
    """One of the degrees of certainty; what is none was not said."""
    return int(value) if value in {"1", "2", "3"} else None


def _whole(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS else None


def save_in_background(request: HttpRequest, public_id: UUID, position: int) -> HttpResponse:
    """The same for the script of the page: what was saved and when, or why not, as JSON.

    401 sign in again, 409 over, on a pause, or answered elsewhere meanwhile, 422 does not fit the question.
    """
    if not request.user.is_authenticated:
        sign_in = resolve_url(settings.LOGIN_URL)
        return JsonResponse({"error": _("Вы вышли из портала. Войдите, и ответ отправится."), "sign_in": sign_in}, status=401)
    try:
        recorded = save_posted(request.user, request.POST, public_id, position)
    except AttemptClosed as error:
        return _closed(public_id, error)
    except AttemptPaused as error:
        return JsonResponse({"error": str(error), "paused": True}, status=409)
    except scoring.ResponseError as error:
        return JsonResponse({"error": " ".join(map(say, error.problems))}, status=422)
    if recorded.is_conflict:
        return _conflict(recorded)
    return JsonResponse(_saved(recorded) | _next(request, recorded, public_id))


def _closed(public_id: UUID, error: AttemptClosed) -> JsonResponse:
    result = reverse("quizzes:result", args=[public_id])
    return JsonResponse({"error": str(error), "over": result}, status=409)


def _saved(recorded: Recorded) -> dict[str, Any]:
    latest = recorded.counting
    saved_at = timezone.localtime(latest.recorded_at if latest else None).strftime("%H:%M")
    return {
        "saved": _("Сохранено в %(time)s") % {"time": saved_at},
        "base": latest.sequence if latest else 0,
        "left": seconds_left(recorded.attempt),
    }


def _next(request: HttpRequest, recorded: Recorded, public_id: UUID) -> dict[str, Any]:
    """Where the person wanted to go with the press that saved; nothing where the page has to say that an answer is missing."""
    going, place = request.POST.get("go", ""), recorded.item.position
    if going == "back":
        return {"next": reverse("quizzes:question", args=[public_id, max(1, place - 1)])}
    if going != "on" or (recorded.is_missing and "flag" not in request.POST):
        return {}
    if FormItem.objects.filter(form=recorded.item.form_id, position__gt=place).exists():
        return {"next": reverse("quizzes:question", args=[public_id, place + 1])}
    return {"next": reverse("quizzes:review", args=[public_id])}


def _conflict(recorded: Recorded) -> JsonResponse:
    there, content = recorded.counting, recorded.item.version.content
    seen = {
        "there": given_words(content, there),
        "at": timezone.localtime(there.recorded_at).strftime("%H:%M"),
        "here": given_words(content, recorded.sent),
        "base": there.sequence,
    }
    words = _("В другой вкладке или на другом устройстве на этот вопрос уже ответили иначе. Выберите, какой ответ оставить.")
    return JsonResponse({"error": words, "conflict": seen}, status=409)
