"""What people decided about items and answers, as the scoring core takes it: rulings on versions, marks on responses."""

from collections.abc import Iterable
from fractions import Fraction

from quizzes.models import Appeal, Mark, Quiz, Regrade, Response
from quizzes.scoring.agreement import Settlement, Step, settle
from quizzes.scoring.regrading import Policy, Ruling


def regrades_of(versions: Iterable[int]) -> dict[int, Regrade]:
    """For each version the regrade that holds, the newest; one query."""
    rows = Regrade.objects.filter(version__in=list(versions)).select_related("corrected_by").order_by("pk")
    return {row.version_id: row for row in rows}


def ruling_of(regrade: Regrade) -> Ruling:
    """A regrade as the scoring core knows it."""
    corrected = regrade.corrected_by.content if regrade.corrected_by else None
    return Ruling(Policy(regrade.policy), corrected)


def margin_of(quiz: Quiz) -> Fraction:
    """How far two markers may differ, as a share of the mark."""
    return Fraction(quiz.marking_margin, 100)


def settlements(quiz: Quiz, responses: Iterable[int]) -> dict[int, Settlement]:
    """Where the marking of each response stands; responses without a mark wait for a marker. Two queries.

    An accepted appeal reopens a settled answer: it waits for the adjudicator until there is a mark younger than the decision.
    """
    wanted = list(responses)
    marks: dict[int, list[Mark]] = {pk: [] for pk in wanted}
    for mark in Mark.objects.filter(response__in=wanted).order_by("number"):
        marks[mark.response_id].append(mark)
    reopened = _reopened(wanted)
    found = {}
    for pk, rows in marks.items():
        where = settle([row.fraction for row in rows], needed=quiz.markers_needed, margin=margin_of(quiz))
        again = where.step is Step.SETTLED and pk in reopened and rows[-1].marked_at < reopened[pk].decided_at
        found[pk] = Settlement(Step.ADJUDICATOR) if again else where
    return found


def _reopened(responses: list[int]) -> dict[int, Appeal]:
    """The accepted appeals against marks given to these responses."""
    rows = Response.objects.filter(pk__in=responses).values_list("pk", "attempt_id", "form_item_id")
    places = {(attempt, item): pk for pk, attempt, item in rows}
    accepted = Appeal.objects.filter(state=Appeal.State.ACCEPTED, attempt__in={attempt for attempt, _item in places})
    return {
        places[appeal.attempt_id, appeal.form_item_id]: appeal
        for appeal in accepted
        if (appeal.attempt_id, appeal.form_item_id) in places
    }
