"""Regrades: what was decided about an item version that candidates had been asked."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.models.appended import Appended
from quizzes.models.items import ItemVersion


class Regrade(Appended):
    """A decision about a version: its corrected key, full marks for all, or out of the maximum. The newest one holds.

    It holds for every outcome written later too, so that an attempt still open is scored like the others.
    """

    class Policy(models.TextChoices):
        CORRECTED_KEY = "corrected-key", _("Исправленный ключ")
        # The default for a retired item: the fault was ours, so nobody loses by it, and the maximum, which the cut score
        # was set for, stays as it was.
        FULL_MARKS = "full-marks", _("Засчитать вопрос всем")
        DROPPED = "dropped", _("Исключить вопрос из максимума")

    class Certificates(models.TextChoices):
        KEEP = "keep", _("Сохранить выданные сертификаты")
        WITHDRAW = "withdraw", _("Отозвать у тех, кто больше не проходит")

    key = models.CharField(_("ключ запроса"), max_length=64, unique=True)
    version = models.ForeignKey(ItemVersion, verbose_name=_("версия вопроса"), on_delete=models.PROTECT, related_name="regrades")
    policy = models.CharField(_("решение"), max_length=16, choices=Policy.choices)
    corrected_by = models.ForeignKey(
        ItemVersion, verbose_name=_("ключ из версии"), null=True, blank=True, on_delete=models.PROTECT, related_name="corrects"
    )
    certificates = models.CharField(_("сертификаты"), max_length=16, choices=Certificates.choices, default=Certificates.KEEP)
    reason = models.CharField(_("почему"), max_length=300)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("кто решил"), on_delete=models.PROTECT, related_name="quiz_regrades"
    )
    effect = models.JSONField(_("что изменилось"), default=dict)
    created_at = models.DateTimeField(_("когда"))

    class Meta:
        verbose_name = _("пересчёт")
        verbose_name_plural = _("пересчёты")
        ordering: ClassVar[list[str]] = ["-pk"]
        default_permissions = ("view",)
        permissions: ClassVar[list[tuple[str, str]]] = [("regrade_item", "Can regrade items")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A corrected key has to be somebody's text; the other policies apply no key.
            models.CheckConstraint(
                condition=models.Q(policy="corrected-key", corrected_by__isnull=False)
                | (~models.Q(policy="corrected-key") & models.Q(corrected_by=None)),
                name="regrade_key_where_corrected",
            ),
            # Candidates are told why their outcome changed.
            models.CheckConstraint(condition=~models.Q(reason=""), name="regrade_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.policy}"
