"""The registry of practices: a passport, two honest scales, and the region it comes from."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from portal.core.facets import FacetList
from portal.core.pages import KnowledgePage
from portal.core.taxonomy import facet_choices, language, taxonomy

EVIDENCE = [
    ("E0", _("E0 · замысел")),
    ("E1", _("E1 · наблюдения")),
    ("E2", _("E2 · измеренное изменение")),
    ("E3", _("E3 · сравнение")),
    ("E4", _("E4 · подтверждение")),
    ("EN", _("EN · эффект не найден")),
    ("EX", _("EX · есть опасения")),
]
TRANSFER = [
    ("T0", _("T0 · рассказ")),
    ("T1", _("T1 · паспорт")),
    ("T2", _("T2 · комплект")),
    ("T3", _("T3 · повторена")),
]


def region_choices() -> list[tuple[str, str]]:
    return facet_choices("regions")


@dataclass(frozen=True)
class RegionRow:
    code: str
    label: str
    short: str
    column: int
    row: int
    described: int
    announced: int


class RegistryPage(Page):
    """The list of practices; the region map repeats it, never replaces it."""

    lead = models.CharField(_("вводная фраза"), max_length=300, blank=True)

    template = "practices/registry_page.html"
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types: ClassVar[list[str]] = ["core.HomePage"]
    subpage_types: ClassVar[list[str]] = ["practices.PracticePage"]
    facets: ClassVar[tuple[str, ...]] = ("levels", "evidence", "transfer", "regions", "groups", "competencies")

    class Meta:
        verbose_name = _("Реестр практик")

    def practices(self) -> list["PracticePage"]:
        """Returns the published practices, described ones first."""
        pages = PracticePage.objects.live().public().child_of(self)
        return sorted(pages, key=lambda page: (page.is_announced, page.title))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        practices = self.practices()
        choices = {"evidence": [(c, str(t)) for c, t in EVIDENCE], "transfer": [(c, str(t)) for c, t in TRANSFER]}
        context["listing"] = FacetList(practices, self.facets, request.GET, choices)
        context["regions"] = region_rows(practices)
        return context


class PracticePage(KnowledgePage):
    """A practice's passport. An announced one is known to exist and waits for its authors' description."""

    is_announced = models.BooleanField(_("известна, описание готовят авторы"), default=False)
    region = models.CharField(_("регион"), max_length=64, choices=region_choices)
    organisation = models.CharField(_("организация"), max_length=200, blank=True)
    years = models.CharField(_("годы"), max_length=40, blank=True)
    evidence = models.CharField(_("подтверждение результата"), max_length=2, blank=True, choices=EVIDENCE)
    evidence_note = models.CharField(_("почему такая отметка"), max_length=500, blank=True)
    transfer = models.CharField(_("готовность к переносу"), max_length=2, blank=True, choices=TRANSFER)
    transfer_note = models.CharField(_("что есть для переноса"), max_length=500, blank=True)

    template = "practices/practice_page.html"
    search_type = "practice"
    parent_page_types: ClassVar[list[str]] = ["practices.RegistryPage"]

    class Meta:
        verbose_name = _("Практика")

    def search_facets(self) -> dict[str, tuple[str, ...]]:
        return {**super().search_facets(), "region": self.regions}

    @property
    def regions(self) -> tuple[str, ...]:
        return (self.region,) if self.region else ()


PracticePage.edit_handler = PracticePage.panels_with(
    MultiFieldPanel(
        [
            FieldPanel(name)
            for name in (
                "is_announced",
                "region",
                "organisation",
                "years",
                "evidence",
                "evidence_note",
                "transfer",
                "transfer_note",
            )
        ],
        heading=_("Паспорт"),
    )
)


def region_rows(practices: list[PracticePage]) -> list[RegionRow]:
    """Returns every region with its tile on the map and its counts, in the taxonomy's order."""
    described = Counter(page.region for page in practices if not page.is_announced)
    announced = Counter(page.region for page in practices if page.is_announced)
    reader = language()
    return [
        RegionRow(
            code=entry.code,
            label=entry.label(reader),
            short=entry.short.get(reader) if entry.short else "",
            column=entry.tile[0],
            row=entry.tile[1],
            described=described[entry.code],
            announced=announced[entry.code],
        )
        for entry in taxonomy().entries("regions")
        if entry.tile is not None
    ]
