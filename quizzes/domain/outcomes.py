"""Outcomes: the exact score of an attempt, per item and in all."""

from fractions import Fraction

from django.db.models import Max
from django.utils import timezone

from quizzes import scoring
from quizzes.models import Attempt, FormItem, ItemOutcome, Outcome, Response
from quizzes.scoring.result import CompetencyResult, Mark, by_competency, has_passed


def latest_responses(attempt: Attempt) -> dict[int, Response]:
    """For each form item the response that counts: the last one recorded of those that count. One query, one row an item."""
    # Rows are appended under the attempt's lock, so the newest has the highest key.
    newest = attempt.responses.filter(counts=True).order_by().values("form_item").annotate(last=Max("pk")).values("last")
    return {response.form_item_id: response for response in Response.objects.filter(pk__in=newest)}


def write_outcome(attempt: Attempt) -> Outcome:
    """Scores an attempt and appends its outcome with a row per item. Runs inside the caller's transaction."""
    given = latest_responses(attempt)
    rows = [_score(item, given.get(item.pk)) for item in attempt.form.items.select_related("version")]
    marks = [_mark(row) for row in rows]
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


def _score(item: FormItem, response: Response | None) -> ItemOutcome:
    score = scoring.score(item.version.content, response.answer if response else None)
    return ItemOutcome(
        form_item=item,
        response=response,
        scored_by=item.version,
        fraction=score.fraction,
        max_mark=score.max_mark,
        verdict=score.verdict.value,
    )


def _mark(row: ItemOutcome) -> Mark:
    earned = None if row.fraction is None else row.fraction * row.max_mark
    return Mark(row.scored_by.competency, earned, row.max_mark)


def competency_results(outcome: Outcome) -> list[CompetencyResult]:
    """The result per competency, weakest first; needs two queries."""
    rows = outcome.items.select_related("scored_by")
    return by_competency([_mark(row) for row in rows])
