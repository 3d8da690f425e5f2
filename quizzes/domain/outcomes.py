"""Outcomes: the exact score of an attempt, per item and in all."""

from fractions import Fraction

from django.db.models import Max
from django.utils import timezone

from quizzes.domain.tries import behaviour_of, histories, settle
from quizzes.models import Attempt, FormItem, ItemOutcome, Outcome, Response
from quizzes.scoring.behaviours import Behaviour
from quizzes.scoring.result import CompetencyResult, Mark, by_competency, has_passed


def latest_responses(attempt: Attempt) -> dict[int, Response]:
    """For each form item the response that counts: the last one recorded of those that count. One query, one row an item."""
    # Rows are appended under the attempt's lock, so the newest has the highest key.
    newest = attempt.responses.filter(counts=True).order_by().values("form_item").annotate(last=Max("pk")).values("last")
    return {response.form_item_id: response for response in Response.objects.filter(pk__in=newest)}


def write_outcome(attempt: Attempt) -> Outcome:
    """Scores an attempt and appends its outcome with a row per item. Runs inside the caller's transaction."""
    behaviour = behaviour_of(attempt)
    given = _given(attempt, behaviour)
    rows = [_score(item, behaviour, given.get(item.pk, [])) for item in attempt.form.items.select_related("version")]
    marks = [mark for row in rows for mark in marks_of(row)]
    outcome = Outcome.objects.create(
        attempt=attempt,
        total=sum((mark.earned or Fraction(0) for mark in marks), Fraction(0)),
        max_total=sum((mark.full for mark in marks), Fraction(0)),
        passed=has_passed(marks, Fraction(attempt.form.cut_score), _cuts(attempt)),
        created_at=timezone.now(),
    )
    for row in rows:
        row.outcome = outcome
    ItemOutcome.objects.bulk_create(rows)
    return outcome


def _cuts(attempt: Attempt) -> dict[str, Fraction]:
    return {code: Fraction(str(cut)) for code, cut in attempt.form.competency_cut_scores.items()}


def _given(attempt: Attempt, behaviour: Behaviour) -> dict[int, list[Response]]:
    """What counts for each item, oldest first: all tries where they matter, else the last response only."""
    if behaviour in (Behaviour.DEFERRED, Behaviour.CERTAINTY):
        return {item: [response] for item, response in latest_responses(attempt).items()}
    return histories(attempt)


def _score(item: FormItem, behaviour: Behaviour, given: list[Response]) -> ItemOutcome:
    score, parts = settle(item.version.content, behaviour, given)
    return ItemOutcome(
        form_item=item,
        response=given[-1] if given else None,
        scored_by=item.version,
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
