"""The results of people for those who may see them: per quiz, organisation and period."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.models import Attempt, Certificate, Outcome, Quiz
from quizzes.spreadsheets import Cell
from quizzes.staff import members, visible_people, workplaces

VIEW = "quizzes.view_outcome"


@dataclass(frozen=True)
class Choice:
    """What to show: a quiz in all its languages, an organisation by its code, days from and to (of the end); all optional."""

    quiz: Quiz | None = None
    organisation: str = ""
    since: date | None = None
    until: date | None = None


def results(viewer: Any, choice: Choice) -> QuerySet[Attempt]:
    """The finished attempts of people whom the viewer may see, the newest first. Practice on one's own is nobody's business."""
    rows = Attempt.objects.exclude(state=Attempt.State.OPEN).filter(candidate__in=visible_people(viewer), practice_of=None)
    if choice.quiz is not None:
        rows = rows.filter(quiz__translation_key=choice.quiz.translation_key)
    if choice.organisation:
        rows = rows.filter(candidate__in=members(choice.organisation))
    if choice.since:
        rows = rows.filter(finished_at__gte=_moment(choice.since, time.min))
    if choice.until:
        rows = rows.filter(finished_at__lte=_moment(choice.until, time.max))
    newest = Outcome.objects.order_by("-number").prefetch_related(
        Prefetch("certificate", queryset=Certificate.objects.prefetch_related("events"))
    )
    return (
        rows.select_related("candidate", "form")
        .prefetch_related(Prefetch("outcomes", queryset=newest))
        .order_by("-finished_at", "-pk")
    )


def _moment(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


@dataclass(frozen=True)
class ResultRow:
    """One attempt as a list shows it; `certificate` is the newest that an outcome of it earned."""

    attempt: Attempt
    workplace: str
    outcome: Outcome | None
    certificate: Certificate | None

    @property
    def verdict(self) -> str:
        if self.outcome is None or self.outcome.passed is None:
            return _("ждёт проверки")
        return _("пройдено") if self.outcome.passed else _("не пройдено")

    @property
    def percent(self) -> Decimal | None:
        """The share of the marks in per cent, cut to two decimals and not rounded up to a cut score; None until it is known."""
        if self.outcome is None or self.outcome.passed is None or not self.outcome.max_total:
            return None
        share = self.outcome.total / self.outcome.max_total * 10000
        return Decimal(share.numerator // share.denominator) / 100


def rows_of(attempts: Sequence[Attempt]) -> list[ResultRow]:
    """The attempts with their workplaces, newest outcomes and certificates; no query besides the workplaces'."""
    places = workplaces({attempt.candidate_id for attempt in attempts})
    return [_row(attempt, places.get(attempt.candidate_id, "")) for attempt in attempts]


def _row(attempt: Attempt, place: str) -> ResultRow:
    outcomes = list(attempt.outcomes.all())
    earned = [outcome.certificate for outcome in outcomes if hasattr(outcome, "certificate")]
    return ResultRow(attempt, place, outcomes[0] if outcomes else None, earned[0] if earned else None)


def table(attempts: Sequence[Attempt]) -> Iterator[list[Cell]]:
    """The rows of a spreadsheet, its heading first."""
    yield [
        _("Имя"),
        _("Почта"),
        _("Организация"),
        _("Тест"),
        _("Язык"),
        _("Попытка"),
        _("Начата"),
        _("Закончена"),
        _("Чем закончена"),
        _("Баллы"),
        _("Из"),
        "%",
        _("Итог"),
        _("Пересчётов"),
        _("Код сертификата"),
        _("Сертификат"),
    ]
    for row in rows_of(attempts):
        attempt, outcome, certificate = row.attempt, row.outcome, row.certificate
        yield [
            str(attempt.candidate),
            attempt.candidate.email,
            row.workplace,
            attempt.form.title,
            attempt.form.language,
            attempt.number,
            attempt.started_at,
            attempt.finished_at,
            attempt.get_state_display(),
            round(float(outcome.total), 4) if outcome else None,
            round(float(outcome.max_total), 4) if outcome else None,
            row.percent,
            row.verdict,
            outcome.number - 1 if outcome else None,
            certificate.code if certificate else "",
            certificate.status.label if certificate else "",
        ]
