"""Where to begin: what a position reads and passes, in order; and the pages of quizzes."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from portal.core.taxonomy import facet_choices, label

from .reading_list import ReadingStage, reading_list


@dataclass(frozen=True)
class PositionLink:
    code: str
    label: str
    url: str


class StartPage(RoutablePageMixin, Page):
    """«С чего начать»: a choice of position, then the position's reading list."""

    lead = models.CharField(_("вводная фраза"), max_length=300, blank=True)

    template = "learning/start_page.html"
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types: ClassVar[list[str]] = ["core.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("С чего начать")

    @property
    def positions(self) -> list[PositionLink]:
        return [PositionLink(code, text, f"{self.url}{code}/") for code, text in facet_choices("positions")]

    def stages(self, position: str) -> list[ReadingStage]:
        return reading_list(self, position)

    @path("")
    def choose(self, request: HttpRequest) -> HttpResponse:
        return self.render(request, context_overrides={"position": None, "stages": []})

    @path("<slug:position>/", name="position")
    def for_position(self, request: HttpRequest, position: str) -> HttpResponse:
        if position not in dict(facet_choices("positions")):
            raise Http404
        overrides = {
            "position": position,
            "position_label": label("positions", position),
            "stages": self.stages(position),
        }
        return self.render(request, context_overrides=overrides)


class Reading(models.Model):
    """A person says to have read a page that a quiz asks for. Kept for such pages only, with the day and nothing else: the
    portal itself follows nobody through its pages. Of a standard it names the version that was in force."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="readings", verbose_name=_("кто"))
    path = models.CharField(_("страница"), max_length=200)
    version = models.CharField(_("версия стандарта"), max_length=16, blank=True)
    read_on = models.DateField(_("когда"), default=timezone.localdate)

    class Meta:
        verbose_name = _("прочитанная страница")
        verbose_name_plural = _("прочитанные страницы")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A second press is the same reading.
            models.UniqueConstraint("person", "path", "version", name="reading_once_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.path} {self.version}".strip()


class QuizIndexPage(Page):
    """The list of quizzes: the text is the editors', the list and the attempts belong to `quizzes`."""

    lead = models.CharField(_("вводная фраза"), max_length=300, blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types: ClassVar[list[str]] = ["core.HomePage"]
    subpage_types: ClassVar[list[str]] = ["learning.QuizPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("Список тестов")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from quizzes.views import quiz_list  # noqa: PLC0415  (views load templates and forms, models must not)

        return quiz_list(request)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        # There is no template of the page's own: the preview is what readers get.
        return self.serve(request)


class QuizPage(Page):
    """A quiz's page in the tree: found by search, linked from reading lists, served by `quizzes`."""

    quiz_slug = models.SlugField(_("тест"), help_text=_("Короткое имя теста из банка вопросов."))
    summary = models.CharField(_("кратко"), max_length=300, blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("quiz_slug"), FieldPanel("summary")]
    parent_page_types: ClassVar[list[str]] = ["learning.QuizIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("Страница теста")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from quizzes.views import quiz_detail  # noqa: PLC0415  (views load templates and forms, models must not)

        return quiz_detail(request, slug=self.quiz_slug)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        # There is no template of the page's own: the preview is what readers get.
        return self.serve(request)
