"""Appeals: the candidate's form and list, the methodologist's list and decision."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.domain.appeals import (
    DECIDE,
    appeal_refusal,
    decide_appeal,
    decision_days,
    filing_closes_at,
    judge_refusal,
    open_appeal,
    was_marked_by_people,
)
from quizzes.domain.errors import QuizError
from quizzes.domain.feedback import may_see_answers
from quizzes.domain.regrading import REGRADE
from quizzes.models import Appeal, Attempt, FormItem, ItemOutcome
from quizzes.presentation import given_words
from quizzes.rendering import to_html
from quizzes.views.kept_words import keeps_words

PER_PAGE = 50


@login_required
@never_cache
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    """The signed-in person's appeals with what was decided."""
    rows = Appeal.objects.filter(candidate=request.user).select_related("attempt__form", "form_item")
    return render(request, "quizzes/appeals.html", {"rows": rows})


@keeps_words
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_form(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Disputes an item of one's own attempt: by its words where the policy shows them, else by its number."""
    rows = Attempt.objects.select_related("quiz", "form", "candidate")
    attempt = get_object_or_404(rows, public_id=public_id, candidate=request.user)
    items = list(attempt.form.items.select_related("version"))
    error = ("", "")
    if request.method == "POST":
        item = next((one for one in items if str(one.position) == request.POST.get("item")), None)
        error = _file(request, attempt, item)
        if not error[0]:
            messages.success(request, _("Апелляция подана. Решение придёт письмом и появится здесь."))
            return redirect("quizzes:appeals")
    return _form_page(request, attempt, items, error)


def _file(request: HttpRequest, attempt: Attempt, item: FormItem | None) -> tuple[str, str]:
    """Files the appeal; returns the field with the fault and its words, empty where all was well."""
    if item is None:
        return "item", _("Выберите вопрос")
    if not request.POST.get("text", "").strip():
        return "text", _("Напишите, с чем вы не согласны")
    try:
        open_appeal(attempt, item, candidate=request.user, text=request.POST["text"])
    except QuizError as error:
        return "text", str(error)
    return "", ""


def _form_page(request: HttpRequest, attempt: Attempt, items: list[FormItem], error: tuple[str, str]) -> HttpResponse:
    outcome = attempt.outcomes.order_by("-number").first()
    shows = outcome is not None and may_see_answers(_with(outcome, attempt))
    taken = set(attempt.appeals.values_list("form_item_id", flat=True))
    chosen = request.POST.get("item") or request.GET.get("item", "")
    choices = [
        (str(item.position), item.version.title if shows else "", item.pk in taken)
        for item in items
        if item.version.content.carries_mark
    ]
    context = {
        "attempt": attempt,
        "choices": choices,
        "chosen": chosen,
        "text": request.POST.get("text", ""),
        "refused": appeal_refusal(attempt),
        "closes_at": filing_closes_at(attempt),
        "days": decision_days(),
        "field": error[0],
        "error": error[1],
    }
    return render(request, "quizzes/appeal_form.html", context, status=422 if error[0] else 200)


def _with(outcome: Any, attempt: Attempt) -> Any:
    outcome.attempt = attempt
    return outcome


@login_required
@permission_required(DECIDE, raise_exception=True)
@never_cache
@require_safe
def appeal_list(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the most urgent first, then what was decided."""
    state = request.GET.get("state", "open")
    rows = Appeal.objects.select_related("attempt__form", "form_item__version", "regrade")
    rows = rows.filter(state="open").order_by("due_at") if state == "open" else rows.exclude(state="open").order_by("-decided_at")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "quizzes/appeal_list.html", {"page": page, "state": state})


@keeps_words
@permission_required(DECIDE, raise_exception=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_decision(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One appeal: the item with its key, the answer given, what the candidate says; and the decision."""
    rows = Appeal.objects.select_related("attempt__form", "attempt__quiz", "form_item__version__item", "candidate", "regrade")
    appeal = get_object_or_404(rows, public_id=public_id)
    error = ""
    if request.method == "POST":
        verdict = request.POST.get("verdict")
        if verdict not in ("accepted", "refused"):
            error = _("Выберите решение")
        else:
            try:
                decided = decide_appeal(
                    appeal, judge=request.user, accepted=verdict == "accepted", decision=request.POST.get("decision", "")
                )
            except QuizError as problem:
                error = str(problem)
            else:
                return _after(request, decided)
    return _decision_page(request, appeal, error)


def _after(request: HttpRequest, appeal: Appeal) -> HttpResponse:
    """Where a decision leads: a refusal back to the list, an accepted one to the regrade of the item or to a new mark."""
    messages.success(request, _("Решение записано, кандидат получит письмо."))
    if appeal.state == Appeal.State.ACCEPTED and not was_marked_by_people(appeal) and request.user.has_perm(REGRADE):
        return redirect(regrade_address(appeal))
    if appeal.state == Appeal.State.ACCEPTED and was_marked_by_people(appeal):
        messages.info(request, _("Ответ встал в очередь на новую проверку: её сделает тот, кто решает разногласия."))
    return redirect("quizzes:appeal_list")


def regrade_address(appeal: Appeal) -> str:
    """The regrade page for the item of an appeal."""
    query = urlencode({"appeal": str(appeal.public_id)})
    return f"{reverse('quizzes_regrade', args=[appeal.form_item.version_id])}?{query}"


def _decision_page(request: HttpRequest, appeal: Appeal, error: str) -> HttpResponse:
    version = appeal.form_item.version
    newest = ItemOutcome.objects.filter(outcome__attempt=appeal.attempt, form_item=appeal.form_item).order_by("-outcome__number")
    row = newest.select_related("response").first()
    context = {
        "appeal": appeal,
        "language": version.item.language,
        "stem": to_html(version.content.stem),
        "right": version.content.right_answer(),
        "given": given_words(version.content, row.response if row else None),
        "share": None if row is None or row.fraction is None else round(float(row.fraction) * 100),
        "refused": judge_refusal(appeal, request.user) if appeal.is_open else "",
        "by_people": was_marked_by_people(appeal),
        "regrade_address": regrade_address(appeal) if request.user.has_perm(REGRADE) else "",
        "decision": request.POST.get("decision", ""),
        "verdict": request.POST.get("verdict", ""),
        "error": error,
    }
    return render(request, "quizzes/appeal_decision.html", context, status=422 if error else 200)
