"""The abstract page every knowledge page is: front matter as fields, body as blocks."""

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from search.documents import PageDocument, SectionDocument

from .blocks import BodyField
from .fields import CodesField
from .identity import ORDERED_TYPES
from .page_form import KnowledgePageForm
from .reading import minutes_to_read, outline_of, plain_text_of, sections_of

CHECKED = [("seen", _("текст прочитан")), ("to-check", _("сверить с актом перед применением"))]
FACETS = ("levels", "services", "support_types", "groups", "stages", "competencies", "positions")


class SourceBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Название"), max_length=500)
    url = blocks.CharBlock(label=_("Адрес"), required=False, max_length=500)
    note = blocks.CharBlock(label=_("Примечание"), required=False, max_length=500)
    checked = blocks.ChoiceBlock(label=_("Проверка"), choices=CHECKED, default="to-check")

    class Meta:
        icon = "link"
        label = _("Источник")


class KnowledgePage(Page):
    """A page that has a file in `content/`. `source_path` is its path there without language and extension."""

    source_path = models.CharField(_("путь в content"), max_length=200, blank=True, editable=False, db_index=True)
    summary = models.CharField(_("кратко"), max_length=300, help_text=_("Что читатель здесь найдёт: одно-два предложения."))
    order = models.PositiveIntegerField(_("порядок"), null=True, blank=True)
    required_translations = CodesField(_("обязательные переводы"), facet="languages", editable=False)
    levels = CodesField(_("уровни"), facet="levels")
    services = CodesField(_("категории услуг"), facet="services")
    support_types = CodesField(_("виды сопровождения"), facet="support_types")
    groups = CodesField(_("целевые группы"), facet="groups")
    stages = CodesField(_("этапы работы"), facet="stages")
    competencies = CodesField(_("компетенции"), facet="competencies")
    positions = CodesField(_("для кого"), facet="positions")
    concepts = CodesField(_("понятия"), facet="concepts")
    body = BodyField(verbose_name=_("текст"), blank=True)
    sources = StreamField([("source", SourceBlock())], verbose_name=_("источники"), blank=True)
    content_owner = models.CharField(_("ответственный"), max_length=80, default="resource-center")
    reviewed_on = models.DateField(_("проверено"), null=True, blank=True)
    review_due_on = models.DateField(_("проверить до"), null=True, blank=True)

    base_form_class = KnowledgePageForm
    # A copy is another page of the library: it gets a path of its own when it is first saved.
    exclude_fields_in_copy: ClassVar[list[str]] = ["source_path"]
    facet_fields: ClassVar[tuple[str, ...]] = FACETS
    show_in_menus_default = False
    subpage_types: ClassVar[list[str]] = []

    search_fields: ClassVar[list[index.BaseField]] = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("plain_text"),
        index.AutocompleteField("title"),
        *[index.FilterField(name) for name in ("source_path", "reviewed_on", "review_due_on")],
    ]

    text_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    place_panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldPanel(name) for name in FACETS], heading=_("Рубрики")),
        FieldPanel("concepts"),
        FieldPanel("order"),
    ]
    care_panels: ClassVar[list[Any]] = [
        FieldPanel("sources"),
        MultiFieldPanel([FieldPanel("reviewed_on"), FieldPanel("review_due_on")], heading=_("Проверка")),
    ]

    class Meta:
        abstract = True

    @classmethod
    def panels_with(cls, *extra: Any) -> TabbedInterface:
        """Returns the editor's tabs: text, the type's own panels, place in the taxonomy, care, settings."""
        is_ordered = cls.search_type in ORDERED_TYPES
        care = cls.care_panels[1:] if cls.search_type == "term" else cls.care_panels
        place = [panel for panel in cls.place_panels if is_ordered or getattr(panel, "field_name", "") != "order"]
        return TabbedInterface(
            [
                ObjectList([*cls.text_panels[:-1], *extra, cls.text_panels[-1]], heading=_("Текст")),
                ObjectList(place, heading=_("Рубрики")),
                ObjectList(care, heading=_("Источники и проверка")),
                ObjectList([*Page.promote_panels, *Page.settings_panels], heading=_("Настройки")),
            ]
        )

    @property
    def lang(self) -> str:
        return self.locale.language_code

    @cached_property
    def plain_text(self) -> str:
        return plain_text_of(self.body)

    @property
    def reading_minutes(self) -> int:
        return minutes_to_read(self.plain_text)

    @property
    def outline(self) -> list[Any]:
        """Returns the headings of level 2 and 3 for the table of contents."""
        return outline_of(self.body)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["neighbours"] = self.neighbours()
        return context

    def neighbours(self) -> dict[str, Page | None]:
        """Returns the previous and next published page of the section by `order`, in one query."""
        siblings = list(
            type(self)
            .objects.live()
            .child_of(self.get_parent())
            .order_by("order", "title")
            .select_related("locale")
            .only("title", "url_path", "order", "locale")
        )
        place = next((i for i, page in enumerate(siblings) if page.pk == self.pk), None)
        if place is None:
            return {"previous": None, "next": None}
        return {
            "previous": siblings[place - 1] if place else None,
            "next": siblings[place + 1] if place + 1 < len(siblings) else None,
        }

    def search_document(self) -> PageDocument | None:
        """Returns what the search engine keeps of this page: its sections and clauses with their anchors."""
        if not self.live:
            return None
        return PageDocument(
            key=f"page:{self.pk}",
            lang=self.lang,
            type=self.search_type,
            url=self.url or "",
            title=self.title,
            summary=self.summary,
            sections=tuple(self.search_sections()),
            keywords=self.search_keywords(),
            facets=self.search_facets(),
            translation=str(self.translation_key),
            published_on=self.first_published_at.date() if self.first_published_at else None,
            updated_on=self.reviewed_on,
        )

    def search_facets(self) -> dict[str, tuple[str, ...]]:
        return {name: tuple(getattr(self, name)) for name in self.facet_fields}

    def search_keywords(self) -> tuple[str, ...]:
        """Returns other names of the page's subject."""
        return ()

    search_type: ClassVar[str] = "page"

    def search_sections(self) -> Iterable[SectionDocument]:
        return sections_of(self.body)


def translation_uuid(path: str) -> uuid.UUID:
    """Returns the id that the page at this path of `content/` has in every language."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"opora:{path}")
