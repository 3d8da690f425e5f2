"""What waits for my review: a list, and a notice on the admin's home."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.admin.ui.components import Component

from quizzes.admin.access import CHANGE, REVIEW, allowed
from quizzes.domain.review import waiting_for
from quizzes.models import Item, ItemEvent


@allowed(CHANGE, REVIEW)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The items that wait for the person's review, the longest waiting first; and their own drafts that came back."""
    waiting = list(waiting_for(request.user).prefetch_related("events__actor").order_by("pk"))
    context = {"waiting": [_row(item) for item in waiting], "returned": [_row(item) for item in _returned(request.user)]}
    return render(request, "quizzes/admin/item_queue.html", context)


def _returned(person: Any) -> list[Item]:
    """The person's drafts whose last act is a return."""
    drafts = Item.objects.filter(status=Item.Status.DRAFT, current_version__author=person, events__kind=ItemEvent.Kind.RETURNED)
    rows = drafts.distinct().select_related("current_version__author", "reviewer").prefetch_related("events__actor")
    return [item for item in rows if item.events.all()[0].kind == ItemEvent.Kind.RETURNED]


def _row(item: Item) -> dict[str, Any]:
    events = list(item.events.all())
    return {"item": item, "event": events[0] if events else None}


def has_returned(person: Any) -> bool:
    """Whether a draft of the person came back from review."""
    return bool(_returned(person))


class ReviewNotice(Component):
    """How many items wait, on the admin's home; nothing where none do."""

    order = 60
    template_name = "quizzes/admin/review_notice.html"

    def __init__(self, person: Any) -> None:
        self.person = person

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"waiting": waiting_for(self.person).count(), "returned": len(_returned(self.person))}
