"""The part «Надзор» of the admin's menu: the log, regrades, appeals, marks and sittings, all to be looked at only."""

from typing import ClassVar

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from quizzes.admin import oversight, regrading
from quizzes.admin.oversight import LogEntryViewSet
from quizzes.admin.read_only import ReadOnlyViewSet
from quizzes.models import Appeal, LogEntry, Mark, Regrade, Sitting
from quizzes.permissions import ReadOnly


class RegradeViewSet(ReadOnlyViewSet):
    model = Regrade
    related = ("version", "author")
    icon = "repeat"
    list_display: ClassVar[list[str]] = ["version", "policy", "reason", "author", "created_at"]
    list_filter: ClassVar[list[str]] = ["policy"]
    inspect_view_fields: ClassVar[list[str]] = [
        "version",
        "policy",
        "corrected_by",
        "certificates",
        "reason",
        "author",
        "effect",
        "created_at",
    ]


class AppealViewSet(ReadOnlyViewSet):
    model = Appeal
    related = ("attempt__quiz", "attempt__candidate", "form_item")
    icon = "comment"
    list_display: ClassVar[list[str]] = ["attempt", "form_item", "state", "opened_at", "due_at", "decided_at"]
    list_filter: ClassVar[list[str]] = ["state"]
    inspect_view_fields: ClassVar[list[str]] = [
        "text",
        "state",
        "opened_at",
        "due_at",
        "decided_at",
        "decided_by",
        "decision",
        "regrade",
    ]


class MarkViewSet(ReadOnlyViewSet):
    model = Mark
    related = ("response", "marker")
    icon = "check"
    list_display: ClassVar[list[str]] = ["response", "number", "marker", "fraction", "marked_at"]
    list_filter: ClassVar[list[str]] = ["number"]
    inspect_view_fields: ClassVar[list[str]] = ["response", "number", "marker", "fraction", "comment", "marked_at"]


class SittingViewSet(ReadOnlyViewSet):
    model = Sitting
    related = ("quiz", "examiner")
    icon = "group"
    list_display: ClassVar[list[str]] = ["quiz", "place", "starts_at", "examiner", "state"]
    list_filter: ClassVar[list[str]] = ["state", "quiz"]
    inspect_view_fields: ClassVar[list[str]] = ["quiz", "place", "starts_at", "examiner", "state", "opened_at", "closed_at"]


class SupervisionGroup(SnippetViewSetGroup):
    items = (LogEntryViewSet, RegradeViewSet, AppealViewSet, MarkViewSet, SittingViewSet)
    menu_label = _("Надзор")
    menu_icon = "history"
    menu_order = 310


def register() -> None:
    """Registers the menu and its rights; called once, from `wagtail_hooks`."""
    for model in (LogEntry, Regrade, Appeal, Mark, Sitting):
        register_permission_policy(model, ReadOnly(model))
    register_snippet(SupervisionGroup)


@hooks.register("register_admin_urls")
def supervision_urls() -> list[URLPattern]:
    return [*oversight.urls(), *regrading.urls()]
