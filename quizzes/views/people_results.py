"""Results of people as a list and as tables, for those who may see them; taking a table away is noted."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quizzes.domain.oversight import note
from quizzes.domain.results import VIEW, Choice, results, rows_of, table
from quizzes.downloads import table_file
from quizzes.models import Attempt, Quiz
from quizzes.spreadsheets import Cell
from quizzes.staff import organisations

PER_PAGE, CHUNK = 50, 500


class ResultsForm(forms.Form):
    """What to show; organisations are those the viewer may choose from."""

    quiz = forms.ModelChoiceField(Quiz.objects.order_by("title", "language"), label=gettext_lazy("Тест"), required=False)
    organisation = forms.ChoiceField(label=gettext_lazy("Организация"), required=False)
    since = forms.DateField(label=gettext_lazy("Закончено с"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=gettext_lazy("по"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quiz"].empty_label = _("Все тесты")
        self.fields["organisation"].choices = [("", _("Все, кого вы видите")), *organisations(viewer)]

    def choice(self) -> Choice:
        data = self.cleaned_data
        return Choice(data["quiz"], data["organisation"], data["since"], data["until"])


@login_required
@permission_required(VIEW, raise_exception=True)
@never_cache
@require_safe
def people_results(request: HttpRequest) -> HttpResponse:
    """The results that this person may see, with the ways to take them along."""
    form = ResultsForm(request.GET or None, viewer=request.user)
    choice = form.choice() if form.is_bound and form.is_valid() else Choice()
    shown = results(request.user, choice) if not form.errors else Attempt.objects.none()
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "rows": rows_of(list(page)), "query": query.urlencode()}
    return render(request, "quizzes/people_results.html", context, status=422 if form.errors else 200)


@login_required
@permission_required(VIEW, raise_exception=True)
@never_cache
@require_safe
def people_results_table(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same results as CSV or XLSX."""
    chosen = ResultsForm(request.GET, viewer=request.user)
    if not chosen.is_valid() or form not in ("csv", "xlsx"):
        raise Http404
    attempts = results(request.user, chosen.choice())
    count = attempts.count()
    asked = {name: request.GET.get(name, "") for name in ("quiz", "organisation", "since", "until")}
    note("results.exported", actor=request.user, form=form, rows=count, **asked)
    return table_file(_lines(attempts), form, title=_("Итоги"), name=f"results-{timezone.localdate().isoformat()}")


def _lines(attempts: QuerySet[Attempt]) -> Iterator[list[Cell]]:
    """The table in chunks: a year of a region does not fit into memory with all its outcomes."""
    yield next(table([]))
    for chunk in batched(attempts.iterator(chunk_size=CHUNK), CHUNK):
        lines = table(chunk)
        next(lines)
        yield from lines


def batched(rows: Iterable[Attempt], size: int) -> Iterator[list[Attempt]]:
    """The rows in lists of so many."""
    waiting = iter(rows)
    while chunk := list(islice(waiting, size)):
        yield chunk
