"""Our own index of references `path#clause`: Wagtail's does not see relative links, and clause links are our main kind."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class Reference(models.Model):
    """A page's link to a page of `content/`, at a clause or section. Rebuilt whenever the page is published."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="knowledge_references", verbose_name=_("страница"))
    target = models.CharField(_("куда"), max_length=200)
    fragment = models.CharField(_("пункт"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("ссылка на пункт")
        verbose_name_plural = _("ссылки на пункты")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A page that names a clause three times rests on it once.
            models.UniqueConstraint("page", "target", "fragment", name="reference_once_a_page"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # Serves "who rests on this clause", asked before a page is unpublished, deleted or released anew.
            models.Index(fields=["target", "fragment"], name="reference_target"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} → {self.target}#{self.fragment}"


def replace_references(page: Page, found: set[tuple[str, str]]) -> None:
    """Makes the page's rows equal to `found` (target, fragment)."""
    kept = set(Reference.objects.filter(page_id=page.pk).values_list("target", "fragment"))
    for target, fragment in kept - found:
        Reference.objects.filter(page_id=page.pk, target=target, fragment=fragment).delete()
    Reference.objects.bulk_create(
        [Reference(page_id=page.pk, target=target, fragment=fragment) for target, fragment in sorted(found - kept)],
        ignore_conflicts=True,
    )


def pages_resting_on(target: str, fragment: str | None = None) -> models.QuerySet[Any]:
    """Returns the live pages that link to this path of `content/`, or to one clause of it."""
    rows = Reference.objects.filter(target=target)
    if fragment is not None:
        rows = rows.filter(fragment=fragment)
    return Page.objects.live().filter(pk__in=rows.values("page_id"))
