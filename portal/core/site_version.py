"""A number that grows whenever something published changes. Caches put it into their keys, so every process drops them at once.

It lives in the database: it changes with the transaction that publishes, never before, and needs no shared cache.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

ONLY_ROW = 1


class SiteVersion(models.Model):
    number = models.PositiveBigIntegerField(_("номер"), default=1)

    class Meta:
        verbose_name = _("версия сайта")
        verbose_name_plural = _("версии сайта")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A second row would be raised by some and read by others.
            models.CheckConstraint(condition=models.Q(pk=ONLY_ROW), name="site_version_one_row"),
        ]

    def __str__(self) -> str:
        return str(self.number)


def site_version() -> int:
    """Returns the present number; 0 before anything was published."""
    number: int | None = SiteVersion.objects.filter(pk=ONLY_ROW).values_list("number", flat=True).first()
    return number or 0


def raise_site_version(**_signal: Any) -> None:
    """Makes every cache that rests on published pages forget; part of the caller's transaction."""
    if not SiteVersion.objects.filter(pk=ONLY_ROW).update(number=F("number") + 1):
        SiteVersion.objects.get_or_create(pk=ONLY_ROW)
