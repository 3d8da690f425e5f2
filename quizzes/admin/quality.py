"""The quality of items in the admin: one menu for statistics, tasks and panels, and the notice on the home page."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup

from quizzes.admin import angoff, review_tasks, statistics


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
    menu_label = gettext_lazy("Качество вопросов")
    menu_name = "quiz_quality"
    menu_icon = "view"
    menu_order = 310


def add_quality_notice(request: HttpRequest, panels: list[Any]) -> None:
    """What waits for the person, on the admin's home."""
    panels.append(review_tasks.WaitingNotice(request.user))


def register() -> None:
    """Puts the menu and the notice into the admin."""
    hooks.register("register_admin_viewset", QualityGroup)
    hooks.register("construct_homepage_panels", add_quality_notice)
