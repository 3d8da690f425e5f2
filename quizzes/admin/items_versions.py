"""The versions of an item: who wrote them when and why, two of them side by side, an old one made current again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quizzes.admin.access import CHANGE, READERS, allowed
from quizzes.admin.items_describe import describe
from quizzes.domain import restore_version
from quizzes.domain.errors import BankError
from quizzes.models import Item, ItemVersion
from quizzes.scoring.difference import part_difference


@allowed(*READERS)
@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of versions, and below it the difference of the two that were chosen (at first the last two)."""
    item = get_object_or_404(Item, pk=pk)
    rows = list(item.versions.select_related("author").order_by("-number"))
    if not rows:
        raise Http404
    new = _chosen(rows, request.GET.get("new"), rows[0])
    old = _chosen(rows, request.GET.get("old"), rows[min(1, len(rows) - 1)])
    context: dict[str, Any] = {"item": item, "rows": rows, "old": old, "new": new, "may_restore": request.user.has_perm(CHANGE)}
    if old != new:
        pairs = [[(part.name, _with_note(part)) for part in describe(version.content)] for version in (old, new)]
        changes = part_difference(*pairs)
        context |= {"changes": changes, "changed": sum(change.is_changed for change in changes)}
    return render(request, "quizzes/admin/item_versions.html", context)


def _with_note(part: Any) -> str:
    """A part's words with how it counts: a key that moved to another option is a change too."""
    return f"{part.words} [{part.note}]" if part.note else part.words


def _chosen(rows: list[ItemVersion], number: str | None, fallback: ItemVersion) -> ItemVersion:
    return next((row for row in rows if str(row.number) == number), fallback)


@allowed(CHANGE)
@require_POST
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Makes an old version current again, as a new one."""
    item = get_object_or_404(Item.objects.select_related("current_version"), pk=pk)
    version = get_object_or_404(item.versions, number=number)
    try:
        made = restore_version(item, version, actor=request.user, reason=request.POST.get("reason", "")[:300])
    except BankError as error:
        messages.error(request, str(error))
        return redirect("quiz_item_versions", pk)
    words = _("Записана версия %(new)s с текстом версии %(old)s.")
    messages.success(request, words % {"new": made.number, "old": version.number})
    return redirect("quiz_item", pk)
