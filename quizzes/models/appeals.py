"""Appeals: a candidate disputes an item, a methodologist who did not write it decides."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.models.attempts import Attempt
from quizzes.models.quizzes import FormItem
from quizzes.models.regrading import Regrade


class Appeal(models.Model):
    """A disputed item of an attempt. State and decision change in `domain.appeals.decide_appeal`, `regrade` in `regrade_for`."""

    class State(models.TextChoices):
        OPEN = "open", _("Рассматривается")
        ACCEPTED = "accepted", _("Принята")
        REFUSED = "refused", _("Отклонена")

    public_id = models.UUIDField(_("номер в адресе"), default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(Attempt, verbose_name=_("попытка"), on_delete=models.PROTECT, related_name="appeals")
    form_item = models.ForeignKey(FormItem, verbose_name=_("вопрос"), on_delete=models.PROTECT, related_name="appeals")
    candidate = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("кто оспаривает"), on_delete=models.PROTECT, related_name="quiz_appeals"
    )
    text = models.TextField(_("в чём несогласие"))
    state = models.CharField(_("состояние"), max_length=16, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(_("подана"))
    due_at = models.DateTimeField(_("ответить до"))
    decided_at = models.DateTimeField(_("решена"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("кто решил"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.TextField(_("решение и почему"), blank=True)
    regrade = models.ForeignKey(
        Regrade, verbose_name=_("пересчёт"), null=True, blank=True, on_delete=models.PROTECT, related_name="appeals"
    )

    class Meta:
        verbose_name = _("апелляция")
        verbose_name_plural = _("апелляции")
        ordering: ClassVar[list[str]] = ["-opened_at"]
        default_permissions = ("view",)
        permissions: ClassVar[list[tuple[str, str]]] = [("decide_appeal", "Can decide appeals")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A double click must not make two appeals; a second thought belongs into the first one.
            models.UniqueConstraint("attempt", "form_item", name="appeal_once_an_item"),
            # A decision has its person, its time and its reason; an open appeal has none of them.
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at=None, decided_by=None, decision="")
                | (
                    ~models.Q(state="open")
                    & models.Q(decided_at__isnull=False, decided_by__isnull=False)
                    & ~models.Q(decision="")
                ),
                name="appeal_decided_with_reason",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # Serves the list of what waits for a decision, the most urgent first.
            models.Index(fields=["due_at"], condition=models.Q(state="open"), name="appeal_open_due"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.form_item_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def is_late(self, now: datetime | None = None) -> bool:
        """Whether the answer is overdue."""
        return self.is_open and (now or timezone.now()) > self.due_at
