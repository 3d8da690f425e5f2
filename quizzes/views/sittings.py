"""Group sittings: the code for candidates; planning, the live page and hints for examiners. No scripts are needed."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quizzes.domain.errors import QuizError
from quizzes.domain.integrity import attempts_of_sitting, hints, record_signal
from quizzes.domain.oversight import note
from quizzes.domain.sittings import (
    HOLD,
    absent,
    admit_longer,
    close_sitting,
    enter_sitting,
    open_sitting,
    plan_sitting,
    renew_code,
    seats,
    sittings_of,
)
from quizzes.models import Quiz, Sitting
from quizzes.staff import visible_people
from quizzes.views.attempts import own_attempt
from quizzes.views.kept_words import keeps_words
from quizzes.views.signing_in import button_on

PER_PAGE, REFRESH_SECONDS, LONGER_MINUTES = 30, 20, 10
FARTHEST = timedelta(days=731)


# --- candidates ---


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """A field for the code that the examiner says; the right one leads to the quiz."""
    error = ""
    if request.method == "POST":
        try:
            sitting = enter_sitting(request.POST.get("code", "")[:64], request.user)
        except QuizError as problem:
            error = str(problem)
        else:
            messages.success(request, _("Код принят. Прочитайте правила и начинайте."))
            return redirect("quizzes:detail", slug=sitting.quiz.slug)
    context = {"error": error, "code": request.POST.get("code", "")[:64]}
    return render(request, "quizzes/sitting_enter.html", context, status=422 if error else 200)


@login_required
@require_POST
def signals(request: HttpRequest, public_id: UUID, position: int) -> HttpResponse:
    """Takes what the page of an item counted. Answers nothing that a page would need."""
    attempt = own_attempt(request, public_id)
    figures = {name: _whole(request.POST.get(name)) for name in ("seconds", "focus_lost", "pastes")}
    if any(figures.values()) and 0 < position <= 1000:
        record_signal(attempt, position, **figures)
    return JsonResponse({}, status=202)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 0


# --- examiners ---


class SittingForm(forms.Form):
    """A sitting to plan. Who holds it is never a field."""

    quiz = forms.ModelChoiceField(Quiz.objects.filter(is_published=True), label=gettext_lazy("Тест"))
    place = forms.CharField(label=gettext_lazy("Место"), max_length=200)
    day = forms.DateField(label=gettext_lazy("День"), widget=forms.DateInput(attrs={"type": "date"}))
    clock = forms.TimeField(label=gettext_lazy("Начало"), widget=forms.TimeInput(attrs={"type": "time"}))
    late_minutes = forms.IntegerField(
        label=gettext_lazy("Сколько минут после начала впускать опоздавших"), min_value=0, max_value=240, initial=15
    )
    people = forms.CharField(
        label=gettext_lazy("Кого впустить"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Почта каждого на своей строке. Пусто — впустит любого, кто знает код."),
    )

    def __init__(self, *args: Any, examiner: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examiner = examiner

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        today = timezone.localdate()
        if not today <= day <= today + FARTHEST:
            raise forms.ValidationError(_("Проверьте дату: сдачу планируют от сегодняшнего дня и не дальше чем на два года."))
        return day

    def clean_people(self) -> list[Any]:
        wanted = list(dict.fromkeys(self.cleaned_data["people"].lower().split()))
        found = {
            person.email.lower(): person for person in visible_people(self.examiner).filter(email__in=wanted, is_active=True)
        }
        missing = [mail for mail in wanted if mail not in found]
        if missing:
            message = _("Не найдены среди людей вашей организации: %(who)s")
            raise forms.ValidationError(message % {"who": ", ".join(missing[:10])})
        return list(found.values())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("day") and data.get("clock"):
            data["starts_at"] = timezone.make_aware(datetime.combine(data["day"], data["clock"]))
        return data


@keeps_words
@permission_required(HOLD, raise_exception=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sitting_list(request: HttpRequest) -> HttpResponse:
    """The examiner's sittings, and the form for a new one."""
    now = timezone.localtime()
    initial = {"day": now.date().isoformat(), "clock": now.strftime("%H:%M")}
    form = SittingForm(request.POST or None, examiner=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            sitting = plan_sitting(
                data["quiz"],
                examiner=request.user,
                place=data["place"],
                starts_at=data["starts_at"],
                late_minutes=data["late_minutes"],
                people=data["people"],
            )
        except QuizError as error:
            form.add_error("place", str(error))
        else:
            return redirect("quizzes:sitting", public_id=sitting.public_id)
    page = Paginator(sittings_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    status = 422 if form.is_bound else 200
    return render(request, "quizzes/sitting_list.html", {"page": page, "form": form}, status=status)


def _own_sitting(request: HttpRequest, public_id: UUID) -> Sitting:
    """A sitting that this person may look after; somebody else's does not exist for them."""
    if not request.user.has_perm(HOLD) and not request.user.has_perm("quizzes.view_sitting"):
        raise Http404
    return get_object_or_404(sittings_of(request.user), public_id=public_id)


@login_required
@never_cache
@require_safe
def sitting(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who came, who answers, who is done; asked again by the browser itself while the sitting is open, if the examiner wants."""
    found = _own_sitting(request, public_id)
    rows = seats(found)
    context = {
        "sitting": found,
        "seats": rows,
        "absent": absent(found),
        "running": sum(row.attempt is not None and row.attempt.is_open for row in rows),
        "done": sum(row.attempt is not None and not row.attempt.is_open for row in rows),
        "refreshes": found.is_open and request.GET.get("auto") == "1",
        "is_closing": found.is_open and request.GET.get("close") == "1",
        "may_hold": request.user.has_perm(HOLD),
        "now": timezone.now(),
        "longer": LONGER_MINUTES,
        "seconds": REFRESH_SECONDS,
    }
    response = render(request, "quizzes/sitting.html", context)
    if context["refreshes"]:
        response["Refresh"] = str(REFRESH_SECONDS)
    return response


@button_on("quizzes:sitting", "public_id")
@permission_required(HOLD, raise_exception=True)
def sitting_act(request: HttpRequest, public_id: UUID, act: str) -> HttpResponse:
    """Opens, closes, admits longer, renews the code: each is one press."""
    found = _own_sitting(request, public_id)
    acts = {
        "open": lambda: open_sitting(found, examiner=request.user),
        "close": lambda: close_sitting(found, examiner=request.user),
        "longer": lambda: admit_longer(found, minutes=LONGER_MINUTES, examiner=request.user),
        "code": lambda: renew_code(found, examiner=request.user),
    }
    if act not in acts:
        raise Http404
    try:
        acts[act]()
    except QuizError as error:
        messages.warning(request, str(error))
    return redirect("quizzes:sitting", public_id=public_id)


@login_required
@never_cache
@require_safe
def sitting_hints(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hints about the finished attempts of a sitting, with what they mean and what they do not. Looking is noted."""
    found = _own_sitting(request, public_id)
    note("sitting.hints_seen", found, actor=request.user)
    return render(request, "quizzes/sitting_hints.html", {"sitting": found, "hints": hints(attempts_of_sitting(found))})
