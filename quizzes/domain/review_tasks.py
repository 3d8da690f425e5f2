"""Review tasks: what the figures of an item ask a methodologist to look at, from the flag to the decision."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.domain.errors import QuizError
from quizzes.domain.oversight import note
from quizzes.domain.statistics import CohortReport
from quizzes.letters import tell
from quizzes.models import Item, ItemVersion, Quiz, ReviewTask
from quizzes.permissions import people_with
from quizzes.scoring.flags import Flag
from quizzes.scoring.quiz_report import VersionRow

MAY_DECIDE = "quizzes.change_reviewtask"
PAGE = "quiz_review_tasks:index"
# What was looked at once is not asked again before so much more is known.
ASK_AGAIN_AT = 2


def people_who_decide() -> Any:
    """Those who may take and close tasks."""
    return people_with(MAY_DECIDE)


@transaction.atomic
def raise_tasks(found: CohortReport) -> list[ReviewTask]:
    """Makes a task of each flag of a version in use that has none open; tells those who decide. Returns the new tasks.

    A flag that was decided is raised again only when twice as many attempts are known. Takes the whole quiz, no narrowed cohort:
    a flag is about the item, not about a group of people. QuizError where the report is narrowed.
    """
    if found.cohort.is_narrowed or found.cohort.which != "all":
        raise QuizError(_("Задачи ставят по всем попыткам. Снимите отбор."))
    if found.report is None:
        return []
    # Two reports at once must not both raise a flag.
    Quiz.objects.select_for_update(of=("self",)).get(pk=found.quiz.pk)
    flagged = [(row, flag) for row in found.report.versions for flag in row.flags if not flag.is_remark]
    current = {str(pk) for pk in _in_use(row.version for row, _flag in flagged)}
    known = _known(current)
    new = [
        _task(found.quiz, row, flag)
        for row, flag in flagged
        if row.version in current and row.figures.attempts >= known.get((row.version, flag.code), 0)
    ]
    made = ReviewTask.objects.bulk_create(new)
    if made:
        for person in people_who_decide():
            tell(person, "review_tasks", PAGE, quiz=found.quiz.title, count=len(made))
    return made


def _in_use(versions: Iterable[str]) -> set[int]:
    """Of these versions those that candidates may still meet."""
    rows = ItemVersion.objects.filter(pk__in=set(versions), item__current_version=F("pk"))
    return set(rows.exclude(item__status=Item.Status.RETIRED).values_list("pk", flat=True))


def _known(versions: set[str]) -> dict[tuple[str, str], float]:
    """From how many attempts a flag of a version may be raised: never while it is open."""
    bounds: dict[tuple[str, str], float] = {}
    for task in ReviewTask.objects.filter(version__in=versions):
        bound = float("inf") if task.is_open else ASK_AGAIN_AT * task.figures.get("attempts", 0)
        key = (str(task.version_id), task.flag)
        bounds[key] = max(bound, bounds.get(key, 0))
    return bounds


def _task(quiz: Quiz, row: VersionRow, flag: Flag) -> ReviewTask:
    figures = row.figures
    return ReviewTask(
        quiz=quiz,
        version_id=int(row.version),
        flag=flag.code,
        params=dict(flag.params),
        figures={
            "attempts": figures.attempts,
            "facility": figures.facility,
            "discrimination_index": figures.discrimination_index,
            "discriminative_efficiency": figures.discriminative_efficiency,
        },
        opened_at=timezone.now(),
    )


def _locked(task: ReviewTask) -> ReviewTask:
    locked = ReviewTask.objects.select_for_update(of=("self",)).select_related("version__item").get(pk=task.pk)
    if not locked.is_open:
        raise QuizError(_("Задача уже закрыта. Обновите страницу и посмотрите решение."))
    return locked


@transaction.atomic
def assign_task(task: ReviewTask, assignee: Any, *, actor: Any) -> ReviewTask:
    """Gives an open task to somebody who may decide it, or to nobody (None); tells them unless they took it themselves."""
    locked = _locked(task)
    if assignee is not None and not people_who_decide().filter(pk=assignee.pk).exists() and not assignee.is_superuser:
        raise QuizError(_("Этому человеку задачу не поручить: у него нет права решать."))
    if locked.assignee == assignee:
        return locked
    locked.assignee = assignee
    locked.save(update_fields=["assignee"])
    if assignee is not None and assignee.pk != actor.pk:
        tell(assignee, "review_task_assigned", "quiz_review_tasks:task", [locked.pk], code=locked.version.item.code)
    return locked


@transaction.atomic
def close_task(task: ReviewTask, decision: str, *, comment: str, actor: Any) -> ReviewTask:
    """Closes an open task with a decision and its reason. QuizError without a reason, or where it is closed already."""
    if decision not in ReviewTask.Decision.values:
        raise QuizError(_("Выберите решение."))
    if not comment.strip():
        raise QuizError(_("Поясните решение: через год о нём спросят."))
    locked = _locked(task)
    locked.state, locked.decision, locked.comment = ReviewTask.State.CLOSED, decision, comment.strip()
    locked.closed_at, locked.closed_by = timezone.now(), actor
    locked.save(update_fields=["state", "decision", "comment", "closed_at", "closed_by"])
    note("review_task.closed", locked, actor=actor, decision=decision, flag=locked.flag, version=locked.version_id)
    return locked
