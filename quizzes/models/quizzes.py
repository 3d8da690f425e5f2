"""Quizzes as they are offered, and the frozen forms that candidates sit."""

import uuid
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, validate_slug
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.models.appended import Appended
from quizzes.models.items import ItemVersion

FIRST_WAIT_DAYS, LATER_WAIT_DAYS, PLAN_AFTER = 14, 30, 2


class Quiz(models.Model):
    """A quiz in one language; its translations share `translation_key` and `slug`.

    What a candidate sits is never read from here but from the `TestForm` frozen when the attempt starts.
    """

    class Purpose(models.TextChoices):
        SELF_CHECK = "self-check", _("Самопроверка")
        TRAINING = "training", _("Обучение")
        CERTIFICATION = "certification", _("Аттестация")

    class Feedback(models.TextChoices):
        AFTER = "after", _("Разбор ответов после сдачи")
        PASSED = "passed", _("Разбор ответов, когда тест пройден")
        CLOSED = "closed", _("Разбор ответов после закрытия теста")
        VERDICT = "verdict", _("Только итог и что перечитать")

    class Behaviour(models.TextChoices):
        DEFERRED = "deferred", _("Ответы проверяются после сдачи")
        IMMEDIATE = "immediate", _("Ответ проверяется сразу, один раз")
        INTERACTIVE = "interactive", _("Несколько попыток с подсказками")
        ADAPTIVE = "adaptive", _("Сколько угодно попыток со штрафом")
        CERTAINTY = "certainty", _("С оценкой уверенности")

    slug = models.CharField(_("короткое имя"), max_length=80, validators=[validate_slug])
    language = models.CharField(_("язык вопросов"), max_length=8, choices=settings.LANGUAGES)
    translation_key = models.UUIDField(_("ключ переводов"), default=uuid.uuid4, db_index=True, editable=False)
    title = models.CharField(_("название"), max_length=160)
    description = models.TextField(_("о чём тест"), blank=True)
    purpose = models.CharField(_("назначение"), max_length=16, choices=Purpose.choices, default=Purpose.TRAINING)
    blueprint = models.JSONField(_("план"), default=dict, help_text=_("Сколько каких вопросов взять из банка."))
    behaviour = models.CharField(
        _("когда проверяется ответ"),
        max_length=16,
        choices=Behaviour.choices,
        default=Behaviour.DEFERRED,
        help_text=_(
            "Для аттестации — только после сдачи: проверка на ходу открывает ключ тем, кто сдаёт следом, "
            "а баллы за уверенность могут перекрыть незнание."
        ),
    )
    cut_score = models.DecimalField(
        _("проходной балл, %"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(75),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    competency_cut_scores = models.JSONField(_("проходной балл по компетенциям, %"), default=dict, blank=True)
    time_limit_minutes = models.PositiveSmallIntegerField(_("время, минут"), null=True, blank=True)
    attempts_allowed = models.PositiveSmallIntegerField(
        _("попыток"), null=True, blank=True, help_text=_("Пусто — без ограничения.")
    )
    first_wait_days = models.PositiveSmallIntegerField(
        _("перерыв после первой неудачи, дней"),
        null=True,
        blank=True,
        help_text=_("Пусто — для аттестации 14, иначе без перерыва."),
    )
    later_wait_days = models.PositiveSmallIntegerField(
        _("перерыв после следующих, дней"), null=True, blank=True, help_text=_("Пусто — для аттестации 30, иначе без перерыва.")
    )
    plan_after = models.PositiveSmallIntegerField(
        _("после скольких неудач нужен план"),
        null=True,
        blank=True,
        help_text=_("План подготовки подтверждает куратор. Пусто — для аттестации 2; 0 — план не нужен."),
    )
    prerequisites = models.JSONField(
        _("что нужно до теста"),
        default=dict,
        blank=True,
        help_text=_('Пройденные тесты и прочитанные страницы: {"quizzes": ["consent"], "pages": ["standards/consent"]}'),
    )
    rules_text = models.TextField(
        _("правила организации"), blank=True, help_text=_("Добавляются к общим правилам, которые подтверждают перед аттестацией.")
    )
    opens_at = models.DateTimeField(_("открыт с"), null=True, blank=True)
    closes_at = models.DateTimeField(_("открыт до"), null=True, blank=True)
    feedback_policy = models.CharField(_("что показать после"), max_length=16, choices=Feedback.choices, default=Feedback.AFTER)
    gives_certificate = models.BooleanField(_("даёт сертификат"), default=False)
    certificate_months = models.PositiveSmallIntegerField(_("сертификат действует, месяцев"), default=36)
    markers_needed = models.PositiveSmallIntegerField(
        _("сколько человек проверяют письменный ответ"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(2)],
        help_text=_("Двое проверяют независимо; при аттестации — всегда двое."),
    )
    marking_margin = models.PositiveSmallIntegerField(
        _("допустимое расхождение проверяющих, % балла"),
        default=20,
        validators=[MaxValueValidator(100)],
        help_text=_("Если проверяющие разошлись больше, ответ читает третий."),
    )
    requires_sitting = models.BooleanField(
        _("только на групповой сдаче"), default=False, help_text=_("Начать можно, только введя код экзаменатора.")
    )
    rests_on = models.JSONField(_("версии стандартов"), default=list, blank=True)
    is_published = models.BooleanField(_("опубликован"), default=False)
    created_at = models.DateTimeField(_("создан"), auto_now_add=True)

    class Meta:
        verbose_name = _("тест")
        verbose_name_plural = _("тесты")
        ordering: ClassVar[list[str]] = ["title"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # The address /<language>/quizzes/<slug>/ must name one quiz.
            models.UniqueConstraint("slug", "language", name="quiz_slug_once_a_language"),
            models.UniqueConstraint("translation_key", "language", name="quiz_once_a_language"),
            # What an employer relies on is never marked by one person alone; three would leave nobody to settle a difference.
            models.CheckConstraint(
                condition=models.Q(markers_needed=2) | (models.Q(markers_needed=1) & ~models.Q(purpose="certification")),
                name="quiz_markers_fit_purpose",
            ),
            # A check on the way gives the key of a certification away; marks for certainty may exceed those of knowledge.
            models.CheckConstraint(
                condition=~models.Q(purpose="certification") | models.Q(behaviour="deferred"),
                name="quiz_certification_is_deferred",
            ),
            # A cut score outside of 0 to 100 % would pass everybody or nobody.
            models.CheckConstraint(condition=models.Q(cut_score__gte=0, cut_score__lte=100), name="quiz_cut_score_is_percent"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuses rules that contradict each other, in the words of the form."""
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("Тест закрывается раньше, чем открывается.")})
        if self.feedback_policy == self.Feedback.CLOSED and not self.closes_at:
            raise ValidationError({"feedback_policy": _("Разбор после закрытия: укажите, когда тест закрывается.")})
        if self.purpose == self.Purpose.CERTIFICATION and self.behaviour != self.Behaviour.DEFERRED:
            raise ValidationError({"behaviour": _("В аттестации ответы проверяются только после сдачи.")})
        parts = self.prerequisites
        known = isinstance(parts, dict) and set(parts) <= {"quizzes", "pages"}
        if not known or not all(isinstance(part, list) and all(isinstance(one, str) for one in part) for part in parts.values()):
            example = '{"quizzes": ["consent"], "pages": ["standards/consent"]}'
            raise ValidationError({"prerequisites": _("Пишите так: %(example)s") % {"example": example}})
        if self.slug in parts.get("quizzes", ()):
            raise ValidationError({"prerequisites": _("Тест не может требовать сам себя.")})

    @property
    def is_certification(self) -> bool:
        """Whether an employer relies on the outcome: then waiting times, a plan and a declaration apply by default."""
        return self.purpose == self.Purpose.CERTIFICATION

    def days_to_wait(self, failures: int) -> int:
        """Days between the last of so many failures in a row and the next attempt."""
        if not failures:
            return 0
        days, usual = (self.first_wait_days, FIRST_WAIT_DAYS) if failures == 1 else (self.later_wait_days, LATER_WAIT_DAYS)
        return days if days is not None else usual * self.is_certification

    def needs_plan(self, failures: int) -> bool:
        """Whether a curator has to confirm a plan before the attempt that follows so many failures in a row."""
        after = PLAN_AFTER * self.is_certification if self.plan_after is None else self.plan_after
        return bool(after) and failures >= after


class TestForm(Appended):
    """A form as assembled: which item versions in which order, and the rules that held then. Never changes."""

    __test__ = False  # not a test, whatever pytest makes of the name

    quiz = models.ForeignKey(Quiz, verbose_name=_("тест"), on_delete=models.PROTECT, related_name="forms")
    seed = models.CharField(_("зерно"), max_length=64)
    title = models.CharField(_("название"), max_length=160)
    language = models.CharField(_("язык"), max_length=8)
    blueprint = models.JSONField(_("план"))
    behaviour = models.CharField(_("когда проверяется ответ"), max_length=16, default="deferred")
    cut_score = models.DecimalField(_("проходной балл, %"), max_digits=5, decimal_places=2)
    competency_cut_scores = models.JSONField(_("проходной балл по компетенциям, %"), default=dict)
    time_limit_minutes = models.PositiveSmallIntegerField(_("время, минут"), null=True)
    feedback_policy = models.CharField(_("что показать после"), max_length=16)
    answers_from = models.DateTimeField(_("разбор не раньше"), null=True)
    certificate_months = models.PositiveSmallIntegerField(_("сертификат действует, месяцев"), null=True)
    rests_on = models.JSONField(_("версии стандартов"), default=list)
    created_at = models.DateTimeField(_("собрана"), auto_now_add=True)

    class Meta:
        verbose_name = _("вариант теста")
        verbose_name_plural = _("варианты тестов")

    def __str__(self) -> str:
        return f"{self.title} / {self.seed}"


class FormItem(Appended):
    """One item of a form: its place (from 1), the version asked, the order in which its options are shown."""

    form = models.ForeignKey(TestForm, verbose_name=_("вариант"), on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("место"))
    version = models.ForeignKey(
        ItemVersion, verbose_name=_("версия вопроса"), on_delete=models.PROTECT, related_name="form_items"
    )
    option_order = models.JSONField(_("порядок вариантов"), default=list)

    class Meta:
        verbose_name = _("вопрос варианта")
        verbose_name_plural = _("вопросы варианта")
        ordering: ClassVar[list[str]] = ["form", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two items in one place: an answer would count for both.
            models.UniqueConstraint("form", "position", name="form_item_place_once"),
            # The same version twice in one form would be marked twice.
            models.UniqueConstraint("form", "version", name="form_item_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.version_id}"
