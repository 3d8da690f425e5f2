"""What was equal when files and pages were last synced."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

GONE = ""  # instead of a digest: the file was removed and its page taken down


class SyncedFile(models.Model):
    """The digest a file and its page had in common: the base of the next three-way comparison."""

    lang = models.CharField(_("язык"), max_length=8)
    path = models.CharField(_("путь"), max_length=200)
    digest = models.CharField(_("отпечаток"), max_length=64)
    synced_at = models.DateTimeField(_("когда"), default=timezone.now)

    class Meta:
        verbose_name = _("сверенный файл")
        verbose_name_plural = _("сверенные файлы")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two bases for one file would make the comparison a matter of luck.
            models.UniqueConstraint("lang", "path", name="synced_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.lang}/{self.path}"
