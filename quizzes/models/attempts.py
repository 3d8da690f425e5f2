"""Attempts: a candidate sits a form; responses and outcomes are appended."""

import uuid
from datetime import datetime, timedelta
from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes import scoring
from quizzes.models.accommodations import Accommodation
from quizzes.models.appended import Appended, FractionField
from quizzes.models.items import ItemVersion
from quizzes.models.quizzes import FormItem, Quiz, TestForm
from quizzes.scoring.codec import load_response


class Attempt(models.Model):
    """One sitting. `state` changes in `domain.attempts` (submit, expire) only, `flagged` in its `flag_item`.

    `deadline_at` and `paused_at` change in `domain.pauses` only: while a pause lasts, the deadline lies as late as the whole
    rest of the allowed pause would put it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Идёт")
        SUBMITTED = "submitted", _("Сдана")
        EXPIRED = "expired", _("Время вышло")

    public_id = models.UUIDField(_("номер в адресе"), default=uuid.uuid4, unique=True, editable=False)
    quiz = models.ForeignKey(Quiz, verbose_name=_("тест"), on_delete=models.PROTECT, related_name="attempts")
    candidate = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("кто сдаёт"), on_delete=models.PROTECT, related_name="quiz_attempts"
    )
    form = models.ForeignKey(TestForm, verbose_name=_("вариант"), on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField(_("номер попытки"))
    state = models.CharField(_("состояние"), max_length=16, choices=State.choices, default=State.OPEN)
    started_at = models.DateTimeField(_("начата"))
    deadline_at = models.DateTimeField(_("до какого времени"), null=True, blank=True)
    finished_at = models.DateTimeField(_("закончена"), null=True, blank=True)
    flagged = models.JSONField(_("отмеченные вопросы"), default=list, blank=True)
    accommodation = models.ForeignKey(
        Accommodation, verbose_name=_("особые условия"), null=True, blank=True, on_delete=models.PROTECT, related_name="attempts"
    )
    practice_of = models.ForeignKey(
        "self", verbose_name=_("тренировка после"), null=True, blank=True, on_delete=models.PROTECT, related_name="practices"
    )
    paused_at = models.DateTimeField(_("на паузе с"), null=True, blank=True)
    pause_used_seconds = models.PositiveIntegerField(_("использовано паузы, секунд"), default=0)

    class Meta:
        verbose_name = _("попытка")
        verbose_name_plural = _("попытки")
        ordering: ClassVar[list[str]] = ["-started_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A double click on "Начать", or two tabs, must not open two sittings with two forms to choose from.
            models.UniqueConstraint("quiz", "candidate", condition=models.Q(state="open"), name="attempt_one_open"),
            # The number shown on the result and counted against the limit.
            models.UniqueConstraint("quiz", "candidate", "number", name="attempt_number_once"),
            # A finished attempt knows when, an open one cannot.
            models.CheckConstraint(
                condition=models.Q(state="open", finished_at=None)
                | (~models.Q(state="open") & models.Q(finished_at__isnull=False)),
                name="attempt_finished_has_time",
            ),
            # A finished attempt that still rests would add the pause to a time that is over.
            models.CheckConstraint(condition=models.Q(paused_at=None) | models.Q(state="open"), name="attempt_pause_while_open"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # Serves expire_attempts, which runs every minute.
            models.Index(fields=["deadline_at"], condition=models.Q(state="open"), name="attempt_open_deadline"),
        ]

    def __str__(self) -> str:
        return f"{self.quiz}: {self.candidate}, {self.number}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def is_over(self, now: datetime | None = None) -> bool:
        """Whether the server's clock has passed the deadline."""
        return self.deadline_at is not None and (now or timezone.now()) >= self.deadline_at

    @property
    def pause_left(self) -> timedelta:
        """How much of the allowed pauses is left; while a pause lasts, what was left when it began."""
        allowed = 60 * self.accommodation.pause_minutes if self.accommodation else 0
        return timedelta(seconds=max(0, allowed - self.pause_used_seconds))

    def is_paused(self, now: datetime | None = None) -> bool:
        """Whether the clock stands still; a pause ends by itself when what was allowed is used up."""
        return self.paused_at is not None and (now or timezone.now()) < self.paused_at + self.pause_left

    @property
    def time_left(self) -> timedelta | None:
        """Time to the deadline, never negative; None without a limit."""
        return None if self.deadline_at is None else max(self.deadline_at - timezone.now(), timedelta(0))

    @property
    def duration(self) -> timedelta | None:
        return None if self.finished_at is None else self.finished_at - self.started_at


class Response(Appended):
    """What the candidate entered at one moment, as entered. Of those that `counts`, the one with the highest `sequence` is it.

    `client` names the page of the browser that sent it, `client_sequence` orders what one page sent: an answer that
    arrives after a newer one of its page, or that did not know of an answer given elsewhere, is kept and does not count.
    """

    attempt = models.ForeignKey(Attempt, verbose_name=_("попытка"), on_delete=models.PROTECT, related_name="responses")
    form_item = models.ForeignKey(FormItem, verbose_name=_("вопрос"), on_delete=models.PROTECT, related_name="responses")
    sequence = models.PositiveIntegerField(_("по счёту"))
    client_key = models.CharField(_("ключ запроса"), max_length=64)
    content = models.JSONField(_("ответ"), null=True)
    is_try = models.BooleanField(_("отдан на проверку"), default=False)
    certainty = models.PositiveSmallIntegerField(_("уверенность"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("записан"))
    client = models.CharField(_("страница браузера"), max_length=64, blank=True)
    client_sequence = models.PositiveBigIntegerField(_("по счёту страницы"), default=0)
    counts = models.BooleanField(_("засчитывается"), default=True)

    class Meta:
        verbose_name = _("ответ")
        verbose_name_plural = _("ответы")
        ordering: ClassVar[list[str]] = ["attempt", "form_item", "sequence"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A request sent again after a lost reply must not count as a second answer.
            models.UniqueConstraint("attempt", "client_key", name="response_once_a_key"),
            # The rules know three degrees of certainty and marks for no other.
            models.CheckConstraint(
                condition=models.Q(certainty=None) | models.Q(certainty__gte=1, certainty__lte=3),
                name="response_certainty_is_known",
            ),
            # Two answers at the same moment need an order.
            models.UniqueConstraint("attempt", "form_item", "sequence", name="response_sequence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.form_item_id}/{self.sequence}"

    @cached_property
    def answer(self) -> scoring.Response | None:
        """The response as the scoring core knows it; None where the candidate took the answer back."""
        return None if self.content is None else load_response(self.content)


class Outcome(Appended):
    """What an attempt earned. A regrade appends a new one that names its predecessor, its author and its reason."""

    attempt = models.ForeignKey(Attempt, verbose_name=_("попытка"), on_delete=models.PROTECT, related_name="outcomes")
    number = models.PositiveIntegerField(_("по счёту"), default=1)
    predecessor = models.OneToOneField(
        "self", verbose_name=_("вместо"), null=True, blank=True, on_delete=models.PROTECT, related_name="successor"
    )
    total = FractionField(_("баллы"))
    max_total = FractionField(_("из"))
    passed = models.BooleanField(_("пройдено"), null=True, help_text=_("Пусто, пока ответы проверяет человек."))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("кто"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("почему"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("когда"))

    class Meta:
        verbose_name = _("итог")
        verbose_name_plural = _("итоги")
        ordering: ClassVar[list[str]] = ["attempt", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A double submit, or two regrades at once, must not leave two final outcomes.
            models.UniqueConstraint("attempt", "number", name="outcome_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.total}/{self.max_total}"

    @property
    def percent(self) -> float:
        """The share of the marks in per cent, for display only."""
        return float(self.total / self.max_total * 100) if self.max_total else 0.0


class ItemOutcome(Appended):
    """What one item earned in an outcome, and the version whose key was applied (a regrade may apply a newer one)."""

    outcome = models.ForeignKey(Outcome, verbose_name=_("итог"), on_delete=models.PROTECT, related_name="items")
    form_item = models.ForeignKey(FormItem, verbose_name=_("вопрос"), on_delete=models.PROTECT, related_name="outcomes")
    response = models.ForeignKey(
        Response, verbose_name=_("ответ"), null=True, blank=True, on_delete=models.PROTECT, related_name="outcomes"
    )
    scored_by = models.ForeignKey(ItemVersion, verbose_name=_("по ключу версии"), on_delete=models.PROTECT, related_name="+")
    fraction = FractionField(_("доля"), null=True)
    max_mark = FractionField(_("балл за вопрос"))
    parts = models.JSONField(
        _("баллы по компетенциям"),
        default=list,
        blank=True,
        help_text=_("Строки «компетенция, набрано, из»; пусто, если вопрос проверяет одну."),
    )
    verdict = models.CharField(_("оценка"), max_length=16, choices=[(word.value, word.value) for word in scoring.Verdict])

    class Meta:
        verbose_name = _("итог по вопросу")
        verbose_name_plural = _("итоги по вопросам")
        ordering: ClassVar[list[str]] = ["outcome", "form_item__position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # An item counts once in a total.
            models.UniqueConstraint("outcome", "form_item", name="item_outcome_once"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome_id}/{self.form_item_id}: {self.fraction}"
