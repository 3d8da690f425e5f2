"""What other programs get of us: statements for a Learning Record Store, a calendar."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.models.attempts import Attempt, Outcome


class LearningRecord(models.Model):
    """A fact that a Learning Record Store is to be told: an attempt that began, or an outcome.

    Written in the transaction of the fact (`interfaces.outbox`); the statements are made from the facts when they are sent.
    `sent_at`, `tries`, `next_try_at` and `error` change in `interfaces.outbox.send_statements` only.
    """

    attempt = models.ForeignKey(Attempt, verbose_name=_("попытка"), on_delete=models.PROTECT, related_name="learning_records")
    outcome = models.OneToOneField(
        Outcome, verbose_name=_("итог"), null=True, blank=True, on_delete=models.PROTECT, related_name="learning_record"
    )
    created_at = models.DateTimeField(_("когда"), default=timezone.now)
    sent_at = models.DateTimeField(_("отправлено"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("попыток отправки"), default=0)
    next_try_at = models.DateTimeField(_("отправить не раньше"), default=timezone.now)
    error = models.CharField(_("что помешало"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("запись для хранилища")
        verbose_name_plural = _("записи для хранилища")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # An attempt begins once.
            models.UniqueConstraint("attempt", condition=models.Q(outcome=None), name="learning_record_begins_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # Serves send_statements, which asks every minute what is due.
            models.Index(fields=["next_try_at"], condition=models.Q(sent_at=None), name="learning_record_due"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.outcome_id}"


def new_token() -> str:
    """The secret part of a calendar's address: 256 random bits."""
    return secrets.token_urlsafe(32)


class CalendarFeed(models.Model):
    """A person's calendar under a secret address. Who deletes the row or takes a new token closes the old address."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("чей"), on_delete=models.CASCADE, related_name="quiz_calendar"
    )
    token = models.CharField(_("секретная часть адреса"), max_length=64, unique=True, default=new_token)
    created_at = models.DateTimeField(_("когда"), default=timezone.now)

    class Meta:
        verbose_name = _("календарь")
        verbose_name_plural = _("календари")

    def __str__(self) -> str:
        return str(self.user_id)
