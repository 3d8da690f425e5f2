"""Two reports of the care for pages: what readers say of them, and which are due for a review."""

from typing import Any, ClassVar

import django_filters
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, LocaleColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Locale, Page

from portal.core.models import PageFeedback
from portal.core.registry import knowledge_models


def _editor(page_id: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page_id])


def _locales(request: Any) -> QuerySet[Locale]:
    return Locale.objects.all()


class FeedbackFilterSet(WagtailFilterSet):
    is_useful = django_filters.ChoiceFilter(label=_("Ответ"), choices=[("true", _("помогла")), ("false", _("не помогла"))])
    locale = django_filters.ModelChoiceFilter(label=_("Язык"), field_name="page__locale", queryset=_locales)
    created_from = django_filters.DateFilter(
        label=_("Не раньше"), field_name="created_at", lookup_expr="date__gte", widget=AdminDateInput
    )

    class Meta:
        model = PageFeedback
        fields: ClassVar[list[str]] = ["is_useful"]


class FeedbackReport(ReportView):
    """Readers' answers to «Страница помогла?», newest first."""

    model = PageFeedback
    page_title = _("Отзывы о страницах")
    header_icon = "comment"
    index_url_name = "feedback_report"
    index_results_url_name = "feedback_report_results"
    permission_required = "view"
    filterset_class = FeedbackFilterSet
    default_ordering = "-created_at"
    is_searchable = True
    search_fields: ClassVar[list[str]] = ["comment", "page__title"]
    columns: ClassVar[list[Column]] = [
        TitleColumn("page", label=_("Страница"), accessor="page.title", get_url=lambda row: _editor(row.page_id)),
        LocaleColumn(label=_("Язык"), sort_key=None),
        BooleanColumn("is_useful", label=_("Помогла"), sort_key="is_useful"),
        Column("comment", label=_("Чего не хватило")),
        DateColumn("created_at", label=_("Когда"), sort_key="created_at"),
    ]
    list_export: ClassVar[list[str]] = ["page.title", "page.locale.language_code", "is_useful", "comment", "created_at"]
    export_headings: ClassVar[dict[str, Any]] = {
        "page.title": _("Страница"),
        "page.locale.language_code": _("Язык"),
        "is_useful": _("Помогла"),
        "comment": _("Чего не хватило"),
        "created_at": _("Когда"),
    }

    def get_base_queryset(self) -> QuerySet[PageFeedback]:
        return PageFeedback.objects.select_related("page", "page__locale")

    def get_filename(self) -> str:
        return f"opora-feedback-{timezone.localdate():%Y-%m-%d}"


class DueFilterSet(WagtailFilterSet):
    due_before = django_filters.DateFilter(
        label=_("Проверить не позже"), field_name="due_on", lookup_expr="lte", widget=AdminDateInput
    )
    locale = django_filters.ModelChoiceFilter(label=_("Язык"), queryset=_locales)

    class Meta:
        model = Page
        fields: ClassVar[list[str]] = ["locale"]


def _state(page: Any) -> str:
    left = (page.due_on - timezone.localdate()).days
    return gettext("просрочена") if left < 0 else gettext("скоро") if left <= SOON_DAYS else ""


SOON_DAYS = 30


class DueReport(ReportView):
    """Published pages by the day of their next review, with how many readers were not helped since the last one."""

    model = Page
    page_title = _("Пора проверить")
    header_icon = "date"
    index_url_name = "due_report"
    index_results_url_name = "due_report_results"
    any_permission_required: ClassVar[list[str]] = ["change", "publish"]
    filterset_class = DueFilterSet
    default_ordering = "due_on"
    is_searchable = True
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["title"]
    columns: ClassVar[list[Column]] = [
        TitleColumn("title", label=_("Страница"), get_url=lambda page: _editor(page.pk), sort_key="title"),
        LocaleColumn(label=_("Язык")),
        Column("kind", label=_("Тип"), accessor=lambda page: page.cached_content_type.name),
        DateColumn("checked_on", label=_("Проверена"), sort_key="checked_on"),
        DateColumn("due_on", label=_("Проверить до"), sort_key="due_on"),
        StatusTagColumn("state", label=_("Срок"), accessor=_state, primary=lambda page: page.due_on < timezone.localdate()),
        Column("unhelped", label=_("«Не помогла»"), sort_key="unhelped"),
    ]
    list_export: ClassVar[list[str]] = ["title", "locale.language_code", "checked_on", "due_on", "unhelped"]
    export_headings: ClassVar[dict[str, Any]] = {
        "title": _("Страница"),
        "locale.language_code": _("Язык"),
        "checked_on": _("Проверена"),
        "due_on": _("Проверить до"),
        "unhelped": _("«Не помогла»"),
    }

    def get_base_queryset(self) -> QuerySet[Page]:
        mine = self.permission_policy.instances_user_has_any_permission_for(self.request.user, {"change", "publish"})
        return (
            mine.live()
            .annotate(
                due_on=_of_any_type("review_due_on"),
                checked_on=_of_any_type("reviewed_on"),
                unhelped=Count("feedback", filter=Q(feedback__is_useful=False)),
            )
            .exclude(due_on=None)
            .select_related("locale")
        )

    def get_filename(self) -> str:
        return f"opora-review-due-{timezone.localdate():%Y-%m-%d}"


def _of_any_type(field: str) -> Coalesce:
    # Every page type has the field in a table of its own; a page has one type.
    names = [
        f"{model._meta.model_name}__{field}"
        for model in knowledge_models()
        if any(known.name == field for known in model._meta.fields)
    ]
    return Coalesce(*names)
