"""The pages of a judge: what is asked, page by page; the spread without names; what others say. They work without scripts."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quizzes.domain.errors import QuizError
from quizzes.domain.standard_setting import MAY_JUDGE, add_remark, estimates_of, record_estimates, result_of
from quizzes.models import Judge, Panel, PanelItem, PanelRemark, Round
from quizzes.panel_rows import last_closed, panel_rows, result_words
from quizzes.scoring.angoff import angoff
from quizzes.views.kept_words import keeps_words

PER_PAGE = 5


def _seat(request: HttpRequest, public_id: UUID) -> Judge:
    """The person's seat; a panel of others does not exist for them."""
    seats = Judge.objects.select_related("panel__quiz").filter(panel__public_id=public_id, user=request.user)
    seat = seats.first()
    if seat is None or not request.user.has_perm(MAY_JUDGE):
        raise Http404
    return seat


def _items(panel: Panel) -> list[PanelItem]:
    return list(panel.items.select_related("version__item"))


@login_required
@never_cache
@require_safe
def panel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Where the panel stands, and what the judge can do now."""
    seat = _seat(request, public_id)
    return render(request, "quizzes/panel.html", _context(seat))


def _context(seat: Judge) -> dict[str, Any]:
    found, items, rounds = seat.panel, _items(seat.panel), list(seat.panel.rounds.all())
    current = rounds[-1] if rounds else None
    own = estimates_of(current, seat) if current else {}
    closed = last_closed(rounds)
    context = {
        "seat": seat,
        "panel": found,
        "round": current,
        "count": len(items),
        "done": len(own),
        "first_open": next((n // PER_PAGE + 1 for n, item in enumerate(items) if item.pk not in own), 1),
    }
    if closed is not None and found.state != Panel.State.RATING:
        # While a round is open nobody sees what the others think.
        result = result_of(closed)
        remarks = list(PanelRemark.objects.filter(round=closed))
        rows = panel_rows(items, own=own, result=result, facilities=closed.facilities, remarks=remarks)
        context |= {"result": result_words(result), "rows": rows, "own_cut": _own_cut(items, own)}
    return context


def _own_cut(items: list[PanelItem], own: dict[int, int]) -> str:
    """The judge's own cut in per cent, once all items are rated."""
    if len(own) < len(items):
        return ""
    marks = {str(item.pk): float(item.version.content.max_mark) for item in items}
    cut = angoff({"own": {str(item): percent / 100 for item, percent in own.items()}}, marks).cut
    return f"{round(100 * cut / sum(marks.values()))}"


@keeps_words
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, public_id: UUID, page: int) -> HttpResponse:
    """A page of items to be estimated; what is filled in is kept, what is empty can wait."""
    seat = _seat(request, public_id)
    current = seat.panel.rounds.filter(closed_at=None).first()
    if current is None:
        return redirect("quizzes:panel", public_id)
    pages = Paginator(_items(seat.panel), PER_PAGE)
    if page > pages.num_pages:
        raise Http404
    shown = pages.page(page)
    typed, errors = _typed(request, shown.object_list) if request.POST else ({}, {})
    if request.method == "POST" and not errors:
        try:
            record_estimates(seat, {item: int(text) for item, text in typed.items() if text})
        except QuizError:
            # The round was closed in the meantime: the panel's page says so.
            return redirect("quizzes:panel", public_id)
        if shown.has_next():
            return redirect("quizzes:rate", public_id, page + 1)
        return redirect("quizzes:panel", public_id)
    context = _rate_context(seat, current, shown, typed, errors)
    return render(request, "quizzes/panel_rate.html", context, status=422 if errors else 200)


def _rate_context(seat: Judge, current: Round, shown: Any, typed: dict[int, str], errors: dict[int, str]) -> dict[str, Any]:
    earlier = seat.panel.rounds.filter(number=current.number - 1).first()
    before = estimates_of(earlier, seat) if earlier else {}
    own = estimates_of(current, seat)
    result = result_of(earlier) if earlier else None
    rows = panel_rows(shown.object_list, own=own, before=before, result=result, facilities=current.facilities)
    return {
        "panel": seat.panel,
        "round": current,
        "page": shown,
        "rows": [(row, typed.get(row.item.pk, row.own if row.own is not None else ""), errors.get(row.item.pk)) for row in rows],
        "errors": list(errors.items()),
    }


def _typed(request: HttpRequest, items: list[PanelItem]) -> tuple[dict[int, str], dict[int, str]]:
    """What was typed for each item, and what is wrong with it."""
    typed = {item.pk: request.POST.get(f"item-{item.pk}", "").strip().removesuffix("%").strip() for item in items}
    errors = {
        item.pk: _("Вопрос %(n)s: введите целое число от 0 до 100.") % {"n": item.position}
        for item in items
        if typed[item.pk] and not (typed[item.pk].isdecimal() and len(typed[item.pk]) <= 3 and int(typed[item.pk]) <= 100)
    }
    return typed, errors


@keeps_words
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remark(request: HttpRequest, public_id: UUID, position: int) -> HttpResponse:
    """Adds what the judge has to say about an item; words that are not taken stay in their place on the panel's page."""
    seat = _seat(request, public_id)
    item = seat.panel.items.filter(position=position).first()
    if item is None:
        raise Http404
    text, error = request.POST.get("text", ""), ""
    if request.method == "POST":
        try:
            add_remark(seat, item, text)
        except QuizError as problem:
            error = str(problem)
    if error or (text and request.method != "POST"):
        context = _context(seat) | {"error": error, "open_at": position, "text": text}
        return render(request, "quizzes/panel.html", context, status=422 if error else 200)
    return redirect(reverse("quizzes:panel", args=[public_id]) + f"#item-{position}")
