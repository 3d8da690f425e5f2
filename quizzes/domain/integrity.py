"""Light signals of integrity, without spying: what the page of an item counts, speed, and identical wrong answers.

They are hints for an examiner, who may ask or look. Nothing follows from them by itself, and candidates are told before
they begin what is counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from quizzes import scoring
from quizzes.models import Attempt, IntegritySignal, ItemOutcome, Sitting
from quizzes.scoring.pace import Pace, pace, thresholds
from quizzes.scoring.similarity import likenesses

MOST_ROWS, MOST_SECONDS, MOST_TIMES = 400, 4 * 3600, 1000
MANY_LEAVES, MANY_PASTES, RARE = 5, 3, 0.05
# Answers that are given by choosing: two people who type the same wrong number may simply have made the same slip.
CHOSEN = ("single-choice", "multiple-response", "true-false", "matching", "ordering", "gap-select", "drag-words")


@transaction.atomic
def record_signal(attempt: Attempt, position: int, *, seconds: int, focus_lost: int, pastes: int) -> IntegritySignal | None:
    """Appends what the page of one item counted; None where the attempt is over, or has sent more than a page can.

    The figures come from the browser: they may be missing or wrong, which is one more reason to call them hints.
    """
    locked = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if not locked.is_open or locked.is_over() or locked.integrity_signals.count() >= MOST_ROWS:
        return None
    return IntegritySignal.objects.create(
        attempt=locked,
        position=position,
        seconds=min(max(seconds, 0), MOST_SECONDS),
        focus_lost=min(max(focus_lost, 0), MOST_TIMES),
        pastes=min(max(pastes, 0), MOST_TIMES),
        recorded_at=timezone.now(),
    )


@dataclass(frozen=True)
class Counted:
    """What was counted for one attempt."""

    attempt: Attempt
    focus_lost: int
    pastes: int
    pace: Pace

    @property
    def is_notable(self) -> bool:
        """Whether an examiner should see it at all."""
        return self.focus_lost >= MANY_LEAVES or self.pastes >= MANY_PASTES or self.pace.is_unusual


@dataclass(frozen=True)
class Alike:
    """Two attempts with more identical wrong answers than chance explains; `probability` is corrected for all pairs."""

    first: Attempt
    second: Attempt
    identical: int
    both_wrong: int
    items: int
    expected: float
    probability: float


@dataclass(frozen=True)
class Hints:
    """What an examiner may look at: notable counts, pairs that answered alike; and how many were compared."""

    attempts: int
    counted: tuple[Counted, ...]
    alike: tuple[Alike, ...]
    compared: int


def attempts_of_sitting(sitting: Sitting) -> QuerySet[Attempt]:
    """The finished attempts of a sitting: answers of running ones would give themselves away."""
    rows = Attempt.objects.filter(sitting_attempt__admission__sitting=sitting).exclude(state=Attempt.State.OPEN)
    return rows.select_related("candidate").order_by("pk")


def hints(attempts: Iterable[Attempt]) -> Hints:
    """The hints for a group of finished attempts; three queries."""
    listed = list(attempts)
    rows = _rows(listed)
    alike, compared = _alike(listed, rows)
    return Hints(len(listed), tuple(one for one in _counted(listed, rows) if one.is_notable), alike, compared)


def _rows(attempts: Sequence[Attempt]) -> dict[int, list[ItemOutcome]]:
    """The rows of each attempt's first outcome: later ones know what was decided after, not what was answered."""
    found: dict[int, list[ItemOutcome]] = {attempt.pk: [] for attempt in attempts}
    rows = ItemOutcome.objects.filter(outcome__attempt__in=found, outcome__number=1)
    for row in rows.select_related("outcome", "response", "form_item__version"):
        found[row.outcome.attempt_id].append(row)
    return found


# --- what the pages counted ---


def _counted(attempts: Sequence[Attempt], rows: dict[int, list[ItemOutcome]]) -> list[Counted]:
    sums: dict[int, list[int]] = {attempt.pk: [0, 0] for attempt in attempts}
    seconds: dict[int, dict[Any, float]] = {attempt.pk: {} for attempt in attempts}
    versions = {(pk, row.form_item.position): row.form_item.version_id for pk, group in rows.items() for row in group}
    for signal in IntegritySignal.objects.filter(attempt__in=sums):
        sums[signal.attempt_id][0] += signal.focus_lost
        sums[signal.attempt_id][1] += signal.pastes
        version = versions.get((signal.attempt_id, signal.position))
        if version is not None:
            spent = seconds[signal.attempt_id]
            spent[version] = spent.get(version, 0) + signal.seconds
    limits = thresholds(_by_version(seconds.values()))
    return [Counted(attempt, *sums[attempt.pk], pace(seconds[attempt.pk], limits)) for attempt in attempts]


def _by_version(seconds: Iterable[dict[Any, float]]) -> dict[Any, list[float]]:
    times: dict[Any, list[float]] = {}
    for one in seconds:
        for version, spent in one.items():
            times.setdefault(version, []).append(spent)
    return times


# --- identical answers ---


def _alike(attempts: Sequence[Attempt], rows: dict[int, list[ItemOutcome]]) -> tuple[tuple[Alike, ...], int]:
    patterns: list[dict[Any, Any]] = []
    key: dict[Any, Any] = {}
    for attempt in attempts:
        pattern = {}
        for row in rows[attempt.pk]:
            answer = row.response.answer if row.response else None
            if answer is None or row.form_item.version.kind not in CHOSEN:
                continue
            key[row.form_item.version_id] = True
            is_right = row.verdict == scoring.Verdict.RIGHT
            pattern[row.form_item.version_id] = is_right or row.form_item.version.content.response_text(answer)
        patterns.append(pattern)
    found = likenesses(patterns, key)
    rare = [one for one in found if one.corrected < RARE and one.identical > one.expected]
    return tuple(
        Alike(
            attempts[one.first],
            attempts[one.second],
            one.identical,
            one.both_wrong,
            one.items,
            one.expected,
            one.corrected,
        )
        for one in rare
    ), len(found)
