"""Outcomes: the exact score of an attempt, per item and in all."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from quizzes.domain.certificates import current_certificate, issue_certificate
from quizzes.domain.rulings import regrades_of, ruling_of, settlements
from quizzes.domain.tries import as_try, behaviour_of, histories, settle
from quizzes.models import Attempt, Certificate, FormItem, ItemOutcome, Outcome, Regrade, Response
from quizzes.scoring import Verdict, verdict_of
from quizzes.scoring.behaviours import Behaviour
from quizzes.scoring.regrading import Total, rescore, total
from quizzes.scoring.result import CompetencyResult, Mark, by_competency
from quizzes.signals import outcome_replaced


def latest_responses(attempt: Attempt) -> dict[int, Response]:
    """For each form item the response that counts: the last one recorded of those that count. One query, one row an item."""
    # Rows are appended under the attempt's lock, so the newest has the highest key.
    newest = attempt.responses.filter(counts=True).order_by().values("form_item").annotate(last=Max("pk")).values("last")
    return {response.form_item_id: response for response in Response.objects.filter(pk__in=newest)}


def write_outcome(attempt: Attempt) -> Outcome:
    """Scores an attempt and appends its first outcome with a row per item. Runs inside the caller's transaction."""
    return append_outcome(attempt, scored_rows(attempt))


def scored_rows(attempt: Attempt, *, preview: Regrade | None = None) -> list[ItemOutcome]:
    """A row per item, not saved: what the attempt has earned by all that is known now.

    That are the responses, the rulings on versions, the marks of people; `preview` adds a ruling that nobody made yet.
    """
    behaviour = behaviour_of(attempt)
    given = _given(attempt, behaviour)
    items = list(attempt.form.items.select_related("version"))
    regrades = regrades_of(item.version_id for item in items)
    if preview is not None:
        regrades[preview.version_id] = preview
    rows = [_score(item, behaviour, given.get(item.pk, []), regrades.get(item.version_id)) for item in items]
    _fill_marks(attempt, rows)
    return rows


def _fill_marks(attempt: Attempt, rows: list[ItemOutcome]) -> None:
    """Puts in what people gave, where their marking is settled."""
    waiting = {row.response_id: row for row in rows if row.verdict == Verdict.NEEDS_MARKING}
    if not waiting:
        return
    for response, where in settlements(attempt.quiz, waiting).items():
        if where.fraction is not None:
            waiting[response].fraction = where.fraction
            waiting[response].verdict = verdict_of(where.fraction).value


def append_outcome(
    attempt: Attempt,
    rows: list[ItemOutcome],
    *,
    predecessor: Outcome | None = None,
    author: Any = None,
    reason: str = "",
) -> Outcome:
    """Appends an outcome with these rows. Runs inside the caller's transaction."""
    sums = total_of(attempt, rows)
    outcome = Outcome.objects.create(
        attempt=attempt,
        number=predecessor.number + 1 if predecessor else 1,
        predecessor=predecessor,
        total=sums.earned,
        max_total=sums.full,
        passed=sums.passed,
        author=author,
        reason=reason[:300],
        created_at=timezone.now(),
    )
    for row in rows:
        row.outcome = outcome
    ItemOutcome.objects.bulk_create(rows)
    return outcome


def total_of(attempt: Attempt, rows: Iterable[ItemOutcome]) -> Total:
    """What rows come to under the cut scores frozen in the attempt's form."""
    return total([mark for row in rows for mark in marks_of(row)], Fraction(attempt.form.cut_score), _cuts(attempt))


def replace_outcome(attempt: Attempt, *, author: Any, reason: str, ruling: Regrade | None = None) -> Outcome | None:
    """Appends a new outcome that names the last one, and issues the certificate where it is earned now.

    None where nothing would change, so that repeats are harmless. `ruling` is a regrade that the caller is about to save.
    The caller holds the attempt's lock.
    """
    last = attempt.outcomes.order_by("-number").first()
    if last is None:
        return None
    rows = scored_rows(attempt, preview=ruling)
    if _seen(rows) == _seen(last.items.all()):
        return None
    outcome = append_outcome(attempt, rows, predecessor=last, author=author, reason=reason)
    if outcome.passed and attempt.form.certificate_months is not None and live_certificate(attempt) is None:
        issue_certificate(outcome)
    transaction.on_commit(lambda: outcome_replaced.send(sender=Attempt, attempt=attempt, outcome=outcome, predecessor=last))
    return outcome


def _seen(rows: Iterable[ItemOutcome]) -> dict[int, tuple[Any, ...]]:
    return {row.form_item_id: (row.fraction, row.max_mark, row.verdict, row.parts) for row in rows}


def live_certificate(attempt: Attempt) -> Certificate | None:
    """The certificate of this attempt, or what took its place; None where there is none or it was revoked."""
    for earned in Certificate.objects.filter(outcome__attempt=attempt).order_by("-pk").select_related("outcome"):
        current = current_certificate(earned.outcome)
        if current is not None and not current.is_revoked:
            return current
    return None


def _cuts(attempt: Attempt) -> dict[str, Fraction]:
    return {code: Fraction(str(cut)) for code, cut in attempt.form.competency_cut_scores.items()}


def _given(attempt: Attempt, behaviour: Behaviour) -> dict[int, list[Response]]:
    """What counts for each item, oldest first: all tries where they matter, else the last response only."""
    if behaviour in (Behaviour.DEFERRED, Behaviour.CERTAINTY):
        return {item: [response] for item, response in latest_responses(attempt).items()}
    return histories(attempt)


def _score(item: FormItem, behaviour: Behaviour, given: list[Response], regrade: Regrade | None) -> ItemOutcome:
    content = item.version.content
    if regrade is None:
        score, parts = settle(content, behaviour, given)
    else:
        score, shares = rescore(content, behaviour, [as_try(row) for row in given], ruling_of(regrade))
        parts = [[part.competency, str(part.earned), str(part.full)] for part in shares]
    return ItemOutcome(
        form_item=item,
        response=given[-1] if given else None,
        scored_by=(regrade and regrade.corrected_by) or item.version,
        fraction=score.fraction,
        max_mark=score.max_mark,
        parts=parts,
        verdict=score.verdict.value,
    )


def mark_of(row: ItemOutcome) -> Mark:
    """The mark of an item's row, as the scoring core counts it."""
    earned = None if row.fraction is None else row.fraction * row.max_mark
    return Mark(row.scored_by.competency, earned, row.max_mark)


def marks_of(row: ItemOutcome) -> list[Mark]:
    """The marks of an item's row: one, or one for each competency that the item tells apart, as a case does."""
    if not row.parts:
        return [mark_of(row)]
    return [Mark(competency, Fraction(earned), Fraction(full)) for competency, earned, full in row.parts]


def competency_results(outcome: Outcome) -> list[CompetencyResult]:
    """The result per competency, weakest first; needs two queries."""
    rows = outcome.items.select_related("scored_by")
    return by_competency([mark for row in rows for mark in marks_of(row)])
