"""Items and quizzes in the admin: the lists, the addresses of their pages, what the home shows."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from quizzes.admin import items_gift, items_page, items_preview, items_queue, items_versions, items_write, quizzes_views
from quizzes.admin.access import CHANGE, REVIEW
from quizzes.domain.review import waiting_for
from quizzes.models import Item, Quiz


class _Elsewhere(View):
    """The snippet's own form is never shown: writing has pages of its own."""

    to: ClassVar[str] = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.to, *kwargs.values())


class ToKinds(_Elsewhere):
    to = "quiz_item_kinds"


class ToItem(_Elsewhere):
    to = "quiz_item"


class ToNewQuiz(_Elsewhere):
    to = "quiz_create"


class ToQuiz(_Elsewhere):
    to = "quiz_edit"


class ItemViewSet(SnippetViewSet):
    model = Item
    icon = "help"
    add_view_class = ToKinds
    edit_view_class = ToItem
    copy_view_enabled = False
    list_display: ClassVar[list[Any]] = ["code", "current_version", "status", "language", "category"]
    list_filter: ClassVar[list[str]] = [
        "status",
        "language",
        "current_version__competency",
        "current_version__difficulty",
        "current_version__kind",
        "reviewer",
    ]
    search_fields: ClassVar[list[str]] = ["code", "current_version__title"]
    list_per_page = 50

    def get_queryset(self, request: Any) -> Any:
        return Item.objects.select_related("current_version")


class QuizViewSet(SnippetViewSet):
    model = Quiz
    icon = "clipboard-list"
    add_view_class = ToNewQuiz
    edit_view_class = ToQuiz
    # Never shown; without it Wagtail would take the quiz's related panels of judges for panels of a form.
    edit_handler = ObjectList([FieldPanel("title")])
    copy_view_enabled = False
    list_display: ClassVar[list[str]] = ["title", "language", "purpose", "cut_score", "is_published"]
    list_filter: ClassVar[list[str]] = ["language", "purpose", "is_published"]
    search_fields: ClassVar[list[str]] = ["title", "slug"]


@hooks.register("register_admin_urls")
def item_urls() -> list[URLPattern]:
    item = "quiz-items/<int:pk>/"
    return [
        path("quiz-items/new/", items_write.choose_kind, name="quiz_item_kinds"),
        path("quiz-items/new-gift/", items_gift.create, name="quiz_item_gift_new"),
        path("quiz-items/new/<slug:kind>/", items_write.create, name="quiz_item_create"),
        path("quiz-items/queue/", items_queue.queue, name="quiz_item_queue"),
        path("quiz-items/draft/<slug:key>/", items_preview.draft_preview, name="quiz_item_draft_preview"),
        path("quiz-items/draft/<slug:key>/sheet/", items_preview.draft_sheet, name="quiz_item_draft_sheet"),
        path(item, items_page.item_page, name="quiz_item"),
        path(f"{item}edit/", items_write.edit, name="quiz_item_edit"),
        path(f"{item}gift/", items_gift.edit, name="quiz_item_gift"),
        path(f"{item}preview/", items_preview.preview, name="quiz_item_preview"),
        path(f"{item}sheet/", items_preview.sheet, name="quiz_item_sheet"),
        path(f"{item}versions/", items_versions.versions, name="quiz_item_versions"),
        path(f"{item}versions/<int:number>/restore/", items_versions.restore, name="quiz_item_restore"),
        path(f"{item}acts/<slug:name>/", items_page.act, name="quiz_item_act"),
        path("quizzes/new/", quizzes_views.create, name="quiz_create"),
        path("quizzes/<int:pk>/edit/", quizzes_views.edit, name="quiz_edit"),
        path("quizzes/<int:pk>/trial/", quizzes_views.trial, name="quiz_trial"),
        path("quizzes/<int:pk>/trial/<int:place>/", quizzes_views.trial_sheet, name="quiz_trial_sheet"),
        path("quizzes/<int:pk>/publish/", quizzes_views.publish, name="quiz_publish"),
    ]


class _QueueItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(REVIEW) or request.user.has_perm(CHANGE))


@hooks.register("register_reports_menu_item")
def queue_menu_item() -> MenuItem:
    return _QueueItem(_("Проверка вопросов"), reverse("quiz_item_queue"), name="item-queue", icon_name="help", order=120)


@hooks.register("construct_homepage_panels")
def review_notice(request: HttpRequest, panels: list[Any]) -> None:
    if request.user.has_perm(REVIEW) or request.user.has_perm(CHANGE):
        notice = items_queue.ReviewNotice(request.user)
        if waiting_for(request.user).exists() or items_queue.has_returned(request.user):
            panels.append(notice)
