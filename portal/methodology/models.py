"""Methodology pages, forms to download, and the glossary."""

from itertools import groupby
from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from portal.core.pages import KnowledgePage
from portal.core.taxonomy import thesaurus

from .documents import DOCUMENT_TYPES, render_document


class MethodologyPage(KnowledgePage):
    """How a piece of the work is done: for whom, what to do, what to check, mistakes, sources."""

    template = "methodology/methodology_page.html"
    search_type = "methodology"
    parent_page_types: ClassVar[list[str]] = ["core.SectionIndexPage"]

    class Meta:
        verbose_name = _("Методическая страница")


MethodologyPage.edit_handler = MethodologyPage.panels_with()


class FormPage(RoutablePageMixin, KnowledgePage):
    """A form of document: read on the page, downloaded as DOCX to fill in or as PDF to print."""

    template = "methodology/form_page.html"
    search_type = "form"
    parent_page_types: ClassVar[list[str]] = ["core.SectionIndexPage"]

    class Meta:
        verbose_name = _("Форма документа")

    @path("<str:kind>/", name="download")
    def download(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in DOCUMENT_TYPES:
            raise Http404
        content_type, data = render_document(self, kind)
        response = HttpResponse(data, content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="{self.slug}-{self.lang}.{kind}"'
        return response

    @property
    def downloads(self) -> list[tuple[str, str]]:
        """Returns (type, address) of each file the form is offered as."""
        return [(kind, f"{self.url}{kind}/") for kind in DOCUMENT_TYPES]


FormPage.edit_handler = FormPage.panels_with()


class GlossaryIndexPage(Page):
    """The glossary: every term with its definition, by letter."""

    lead = models.CharField(_("вводная фраза"), max_length=300, blank=True)

    template = "methodology/glossary_index_page.html"
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types: ClassVar[list[str]] = ["core.HomePage"]
    subpage_types: ClassVar[list[str]] = ["methodology.TermPage"]

    class Meta:
        verbose_name = _("Глоссарий")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        terms = sorted(TermPage.objects.live().child_of(self), key=lambda page: page.sort_key)
        context["letters"] = [(letter, list(pages)) for letter, pages in groupby(terms, key=lambda page: page.letter)]
        return context


class TermPage(KnowledgePage):
    """One term: its definition and where to read on."""

    concept = models.CharField(_("понятие"), max_length=80, db_index=True)

    template = "methodology/term_page.html"
    search_type = "term"
    parent_page_types: ClassVar[list[str]] = ["methodology.GlossaryIndexPage"]

    class Meta:
        verbose_name = _("Термин")

    def search_keywords(self) -> tuple[str, ...]:
        found = thesaurus().concept(self.concept)
        return found.words(self.lang) if found else ()

    @property
    def sort_key(self) -> str:
        return self.title.casefold().replace("ё", "е")

    @property
    def letter(self) -> str:
        return self.sort_key[:1].upper()

    @property
    def definition(self) -> Any:
        """Returns the value of the first term block, or None while the page has none."""
        return next((block.value for block in self.body if block.block_type == "term"), None)


TermPage.edit_handler = TermPage.panels_with(FieldPanel("concept"))
