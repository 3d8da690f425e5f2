"""Setting the cut score by an Angoff panel: items and judges, rounds of estimates, discussion, the score adopted."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.domain.errors import QuizError
from quizzes.domain.forms import draw_codes
from quizzes.domain.oversight import note
from quizzes.domain.statistics import cohort_report
from quizzes.letters import tell
from quizzes.models import CutScoreDecision, Estimate, Item, Judge, Panel, PanelItem, PanelRemark, Quiz, Round
from quizzes.permissions import people_with
from quizzes.scoring.angoff import AngoffResult, EstimateSpread, angoff, spread_of
from quizzes.scoring.flags import USUAL

MAY_JUDGE = "quizzes.judge_panel"
MIN_PANEL = 2
CENT = Decimal("0.01")


@dataclass(frozen=True)
class PanelResult:
    """What a round came to: `result` in marks of `full`, None before anybody has rated all items; spreads by item.

    `complete` and `started` count the judges; only complete estimates enter the result.
    """

    round: Round
    full: float
    result: AngoffResult | None
    spreads: Mapping[int, EstimateSpread]
    complete: int
    started: int

    def percent(self, marks: float) -> float:
        """Marks as a share of the whole, in per cent."""
        return 100 * marks / self.full if self.full else 0.0

    @property
    def cut(self) -> float | None:
        """The cut score in per cent."""
        return None if self.result is None else self.percent(self.result.cut)

    @property
    def standard_error(self) -> float | None:
        """Its standard error in points of per cent; None for a single judge."""
        error = self.result.standard_error if self.result else None
        return None if error is None else self.percent(error)

    @property
    def cuts(self) -> list[float]:
        """The cuts of the judges in per cent, in order, so that nobody can tell whose is whose."""
        return sorted(self.percent(cut) for cut in self.result.judges) if self.result else []


def people_who_judge() -> Any:
    """Those who may be invited."""
    return people_with(MAY_JUDGE)


@transaction.atomic
def create_panel(quiz: Quiz, *, title: str, borderline: str, actor: Any, seed: str = "") -> Panel:
    """A panel for a form drawn by the quiz's plan; its items are fixed from now on. BankError where the bank is too small.

    QuizError without the words on who is barely competent: judges would each think of somebody else.
    """
    if not borderline.strip():
        raise QuizError(_("Опишите специалиста на границе: без этого каждый эксперт представит своего."))
    codes = draw_codes(quiz, seed or secrets.token_hex(8))
    items = {item.code: item for item in Item.objects.filter(code__in=codes).select_related("current_version")}
    versions = [items[code].current_version for code in codes]
    rated = [version for version in versions if version.content.carries_mark]
    if not rated:
        raise QuizError(_("В плане теста нет вопросов с баллом: оценивать нечего."))
    panel = Panel.objects.create(quiz=quiz, title=title.strip() or quiz.title, borderline=borderline.strip(), author=actor)
    PanelItem.objects.bulk_create(PanelItem(panel=panel, position=n, version=one) for n, one in enumerate(rated, start=1))
    note("panel.created", panel, actor=actor, quiz=quiz.pk, items=len(rated))
    return panel


def _locked(panel: Panel, *states: str) -> Panel:
    locked = Panel.objects.select_for_update(of=("self",)).select_related("quiz").get(pk=panel.pk)
    if locked.state not in states:
        message = _("Сейчас панель в состоянии «%(state)s»: этого сделать нельзя.")
        raise QuizError(message % {"state": locked.get_state_display()})
    return locked


@transaction.atomic
def invite_judges(panel: Panel, people: Iterable[Any], *, actor: Any) -> list[Judge]:
    """Gives each person a seat with a number drawn by chance, and tells them. Who has a seat keeps it."""
    locked = _locked(panel, Panel.State.PREPARING, Panel.State.RATING, Panel.State.DISCUSSION)
    seated = dict(locked.judges.values_list("user_id", "number"))
    allowed = set(people_who_judge().values_list("pk", flat=True))
    new = [person for person in people if person.pk not in seated]
    if any(person.pk not in allowed for person in new):
        raise QuizError(_("Среди выбранных есть человек без права быть экспертом."))
    free = [number for number in range(1, len(seated) + len(new) + 20) if number not in seated.values()]
    numbers = secrets.SystemRandom().sample(free, len(new))
    judges = Judge.objects.bulk_create(
        Judge(panel=locked, user=person, number=number) for person, number in zip(new, numbers, strict=True)
    )
    for person in new:
        tell(person, "panel_invitation", "quizzes:panel", [str(locked.public_id)], title=locked.title)
    if judges:
        note("panel.judges_invited", locked, actor=actor, count=len(judges))
    return judges


@transaction.atomic
def open_round(panel: Panel, *, actor: Any) -> Round:
    """Opens the next round. From the second on the judges see how hard the items were in fact, where enough attempts tell."""
    locked = _locked(panel, Panel.State.PREPARING, Panel.State.DISCUSSION)
    if locked.judges.count() < MIN_PANEL:
        raise QuizError(_("Пригласите хотя бы двух экспертов: один — это не панель."))
    number = (locked.rounds.aggregate(last=Max("number"))["last"] or 0) + 1
    facilities = _facilities(locked.quiz) if number > 1 else {}
    opened = Round.objects.create(panel=locked, number=number, opened_at=timezone.now(), facilities=facilities)
    _move(locked, Panel.State.RATING)
    for judge in locked.judges.select_related("user"):
        tell(judge.user, "panel_round", "quizzes:panel", [str(locked.public_id)], title=locked.title, number=number)
    note("panel.round_opened", locked, actor=actor, number=number)
    panel.state = locked.state
    return opened


def _facilities(quiz: Quiz) -> dict[str, float]:
    """The facility of each version met often enough, in per cent, by the version's number."""
    report = cohort_report(quiz).report
    rows = report.versions if report else []
    enough = [row for row in rows if row.figures.attempts >= USUAL.attempts and row.figures.facility is not None]
    return {row.version: round(row.figures.facility or 0, 1) for row in enough}


def _move(panel: Panel, state: str) -> None:
    panel.state = state
    panel.save(update_fields=["state"])


@transaction.atomic
def record_estimates(judge: Judge, percents: Mapping[int, int]) -> int:
    """Appends a judge's estimates in the open round, by panel item in per cent; returns how many are new or changed.

    QuizError where no round is open, an item is not the panel's, or a number is not from 0 to 100.
    """
    locked = _locked(judge.panel, Panel.State.RATING)
    current = locked.rounds.get(closed_at=None)
    known = set(locked.items.values_list("pk", flat=True))
    if not set(percents) <= known or not all(0 <= percent <= 100 for percent in percents.values()):
        raise QuizError(_("Оценка — целое число от 0 до 100 для вопроса этой панели."))
    given = {row.item_id: row for row in current.estimates.filter(judge=judge).order_by("sequence")}
    changed = {item: percent for item, percent in percents.items() if item not in given or given[item].percent != percent}
    now = timezone.now()
    Estimate.objects.bulk_create(
        Estimate(
            round=current,
            judge=judge,
            item_id=item,
            sequence=given[item].sequence + 1 if item in given else 1,
            percent=percent,
            recorded_at=now,
        )
        for item, percent in changed.items()
    )
    return len(changed)


def estimates_of(round: Round, judge: Judge) -> dict[int, int]:
    """A judge's own estimates in a round, by panel item."""
    return dict(round.estimates.filter(judge=judge).order_by("sequence").values_list("item_id", "percent"))


@transaction.atomic
def close_round(panel: Panel, *, actor: Any) -> PanelResult:
    """Ends the open round; the judges now see the spread without names. QuizError before anybody has rated all items."""
    locked = _locked(panel, Panel.State.RATING)
    current = locked.rounds.select_for_update().get(closed_at=None)
    found = result_of(current)
    if found.result is None:
        raise QuizError(_("Ещё никто не оценил все вопросы: закрывать круг рано."))
    current.closed_at = timezone.now()
    current.save(update_fields=["closed_at"])
    _move(locked, Panel.State.DISCUSSION)
    for judge in locked.judges.select_related("user"):
        tell(judge.user, "panel_discussion", "quizzes:panel", [str(locked.public_id)], title=locked.title, number=current.number)
    note("panel.round_closed", locked, actor=actor, number=current.number, complete=found.complete)
    panel.state = locked.state
    return found


def result_of(round: Round) -> PanelResult:
    """What a round came to, in three queries whatever its size. Whose estimates these are nobody can read from it."""
    items = list(round.panel.items.select_related("version"))
    marks = {item.pk: float(item.version.content.max_mark) for item in items}
    given: dict[int, dict[int, float]] = {}
    rows = round.estimates.order_by("sequence").values_list("judge_id", "item_id", "percent")
    for judge, item, percent in rows:
        given.setdefault(judge, {})[item] = percent / 100
    complete = {str(judge): one for judge, one in given.items() if len(one) == len(items)}
    named = {judge: {str(item): p for item, p in one.items()} for judge, one in complete.items()}
    weight = {str(item): mark for item, mark in marks.items()}
    spreads = {item.pk: spread_of([one[item.pk] for one in complete.values()]) for item in items} if complete else {}
    return PanelResult(round, sum(marks.values()), angoff(named, weight) if named else None, spreads, len(complete), len(given))


@transaction.atomic
def add_remark(judge: Judge, item: PanelItem, text: str) -> PanelRemark:
    """Appends what a judge has to say about an item between rounds; the others read it without a name."""
    locked = _locked(judge.panel, Panel.State.DISCUSSION)
    if not text.strip() or len(text) > 1000:
        raise QuizError(_("Напишите замечание, не длиннее 1000 знаков."))
    if item.panel_id != locked.pk:
        raise QuizError(_("Этого вопроса в панели нет."))
    latest = locked.rounds.order_by("-number").first()
    return PanelRemark.objects.create(round=latest, judge=judge, item=item, text=text.strip(), written_at=timezone.now())


@transaction.atomic
def adopt_cut_score(panel: Panel, *, percent: Decimal, reason: str, actor: Any) -> CutScoreDecision:
    """Writes the quiz's cut score with its reason on the last closed round; forms drawn before keep theirs.

    The score may differ from the computed one (one standard error lower, say): the reason says why. QuizError without one, or
    outside of 0 to 100 %.
    """
    if not reason.strip():
        raise QuizError(_("Напишите, почему принят этот балл: решение останется в журнале."))
    if not 0 <= percent <= 100:
        raise QuizError(_("Проходной балл — от 0 до 100 %."))
    locked = _locked(panel, Panel.State.DISCUSSION)
    latest = locked.rounds.order_by("-number")[0]
    found = result_of(latest)
    if found.result is None or found.cut is None:
        raise QuizError(_("В круге нет полных оценок."))
    quiz = Quiz.objects.select_for_update(of=("self",)).get(pk=locked.quiz_id)
    error = found.standard_error
    decision = CutScoreDecision.objects.create(
        quiz=quiz,
        round=latest,
        before=quiz.cut_score,
        after=percent.quantize(CENT),
        computed=Decimal(found.cut).quantize(CENT),
        standard_error=None if error is None else Decimal(error).quantize(CENT),
        judges=found.complete,
        is_provisional=found.result.is_provisional,
        author=actor,
        reason=reason.strip(),
        decided_at=timezone.now(),
    )
    quiz.cut_score = decision.after
    quiz.save(update_fields=["cut_score"])
    _move(locked, Panel.State.ADOPTED)
    facts = {"before": str(decision.before), "after": str(decision.after), "computed": str(decision.computed)}
    note("quiz.cut_score_adopted", quiz, actor=actor, panel=str(locked.public_id), reason=decision.reason, **facts)
    panel.state = locked.state
    return decision


@transaction.atomic
def cancel_panel(panel: Panel, *, actor: Any, reason: str) -> None:
    """Ends a panel without a result; its estimates stay on record. QuizError without a reason."""
    if not reason.strip():
        raise QuizError(_("Напишите, почему панель отменена."))
    locked = _locked(panel, Panel.State.PREPARING, Panel.State.RATING, Panel.State.DISCUSSION)
    locked.rounds.filter(closed_at=None).update(closed_at=timezone.now())
    _move(locked, Panel.State.CANCELLED)
    note("panel.cancelled", locked, actor=actor, reason=reason.strip())
    panel.state = locked.state
