"""The methodologist's side of search: report, thesaurus, questions."""

from typing import Any, ClassVar

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from search import reports
from search.models import Concept, Question


class ConceptViewSet(SnippetViewSet):
    """Concepts of the thesaurus."""

    model = Concept
    icon = "tag"
    list_display: ClassVar = ["code", "ru", "en", "id_words"]
    search_fields: ClassVar = ["code", "ru", "en", "id_words"]
    panels: ClassVar = [FieldPanel("code"), FieldPanel("ru"), FieldPanel("en"), FieldPanel("id_words")]


class QuestionViewSet(SnippetViewSet):
    """Questions of readers."""

    model = Question
    icon = "help"
    list_display: ClassVar = ["text", "query", "lang", "asked_at", "is_closed"]
    list_filter: ClassVar = ["is_closed", "lang"]
    panels: ClassVar = [
        MultiFieldPanel([FieldPanel("text", read_only=True), FieldPanel("query", read_only=True)], heading=_("Вопрос")),
        FieldPanel("answer"),
        FieldPanel("is_closed"),
    ]


class SearchGroup(SnippetViewSetGroup):
    """One menu entry for both."""

    items = (ConceptViewSet, QuestionViewSet)
    menu_icon = "search"
    menu_label = _("Поиск на портале")
    menu_name = "portal-search"


register_snippet(SearchGroup)


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    """Return the addresses of the report."""
    return [
        path("reports/search/", reports.search_report, name="search_report"),
        path("reports/search/synonym/", reports.make_synonym, name="search_make_synonym"),
        path("reports/search/pick/", reports.make_pick, name="search_make_pick"),
    ]


class ReportMenuItem(MenuItem):
    """Shown to those who may see the counts."""

    def is_shown(self, request: Any) -> bool:
        """Say whether the reader may open the report."""
        return bool(request.user.has_perm(reports.MAY_SEE))


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    """Return the entry in the menu of reports."""
    return ReportMenuItem(_("Что ищут"), reverse("search_report"), name="search-report", icon_name="search", order=900)
