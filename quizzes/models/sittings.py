"""Group sittings: a place, a time, an examiner, a start code."""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.models.appended import Appended
from quizzes.models.attempts import Attempt
from quizzes.models.quizzes import Quiz

# Without letters and digits that look alike on a blackboard: 0 O, 1 I L, 8 B, 5 S, 2 Z.
CODE_ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
CODE_LENGTH = 8


def new_start_code() -> str:
    """Eight of 25 characters, about 37 bits: with ten tries in ten minutes nobody guesses it while a sitting lasts."""
    return "".join(secrets.choice(CODE_ALPHABET) for _place in range(CODE_LENGTH))


class Sitting(models.Model):
    """A group that sits one quiz together. `domain.sittings` changes `state` (open, close) and `admits_until` (admit_longer)."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Запланирована")
        OPEN = "open", _("Идёт")
        CLOSED = "closed", _("Закончена")

    public_id = models.UUIDField(_("номер в адресе"), default=uuid.uuid4, unique=True, editable=False)
    quiz = models.ForeignKey(Quiz, verbose_name=_("тест"), on_delete=models.PROTECT, related_name="sittings")
    examiner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("экзаменатор"), on_delete=models.PROTECT, related_name="quiz_sittings"
    )
    place = models.CharField(_("место"), max_length=200)
    starts_at = models.DateTimeField(_("начало"))
    late_minutes = models.PositiveSmallIntegerField(_("впускать опоздавших, минут"), default=15)
    admits_until = models.DateTimeField(_("вход до"), null=True, blank=True)
    code = models.CharField(_("код начала"), max_length=16, unique=True, default=new_start_code)
    is_listed = models.BooleanField(_("только по списку"), default=False)
    state = models.CharField(_("состояние"), max_length=16, choices=State.choices, default=State.PLANNED)
    opened_at = models.DateTimeField(_("открыта"), null=True, blank=True)
    closed_at = models.DateTimeField(_("закрыта"), null=True, blank=True)
    created_at = models.DateTimeField(_("создана"), auto_now_add=True)
    listed = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("список"), blank=True, related_name="quiz_sittings_listed"
    )

    class Meta:
        verbose_name = _("групповая сдача")
        verbose_name_plural = _("групповые сдачи")
        ordering: ClassVar[list[str]] = ["-starts_at"]
        default_permissions = ("view",)
        permissions: ClassVar[list[tuple[str, str]]] = [("hold_sitting", "Can hold sittings")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A sitting that is closed without having been open would take attempts of nobody knows when.
            models.CheckConstraint(
                condition=models.Q(state="planned", opened_at=None, closed_at=None)
                | models.Q(state="open", opened_at__isnull=False, closed_at=None)
                | models.Q(state="closed", closed_at__isnull=False),
                name="sitting_times_fit_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz}: {self.place}, {timezone.localtime(self.starts_at):%d.%m.%Y %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def entry_closes_at(self) -> datetime:
        """Until when the code lets people in: the planned start plus the minutes for late arrivals, or as the examiner said."""
        return self.admits_until or self.starts_at + timedelta(minutes=self.late_minutes)


class SittingAdmission(Appended):
    """A candidate entered the code of a sitting: this opens the quiz for them, once."""

    sitting = models.ForeignKey(Sitting, verbose_name=_("сдача"), on_delete=models.PROTECT, related_name="admissions")
    candidate = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("кто"), on_delete=models.PROTECT, related_name="quiz_admissions"
    )
    is_late = models.BooleanField(_("после начала"), default=False)
    admitted_at = models.DateTimeField(_("когда"))

    class Meta:
        verbose_name = _("вход на сдачу")
        verbose_name_plural = _("входы на сдачу")
        ordering: ClassVar[list[str]] = ["sitting", "admitted_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # The code entered twice is one arrival.
            models.UniqueConstraint("sitting", "candidate", name="sitting_admission_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id}: {self.candidate_id}"


class SittingAttempt(Appended):
    """The attempt that an admission was used for."""

    admission = models.OneToOneField(
        SittingAdmission, verbose_name=_("вход"), on_delete=models.PROTECT, related_name="sitting_attempt"
    )
    attempt = models.OneToOneField(Attempt, verbose_name=_("попытка"), on_delete=models.PROTECT, related_name="sitting_attempt")

    class Meta:
        verbose_name = _("попытка на сдаче")
        verbose_name_plural = _("попытки на сдаче")

    def __str__(self) -> str:
        return f"{self.admission_id}: {self.attempt_id}"


class IntegritySignal(Appended):
    """What the page of one item counted while it was open: seconds in view, focus lost, pastes. A hint, never a verdict."""

    attempt = models.ForeignKey(Attempt, verbose_name=_("попытка"), on_delete=models.PROTECT, related_name="integrity_signals")
    position = models.PositiveSmallIntegerField(_("вопрос"))
    seconds = models.PositiveIntegerField(_("секунд на экране"))
    focus_lost = models.PositiveSmallIntegerField(_("уходов со страницы"))
    pastes = models.PositiveSmallIntegerField(_("вставок"))
    recorded_at = models.DateTimeField(_("когда"))

    class Meta:
        verbose_name = _("наблюдение")
        verbose_name_plural = _("наблюдения")
        ordering: ClassVar[list[str]] = ["attempt", "pk"]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.position}"
