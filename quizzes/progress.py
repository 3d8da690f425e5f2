"""The way of a candidate through the attempts at a quiz: rows of a table, and points of a small chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from quizzes.domain.admission import attempts_of
from quizzes.models import Attempt, Outcome, Quiz

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 480, 200, 44, 30, 38
SHOWN = 12
_WORDS = {True: _("Пройдено"), False: _("Пока не пройдено"), None: _("Ждём проверки")}


@dataclass(frozen=True)
class Step:
    """A finished attempt: when it ended, the share in per cent, what was needed, and the verdict, None until it is known."""

    attempt: Attempt
    finished_at: datetime
    percent: int
    needed: Decimal
    passed: bool | None

    @property
    def is_waiting(self) -> bool:
        """Whether a person has still to mark what decides it."""
        return self.passed is None

    @property
    def word(self) -> str:
        """The verdict in a word."""
        return str(_WORDS[self.passed])

    @property
    def kind(self) -> str:
        """How the chart draws it."""
        return "good" if self.passed else "care"


def steps_of(quiz: Quiz, candidate: Any) -> list[Step]:
    """The finished attempts with their newest outcomes, the oldest first; two queries."""
    finished = attempts_of(quiz, candidate).exclude(state=Attempt.State.OPEN).select_related("form")
    rows = finished.order_by("number").prefetch_related("outcomes")
    return [_step(attempt, attempt.outcomes.all()[0]) for attempt in rows if attempt.outcomes.all()]


def _step(attempt: Attempt, outcome: Outcome) -> Step:
    return Step(attempt, attempt.finished_at, round(outcome.percent), attempt.form.cut_score, outcome.passed)


@dataclass(frozen=True)
class Point:
    x: int
    y: int
    number: int
    percent: int
    kind: str


@dataclass(frozen=True)
class Chart:
    """A line over the attempts, 0 to 100 %, with the cut score as a level; coordinates in units of the drawing."""

    points: Sequence[Point]
    cut_y: int
    cut: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    base: int = HEIGHT - BOTTOM
    top: int = TOP

    @property
    def line(self) -> str:
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def _y(percent: float) -> int:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * min(100.0, max(0.0, percent)) / 100)


def chart_of(steps: Sequence[Step]) -> Chart | None:
    """The chart of the last twelve attempts; None under two, where there is no way to show."""
    shown = [step for step in steps if not step.is_waiting][-SHOWN:]
    if len(shown) < 2:
        return None
    gap = (WIDTH - LEFT - 32) / (len(shown) - 1)
    points = [
        Point(round(LEFT + 16 + gap * place), _y(step.percent), step.attempt.number, step.percent, step.kind)
        for place, step in enumerate(shown)
    ]
    needed = shown[-1].needed
    return Chart(points, _y(float(needed)), f"{needed.normalize():f}")
