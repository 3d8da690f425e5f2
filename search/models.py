"""What search remembers: counts of queries without anybody's data, questions to methodologists, concepts."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from search.text import LANGUAGES

LAST = 10_000
"""Place of a concept that is not in the file yet."""


class QueryCount(models.Model):
    """How often a query was asked on a day, and what came of it. Holds neither person, address nor time of day."""

    day = models.DateField(_("день"))
    lang = models.CharField(_("язык"), max_length=5)
    text = models.CharField(_("запрос"), max_length=120)
    searches = models.PositiveIntegerField(_("сколько раз искали"), default=0)
    results = models.PositiveIntegerField(_("найдено"), default=0)
    opened = models.PositiveIntegerField(_("открыто результатов"), default=0)

    class Meta:
        verbose_name = _("запрос")
        verbose_name_plural = _("запросы")
        constraints: ClassVar = [
            # One row a day: two searches at once would otherwise count apart.
            models.UniqueConstraint(fields=["day", "lang", "text"], name="one_count_a_day"),
        ]
        indexes: ClassVar = [
            # Suggestions look past queries up by their beginning.
            models.Index(fields=["lang", "text"], name="query_by_text"),
        ]

    def __str__(self) -> str:
        return self.text


class Question(models.Model):
    """What somebody did not find and asks a methodologist."""

    text = models.TextField(_("вопрос"), max_length=2000)
    query = models.CharField(_("что искали"), max_length=500, blank=True)
    lang = models.CharField(_("язык"), max_length=5)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("кто спросил"),
    )
    asked_at = models.DateTimeField(_("когда"), auto_now_add=True)
    answer = models.TextField(_("ответ"), blank=True)
    is_closed = models.BooleanField(_("закрыт"), default=False)

    class Meta:
        verbose_name = _("вопрос методисту")
        verbose_name_plural = _("вопросы методисту")
        ordering: ClassVar = ["is_closed", "-asked_at"]

    def __str__(self) -> str:
        return self.text[:80]


class Concept(models.Model):
    """A row of the thesaurus: words in three languages that mean the same. One word or phrase a line."""

    code = models.CharField(
        _("код"),
        max_length=80,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9-]*$", _("Латинские буквы, цифры и дефис, начиная с буквы."))],
        help_text=_("Один и тот же во всех языках; после сохранения не меняйте."),
    )
    ru = models.TextField(_("по-русски"), blank=True, help_text=_("Слово, синонимы, сокращения. По одному в строке."))
    en = models.TextField(_("по-английски"), blank=True)
    id_words = models.TextField(_("по-индонезийски"), blank=True)
    position = models.PositiveIntegerField(_("место в файле"), default=LAST, editable=False)

    class Meta:
        verbose_name = _("понятие")
        verbose_name_plural = _("словарь поиска")
        ordering: ClassVar = ["position", "code"]

    def __str__(self) -> str:
        return f"{self.code}: {', '.join(self.words('ru')[:2])}"

    def words(self, lang: str) -> list[str]:
        """Return the words in a language, the preferred one first."""
        return [line.strip() for line in self._column(lang).splitlines() if line.strip()]

    def set_words(self, lang: str, words: list[str]) -> None:
        """Replace the words in a language."""
        setattr(self, self._name(lang), "\n".join(dict.fromkeys(words)))

    def _column(self, lang: str) -> str:
        return str(getattr(self, self._name(lang)))

    @staticmethod
    def _name(lang: str) -> str:
        if lang not in LANGUAGES:
            raise ValueError(f"no language {lang!r}; the thesaurus has {', '.join(LANGUAGES)}")
        return "id_words" if lang == "id" else lang
