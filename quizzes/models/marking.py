"""Marks given by people: one row per marker and answer, one row per criterion, never changed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.models.appended import Appended, FractionField
from quizzes.models.attempts import Response


class Mark(Appended):
    """What one person gave one answer. Numbers 1 and 2 are the independent markers, 3 settles a difference, later ones follow
    an accepted appeal; which of them decide is said by `quizzes.scoring.agreement.settled_fraction`."""

    response = models.ForeignKey(Response, verbose_name=_("ответ"), on_delete=models.PROTECT, related_name="marks")
    number = models.PositiveSmallIntegerField(_("по счёту"))
    marker = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("кто проверил"), on_delete=models.PROTECT, related_name="quiz_marks"
    )
    fraction = FractionField(_("доля"))
    comment = models.TextField(_("комментарий"), blank=True)
    marked_at = models.DateTimeField(_("когда"))

    class Meta:
        verbose_name = _("проверка ответа")
        verbose_name_plural = _("проверки ответов")
        ordering: ClassVar[list[str]] = ["response", "number"]
        default_permissions = ("view",)
        permissions: ClassVar[list[tuple[str, str]]] = [
            # Marking is a duty given to a person; settling a difference to somebody of more experience.
            ("mark_response", "Can mark responses"),
            ("adjudicate_response", "Can settle differences between markers"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two markers who save at the same moment must become the first and the second, not two firsts.
            models.UniqueConstraint("response", "number", name="mark_number_once"),
            # One person twice would not be two independent markers; a double click would not be either.
            models.UniqueConstraint("response", "marker", name="mark_once_a_marker"),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}/{self.number}: {self.fraction}"


class CriterionMark(Appended):
    """What a marker gave by one criterion of the rubric, and why."""

    mark = models.ForeignKey(Mark, verbose_name=_("проверка"), on_delete=models.PROTECT, related_name="criteria")
    place = models.PositiveSmallIntegerField(_("место"))
    title = models.CharField(_("критерий"), max_length=300)
    value = FractionField(_("баллы"))
    comment = models.TextField(_("комментарий"), blank=True)

    class Meta:
        verbose_name = _("оценка по критерию")
        verbose_name_plural = _("оценки по критериям")
        ordering: ClassVar[list[str]] = ["mark", "place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A criterion counts once in a mark.
            models.UniqueConstraint("mark", "place", name="criterion_mark_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.value}"
