"""The result page, questions to a methodologist, and the count of opened results."""

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from search import querylog
from search.access import visible_keys
from search.asking import page_of, reader_language, request_of
from search.configuration import page_engine
from search.engine import Engine, Request, Results
from search.forms import QuestionForm
from search.labels import FACET_NAMES, value_label
from search.limits import per_minute
from search.presentation import chips_of, facets_of, pages_of, query_with, without
from search.text.queries import MAX_CHARACTERS


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what a query finds; without a query, the form."""
    asked = request_of(request)
    query = asked.query.strip()
    if not query:
        return render(request, "search/results.html", {"query": "", "results": None})
    engine = page_engine()
    results = engine.find(asked)
    page = page_of(request.GET)
    if page == 1 and not chips_of(request.GET):
        querylog.count(query, reader_language(), results.total)
    return render(request, "search/results.html", _context(request, asked, results, engine, page))


def _context(request: HttpRequest, asked: Request, results: Results, engine: Engine, page: int) -> dict[str, Any]:
    data = request.GET
    chips = chips_of(data)
    context = {
        "query": results.query[:MAX_CHARACTERS],
        "is_cut": len(asked.query) > MAX_CHARACTERS,
        "results": results,
        "exact_query": query_with(data, exact="1"),
        "facets": facets_of(results, data),
        "chips": chips,
        "reset_query": without(data, "page", "type", "lang", *FACET_NAMES).urlencode(),
        "sort": asked.sort,
        "sort_queries": {sort: query_with(data, sort=sort) for sort in ("relevance", "date")},
        "pages": pages_of(results, data, page),
        "picks": _picks(request, results.query) if page == 1 else [],
        "value_label": value_label,
    }
    return context if results.total else context | _help(engine, asked, results, chips)


def _help(engine: Engine, asked: Request, results: Results, chips: list[Any]) -> dict[str, Any]:
    """Return what may help when nothing was found: filters to drop, words to change, a way to ask."""
    without_filters = 0
    if chips:
        wider = Request(asked.query, prefer=asked.prefer, visible=asked.visible, limit=1, repair=asked.repair)
        without_filters = engine.find(wider).total
    plain = asked.query.translate(str.maketrans("", "", '"«»“”„-*'))
    has_signs = plain != asked.query and engine.find(Request(plain, prefer=asked.prefer, visible=asked.visible, limit=1)).total
    return {
        "without_filters": without_filters,
        "plain_query": " ".join(plain.split()) if has_signs else "",
        "near_words": engine.near_words(results.searched),
        "form": QuestionForm(initial={"query": results.query, "text": results.query}),
    }


def _picks(request: HttpRequest, query: str) -> list[Any]:
    """Return the pages that editors put on top of the results for a query, if the reader may see them."""
    if not apps.is_installed("wagtail.contrib.search_promotions"):
        return []
    from wagtail.contrib.search_promotions.models import SearchPromotion  # noqa: PLC0415 - an app that may be missing
    from wagtail.search.utils import normalise_query_string  # noqa: PLC0415 - goes with it

    picks = SearchPromotion.objects.filter(query__query_string=normalise_query_string(query)[:255])
    listed = list(picks.select_related("page"))
    seen = visible_keys(request, [f"page:{pick.page_id}" for pick in listed if pick.page_id])
    return [pick for pick in listed if not pick.page_id or f"page:{pick.page_id}" in seen]


@per_minute("ask", "SEARCH_QUESTIONS_PER_MINUTE", 5)
def ask(request: HttpRequest) -> HttpResponse:
    """Take a question to a methodologist."""
    form = QuestionForm(request.POST or None, initial={"query": request.GET.get("q", "")[:MAX_CHARACTERS]})
    if request.method == "POST" and form.is_valid():
        question = form.save(commit=False)
        question.lang = reader_language()
        question.asked_by = request.user if request.user.is_authenticated else None
        question.save()
        messages.success(request, _("Вопрос передан методисту. Ответ появится в базе знаний."))
        return redirect("search")
    return render(request, "search/ask.html", {"form": form})


@csrf_exempt  # only adds one to a count; a beacon cannot send the token
@require_POST
@per_minute("opened", "SEARCH_API_PER_MINUTE", 600)
def opened(request: HttpRequest) -> HttpResponse:
    """Count that a result of a query was opened."""
    querylog.count_opened(request.POST.get("q", "")[:MAX_CHARACTERS], reader_language())
    return HttpResponse(status=204)
