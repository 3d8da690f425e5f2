"""What the figures of an item ask a methodologist to look at."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.models.items import ItemVersion
from quizzes.models.quizzes import Quiz


class ReviewTask(models.Model):
    """One flag of one item version. `state`, `assignee` and `decision` change in `domain.review_tasks` only."""

    class State(models.TextChoices):
        OPEN = "open", _("Открыта")
        CLOSED = "closed", _("Закрыта")

    class Decision(models.TextChoices):
        KEEP = "keep", _("Оставить как есть")
        REWORD = "reword", _("Переписать вопрос")
        KEY = "key", _("Исправить ключ и пересчитать")
        RETIRE = "retire", _("Снять вопрос")

    quiz = models.ForeignKey(Quiz, verbose_name=_("тест"), on_delete=models.PROTECT, related_name="review_tasks")
    version = models.ForeignKey(
        ItemVersion, verbose_name=_("версия вопроса"), on_delete=models.PROTECT, related_name="review_tasks"
    )
    flag = models.CharField(_("признак"), max_length=32)
    params = models.JSONField(_("подробности признака"), default=dict, blank=True)
    figures = models.JSONField(_("показатели"), default=dict, blank=True)
    state = models.CharField(_("состояние"), max_length=16, choices=State.choices, default=State.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("кому"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decision = models.CharField(_("решение"), max_length=16, choices=Decision.choices, blank=True)
    comment = models.TextField(_("пояснение"), blank=True)
    opened_at = models.DateTimeField(_("открыта"))
    closed_at = models.DateTimeField(_("закрыта"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("кто решил"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("задача по вопросу")
        verbose_name_plural = _("задачи по вопросам")
        ordering: ClassVar[list[str]] = ["state", "-opened_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # The report runs every night: the same remark must not come up again while somebody is at it.
            models.UniqueConstraint("version", "flag", condition=models.Q(state="open"), name="review_task_one_open"),
            # A task closed without a decision would leave nobody knowing why.
            models.CheckConstraint(
                condition=models.Q(state="open", decision="", closed_at=None)
                | (models.Q(state="closed", closed_at__isnull=False) & ~models.Q(decision="")),
                name="review_task_closed_has_decision",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # Serves the notice on the admin's home: how many wait, and for whom.
            models.Index(fields=["assignee"], condition=models.Q(state="open"), name="review_task_open"),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.flag}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
