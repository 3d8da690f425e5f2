"""Pages that belong to no subject: home, sections, search; and what readers say of a page."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from .facets import FacetList
from .pages import KnowledgePage
from .references import Reference
from .site_version import SiteVersion

__all__ = ["HomePage", "PageFeedback", "Reference", "SearchPage", "SectionIndexPage", "SiteVersion"]


class HomePage(Page):
    """The first page of a language."""

    lead = models.CharField(_("вводная фраза"), max_length=300, blank=True)

    template = "core/home_page.html"
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "core.SectionIndexPage",
        "core.SearchPage",
        "methodology.GlossaryIndexPage",
        "practices.RegistryPage",
        "learning.StartPage",
        "learning.QuizIndexPage",
    ]

    class Meta:
        verbose_name = _("Главная")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["recent"] = list(
            Page.objects.live()
            .descendant_of(self)
            .filter(depth__gt=self.depth + 1)
            .exclude(latest_revision=None)
            .order_by("-last_published_at", "path")
            .specific()[:3]
        )
        return context


class SectionIndexPage(Page):
    """A list of a section's pages with filters: methodology, standards, forms."""

    class Section(models.TextChoices):
        METHODOLOGY = "methodology", _("База знаний")
        STANDARDS = "standards", _("Стандарты")
        FORMS = "forms", _("Формы")

    section = models.CharField(_("раздел"), max_length=32, choices=Section.choices)
    lead = models.CharField(_("вводная фраза"), max_length=300, blank=True)

    template = "core/section_index_page.html"
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("section"), FieldPanel("lead")]
    parent_page_types: ClassVar[list[str]] = ["core.HomePage"]
    subpage_types: ClassVar[list[str]] = [
        "methodology.MethodologyPage",
        "methodology.FormPage",
        "standards.StandardPage",
    ]
    facets: ClassVar[tuple[str, ...]] = ("levels", "services", "groups", "competencies")

    class Meta:
        verbose_name = _("Раздел")

    def pages(self) -> list[KnowledgePage]:
        """Returns the section's published pages in their order."""
        children = list(Page.objects.live().public().child_of(self).select_related("locale").specific())
        prefetch_related_objects([page for page in children if hasattr(page, "current_version_id")], "current_version")
        return sorted(children, key=lambda page: (getattr(page, "order", None) or 0, page.title))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["listing"] = FacetList(self.pages(), self.facets, request.GET)
        return context


class SearchPage(Page):
    """The search page: its text is the editors', its results are the search engine's."""

    lead = models.CharField(_("вводная фраза"), max_length=300, blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types: ClassVar[list[str]] = ["core.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("Страница поиска")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from search.views import search  # noqa: PLC0415  (views load templates and forms, models must not)

        return search(request)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        # There is no template of the page's own: the preview is what readers get.
        return self.serve(request)


class PageFeedback(models.Model):
    """A reader's answer to «Страница помогла?». Nothing about the reader is kept."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="feedback", verbose_name=_("страница"))
    is_useful = models.BooleanField(_("помогла"))
    comment = models.TextField(_("чего не хватило"), blank=True, max_length=1000)
    created_at = models.DateTimeField(_("когда"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("отзыв о странице")
        verbose_name_plural = _("отзывы о страницах")
        ordering: ClassVar[list[str]] = ["-created_at"]
        indexes: ClassVar[list[models.Index]] = [
            # Serves the methodologists' report: newest answers of a page.
            models.Index(fields=["page", "-created_at"], name="feedback_of_page"),
        ]

    def __str__(self) -> str:
        return f"{self.page}: {_('да') if self.is_useful else _('нет')}"
