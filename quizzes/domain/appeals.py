"""Appeals: a candidate disputes an item; a methodologist who did not write it decides, with a reason and in time."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from quizzes.domain.errors import QuizError
from quizzes.domain.oversight import note
from quizzes.domain.wording import worded
from quizzes.letters import tell
from quizzes.models import Appeal, Attempt, FormItem, Mark
from quizzes.staff import may_judge

DECIDE = "quizzes.decide_appeal"
FILING_DAYS, DECISION_DAYS = 14, 14


def filing_closes_at(attempt: Attempt) -> datetime | None:
    """Until when an item of the attempt may be disputed: so many days after its newest outcome; None before there is one.

    `QUIZZES_APPEAL_FILING_DAYS`, 14 by default.
    """
    outcome = attempt.outcomes.order_by("-number").first()
    days = getattr(settings, "QUIZZES_APPEAL_FILING_DAYS", FILING_DAYS)
    return outcome.created_at + timedelta(days=days) if outcome else None


def decision_days() -> int:
    """Within how many days an appeal is decided: `QUIZZES_APPEAL_DECISION_DAYS`, 14 by default."""
    return int(getattr(settings, "QUIZZES_APPEAL_DECISION_DAYS", DECISION_DAYS))


def appeal_refusal(attempt: Attempt, now: datetime | None = None) -> str:
    """Why nothing of the attempt may be disputed now, empty where it may."""
    closes_at = filing_closes_at(attempt)
    if attempt.is_open or closes_at is None:
        return _("Апелляцию можно подать после сдачи.")
    if (now or timezone.now()) > closes_at:
        day = date_format(timezone.localtime(closes_at), "DATE_FORMAT")
        return _("Срок апелляции закончился: %(day)s") % {"day": day}
    return ""


@transaction.atomic
def open_appeal(attempt: Attempt, form_item: FormItem, *, candidate: Any, text: str) -> Appeal:
    """Disputes an item of one's own attempt; the same appeal sent twice is one.

    QuizError where the attempt is somebody else's, the item is not in it or has been disputed in other words, the time is over,
    or nothing is said.
    """
    locked = Attempt.objects.select_for_update(of=("self",)).select_related("form").get(pk=attempt.pk)
    known = Appeal.objects.filter(attempt=locked, form_item=form_item).first()
    if locked.candidate_id != candidate.pk or form_item.form_id != locked.form_id:
        raise QuizError(_("Этого вопроса нет в вашей попытке."))
    said = worded(text)
    if known is not None:
        if known.text == said:
            return known
        raise QuizError(_("Апелляция на этот вопрос уже подана, новый текст не записан."))
    refused = appeal_refusal(locked)
    if refused:
        raise QuizError(refused)
    if not said:
        raise QuizError(_("Напишите, с чем вы не согласны: без этого решить нельзя."))
    now = timezone.now()
    appeal = Appeal.objects.create(
        attempt=locked,
        form_item=form_item,
        candidate=candidate,
        text=said,
        opened_at=now,
        due_at=now + timedelta(days=decision_days()),
    )
    note("appeal.opened", appeal, subject=candidate, actor=candidate, attempt=str(locked.public_id), item=form_item.position)
    _tell_judges(appeal)
    return appeal


def judges() -> QuerySet[Any]:
    """The people who may decide appeals by their rights."""
    codename = DECIDE.split(".")[1]
    has = Q(groups__permissions__codename=codename) | Q(user_permissions__codename=codename)
    return get_user_model().objects.filter(has, is_active=True).distinct()


def _tell_judges(appeal: Appeal) -> None:
    due = date_format(timezone.localtime(appeal.due_at), "DATE_FORMAT")
    words = {"title": appeal.attempt.form.title, "position": appeal.form_item.position, "due": due}
    for judge in judges():
        if not judge_refusal(appeal, judge):
            tell(judge, "appeal_opened", "quizzes:appeal_decision", [str(appeal.public_id)], **words)


def judge_refusal(appeal: Appeal, judge: Any) -> str:
    """Why this person may not decide the appeal, empty where they may: nobody is a judge in a matter of their own."""
    version = appeal.form_item.version
    if not judge.has_perm(DECIDE):
        return _("У вас нет права решать апелляции.")
    if version.item.versions.filter(author=judge).exists():
        return _("Вы автор этого вопроса. Апелляцию решает другой методист.")
    if Mark.objects.filter(response__attempt=appeal.attempt, response__form_item=appeal.form_item, marker=judge).exists():
        return _("Вы проверяли этот ответ. Апелляцию решает другой методист.")
    if not may_judge(judge, appeal.candidate):
        return _("Нельзя решать свою апелляцию и апелляции тех, кого вы курируете.")
    return ""


@transaction.atomic
def decide_appeal(appeal: Appeal, *, judge: Any, accepted: bool, decision: str) -> Appeal:
    """Accepts or refuses an appeal with a reason, and tells the candidate. A second decision is refused.

    What an accepted appeal changes follows in `regrade_item` for all who got the version, or in a new mark where people
    marked the answer. QuizError where this person may not decide, or says nothing.
    """
    locked = Appeal.objects.select_for_update(of=("self",), no_key=True).select_related(
        "attempt__form", "form_item__version__item", "candidate"
    )
    locked = locked.get(pk=appeal.pk)
    if not locked.is_open:
        raise QuizError(_("Эта апелляция уже решена."))
    refused = judge_refusal(locked, judge)
    if refused:
        raise QuizError(refused)
    reason = worded(decision)
    if not reason:
        raise QuizError(_("Напишите причину решения: кандидат имеет право её знать."))
    locked.state = Appeal.State.ACCEPTED if accepted else Appeal.State.REFUSED
    locked.decided_at, locked.decided_by, locked.decision = timezone.now(), judge, reason
    locked.save(update_fields=["state", "decided_at", "decided_by", "decision"])
    note(f"appeal.{locked.state}", locked, subject=locked.candidate, actor=judge, decision=locked.decision)
    words = {"title": locked.attempt.form.title, "position": locked.form_item.position, "accepted": accepted}
    tell(locked.candidate, "appeal_decided", "quizzes:appeals", **words)
    return locked


def was_marked_by_people(appeal: Appeal) -> bool:
    """Whether the disputed answer was marked by people: then acceptance leads to a new mark, not to a regrade of the item."""
    return Mark.objects.filter(response__attempt=appeal.attempt, response__form_item=appeal.form_item).exists()
