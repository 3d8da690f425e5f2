"""What readers search for: a work list for methodologists, with one click to a synonym or a pick."""

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from search import querylog
from search.concepts import add_synonym
from search.forms import SynonymForm
from search.models import Concept

MAY_SEE = "search.view_querycount"
MAY_CHANGE = "search.change_concept"
PERIODS = (7, 30, 90, 365)


@require_safe
@permission_required(MAY_SEE, raise_exception=True)
def search_report(request: HttpRequest) -> HttpResponse:
    """Show top queries, those without results, and those whose results nobody opened."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, PERIODS) else 30
    lists = querylog.report(days)
    sections = [
        (_("Без результатов"), lists["without_results"]),
        (_("Результаты не открывали"), lists["never_opened"]),
        (_("Частые запросы"), lists["top"]),
    ]
    context: dict[str, Any] = {
        "sections": sections,
        "days": days,
        "periods": PERIODS,
        "concepts": Concept.objects.all(),
        "may_change": request.user.has_perm(MAY_CHANGE),
        "has_picks": apps.is_installed("wagtail.contrib.search_promotions"),
    }
    return render(request, "search/admin/report.html", context)


@require_POST
@permission_required(MAY_CHANGE, raise_exception=True)
def make_synonym(request: HttpRequest) -> HttpResponse:
    """Make a query a synonym of a concept; it works with the next search."""
    form = SynonymForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        add_synonym(data["concept"].code, data["lang"], data["word"])
        messages.success(
            request, _("«%(word)s» теперь синоним понятия %(code)s.") % {"word": data["word"], "code": data["concept"].code}
        )
    else:
        messages.error(request, _("Выберите понятие."))
    return redirect("search_report")


@require_POST
@permission_required(MAY_CHANGE, raise_exception=True)
def make_pick(request: HttpRequest) -> HttpResponse:
    """Open the editor of the pages that are recommended for a query."""
    from wagtail.contrib.search_promotions.models import Query  # noqa: PLC0415 - an app that may be missing

    query = Query.get(request.POST.get("word", "")[: querylog.MAX_LENGTH])
    return redirect("wagtailsearchpromotions:edit", query.pk)
