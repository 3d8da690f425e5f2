"""Service standards: a standard is a place with a name; what binds is a released version, which never changes again."""

from dataclasses import replace
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from portal.core.pages import KnowledgePage
from search.documents import PageDocument

from .differences import VersionDifference, difference
from .locks import ReleasedLock


class StandardPage(Page):
    """A standard. It shows the version in force; `current_version` is a pointer that only `release_version` moves."""

    source_path = models.CharField(_("путь в content"), max_length=200, blank=True, editable=False, db_index=True)
    current_version = models.ForeignKey(
        "standards.StandardVersionPage", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    template = "standards/standard_page.html"
    parent_page_types: ClassVar[list[str]] = ["core.SectionIndexPage"]
    subpage_types: ClassVar[list[str]] = ["standards.StandardVersionPage"]

    class Meta:
        verbose_name = _("Стандарт")

    def with_content_json(self, content: Any) -> Any:
        # A revision may be older than the pointer; title and pointer always follow the version in force.
        page = super().with_content_json(content)
        page.current_version_id = self.current_version_id
        if self.current_version_id:
            page.title = self.title
        return page

    def __getattr__(self, name: str) -> Any:
        # An index page filters standards by the facets of the version in force.
        if name in {*KnowledgePage.facet_fields, "summary", "order", "reviewed_on"} and "current_version_id" in self.__dict__:
            return getattr(self.current_version, name, () if name in KnowledgePage.facet_fields else None)
        raise AttributeError(f"{type(self).__name__} has no {name}")

    def versions(self) -> list["StandardVersionPage"]:
        """Returns the published versions, newest first."""
        pages = StandardVersionPage.objects.live().child_of(self)
        return sorted(pages, key=lambda page: page.version_key, reverse=True)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        if self.current_version is not None:
            context.update(self.current_version.reading_context(self))
        return context


class StandardVersionPage(KnowledgePage):
    """A version of a standard: numbered clauses with permanent ids. Once released its text is never edited."""

    version = models.CharField(_("версия"), max_length=16)
    effective_on = models.DateField(_("действует с"))
    supersedes = models.CharField(_("заменяет версию"), max_length=16, blank=True)
    is_substantive = models.BooleanField(_("подтверждать заново"), default=False)
    changes = StreamField([("change", blocks.CharBlock(label=_("Изменение")))], verbose_name=_("что изменилось"), blank=True)
    released_at = models.DateTimeField(_("выпущена"), null=True, blank=True, editable=False)

    template = "standards/standard_version_page.html"
    search_type = "standard"
    parent_page_types: ClassVar[list[str]] = ["standards.StandardPage"]

    class Meta:
        verbose_name = _("Версия стандарта")

    @property
    def version_key(self) -> tuple[int, ...]:
        return tuple(int(part) if part.isdigit() else 0 for part in self.version.split("."))

    @property
    def is_released(self) -> bool:
        return self.released_at is not None

    @cached_property
    def standard(self) -> StandardPage:
        return StandardPage.objects.get(pk=self.get_parent().pk)

    @property
    def is_current(self) -> bool:
        return self.standard.current_version_id == self.pk

    @cached_property
    def previous(self) -> "StandardVersionPage | None":
        if not self.supersedes:
            return None
        return StandardVersionPage.objects.sibling_of(self).filter(version=self.supersedes).first()

    def difference(self) -> VersionDifference | None:
        """Returns what changed against the version this one supersedes, clause by clause, or None for a first version."""
        return difference(self.previous, self) if self.previous else None

    def search_document(self) -> PageDocument | None:
        """Returns the version in force, at its standard's address; older versions are not searched."""
        document = super().search_document() if self.is_current else None
        return replace(document, url=self.standard.url or "") if document else None

    def clause_count(self) -> int:
        return sum(block.block_type == "clause" for block in self.body)

    def with_content_json(self, content: Any) -> Any:
        # A revision was written before the release; without this, publishing it again would undo the release.
        page = super().with_content_json(content)
        page.released_at = self.released_at
        return page

    def get_lock(self) -> Any:
        """Returns the lock of a released version, which holds for everybody, else what Wagtail says."""
        return ReleasedLock(self) if self.is_released else super().get_lock()

    def clean(self) -> None:
        super().clean()
        if self.is_released:
            stored = StandardVersionPage.objects.get(pk=self.pk)
            if stored.body.stream_block.get_prep_value(stored.body) != self.body.stream_block.get_prep_value(self.body):
                raise ValidationError({"body": _("Версия выпущена, её текст не меняют. Создайте новую версию.")})

    def reading_context(self, standard: StandardPage) -> dict[str, Any]:
        return {
            "standard": standard,
            "version": self,
            "versions": standard.versions(),
            "difference": self.difference(),
            "neighbours": {},
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **self.reading_context(self.standard)}


StandardVersionPage.edit_handler = StandardVersionPage.panels_with(
    MultiFieldPanel(
        [FieldPanel(name) for name in ("version", "effective_on", "supersedes", "is_substantive", "changes")],
        heading=_("Версия"),
    )
)
