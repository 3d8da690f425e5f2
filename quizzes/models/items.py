"""The item bank: an item is a place in the bank, its versions are what candidates answer."""

import uuid
from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes import scoring
from quizzes.models.appended import Appended
from quizzes.scoring.codec import load_item


class Item(models.Model):
    """A question of the bank.

    `current_version` moves in `domain.bank.add_version`, `status` and `reviewer` in the verbs of `domain.review`.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Черновик")
        IN_REVIEW = "in_review", _("На проверке")
        APPROVED = "approved", _("Одобрен")
        RETIRED = "retired", _("Снят")

    code = models.CharField(_("код"), max_length=80, unique=True, help_text=_("Постоянное имя, например ru-c1-001."))
    language = models.CharField(_("язык"), max_length=8, choices=settings.LANGUAGES)
    category = models.CharField(_("раздел банка"), max_length=200, blank=True)
    status = models.CharField(_("состояние"), max_length=16, choices=Status.choices, default=Status.DRAFT)
    translation_key = models.UUIDField(_("ключ переводов"), default=uuid.uuid4, db_index=True, editable=False)
    current_version = models.ForeignKey(
        "quizzes.ItemVersion",
        verbose_name=_("действующая версия"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("кто проверяет"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="items_to_review",
        help_text=_("Пусто — может проверить любой, у кого есть право проверки, кроме автора."),
    )
    created_at = models.DateTimeField(_("создан"), auto_now_add=True)

    class Meta:
        verbose_name = _("вопрос")
        verbose_name_plural = _("вопросы")
        ordering: ClassVar[list[str]] = ["code"]
        # Writing (add, change) and judging are two rights: the reviewer of an item is not its author.
        permissions: ClassVar[list[tuple[str, str]]] = [("review_item", "Can review item")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # One question has one text per language; a second would be drawn as if it were another question.
            models.UniqueConstraint("translation_key", "language", name="item_once_a_language"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # Serves assembly: the approved items of a language.
            models.Index(fields=["language", "status"], name="item_language_status"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.current_version.title if self.current_version else ''}"


class ItemVersion(Appended):
    """What an item said at one time, whole: text, key, feedback. Answers and scores point here and never move on."""

    item = models.ForeignKey(Item, verbose_name=_("вопрос"), on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("версия"))
    kind = models.CharField(_("тип"), max_length=32)
    title = models.CharField(_("название"), max_length=200)
    body = models.JSONField(_("содержание"))
    fingerprint = models.CharField(_("отпечаток"), max_length=64)
    competency = models.CharField(_("компетенция"), max_length=64, blank=True)
    difficulty = models.CharField(_("задуманная трудность"), max_length=16, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("автор"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("почему изменено"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("создана"), auto_now_add=True)

    class Meta:
        verbose_name = _("версия вопроса")
        verbose_name_plural = _("версии вопросов")
        ordering: ClassVar[list[str]] = ["item", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two people editing at once must not both write version 3.
            models.UniqueConstraint("item", "number", name="item_version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    @cached_property
    def content(self) -> scoring.Item:
        """The item as the scoring core knows it."""
        return load_item(self.body)


class ItemReference(models.Model):
    """What a version tests: `standards/legal#c-3-2` at a fingerprint of that text; blank as long as it is not pinned.

    The fingerprint is set once, by `domain.bank.pin_references`; when the text moves on, the question is stale.
    """

    version = models.ForeignKey(ItemVersion, verbose_name=_("версия"), on_delete=models.PROTECT, related_name="references")
    target = models.CharField(_("пункт"), max_length=200)
    fingerprint = models.CharField(_("отпечаток пункта"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("опора вопроса")
        verbose_name_plural = _("опоры вопросов")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # The same clause twice would be listed twice on the result page.
            models.UniqueConstraint("version", "target", name="item_reference_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # Serves "which questions rest on this clause", asked at every release of a standard.
            models.Index(fields=["target"], name="item_reference_target"),
        ]

    def __str__(self) -> str:
        return self.target


class ItemEvent(Appended):
    """One act of review: who did what with which version, when, and with what words.

    For a translation that was compared with its original, `version` is the original's version.
    """

    class Kind(models.TextChoices):
        SENT = "sent", _("Отправлен на проверку")
        APPROVED = "approved", _("Одобрен")
        RETURNED = "returned", _("Возвращён автору")
        RETIRED = "retired", _("Снят")
        REOPENED = "reopened", _("Снова черновик")
        CHANGED = "changed", _("Изменён после одобрения")
        COMPARED = "compared", _("Перевод сверен с оригиналом")

    item = models.ForeignKey(Item, verbose_name=_("вопрос"), on_delete=models.PROTECT, related_name="events")
    version = models.ForeignKey(ItemVersion, verbose_name=_("версия"), null=True, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("что сделано"), max_length=16, choices=Kind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("кто"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    comment = models.TextField(_("слова"), blank=True)
    created_at = models.DateTimeField(_("когда"), auto_now_add=True)

    class Meta:
        verbose_name = _("действие с вопросом")
        verbose_name_plural = _("действия с вопросами")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # An item that comes back without a word leaves its author guessing.
            models.CheckConstraint(
                condition=~models.Q(kind="returned") | ~models.Q(comment=""), name="item_returned_with_a_comment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.kind}"
