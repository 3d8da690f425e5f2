"""What a form sends after the sign-in has ended: an answer waits until its author is back, a press leads to its button.

An answer waits in the session of that browser, with the moment it reached the server. When somebody signs in there, and
only if it is the candidate, it is recorded with that moment: a deadline that has passed meanwhile takes nothing away. For
anybody else it is thrown away unseen. What can no longer be recorded is given back to its author word for word, and the
oversight log keeps when it came (decision 13).
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from quizzes import scoring
from quizzes.answers import read_response
from quizzes.domain.bank import say
from quizzes.domain.errors import QuizError
from quizzes.domain.oversight import note
from quizzes.models import Attempt, FormItem
from quizzes.presentation import said_in_words
from quizzes.views.posted import KEPT, kept_fields, posted_again
from quizzes.views.saving import save_posted

KEY = "quizzes-waiting-answers"
MOST_ANSWERS, MOST_CHARACTERS = 20, 200_000
View = Callable[..., HttpResponse]


def button_on(page: str, *names: str) -> Callable[[View], View]:
    """For a view that a button posts to: who has to sign in first comes back to the page with the button.

    `names` are the arguments that the address of the page has too; without them all.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def pressed(request: HttpRequest, **place: Any) -> HttpResponse:
            there = {name: place[name] for name in names or place}
            if not request.user.is_authenticated:
                return redirect_to_login(reverse(page, kwargs=there))
            return view(request, **place) if request.method == "POST" else redirect(page, **there)

        return pressed

    return decorate


def sign_in_first(request: HttpRequest, public_id: UUID, position: int) -> HttpResponse:
    """To the sign-in and back to the question; what was posted is kept on the way."""
    if request.method == "POST":
        _keep(request, public_id, position)
    return redirect_to_login(request.get_full_path())


def _keep(request: HttpRequest, public_id: UUID, position: int) -> None:
    # Nobody fills the sessions with answers to attempts that are not there.
    if not Attempt.objects.filter(public_id=public_id, state=Attempt.State.OPEN).exists():
        return
    fields = kept_fields(request.POST)
    waiting = [one for one in request.session.get(KEY, []) if (one["attempt"], one["position"]) != (str(public_id), position)]
    waiting.append({"attempt": str(public_id), "position": position, "fields": fields, "at": timezone.now().isoformat()})
    if len(waiting) > MOST_ANSWERS or len(str(waiting)) > MOST_CHARACTERS:
        words = _("Ответ слишком велик, чтобы сохранить его до входа. Вернитесь назад, скопируйте текст, потом войдите.")
        messages.warning(request, words)
        return
    request.session[KEY] = waiting
    messages.info(request, _("Вход закончился, но ответ цел. Войдите под своей записью, и он запишется со временем отправки."))


@receiver(user_logged_in, dispatch_uid="quizzes.take_in_answers")
def take_in_answers(request: HttpRequest, user: Any, **_signal: Any) -> None:
    """Records what waits in this browser and is the person's own; nothing waits any more afterwards."""
    session = getattr(request, "session", None)
    for one in (session.pop(KEY, None) or []) if session is not None else []:
        arrived_at = datetime.fromisoformat(one["at"])
        if timezone.now() - arrived_at < KEPT:
            _take_in(request, user, UUID(one["attempt"]), one["position"], posted_again(one["fields"]), arrived_at)


def _take_in(request: HttpRequest, user: Any, public_id: UUID, position: int, data: QueryDict, arrived_at: datetime) -> None:
    attempt = Attempt.objects.filter(public_id=public_id, candidate=user.pk).first()
    item = attempt and FormItem.objects.select_related("version").filter(form=attempt.form_id, position=position).first()
    if attempt is None or item is None:
        return
    why = ""
    try:
        recorded = save_posted(user, data, public_id, position, arrived_at=arrived_at)
        if recorded.sent is None:
            return  # an empty form says nothing
        if recorded.is_conflict:
            why = _("На этот вопрос уже ответили иначе") + "."
    except (QuizError, Http404) as error:
        why = str(error)
    except scoring.ResponseError as error:
        why = " ".join(map(say, error.problems))
    note("answer.came_signed_out", attempt, subject=user, place=position, came=arrived_at.isoformat(), recorded=not why)
    facts = {"place": position, "time": time_format(timezone.localtime(arrived_at), "H:i"), "why": why}
    if not why:
        messages.success(request, _("Ответ на вопрос %(place)s, отправленный в %(time)s, записан.") % facts, fail_silently=True)
        return
    given = _("Ответ на вопрос %(place)s, отправленный в %(time)s, записать не удалось. %(why)s Вот он: «%(given)s»")
    facts["given"] = _words(item, data)
    messages.warning(request, given % facts, fail_silently=True)


def _words(item: FormItem, data: QueryDict) -> str:
    try:
        return said_in_words(item.version.content, read_response(item, data)) or _("без ответа")
    except scoring.ResponseError:
        return data.get("answer", "")
