"""Setting the cut score: an Angoff panel of judges, its rounds, and the decisions that came of it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.models.appended import Appended
from quizzes.models.items import ItemVersion
from quizzes.models.quizzes import Quiz


class Panel(models.Model):
    """A panel for one quiz. `state` changes in `domain.standard_setting` only."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("Готовится")
        RATING = "rating", _("Эксперты оценивают")
        DISCUSSION = "discussion", _("Обсуждение")
        ADOPTED = "adopted", _("Балл принят")
        CANCELLED = "cancelled", _("Отменена")

    public_id = models.UUIDField(_("номер в адресе"), default=uuid.uuid4, unique=True, editable=False)
    quiz = models.ForeignKey(Quiz, verbose_name=_("тест"), on_delete=models.PROTECT, related_name="panels")
    title = models.CharField(_("название"), max_length=160)
    borderline = models.TextField(
        _("кто едва достоин допуска"),
        help_text=_("Опишите специалиста на границе: что он уже умеет и чего ещё не умеет."),
    )
    state = models.CharField(_("состояние"), max_length=16, choices=State.choices, default=State.PREPARING)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("кто собрал"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("создана"), auto_now_add=True)

    class Meta:
        verbose_name = _("экспертная панель")
        verbose_name_plural = _("экспертные панели")
        ordering: ClassVar[list[str]] = ["-created_at"]
        permissions: ClassVar[list[tuple[str, str]]] = [("judge_panel", _("Может быть экспертом панели"))]

    def __str__(self) -> str:
        return self.title


class PanelItem(Appended):
    """An item version that the judges rate; the set is frozen when the panel is made."""

    panel = models.ForeignKey(Panel, verbose_name=_("панель"), on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("место"))
    version = models.ForeignKey(ItemVersion, verbose_name=_("версия вопроса"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("вопрос панели")
        verbose_name_plural = _("вопросы панели")
        ordering: ClassVar[list[str]] = ["panel", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Pages are cut by place: two items in one would push one of them out of sight.
            models.UniqueConstraint("panel", "position", name="panel_item_place_once"),
            # An item rated twice would count twice in the cut score.
            models.UniqueConstraint("panel", "version", name="panel_item_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id}/{self.position}"


class Judge(models.Model):
    """A person invited to a panel. `number` is drawn by chance and is all that others ever see of the judge."""

    panel = models.ForeignKey(Panel, verbose_name=_("панель"), on_delete=models.PROTECT, related_name="judges")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("эксперт"), on_delete=models.PROTECT, related_name="panel_seats"
    )
    number = models.PositiveIntegerField(_("номер"))
    invited_at = models.DateTimeField(_("приглашён"), auto_now_add=True)

    class Meta:
        verbose_name = _("эксперт панели")
        verbose_name_plural = _("эксперты панели")
        ordering: ClassVar[list[str]] = ["panel", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A judge with two seats would count twice.
            models.UniqueConstraint("panel", "user", name="judge_once_a_panel"),
            # Two judges under one number would be taken for one.
            models.UniqueConstraint("panel", "number", name="judge_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id}/{self.number}"


class Round(models.Model):
    """One round of estimates; open as long as `closed_at` is empty. What the judges may know of the data is kept with it."""

    panel = models.ForeignKey(Panel, verbose_name=_("панель"), on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("круг"))
    opened_at = models.DateTimeField(_("открыт"))
    closed_at = models.DateTimeField(_("закрыт"), null=True, blank=True)
    facilities = models.JSONField(_("трудность по данным"), default=dict, blank=True)

    class Meta:
        verbose_name = _("круг оценок")
        verbose_name_plural = _("круги оценок")
        ordering: ClassVar[list[str]] = ["panel", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two people opening a round at once must not both open round 2.
            models.UniqueConstraint("panel", "number", name="round_number_once"),
            # Estimates must know which round they belong to.
            models.UniqueConstraint("panel", condition=models.Q(closed_at=None), name="round_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id}/{self.number}"


class Estimate(Appended):
    """How likely, in per cent, the borderline candidate answers an item rightly; the highest `sequence` counts."""

    round = models.ForeignKey(Round, verbose_name=_("круг"), on_delete=models.PROTECT, related_name="estimates")
    judge = models.ForeignKey(Judge, verbose_name=_("эксперт"), on_delete=models.PROTECT, related_name="estimates")
    item = models.ForeignKey(PanelItem, verbose_name=_("вопрос"), on_delete=models.PROTECT, related_name="estimates")
    sequence = models.PositiveIntegerField(_("по счёту"))
    percent = models.PositiveSmallIntegerField(_("вероятность, %"), validators=[MinValueValidator(0), MaxValueValidator(100)])
    recorded_at = models.DateTimeField(_("записана"))

    class Meta:
        verbose_name = _("оценка эксперта")
        verbose_name_plural = _("оценки экспертов")
        ordering: ClassVar[list[str]] = ["round", "judge", "item", "sequence"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two estimates at the same moment need an order.
            models.UniqueConstraint("round", "judge", "item", "sequence", name="estimate_sequence_once"),
            # A probability over 100 % would lift the cut score out of reach.
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="estimate_is_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.judge_id}/{self.item_id}: {self.percent}"


class PanelRemark(Appended):
    """What a judge says about an item while a round is discussed; shown to the others without a name."""

    round = models.ForeignKey(Round, verbose_name=_("круг"), on_delete=models.PROTECT, related_name="remarks")
    judge = models.ForeignKey(Judge, verbose_name=_("эксперт"), on_delete=models.PROTECT, related_name="remarks")
    item = models.ForeignKey(PanelItem, verbose_name=_("вопрос"), on_delete=models.PROTECT, related_name="remarks")
    text = models.TextField(_("замечание"), max_length=1000)
    written_at = models.DateTimeField(_("когда"))

    class Meta:
        verbose_name = _("замечание эксперта")
        verbose_name_plural = _("замечания экспертов")
        ordering: ClassVar[list[str]] = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.item_id}"


class CutScoreDecision(Appended):
    """A cut score as adopted: what it was, what it is, on which round it rests, who decided and why."""

    quiz = models.ForeignKey(Quiz, verbose_name=_("тест"), on_delete=models.PROTECT, related_name="cut_score_decisions")
    round = models.ForeignKey(
        Round, verbose_name=_("круг"), null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    before = models.DecimalField(_("было, %"), max_digits=5, decimal_places=2)
    after = models.DecimalField(_("стало, %"), max_digits=5, decimal_places=2)
    computed = models.DecimalField(_("по оценкам, %"), max_digits=5, decimal_places=2)
    standard_error = models.DecimalField(_("ошибка, %"), max_digits=5, decimal_places=2, null=True)
    judges = models.PositiveSmallIntegerField(_("экспертов"))
    is_provisional = models.BooleanField(_("предварительный"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("кто решил"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(_("почему"))
    decided_at = models.DateTimeField(_("когда"))

    class Meta:
        verbose_name = _("решение о проходном балле")
        verbose_name_plural = _("решения о проходном балле")
        ordering: ClassVar[list[str]] = ["-decided_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A cut score outside of 0 to 100 % would pass everybody or nobody.
            models.CheckConstraint(condition=models.Q(after__gte=0, after__lte=100), name="cut_decision_is_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.quiz}: {self.before} → {self.after}"
