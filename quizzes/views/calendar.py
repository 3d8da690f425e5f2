"""Calendars: one file for a quiz, and a person's own under a secret address that can be taken back."""

from collections.abc import Iterable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quizzes.models import CalendarFeed, Certificate, Quiz
from quizzes.models.interfaces import new_token
from quizzes.views.quizzes import find_quiz
from quizzes.views.signing_in import button_on

TYPE = "text/calendar; charset=utf-8"


@require_safe
def quiz_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The window of one quiz as a file."""
    quiz = find_quiz(slug)
    response = HttpResponse(_calendar(quiz.title, [quiz], []), content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{quiz.slug}.ics"'
    return response


@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's calendar: windows of the quizzes in their language, ends of their certificates. Not found once closed."""
    row = get_object_or_404(CalendarFeed.objects.select_related("user"), token=token, user__is_active=True)
    language = getattr(row.user, "language", "") or "ru"
    quizzes = Quiz.objects.filter(is_published=True, language=language).exclude(opens_at=None, closes_at=None)
    certificates = Certificate.objects.filter(holder=row.user).prefetch_related("events")
    with override(language):
        body = _calendar(_("Тесты и сертификаты"), quizzes, certificates)
    response = HttpResponse(body, content_type=TYPE)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@button_on("quizzes:certificates")
@transaction.atomic
def feed_choice(request: HttpRequest) -> HttpResponse:
    """Opens the calendar, gives it a new address, or closes it."""
    if request.POST.get("act") == "close":
        CalendarFeed.objects.filter(user=request.user).delete()
        messages.success(request, _("Календарь закрыт: прежний адрес больше не отвечает."))
    else:
        CalendarFeed.objects.update_or_create(user=request.user, defaults={"token": new_token(), "created_at": timezone.now()})
        messages.success(request, _("Адрес календаря готов. Прежний, если он был, больше не отвечает."))
    return redirect("quizzes:certificates")


def _calendar(name: str, quizzes: Iterable[Quiz], certificates: Iterable[Certificate]) -> bytes:
    from quizzes.interfaces.calendar import calendar_of  # noqa: PLC0415  (icalendar would lengthen every start)

    return calendar_of(name, quizzes, certificates, timezone.now())
