"""Pages for markers: the queue, one answer at a time, and how far markers agree. They work on a phone and without scripts."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quizzes import scoring
from quizzes.domain.marking import (
    ADJUDICATE,
    MARK,
    MAX_COMMENT,
    MarkingRefused,
    Task,
    guidance_of,
    mark_response,
    rubric_of,
    task_of,
    tasks_for,
)
from quizzes.domain.marking_agreement import agreement_by_item
from quizzes.presentation import number
from quizzes.rendering import to_html
from quizzes.views.kept_words import keeps_words

SHOWN = 50


def _refuse_strangers(request: HttpRequest) -> None:
    if not (request.user.has_perm(MARK) or request.user.has_perm(ADJUDICATE)):
        raise PermissionDenied


@login_required
@never_cache
@require_safe
def marking_queue(request: HttpRequest) -> HttpResponse:
    """What waits for this person: the item, since when, how long the answer is. Nothing of the candidate."""
    _refuse_strangers(request)
    tasks = tasks_for(request.user)
    rows = [
        {"task": task, "title": task.response.form_item.version.title, "words": _length(task), "since": task.response.recorded_at}
        for task in tasks[:SHOWN]
    ]
    return render(request, "quizzes/marking_queue.html", {"rows": rows, "count": len(tasks), "more": len(tasks) - len(rows)})


def _length(task: Task) -> int:
    return len(_answer(task).split())


def _answer(task: Task) -> str:
    answer = task.response.answer
    return answer.text if isinstance(answer, scoring.Typed) else task.content.response_text(answer) if answer else ""


@dataclass(frozen=True)
class Level:
    """One level of a criterion as a radio button."""

    value: str
    mark: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class CriterionField:
    """One criterion of the form: its levels, the comment, and what is missing."""

    place: int
    title: str
    levels: list[Level]
    comment: str
    error: str

    @property
    def anchor(self) -> str:
        return f"c{self.place}-1"


def _fields(rubric: tuple[scoring.Criterion, ...], data: Any, *, is_checked: bool) -> list[CriterionField]:
    fields = []
    for place, criterion in enumerate(rubric):
        chosen = data.get(f"c{place}", "")
        levels = [Level(str(at), number(mark), words, str(at) == chosen) for at, (mark, words) in enumerate(criterion.levels)]
        is_missing = is_checked and not any(level.is_chosen for level in levels)
        error = _("Выберите уровень: %(title)s") % {"title": criterion.title} if is_missing else ""
        fields.append(CriterionField(place, criterion.title, levels, data.get(f"comment{place}", "")[:MAX_COMMENT], error))
    return fields


@keeps_words
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def marking_task(request: HttpRequest, response_id: int) -> HttpResponse:
    """One answer against its rubric. Who comes too late, or may not, is sent back to the queue with the reason."""
    _refuse_strangers(request)
    try:
        task = task_of(request.user, response_id)
        rubric = rubric_of(task.content)
        fields = _fields(rubric, request.POST, is_checked=request.method == "POST")
        if request.method == "POST" and not any(field.error for field in fields):
            _save(request, task, rubric, fields)
            return _next(request)
    except MarkingRefused as error:
        messages.warning(request, str(error))
        return redirect("quizzes:marking")
    return _show(request, task, fields)


def _save(request: HttpRequest, task: Task, rubric: tuple[scoring.Criterion, ...], fields: list[CriterionField]) -> None:
    chosen = [next(int(level.value) for level in field.levels if level.is_chosen) for field in fields]
    values: list[Fraction] = [criterion.levels[at][0] for criterion, at in zip(rubric, chosen, strict=True)]
    mark_response(
        task.response,
        marker=request.user,
        values=values,
        comments=[field.comment for field in fields],
        comment=request.POST.get("comment", "")[:MAX_COMMENT],
    )


def _next(request: HttpRequest) -> HttpResponse:
    """The next answer at once: who marks forty does not want forty trips through the list."""
    waiting = tasks_for(request.user)
    if not waiting:
        messages.success(request, _("Оценка сохранена. Больше ничего не ждёт проверки."))
        return redirect("quizzes:marking")
    messages.success(request, _("Оценка сохранена. Вот следующий ответ."))
    return redirect("quizzes:marking_task", response_id=waiting[0].response.pk)


def _show(request: HttpRequest, task: Task, fields: list[CriterionField]) -> HttpResponse:
    guidance = guidance_of(task.content)
    context = {
        "task": task,
        "language": task.response.form_item.version.item.language,
        "title": task.response.form_item.version.title,
        "stem": to_html(task.content.stem),
        "guidance": to_html(guidance) if guidance else SafeString(""),
        "answer": _answer(task),
        "words": _length(task),
        "min_words": getattr(task.content, "min_words", 0),
        "fields": fields,
        "comment": request.POST.get("comment", "")[:MAX_COMMENT],
        "errors": [field for field in fields if field.error],
    }
    return render(request, "quizzes/marking_task.html", context, status=422 if context["errors"] else 200)


@login_required
@permission_required("quizzes.view_mark", raise_exception=True)
@require_safe
def marking_agreement(request: HttpRequest) -> HttpResponse:
    """How far two markers agree, by item and criterion."""
    return render(request, "quizzes/marking_agreement.html", {"rows": agreement_by_item()})
