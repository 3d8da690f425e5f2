"""What opens the way to an attempt: the candidate's declaration, and a plan after failures."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.models.appended import Appended
from quizzes.models.attempts import Attempt


class Declaration(Appended):
    """The candidate confirmed who they are and the rules, in these words, before this attempt."""

    attempt = models.OneToOneField(Attempt, verbose_name=_("попытка"), on_delete=models.PROTECT, related_name="declaration")
    candidate = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("кто"), on_delete=models.PROTECT, related_name="quiz_declarations"
    )
    language = models.CharField(_("язык"), max_length=8)
    text = models.TextField(_("что подтверждено"))
    fingerprint = models.CharField(_("отпечаток текста"), max_length=64)
    recorded_at = models.DateTimeField(_("когда"))

    class Meta:
        verbose_name = _("подтверждение личности и правил")
        verbose_name_plural = _("подтверждения личности и правил")
        ordering: ClassVar[list[str]] = ["-recorded_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A declaration that says nothing proves nothing.
            models.CheckConstraint(condition=~models.Q(text=""), name="declaration_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.fingerprint[:12]}"


class RetryPlan(Appended):
    """How a candidate prepares after failures, confirmed by a curator; it opens the attempt after the one it names."""

    attempt = models.OneToOneField(Attempt, verbose_name=_("после попытки"), on_delete=models.PROTECT, related_name="retry_plan")
    text = models.TextField(_("план подготовки"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("кто подтвердил"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("когда"))

    class Meta:
        verbose_name = _("план подготовки")
        verbose_name_plural = _("планы подготовки")
        ordering: ClassVar[list[str]] = ["-recorded_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # An empty plan would only be a second click.
            models.CheckConstraint(condition=~models.Q(text=""), name="retry_plan_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}"
