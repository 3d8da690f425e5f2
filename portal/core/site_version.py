"""A number that grows whenever something published changes. Caches put it into their keys, so every process drops them at once.

It lives in the database: it changes with the transaction that publishes, never before, and needs no shared cache.
"""

from typing import Any, ClassVar

from asgiref.local import Local
from django.core.signals import request_finished, request_started
from django.db import models
from django.db.models import F
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

ONLY_ROW = 1
# A page asks for the number at every link it draws: within one request it is read once.
_request = Local()


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


@receiver([request_started, request_finished])
def _forget_number(**_signal: Any) -> None:
    _request.number = None


@receiver(request_started)
def _begin_to_remember(**_signal: Any) -> None:
    _request.remembers = True


@receiver(request_finished)
def _stop_remembering(**_signal: Any) -> None:
    _request.remembers = False


def site_version() -> int:
    """Returns the present number; 0 before anything was published."""
    known: int | None = getattr(_request, "number", None)
    if known is not None:
        return known
    stored: int | None = SiteVersion.objects.filter(pk=ONLY_ROW).values_list("number", flat=True).first()
    if getattr(_request, "remembers", False):
        _request.number = stored or 0
    return stored or 0


def raise_site_version(**_signal: Any) -> None:
    """Makes every cache that rests on published pages forget; part of the caller's transaction."""
    # A request that publishes asks the database again each time: its transaction may yet be rolled back.
    _forget_number()
    _stop_remembering()
    if not SiteVersion.objects.filter(pk=ONLY_ROW).update(number=F("number") + 1):
        SiteVersion.objects.get_or_create(pk=ONLY_ROW)
