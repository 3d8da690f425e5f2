"""What a curator does for the people in their care: conditions of testing, plans after failures."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.domain import confirm_plan, set_accommodation
from quizzes.domain.accommodations import conditions_of
from quizzes.domain.admission import waiting_for_plan
from quizzes.domain.errors import QuizError
from quizzes.models import Accommodation, Attempt
from quizzes.models.accommodations import MOST_EXTRA_PER_CENT, MOST_PAUSE_MINUTES
from quizzes.people import SUPPORT_ANYBODY, people_supported_by
from quizzes.views.kept_words import keeps_words

PER_PAGE = 50
ATTEMPT = "attempt"
"""The field that tells the plan of an attempt from the conditions of a person."""


class AccommodationForm(forms.Form):
    """The conditions of one person. Who sets them, and for whom, is never a field."""

    extra_time_percent = forms.IntegerField(
        label=gettext_lazy("Дополнительное время, %"), min_value=0, max_value=MOST_EXTRA_PER_CENT, initial=0
    )
    pause_minutes = forms.IntegerField(
        label=gettext_lazy("Паузы, всего минут за попытку"), min_value=0, max_value=MOST_PAUSE_MINUTES, initial=0
    )
    is_low_vision = forms.BooleanField(label=gettext_lazy("Крупный вид заданий"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Язык вопросов"), required=False)
    reason = forms.CharField(label=gettext_lazy("Основание"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("Как у теста")), *settings.LANGUAGES]


def _may_open(request: HttpRequest) -> QuerySet[Any]:
    """The people of this curator; for somebody who looks after nobody the pages do not exist."""
    supported = people_supported_by(request.user)
    if not request.user.has_perm(SUPPORT_ANYBODY) and not supported.exists():
        raise Http404
    return supported


@login_required
@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people whose conditions and plans the signed-in person may set, with what holds for each."""
    supported = _may_open(request)
    words = request.GET.get("q", "").strip()[:80]
    for word in words.split():
        supported = supported.filter(Q(last_name__icontains=word) | Q(first_name__icontains=word) | Q(email__icontains=word))
    page = Paginator(supported.order_by("last_name", "first_name", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    listed = list(page.object_list)
    newest: dict[int, Accommodation] = {}
    for row in Accommodation.objects.filter(person__in=listed).order_by("number"):
        newest[row.person_id] = row
    waiting = waiting_for_plan(listed)
    rows = [{"person": one, "conditions": newest.get(one.pk), "plans": len(waiting.get(one.pk, ()))} for one in listed]
    return render(request, "quizzes/people.html", {"rows": rows, "page": page, "q": words})


@keeps_words
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: the conditions that hold, their log, plans that wait; POST sets the conditions, or confirms a plan."""
    someone = get_object_or_404(_may_open(request), pk=pk)
    is_plan = ATTEMPT in request.POST
    if request.method == "POST" and is_plan and _confirm(request, someone):
        return redirect("quizzes:person", pk=pk)
    held = conditions_of(someone)
    names = ("extra_time_percent", "pause_minutes", "is_low_vision", "language")
    data = None if is_plan else request.POST or None
    form = AccommodationForm(data, initial={name: getattr(held, name) for name in names} if held else None)
    if request.method == "POST" and form.is_valid():
        try:
            set_accommodation(someone, actor=request.user, **form.cleaned_data)
        except QuizError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Условия записаны. Они действуют для попыток, которые начнутся с этой минуты."))
            return redirect("quizzes:person", pk=pk)
    context = {
        "person": someone,
        "held": held,
        "form": form,
        "log": Accommodation.objects.filter(person=someone).select_related("author"),
        "waiting": waiting_for_plan([someone]).get(someone.pk, []),
        "plan_of": request.POST.get(ATTEMPT, ""),
        "plan": request.POST.get("text", ""),
    }
    is_refused = form.errors or (is_plan and request.method == "POST")
    return render(request, "quizzes/person.html", context, status=422 if is_refused else 200)


def _confirm(request: HttpRequest, someone: Any) -> bool:
    """Confirms the plan after a failed attempt of this person; says what came of it, and returns whether it was done."""
    try:
        attempt = get_object_or_404(Attempt, public_id=UUID(request.POST[ATTEMPT]), candidate=someone)
    except ValueError as error:
        raise Http404 from error
    try:
        confirm_plan(attempt, actor=request.user, text=request.POST.get("text", ""))
    except QuizError as error:
        messages.warning(request, str(error))
        return False
    messages.success(request, _("План подтверждён. Попытка откроется, когда пройдёт перерыв."))
    return True
