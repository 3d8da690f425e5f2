"""Review tasks in the admin: the list, one task with its figures, the notice on the home page."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet

from quizzes.admin.access import allowed
from quizzes.admin.figures import number, percent, say_flag
from quizzes.domain.errors import QuizError
from quizzes.domain.review_tasks import assign_task, close_task, people_who_decide
from quizzes.models import Judge, Panel, ReviewTask
from quizzes.scoring.flags import TEMPLATES

SEE, DECIDE = "quizzes.view_reviewtask", "quizzes.change_reviewtask"
PER_PAGE = 50


@dataclass(frozen=True)
class TaskLine:
    """A task ready for the list."""

    task: ReviewTask
    words: str
    facility: str
    index: str


def task_line(task: ReviewTask) -> TaskLine:
    """A task with its flag in words and the figures it was raised on."""
    figures = task.figures
    index = number(figures.get("discrimination_index"), 1)
    return TaskLine(task, say_flag(task.flag, task.params), percent(figures.get("facility")), index)


class TaskFilter(forms.Form):
    """Which tasks to show."""

    state = forms.ChoiceField(
        label=gettext_lazy("Состояние"),
        choices=[("", gettext_lazy("Открытые")), ("mine", gettext_lazy("Порученные мне")), ("closed", gettext_lazy("Закрытые"))],
        required=False,
    )
    flag = forms.ChoiceField(label=gettext_lazy("Признак"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["flag"].choices = [("", _("Все")), *((code, FLAG_NAMES[code]) for code in TEMPLATES if code in FLAG_NAMES)]


FLAG_NAMES = {
    "key": gettext_lazy("возможна ошибка в ключе"),
    "negative": gettext_lazy("сильные отвечают хуже"),
    "weak": gettext_lazy("не отличает сильных"),
    "too-easy": gettext_lazy("слишком лёгкий"),
    "too-hard": gettext_lazy("слишком трудный"),
    "below-guessing": gettext_lazy("хуже угадывания"),
    "dead-option": gettext_lazy("вариант не работает"),
    "unanswered": gettext_lazy("часто пропускают"),
}


@allowed(SEE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The tasks, the open ones first asked for."""
    form = TaskFilter(request.GET)
    form.is_valid()
    rows = ReviewTask.objects.select_related("version__item", "quiz", "assignee")
    state, flag = form.cleaned_data.get("state", ""), form.cleaned_data.get("flag", "")
    rows = rows.filter(state=ReviewTask.State.CLOSED if state == "closed" else ReviewTask.State.OPEN)
    if state == "mine":
        rows = rows.filter(assignee=request.user)
    if flag:
        rows = rows.filter(flag=flag)
    page = Paginator(rows.order_by("-opened_at", "pk"), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "form": form,
        "page": page,
        "lines": [task_line(task) for task in page],
        "header_title": _("Задачи по вопросам"),
        "header_icon": "tasks",
        "breadcrumbs_items": _crumbs(),
    }
    return render(request, "quizzes/admin/review_tasks.html", context)


def _crumbs(*further: str) -> list[dict[str, str]]:
    steps = [("wagtailadmin_home", _("Главная")), ("quiz_review_tasks:index", _("Задачи по вопросам"))]
    return [{"url": reverse(name), "label": words} for name, words in steps] + [{"url": "", "label": words} for words in further]


class AssignForm(forms.Form):
    assignee = forms.ModelChoiceField(
        queryset=None, label=gettext_lazy("Кому"), required=False, empty_label=gettext_lazy("Никому")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = people_who_decide()


class CloseForm(forms.Form):
    decision = forms.ChoiceField(
        label=gettext_lazy("Решение"), choices=ReviewTask.Decision.choices, widget=forms.RadioSelect, required=False
    )
    comment = forms.CharField(
        label=gettext_lazy("Почему"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
    )


@allowed(SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: what was seen, what the item says, who is at it, the decision."""
    found = get_object_or_404(ReviewTask.objects.select_related("version__item", "quiz", "assignee", "closed_by"), pk=pk)
    assign = AssignForm(initial={"assignee": found.assignee})
    close = CloseForm()
    if request.method == "POST" and request.user.has_perm(DECIDE):
        is_assigning = "assign" in request.POST
        form: Any = AssignForm(request.POST) if is_assigning else CloseForm(request.POST)
        if form.is_valid():
            try:
                _act(found, form.cleaned_data, request.user, is_assigning)
            except QuizError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Сохранено."))
                return redirect("quiz_review_tasks:task", pk)
        assign, close = (form, close) if is_assigning else (assign, form)
    content = found.version.content
    context = {
        "line": task_line(found),
        "task": found,
        "item": content,
        "assign": assign,
        "close": close,
        "may_decide": request.user.has_perm(DECIDE),
        "is_current": found.version.item.current_version_id == found.version_id,
        "header_title": found.version.title,
        "header_icon": "tasks",
        "breadcrumbs_items": _crumbs(found.version.title),
    }
    return render(request, "quizzes/admin/review_task.html", context)


def _act(task: ReviewTask, said: dict[str, Any], actor: Any, is_assigning: bool) -> None:
    if is_assigning:
        assign_task(task, said["assignee"], actor=actor)
    else:
        close_task(task, said["decision"], comment=said["comment"], actor=actor)


class WaitingNotice(Component):
    """What waits for the person, on the admin's home: tasks about items, panels that ask for estimates; nothing else."""

    order = 61
    template_name = "quizzes/admin/quality_notice.html"

    def __init__(self, person: Any) -> None:
        self.person = person

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        open_ones = ReviewTask.objects.filter(state=ReviewTask.State.OPEN)
        seats = Judge.objects.filter(user=self.person, panel__state__in=[Panel.State.RATING, Panel.State.DISCUSSION])
        return {
            "mine": open_ones.filter(assignee=self.person).count() if self.person.has_perm(SEE) else 0,
            "free": open_ones.filter(assignee=None).count() if self.person.has_perm(DECIDE) else 0,
            "panels": [seat.panel for seat in seats.select_related("panel")],
        }


class ReviewTaskViewSet(ViewSet):
    """The address and the menu entry of the tasks."""

    name = "quiz_review_tasks"
    url_prefix = "quizzes/tasks"
    icon = "tasks"
    menu_label = gettext_lazy("Задачи по вопросам")
    menu_name = "quiz_review_tasks"

    def get_urlpatterns(self) -> list[Any]:
        return [path("", index, name="index"), path("<int:pk>/", task, name="task")]
