"""The quality of items in the admin: one menu for statistics, tasks and panels, and the notice on the home page."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets import Button

from quizzes.admin import angoff, review_tasks, statistics
from quizzes.models import Quiz


def menu_item_for(permission: str) -> type[MenuItem]:
    """A menu entry that only those see who may open it."""

    class ForThoseAllowed(MenuItem):
        def is_shown(self, request: HttpRequest) -> bool:
            return bool(request.user.has_perm(permission))

    return ForThoseAllowed


statistics.StatisticsViewSet.menu_item_class = menu_item_for(statistics.SEE)
review_tasks.ReviewTaskViewSet.menu_item_class = menu_item_for(review_tasks.SEE)
angoff.PanelViewSet.menu_item_class = menu_item_for(angoff.LEAD)


class QualityGroup(ViewSetGroup):
    items = (statistics.StatisticsViewSet, review_tasks.ReviewTaskViewSet, angoff.PanelViewSet)
    menu_label = gettext_lazy("Статистика")
    menu_name = "quiz_quality"
    menu_icon = "view"
    menu_order = 310


def add_quality_notice(request: HttpRequest, panels: list[Any]) -> None:
    """What waits for the person, on the admin's home."""
    panels.append(review_tasks.WaitingNotice(request.user))


def statistics_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The way from a quiz in the list to its statistics."""
    if isinstance(snippet, Quiz) and user.has_perm(statistics.SEE):
        address = reverse("quiz_statistics:report", args=[snippet.pk])
        yield Button(gettext("Статистика"), address, icon_name="view", priority=60)


def register() -> None:
    """Puts the menu, the notice and the button into the admin."""
    hooks.register("register_snippet_listing_buttons", statistics_button)
    hooks.register("register_admin_viewset", QualityGroup)
    hooks.register("construct_homepage_panels", add_quality_notice)
