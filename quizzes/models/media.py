"""Pictures of items, kept by what is in them, and files that wait for their import to be confirmed."""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.models.appended import Appended
from quizzes.models.items import ItemVersion

IMPORT_LIFETIME = timedelta(hours=24)


class MediaFile(Appended):
    """A picture, once, whoever brought it: items name it by `key`, so a version always shows what it showed.

    It lies in the database and not among the uploads: those are served to everybody, this to who may see the item.
    """

    key = models.CharField(_("ключ"), max_length=80, unique=True)
    name = models.CharField(_("имя файла"), max_length=200)
    mime = models.CharField(_("тип"), max_length=32)
    width = models.PositiveIntegerField(_("ширина"))
    height = models.PositiveIntegerField(_("высота"))
    content = models.BinaryField(_("содержание"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("автор"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("добавлен"), auto_now_add=True)

    class Meta:
        verbose_name = _("картинка вопроса")
        verbose_name_plural = _("картинки вопросов")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A picture without a size would make the page jump and a hotspot point nowhere.
            models.CheckConstraint(condition=models.Q(width__gt=0, height__gt=0), name="media_file_has_a_size"),
        ]

    def __str__(self) -> str:
        return self.name


class VersionMedia(Appended):
    """A version shows a picture: who may see the item may see it, and nobody else."""

    version = models.ForeignKey(ItemVersion, verbose_name=_("версия"), on_delete=models.PROTECT, related_name="media")
    media = models.ForeignKey(MediaFile, verbose_name=_("картинка"), on_delete=models.PROTECT, related_name="versions")

    class Meta:
        verbose_name = _("картинка версии")
        verbose_name_plural = _("картинки версий")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # The same picture twice in one item is one fact.
            models.UniqueConstraint("version", "media", name="version_media_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.media_id}"


class PendingImport(models.Model):
    """An uploaded bank between its preview and the confirmation. Only its uploader sees it; a day later it is gone."""

    public_id = models.UUIDField(_("номер в адресе"), default=uuid.uuid4, unique=True, editable=False)
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("кто загрузил"), on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("имя файла"), max_length=200)
    format = models.CharField(_("формат"), max_length=16)
    language = models.CharField(_("язык"), max_length=8)
    content = models.BinaryField(_("содержание"))
    report = models.JSONField(_("что будет сделано"), default=dict)
    created_at = models.DateTimeField(_("загружен"), auto_now_add=True)

    class Meta:
        verbose_name = _("загруженный банк")
        verbose_name_plural = _("загруженные банки")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        """Whether the day in which it may be confirmed has passed."""
        return timezone.now() - self.created_at >= IMPORT_LIFETIME
