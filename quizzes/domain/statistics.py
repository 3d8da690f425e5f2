"""Statistics of a quiz for a cohort: read in a constant number of queries, computed by the pure core.

No name and no address of a candidate is read here: attempts are told apart by the candidate's number only.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast

from quizzes.cohorts import within
from quizzes.models import Attempt, ItemOutcome, ItemVersion, Outcome, Quiz
from quizzes.scoring import Item
from quizzes.scoring.assembly import Blueprint, Candidate
from quizzes.scoring.codec import load_response
from quizzes.scoring.guessing import random_guess_score
from quizzes.scoring.places import places_of
from quizzes.scoring.quiz_report import Answer, QuizReport, Sitting, VersionFacts, quiz_report
from quizzes.scoring.response_classes import classes_of, parts_of

# Figures of fewer people would tell what one of them got (ours, docs/statistics.md).
MIN_PEOPLE = 5
WHICH = ("all", "first", "best", "last")


@dataclass(frozen=True)
class Cohort:
    """Whose attempts: `which` of a person's ("all", "first", "best", "last"), finished when, of which groups, by which plan.

    `plan` is the digest of a `Plan`; empty takes the one of the newest attempt.
    """

    which: str = "all"
    since: date | None = None
    until: date | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    plan: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves anybody out."""
        return bool(self.since or self.until or self.groups)


@dataclass(frozen=True)
class Plan:
    """A plan that attempts were drawn by. Totals of different plans cannot be compared, so each is reported by itself."""

    digest: str
    text: str
    attempts: int
    newest: Any


@dataclass(frozen=True)
class CohortReport:
    """The report of a cohort. `report` is None without attempts, and where `is_hidden` as too few people are in it.

    `unmarked` attempts wait for a person's mark and are left out; `plans` are all plans met, the newest first.
    """

    quiz: Quiz
    cohort: Cohort
    report: QuizReport | None
    people: int
    unmarked: int
    is_hidden: bool
    plans: tuple[Plan, ...]
    plan: Plan | None
    blueprint: Blueprint
    versions: Mapping[str, ItemVersion]


@dataclass(frozen=True)
class _Sat:
    """A finished attempt as read: its outcome, whose it is, its total as a share, its plan."""

    outcome: int
    candidate: int
    number: int
    finished_at: Any
    share: Fraction
    passed: bool | None
    plan: str


@dataclass(frozen=True)
class _Marked:
    version: int
    position: int
    mark: Fraction
    full: Fraction
    response: str


def cohort_report(quiz: Quiz, cohort: Cohort | None = None) -> CohortReport:
    """The report of a quiz for a cohort, whatever its size in four queries and one per group filter."""
    cohort = cohort or Cohort()
    sat = _finished(quiz, cohort)
    plans = _plans(sat)
    plan = next((one for one in plans if one.digest == cohort.plan), plans[0] if plans else None)
    chosen = _chosen([one for one in sat if plan and one.plan == plan.text], cohort.which)
    people = len({one.candidate for one in chosen})
    blueprint = _blueprint(plan)
    if not chosen or (cohort.is_narrowed and people < MIN_PEOPLE):
        return CohortReport(quiz, cohort, None, people, 0, bool(chosen), plans, plan, blueprint, {})
    marked, unmarked = _marked(quiz, {one.outcome for one in chosen})
    versions = _versions({row.version for rows in marked.values() for row in rows})
    sittings = _sittings([one for one in chosen if one.outcome in marked], marked, versions, blueprint)
    report = quiz_report(sittings, _facts(versions, marked), cut_percent=Fraction(quiz.cut_score)) if sittings else None
    return CohortReport(quiz, cohort, report, people, unmarked, False, plans, plan, blueprint, versions)


def _finished(quiz: Quiz, cohort: Cohort) -> list[_Sat]:
    attempts = Attempt.objects.filter(quiz=quiz, practice_of=None).exclude(state=Attempt.State.OPEN)
    if cohort.which == "first":
        earlier = attempts.filter(candidate=OuterRef("candidate"), number__lt=OuterRef("number"))
        attempts = attempts.filter(~Exists(earlier))
    if cohort.since:
        attempts = attempts.filter(finished_at__date__gte=cohort.since)
    if cohort.until:
        attempts = attempts.filter(finished_at__date__lte=cohort.until)
    attempts = within(attempts, cohort.groups)
    newest = Outcome.objects.filter(attempt__in=attempts.order_by().values("pk"))
    rows = newest.order_by("attempt_id", "number").values_list(
        "pk",
        "attempt_id",
        "attempt__candidate_id",
        "attempt__number",
        "attempt__finished_at",
        "total",
        "max_total",
        "passed",
        Cast("attempt__form__blueprint", TextField()),
    )
    # A later outcome (a regrade, a person's marks) takes the place of the earlier one.
    latest = {row[1]: row for row in rows}
    return [_Sat(pk, who, n, at, t / m if m else Fraction(0), ok, plan) for pk, _a, who, n, at, t, m, ok, plan in latest.values()]


def _plans(sat: Iterable[_Sat]) -> tuple[Plan, ...]:
    counts: dict[str, list[Any]] = {}
    for one in sat:
        counts.setdefault(one.plan, []).append(one.finished_at)
    plans = [Plan(hashlib.sha256(text.encode()).hexdigest()[:12], text, len(at), max(at)) for text, at in counts.items()]
    return tuple(sorted(plans, key=lambda plan: plan.newest, reverse=True))


def _blueprint(plan: Plan | None) -> Blueprint:
    empty = Blueprint(())
    if plan is None:
        return empty
    try:
        return Blueprint.from_json(json.loads(plan.text))
    except (KeyError, TypeError, AttributeError):
        return empty  # a plan of another time: its items keep their names, those drawn stand in no cell


def _chosen(sat: Sequence[_Sat], which: str) -> list[_Sat]:
    """One attempt of each person where the cohort asks for one, in the order of the attempts."""
    if which in ("all", "first"):
        return list(sat)
    best: dict[int, _Sat] = {}
    for one in sat:
        known = best.get(one.candidate)
        is_better = known is None or (one.number > known.number if which == "last" else one.share > known.share)
        if is_better:
            best[one.candidate] = one
    return list(best.values())


def _marked(quiz: Quiz, outcomes: set[int]) -> tuple[dict[int, list[_Marked]], int]:
    """The marks of each outcome, and how many outcomes still wait for a person's mark."""
    number = cache(Fraction)
    rows = ItemOutcome.objects.filter(outcome__attempt__quiz=quiz, outcome__attempt__practice_of=None).order_by()
    listed = rows.values_list(
        "outcome_id",
        "form_item__version_id",
        "form_item__position",
        # As text: a fraction that occurs sixty thousand times is read once.
        Cast("fraction", TextField()),
        Cast("max_mark", TextField()),
        Cast("response__content", TextField()),
    )
    found: dict[int, list[_Marked]] = {}
    waiting = set()
    for outcome, version, position, share, full, response in listed.iterator(chunk_size=5000):
        if outcome not in outcomes or full == "0":
            continue
        if share is None:
            waiting.add(outcome)
        else:
            found.setdefault(outcome, []).append(
                _Marked(version, position, number(share) * number(full), number(full), response or "")
            )
    return {outcome: marks for outcome, marks in found.items() if outcome not in waiting}, len(waiting)


def _versions(keys: set[int]) -> dict[str, ItemVersion]:
    """The versions met by their number as text, in the order of the bank."""
    rows = ItemVersion.objects.filter(pk__in=keys).select_related("item").order_by("item__code", "number")
    return {str(row.pk): row for row in rows}


def _facts(versions: Mapping[str, ItemVersion], marked: Mapping[int, Sequence[_Marked]]) -> dict[str, VersionFacts]:
    full: dict[int, Fraction] = {}
    for rows in marked.values():
        for row in rows:
            full[row.version] = max(full.get(row.version, row.full), row.full)
    return {
        key: VersionFacts(
            version.item.code,
            version.kind,
            full[version.pk],
            parts_of(version.content, version.item.language),
            random_guess_score(version.content),
        )
        for key, version in versions.items()
    }


def _sittings(
    sat: Sequence[_Sat], marked: Mapping[int, Sequence[_Marked]], versions: Mapping[str, ItemVersion], blueprint: Blueprint
) -> list[Sitting]:
    forms = {str(one.outcome): sorted(marked[one.outcome], key=lambda row: row.position) for one in sat}
    drawable = {key: _candidate(version) for key, version in versions.items()}
    places = places_of(blueprint, {name: [drawable[str(row.version)] for row in rows] for name, rows in forms.items()})
    sort_in = _sorter(versions)
    return [
        Sitting(
            {
                str(row.version): Answer(
                    places[name][drawable[str(row.version)].code], row.mark, sort_in(row.version, row.response)
                )
                for row in forms[name]
            },
            form=_form_name(forms[name]),
            has_passed=one.passed,
        )
        for one in sat
        for name in [str(one.outcome)]
    ]


def _candidate(version: ItemVersion) -> Candidate:
    return Candidate(version.item.code, version.competency, version.difficulty, version.kind)


def _form_name(rows: Sequence[_Marked]) -> str:
    """The same name for the same questions, in whatever order they were shown."""
    listed = ",".join(str(version) for version in sorted(row.version for row in rows))
    return hashlib.sha256(listed.encode()).hexdigest()[:8]


def _sorter(versions: Mapping[str, ItemVersion]) -> Any:
    """The classes of a response as stored; the same text of the same version is read once."""
    items: dict[int, Item] = {version.pk: version.content for version in versions.values()}

    @cache
    def sort_in(version: int, response: str) -> tuple[tuple[str, str], ...]:
        content = json.loads(response) if response else None
        return classes_of(items[version], load_response(content) if content is not None else None)

    return sort_in
