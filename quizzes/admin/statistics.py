"""Statistics in the admin: the list of quizzes, the report of one, an item in it, exports, tasks from flags."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.viewsets.base import ViewSet

from quizzes.admin.access import allowed
from quizzes.admin.figures import (
    decision_steps,
    flag_words,
    number,
    passed_words,
    percent,
    place_name,
    test_cautions,
    test_lines,
)
from quizzes.admin.plots import characteristic
from quizzes.admin.statistics_form import CohortForm, plan_name
from quizzes.admin.statistics_tables import class_label, item_lines, item_table, tables_of
from quizzes.domain.errors import QuizError
from quizzes.domain.review_tasks import raise_tasks
from quizzes.domain.statistics import MIN_PEOPLE, CohortReport, cohort_report
from quizzes.downloads import private_file
from quizzes.models import Quiz, ReviewTask
from quizzes.references import label
from quizzes.scoring.decisions import CONSISTENCY_BAR
from quizzes.scoring.flags import USUAL
from quizzes.scoring.places import cell_of
from quizzes.scoring.quiz_report import PartTable, QuizReport
from quizzes.spreadsheets import CSV_TYPE, XLSX_TYPE, to_csv, to_xlsx

SEE, DECIDE = "quizzes.view_reviewtask", "quizzes.change_reviewtask"
INDEX = "quiz_statistics:index"


def crumbs(*further: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the statistics; the last step has no address."""
    steps = [("wagtailadmin_home", _("Главная")), (INDEX, _("Статистика"))]
    return [{"url": reverse(name), "label": words} for name, words in steps] + [
        {"url": address, "label": words} for address, words in further
    ]


@allowed(SEE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The quizzes with how often they were sat and how many remarks are open."""
    finished = Q(attempts__practice_of=None) & ~Q(attempts__state="open")
    rows = Quiz.objects.annotate(
        sat=Count("attempts", filter=finished, distinct=True),
        newest=Max("attempts__finished_at", filter=finished),
        open_tasks=Count("review_tasks", filter=Q(review_tasks__state=ReviewTask.State.OPEN), distinct=True),
    ).order_by("-sat", "title")
    context = {"quizzes": rows, "header_title": _("Статистика"), "header_icon": "view", "breadcrumbs_items": crumbs()}
    return render(request, "quizzes/admin/statistics_index.html", context)


def _found(request: HttpRequest, pk: int) -> tuple[CohortReport, CohortForm]:
    form = CohortForm(request.GET)
    return cohort_report(get_object_or_404(Quiz, pk=pk), form.cohort()), form


@allowed(SEE)
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of a quiz for the cohort of the form."""
    found, form = _found(request, pk)
    context: dict[str, Any] = {
        "found": found,
        "form": form,
        "chosen": form.words(),
        "min_people": MIN_PEOPLE,
        "plans": [(plan.digest, plan_name(plan)) for plan in found.plans],
        "query": request.GET.urlencode(),
        "header_title": found.quiz.title,
        "header_icon": "view",
        "breadcrumbs_items": crumbs(("", found.quiz.title)),
        "may_decide": request.user.has_perm(DECIDE),
    }
    if found.report is not None:
        context |= _report_context(found, found.report)
    return render(request, "quizzes/admin/statistics_report.html", context)


def _report_context(found: CohortReport, report: QuizReport) -> dict[str, Any]:
    lines = item_lines(found)
    cut, consistency = report.cut, report.cut.consistency
    drawn = [row for row in report.places if cell_of(row.item)]
    return {
        "lines": test_lines(report),
        "cautions": test_cautions(found),
        "passed": passed_words(report),
        "cut": number(cut.cut),
        "cut_percent": percent(float(found.quiz.cut_score)),
        "near": cut.near,
        "steps": decision_steps(report),
        "consistency": consistency,
        "p0": number(consistency.p0, 3) if consistency else "",
        "kappa": number(consistency.kappa) if consistency else "",
        "bar": number(CONSISTENCY_BAR),
        "places_needed": cut.places_needed,
        "items": lines,
        "flagged": [line for line in lines if line.flags],
        "places": [(place_name(row.item, found), row.attempts, *_place_figures(row)) for row in drawn],
        "forms": [(row.form, row.figures.attempts, *_form_figures(row.figures)) for row in report.forms],
        "bounds": USUAL,
    }


def _place_figures(row: Any) -> tuple[str, ...]:
    weights = percent(row.intended_weight), percent(row.effective_weight)
    return percent(row.facility), number(row.standard_deviation), *weights, number(row.discrimination_index, 1)


def _form_figures(row: Any) -> tuple[str, ...]:
    return number(row.mean), number(row.standard_deviation), percent(row.internal_consistency)


@allowed(SEE)
@require_safe
def item(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """One item version in the report: figures, curve, who chose what."""
    found, form = _found(request, pk)
    row = next((one for one in found.report.versions if one.version == str(version)), None) if found.report else None
    if row is None:
        raise Http404
    shown = found.versions[row.version]
    line = next(one for one in item_lines(found) if one.version == row.version)
    back = reverse("quiz_statistics:report", args=[pk]) + (f"?{request.GET.urlencode()}" if request.GET else "")
    tasks = dict(ReviewTask.objects.filter(version=shown, state=ReviewTask.State.OPEN).values_list("flag", "pk"))
    context = {
        "found": found,
        "chosen": form.words(),
        "row": row,
        "line": line,
        "version": shown,
        "competency": label("competencies", shown.competency),
        "flags": [(flag_words(flag), tasks.get(flag.code)) for flag in row.flags],
        "tables": [_part_rows(table) for table in row.tables],
        "plot": characteristic(row.groups, row.guess),
        "biserial": number(row.figures.point_biserial),
        "header_title": shown.title,
        "header_icon": "view",
        "breadcrumbs_items": crumbs((back, found.quiz.title), ("", shown.title)),
    }
    return render(request, "quizzes/admin/statistics_item.html", context)


def _part_rows(table: PartTable) -> dict[str, Any]:
    total = sum(one.counts.total for one in table.rows)
    rows = [
        {
            "label": class_label(one),
            "is_right": one.response.is_right,
            "fraction": percent(float(100 * one.response.fraction), 0) if one.response.fraction else "",
            "counts": one.counts,
            "share": percent(100 * one.counts.total / total, 0) if total else "",
        }
        for one in table.rows
    ]
    return {"title": table.part.title, "rows": rows}


@allowed(SEE)
@require_safe
def export(request: HttpRequest, pk: int, suffix: str) -> HttpResponseBase:
    """The report as a workbook, or its item table as CSV."""
    found, form = _found(request, pk)
    if found.report is None:
        raise Http404
    is_csv = suffix == "csv"
    content = to_csv(item_table(found)) if is_csv else to_xlsx(tables_of(found, form.words()))
    name = f"{found.quiz.slug}-{found.quiz.language}.{suffix}"
    return private_file(content, CSV_TYPE if is_csv else XLSX_TYPE, name)


@allowed(DECIDE)
@require_POST
def raise_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes tasks of the flags of all attempts."""
    try:
        made = len(raise_tasks(cohort_report(get_object_or_404(Quiz, pk=pk))))
    except QuizError as error:
        messages.error(request, str(error))
    else:
        words = ngettext("Поставлена %(count)s задача.", "Поставлено задач: %(count)s.", made) % {"count": made}
        messages.success(request, words if made else _("Новых задач нет: по всем признакам они уже стоят или решены."))
    return redirect("quiz_statistics:report", pk)


class StatisticsViewSet(ViewSet):
    """The address and the menu entry of the statistics."""

    name = "quiz_statistics"
    url_prefix = "quizzes/statistics"
    icon = "view"
    menu_label = gettext_lazy("Статистика тестов")
    menu_name = "quiz_statistics"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", index, name="index"),
            path("<int:pk>/", report, name="report"),
            path("<int:pk>/items/<int:version>/", item, name="item"),
            path("<int:pk>/report.csv", export, {"suffix": "csv"}, name="csv"),
            path("<int:pk>/report.xlsx", export, {"suffix": "xlsx"}, name="xlsx"),
            path("<int:pk>/tasks/", raise_all, name="raise"),
        ]
