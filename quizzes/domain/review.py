"""The way of an item: draft → in review → approved → retired. Each act is one verb, written down for good."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from quizzes.domain.errors import BankError
from quizzes.models import Item, ItemEvent, ItemVersion
from quizzes.references import terms_of
from quizzes.scoring import lint
from quizzes.scoring.problems import Problem

Status, Kind = Item.Status, ItemEvent.Kind
REVIEW = "quizzes.review_item"


def say(problem: Problem | lint.Flaw) -> str:
    """A fault of an item, of a response or of the writing in the active language."""
    words = _(problem.template)
    return words % problem.params if problem.params else words


def authors_of(item: Item) -> set[int]:
    """Who wrote what is to be judged: the authors of every version after the one that was last approved."""
    approved = item.events.filter(kind=Kind.APPROVED).select_related("version").first()
    versions = item.versions.filter(number__gt=approved.version.number if approved and approved.version else 0)
    written = set(versions.values_list("author_id", flat=True))
    if not written and item.current_version is not None:
        written = {item.current_version.author_id}
    return written - {None}


def may_review(item: Item, person: Any) -> bool:
    """Whether the person may judge the item: has the right to review and wrote none of what is judged."""
    return bool(person.has_perm(REVIEW)) and person.pk not in authors_of(item)


def waiting_for(person: Any) -> QuerySet[Item]:
    """The items in review that wait for this person: given to them or to nobody, and not written by them."""
    if not person.has_perm(REVIEW):
        return Item.objects.none()
    mine = Q(reviewer=person) | Q(reviewer=None)
    waiting = Item.objects.filter(mine, status=Status.IN_REVIEW)
    return waiting.exclude(current_version__author=person).select_related("current_version__author", "reviewer")


@transaction.atomic
def send_to_review(item: Item, *, actor: Any, reviewer: Any = None, comment: str = "") -> ItemEvent:
    """Asks for a review, of `reviewer` or of whoever may. BankError where flaws bar the way or the reviewer may not judge."""
    locked = _lock(item)
    _refuse_flaws(locked)
    if reviewer is not None and not may_review(locked, reviewer):
        message = _("%(name)s не может проверить этот вопрос: это его автор или у него нет права проверки.")
        raise BankError(message % {"name": reviewer})
    locked.reviewer = reviewer
    return _move(item, locked, Status.IN_REVIEW, Kind.SENT, actor, comment)


@transaction.atomic
def approve_item(item: Item, *, actor: Any, comment: str = "") -> ItemEvent:
    """Lets quizzes draw the item from now on. BankError where the actor wrote it or flaws bar the way."""
    locked = _lock(item)
    _refuse_author(locked, actor)
    _refuse_flaws(locked)
    return _move(item, locked, Status.APPROVED, Kind.APPROVED, actor, comment)


@transaction.atomic
def return_item(item: Item, *, actor: Any, comment: str) -> ItemEvent:
    """Gives the item back to its author with words about what to mend. BankError without words."""
    if not comment.strip():
        raise BankError(_("Напишите автору, что исправить: без слов возвращать нельзя."))
    locked = _lock(item)
    if locked.status != Status.IN_REVIEW:
        raise BankError(_("Вернуть можно только вопрос, который на проверке."))
    _refuse_author(locked, actor)
    return _move(item, locked, Status.DRAFT, Kind.RETURNED, actor, comment)


@transaction.atomic
def retire_item(item: Item, *, actor: Any, comment: str) -> ItemEvent:
    """Takes the item out of use; attempts that met it keep it. BankError without a reason."""
    if not comment.strip():
        raise BankError(_("Укажите, почему вопрос снят: это увидят те, кто ищет его в банке."))
    return _move(item, _lock(item), Status.RETIRED, Kind.RETIRED, actor, comment)


@transaction.atomic
def reopen_item(item: Item, *, actor: Any, comment: str = "") -> ItemEvent:
    """Makes a draft again of an item that was retired, or that its author takes back from review."""
    return _move(item, _lock(item), Status.DRAFT, Kind.REOPENED, actor, comment)


def note_change(item: Item, version: ItemVersion, *, actor: Any) -> None:
    """Sends an approved item that got a new version back to review. Runs inside the caller's transaction."""
    if item.status == Status.APPROVED:
        _move(item, _lock(item), Status.IN_REVIEW, Kind.CHANGED, actor, version.reason)


_NEXT_STATUS = {
    Status.DRAFT: {Status.IN_REVIEW, Status.RETIRED},
    Status.IN_REVIEW: {Status.DRAFT, Status.APPROVED, Status.RETIRED},
    Status.APPROVED: {Status.IN_REVIEW, Status.RETIRED},
    Status.RETIRED: {Status.DRAFT},
}


def _lock(item: Item) -> Item:
    return Item.objects.select_for_update(of=("self",)).select_related("current_version").get(pk=item.pk)


def _refuse_author(item: Item, actor: Any) -> None:
    if actor is not None and actor.pk in authors_of(item):
        raise BankError(_("Свой вопрос не проверяют: попросите коллегу."))


def _refuse_flaws(item: Item) -> None:
    if item.current_version is None:
        raise BankError(_("У вопроса ещё нет текста. Напишите его."))
    content = item.current_version.content
    flaws = lint.lint(content, item.language, terms_of(item.language))
    faults = [*content.problems(), *(flaw for flaw in flaws if flaw.is_error)]
    if faults:
        raise BankError(" ".join(map(say, faults)))


def _move(item: Item, locked: Item, status: str, kind: str, actor: Any, comment: str) -> ItemEvent:
    if status not in _NEXT_STATUS[Status(locked.status)]:
        message = _("Из состояния «%(now)s» нельзя перейти в «%(wanted)s».")
        raise BankError(message % {"now": locked.get_status_display(), "wanted": Status(status).label})
    locked.status = status
    locked.save(update_fields=["status", "reviewer"])
    item.status, item.reviewer = locked.status, locked.reviewer
    return ItemEvent.objects.create(item=locked, version=locked.current_version, kind=kind, actor=actor, comment=comment.strip())
