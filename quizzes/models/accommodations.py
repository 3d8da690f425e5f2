"""Accommodations: what one person needs to be tested fairly. They change the conditions, never the key or the cut score."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.models.appended import Appended

MOST_EXTRA_PER_CENT, MOST_PAUSE_MINUTES = 300, 240


class Accommodation(Appended):
    """The conditions that hold for a person from now on; the newest row holds, one without any condition ends them."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("для кого"), on_delete=models.PROTECT, related_name="quiz_accommodations"
    )
    number = models.PositiveIntegerField(_("по счёту"))
    extra_time_percent = models.PositiveSmallIntegerField(_("дополнительное время, %"), default=0)
    pause_minutes = models.PositiveSmallIntegerField(_("паузы, всего минут"), default=0)
    is_low_vision = models.BooleanField(_("крупный вид заданий"), default=False)
    language = models.CharField(_("язык вопросов"), max_length=8, choices=settings.LANGUAGES, blank=True)
    reason = models.CharField(_("основание"), max_length=300)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("кто назначил"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("когда"))

    class Meta:
        verbose_name = _("особые условия")
        verbose_name_plural = _("особые условия")
        ordering: ClassVar[list[str]] = ["person", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two curators at the same moment: one of the two has to be the newest.
            models.UniqueConstraint("person", "number", name="accommodation_number_once"),
            # A slip of the finger must not give a week for half an hour's quiz.
            models.CheckConstraint(
                condition=models.Q(extra_time_percent__lte=MOST_EXTRA_PER_CENT, pause_minutes__lte=MOST_PAUSE_MINUTES),
                name="accommodation_within_reason",
            ),
            # Conditions without a reason could not be explained to an auditor.
            models.CheckConstraint(condition=~models.Q(reason=""), name="accommodation_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.number}"

    @property
    def is_any(self) -> bool:
        """Whether the row grants anything, or ends what was granted."""
        return bool(self.extra_time_percent or self.pause_minutes or self.is_low_vision or self.language)


class AttemptPause(Appended):
    """A pause that is over: when it began, when it ended, and how much of it stood still on the clock."""

    attempt = models.ForeignKey("quizzes.Attempt", verbose_name=_("попытка"), on_delete=models.PROTECT, related_name="pauses")
    number = models.PositiveIntegerField(_("по счёту"))
    paused_at = models.DateTimeField(_("начата"))
    resumed_at = models.DateTimeField(_("закончена"))
    counted_seconds = models.PositiveIntegerField(_("засчитано, секунд"))

    class Meta:
        verbose_name = _("пауза")
        verbose_name_plural = _("паузы")
        ordering: ClassVar[list[str]] = ["attempt", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two presses on «Продолжить» must not add one pause to the deadline twice.
            models.UniqueConstraint("attempt", "number", name="attempt_pause_number_once"),
            # A pause that ends before it begins would take time away.
            models.CheckConstraint(condition=models.Q(resumed_at__gte=models.F("paused_at")), name="attempt_pause_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.number}"
