"""Marking by people: the queue, blind to names and to what others gave, and the act of marking."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from quizzes import scoring
from quizzes.domain.errors import QuizError
from quizzes.domain.outcomes import replace_outcome
from quizzes.domain.oversight import note
from quizzes.domain.rulings import settlements
from quizzes.letters import tell
from quizzes.models import Attempt, CriterionMark, ItemOutcome, Mark, Outcome, Response
from quizzes.scoring.agreement import Step
from quizzes.scoring.text import NO_TEXT, Text
from quizzes.staff import barred_people, may_judge

MARK, ADJUDICATE = "quizzes.mark_response", "quizzes.adjudicate_response"
MAX_COMMENT = 4000


class MarkingRefused(QuizError):
    """This person cannot mark this answer (any more); the text says why."""


@dataclass(frozen=True)
class Task:
    """An answer that waits for this person: the item, the answer, and whether it settles a difference."""

    response: Response
    is_adjudication: bool

    @property
    def content(self) -> scoring.Item:
        return self.response.form_item.version.content


def rubric_of(content: scoring.Item) -> tuple[scoring.Criterion, ...]:
    """The criteria of an item; without a rubric one criterion with four levels."""
    rubric = content.rubric if isinstance(content, scoring.Essay) else ()
    words = (_("Ответа по существу нет"), _("Есть отдельные верные мысли"), _("Верно, но неполно"), _("Верно и полно"))
    levels = tuple((Fraction(mark), word) for mark, word in enumerate(words))
    return rubric or (scoring.Criterion(_("Ответ в целом"), levels),)


def guidance_of(content: scoring.Item) -> Text:
    """What the author says to markers; empty where nothing."""
    return content.guidance if isinstance(content, scoring.Essay) else NO_TEXT


def share_of(rubric: Sequence[scoring.Criterion], values: Sequence[Fraction]) -> Fraction:
    """The share of the mark for one value per criterion. ValueError where a value is no level of its criterion."""
    for criterion, value in zip(rubric, values, strict=True):
        if value not in {mark for mark, _words in criterion.levels}:
            raise ValueError(f"{criterion.title}: {value}")
    full = sum((criterion.levels[-1][0] for criterion in rubric), Fraction(0))
    return max(Fraction(0), min(Fraction(1), sum(values, Fraction(0)) / full))


# --- the queue ---


def _waiting_rows() -> QuerySet[ItemOutcome]:
    """The rows of newest outcomes that wait for people, or whose marks an accepted appeal reopened."""
    superseded = Outcome.objects.filter(predecessor__isnull=False).values("predecessor")
    newest = ItemOutcome.objects.exclude(outcome__in=Subquery(superseded)).filter(response__isnull=False)
    reopened = newest.filter(response__marks__isnull=False, form_item__appeals__state="accepted")
    return newest.filter(verdict=scoring.Verdict.NEEDS_MARKING) | newest.filter(pk__in=reopened.values("pk"))


def tasks_for(marker: Any) -> list[Task]:
    """What waits for this person, the oldest first; never their own work, nor that of people they look after.

    Four queries however long the queue is.
    """
    may_mark, may_adjudicate = marker.has_perm(MARK), marker.has_perm(ADJUDICATE)
    if not (may_mark or may_adjudicate):
        return []
    rows = _waiting_rows().exclude(outcome__attempt__candidate__in=barred_people(marker))
    rows = rows.exclude(response__marks__marker=marker).select_related(
        "response__form_item__version__item", "response__attempt__quiz", "outcome"
    )
    listed = list(rows.order_by("outcome__created_at", "pk"))
    allowed = {Step.MARKER: may_mark, Step.ADJUDICATOR: may_adjudicate, Step.SETTLED: False}
    return [Task(response, step is Step.ADJUDICATOR) for response, step in _steps(listed) if allowed[step]]


def _steps(rows: Sequence[ItemOutcome]) -> list[tuple[Response, Step]]:
    by_quiz: dict[Any, list[Response]] = {}
    for row in rows:
        by_quiz.setdefault(row.response.attempt.quiz, []).append(row.response)
    steps: dict[int, Step] = {}
    for quiz, responses in by_quiz.items():
        found = settlements(quiz, [response.pk for response in responses])
        steps |= {pk: where.step for pk, where in found.items()}
    return [(row.response, steps[row.response_id]) for row in rows]


def task_of(marker: Any, response_id: int) -> Task:
    """The task of this number for this person. MarkingRefused where it is not theirs (any more)."""
    task = next((task for task in tasks_for(marker) if task.response.pk == response_id), None)
    if task is None:
        raise MarkingRefused(_("Этот ответ уже проверен или не для вас. Возьмите следующий."))
    return task


# --- the act ---


@transaction.atomic
def mark_response(
    response: Response,
    *,
    marker: Any,
    values: Sequence[Fraction],
    comments: Sequence[str],
    comment: str = "",
) -> Mark:
    """Appends a mark: one value and one comment per criterion of the rubric. The second agreeing mark settles the answer.

    MarkingRefused where the person may not, has already, or comes third where two were enough. Sent twice it is one mark.
    ValueError where a value is no level of the rubric.
    """
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("quiz", "form", "candidate")
    attempt = attempt.get(pk=response.attempt_id)
    own = Mark.objects.filter(response=response, marker=marker).first()
    if own is not None:
        return own
    _refuse(attempt, response, marker)
    rubric = rubric_of(response.form_item.version.content)
    mark = Mark.objects.create(
        response=response,
        number=response.marks.count() + 1,
        marker=marker,
        fraction=share_of(rubric, values),
        comment=comment.strip()[:MAX_COMMENT],
        marked_at=timezone.now(),
    )
    CriterionMark.objects.bulk_create(
        CriterionMark(mark=mark, place=place, title=criterion.title[:300], value=value, comment=words.strip()[:MAX_COMMENT])
        for place, (criterion, value, words) in enumerate(zip(rubric, values, comments, strict=True))
    )
    note("response.marked", mark, subject=attempt.candidate, actor=marker, response=response.pk, number=mark.number)
    finish_marking(attempt)
    return mark


def _refuse(attempt: Attempt, response: Response, marker: Any) -> None:
    if attempt.is_open:
        raise MarkingRefused(_("Попытка ещё идёт. Проверить ответ можно после сдачи."))
    if not may_judge(marker, attempt.candidate):
        raise MarkingRefused(_("Нельзя проверять свою работу и работы тех, кого вы курируете."))
    step = settlements(attempt.quiz, [response.pk])[response.pk].step
    needed = {Step.MARKER: MARK, Step.ADJUDICATOR: ADJUDICATE}.get(step)
    if needed is None:
        raise MarkingRefused(_("Этот ответ только что проверили другие. Спасибо, больше ничего не нужно."))
    if not marker.has_perm(needed):
        raise MarkingRefused(_("Проверяющие разошлись: этот ответ читает третий, у кого есть на это право."))


def finish_marking(attempt: Attempt) -> Outcome | None:
    """Appends the final outcome once every answer of the attempt is settled, and tells the candidate; None until then.

    Runs inside the caller's transaction, which holds the attempt's lock.
    """
    last = attempt.outcomes.order_by("-number").first()
    if last is None:
        return None
    marked = last.items.filter(verdict=scoring.Verdict.NEEDS_MARKING) | last.items.filter(response__marks__isnull=False)
    waiting = set(marked.values_list("response", flat=True))
    if any(where.step is not Step.SETTLED for where in settlements(attempt.quiz, waiting).values()):
        return None
    with override(attempt.form.language):
        reason = _("Письменные ответы проверены.")
    outcome = replace_outcome(attempt, author=None, reason=reason)
    if outcome is not None:
        words = {"title": attempt.form.title, "number": attempt.number}
        tell(attempt.candidate, "marked", "quizzes:result", [str(attempt.public_id)], **words)
    return outcome
