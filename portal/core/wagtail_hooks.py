"""What the portal adds to Wagtail's admin for authors: clauses to link to, warnings, reports, a face."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

from .admin import warnings  # noqa: F401  (its hooks register on import)
from .admin.approval import CheckedPageViewSet, check_before_bulk_publishing
from .admin.clause_views import LinkView, choose_clause, clause_chosen, clause_list
from .admin.reports import DueReport, FeedbackReport


@hooks.register("register_admin_urls")
def author_urls() -> list[URLPattern]:
    return [
        path("clauses/", clause_list, name="clause_list"),
        path("clauses/choose/", choose_clause, name="choose_clause"),
        path("clauses/chosen/", clause_chosen, name="clause_chosen"),
        path("clauses/link/", LinkView.as_view(), name="choose_link"),
        path("reports/feedback/", FeedbackReport.as_view(), name="feedback_report"),
        path("reports/feedback/results/", FeedbackReport.as_view(results_only=True), name="feedback_report_results"),
        path("reports/review-due/", DueReport.as_view(), name="due_report"),
        path("reports/review-due/results/", DueReport.as_view(results_only=True), name="due_report_results"),
    ]


# After Wagtail's own, which this takes the place of.
@hooks.register("register_admin_viewset", order=1000)
def page_views() -> CheckedPageViewSet:
    return CheckedPageViewSet()


hooks.register("before_bulk_action", check_before_bulk_publishing)


class _AuthorsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(user_has_any_page_permission(request.user))


class _FeedbackItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("core.view_pagefeedback"))


class _DueItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(policy_registry.get_by_type(Page).user_has_any_permission(request.user, ["change", "publish"]))


@hooks.register("register_admin_menu_item")
def clauses_menu_item() -> MenuItem:
    return _AuthorsItem(_("Пункты и разделы"), reverse("clause_list"), name="clauses", icon_name="clipboard-list", order=250)


@hooks.register("register_reports_menu_item")
def feedback_menu_item() -> MenuItem:
    return _FeedbackItem(_("Отзывы о страницах"), reverse("feedback_report"), name="feedback", icon_name="comment", order=100)


@hooks.register("register_reports_menu_item")
def due_menu_item() -> MenuItem:
    return _DueItem(_("Пора проверить"), reverse("due_report"), name="review-due", icon_name="date", order=110)


@hooks.register("insert_global_admin_css")
def admin_stylesheet() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("portal/admin/admin.css"))


@hooks.register("insert_global_admin_js")
def admin_script() -> str:
    # Deferred: the modal's own script, which comes with the editor, has to be there first.
    return format_html('<script type="module" src="{}"></script>', static("portal/admin/clauses.js"))


# After Wagtail's own registration, whose link this changes.
@hooks.register("register_rich_text_features", order=1000)
def open_clause_links_as_clauses(features: Any) -> None:
    link = features.plugins_by_editor["draftail"]["link"]
    link.data["chooserUrls"]["externalLinkChooser"] = reverse_lazy("choose_link")
    # Paragraphs copied from another page keep their links to clauses.
    link.data["allowlist"]["href"] = r"^(http:|https:|mailto:|#|undefined$|[a-z0-9./-]+\\.md(#|$))"
