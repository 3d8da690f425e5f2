"""Writing a quiz: its rules and plan, what the bank has for each line at once, a trial form, publishing with checks."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quizzes.admin.access import allowed
from quizzes.admin.items_preview import Sheet, show_sheet
from quizzes.admin.items_rows import apply_act, wanted_act
from quizzes.admin.quizzes_form import ROWS, SECTIONS, QuizForm
from quizzes.domain.errors import BankError
from quizzes.domain.forms import draw_codes, pool_of
from quizzes.domain.planning import plan_remarks, publish_quiz, read_blueprint, remarks_on, withdraw_quiz
from quizzes.models import Item, ItemVersion, Quiz
from quizzes.scoring.supply import supply

ADD_QUIZ, CHANGE_QUIZ = "quizzes.add_quiz", "quizzes.change_quiz"


@allowed(ADD_QUIZ)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new quiz; it begins as a draft."""
    return _edit(request, Quiz(language=(get_language() or "ru").split("-")[0]))


@allowed(CHANGE_QUIZ)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The rules and the plan of a quiz."""
    return _edit(request, get_object_or_404(Quiz, pk=pk))


def _edit(request: HttpRequest, quiz: Quiz) -> HttpResponse:
    if request.method != "POST":
        return _show(request, QuizForm(instance=quiz))
    data: QueryDict = request.POST
    act = wanted_act(data, ROWS)
    if act is not None or "count" in data:
        form = QuizForm(apply_act(data, *act) if act else data, instance=quiz)
        return _show(request, form, is_draft=True)
    was_published = quiz.is_published
    form = QuizForm(data, instance=quiz)
    if not form.is_valid():
        return _show(request, form, status=422)
    if was_published and (barring := _barring(form)):
        for remark in barring:
            form.add_error(None, remark)
        return _show(request, form, status=422)
    saved = form.save()
    messages.success(request, _("Тест записан."))
    return redirect("quiz_trial" if "try" in data else "quiz_edit", saved.pk)


def _barring(form: QuizForm) -> list[str]:
    """What a published quiz must not become: one whose forms cannot be drawn."""
    quiz = form.instance
    return [remark.words for remark in plan_remarks(read_blueprint(quiz), pool_of(quiz)) if remark.is_error]


def _show(request: HttpRequest, form: QuizForm, *, status: int = 200, is_draft: bool = False) -> HttpResponse:
    quiz = form.instance
    language = str(form["language"].value() or quiz.language)
    pool = pool_of(quiz if quiz.pk and language == quiz.language else Quiz(pk=quiz.pk, language=language))
    lines, length = _lines(form, pool), form.draft_blueprint().length if form.is_bound else read_blueprint(quiz).length
    if is_draft:
        # Rows were added or counted, nothing was sent: nothing is judged yet.
        form.forget_errors()
    context = {
        "form": form,
        "quiz": quiz,
        "sections": {name: [form[field] for field in fields if field in form.fields] for name, fields in SECTIONS.items()},
        "lines": lines,
        "bank": len(pool),
        "length": length,
        "remarks": remarks_on(quiz) if quiz.pk and not form.is_bound else [],
        "codes": Item.objects.filter(language=language, status=Item.Status.APPROVED).select_related("current_version")[:2000],
    }
    return render(request, "quizzes/admin/quiz_form.html", context, status=status)


def _lines(form: QuizForm, pool: list[Any]) -> list[dict[str, Any]]:
    """The rows of the plan, each with what the bank has for it."""
    rows = form.row_sets["cells"].rows
    if form.is_bound:
        blueprint = form.draft_blueprint()
        counted = [bool(getattr(row, "cleaned_data", {}).get("count")) for row in rows]
    else:
        blueprint = read_blueprint(form.instance)
        counted = [place < len(blueprint.cells) for place in range(len(rows))]
    supplies = iter(supply(blueprint, pool))
    paired = zip(rows, counted, strict=True)
    return [{"row": row, "supply": next(supplies, None) if is_counted else None} for row, is_counted in paired]


@allowed(CHANGE_QUIZ)
@require_safe
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """A form drawn as a candidate's would be, item by item; nothing is kept, the same seed draws the same form."""
    quiz = get_object_or_404(Quiz, pk=pk)
    seed = (request.GET.get("seed") or secrets.token_hex(4))[:40]
    context: dict[str, Any] = {"quiz": quiz, "seed": seed, "next_seed": secrets.token_hex(4), "error": "", "versions": []}
    try:
        context["versions"] = _draw(quiz, seed)
    except BankError as error:
        context["error"] = str(error)
        context["remarks"] = remarks_on(quiz)
    number = request.GET.get("item", "1")
    chosen = int(number) if number.isascii() and number.isdigit() else 1
    if context["versions"]:
        chosen = min(max(chosen, 1), len(context["versions"]))
        context |= {"chosen": chosen, "sheet": f"{reverse('quiz_trial_sheet', args=[pk, chosen])}?seed={seed}"}
    return render(request, "quizzes/admin/quiz_trial.html", context)


def _draw(quiz: Quiz, seed: str) -> list[ItemVersion]:
    codes = draw_codes(quiz, seed)
    items = {item.code: item for item in Item.objects.filter(code__in=codes).select_related("current_version")}
    return [items[code].current_version for code in codes]


@allowed(CHANGE_QUIZ)
@xframe_options_sameorigin
@require_http_methods(["GET", "HEAD", "POST"])
def trial_sheet(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """One item of a trial form, as the candidate sees it."""
    quiz = get_object_or_404(Quiz, pk=pk)
    seed = (request.GET.get("seed") or "trial")[:40]
    try:
        versions = _draw(quiz, seed)
    except BankError as error:
        raise Http404(str(error)) from error
    if not 1 <= place <= len(versions):
        raise Http404
    version = versions[place - 1]
    url = reverse("quiz_trial_sheet", args=[pk, place])
    return show_sheet(request, Sheet(version.content, quiz.language, url, version.title), position=place, total=len(versions))


@allowed(CHANGE_QUIZ)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publishes a quiz, or takes it back; a refusal names everything that is missing."""
    quiz = get_object_or_404(Quiz, pk=pk)
    try:
        if "withdraw" in request.POST:
            withdraw_quiz(quiz, actor=request.user)
            messages.success(request, _("Тест снова черновик: начать его нельзя, начатые попытки продолжаются."))
        else:
            publish_quiz(quiz, actor=request.user)
            messages.success(request, _("Тест опубликован: его можно проходить."))
    except BankError as error:
        messages.error(request, str(error))
    return redirect("quiz_edit", pk)
