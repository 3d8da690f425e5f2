"""Regrading: an item's key is corrected or the item is retired; whom that changes, and new outcomes for them."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.domain.bank import say
from quizzes.domain.certificates import revoke_certificate
from quizzes.domain.errors import QuizError
from quizzes.domain.outcomes import live_certificate, replace_outcome, scored_rows, total_of
from quizzes.domain.oversight import note
from quizzes.letters import tell
from quizzes.models import Appeal, Attempt, ItemVersion, Regrade
from quizzes.scoring.problems import ItemError
from quizzes.scoring.regrading import Change, Effect, Total, effect, translate

REGRADE = "quizzes.regrade_item"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class AttemptChange:
    """An attempt that met the version, with what it had and would have."""

    attempt: Attempt
    change: Change
    has_certificate: bool

    @property
    def is_changed(self) -> bool:
        return self.change.before != self.change.after


@dataclass(frozen=True)
class Preview:
    """What a regrade would do, before it does anything."""

    effect: Effect
    changes: tuple[AttemptChange, ...]
    losing_certificates: int
    open_attempts: int


def attempts_with(version: ItemVersion) -> QuerySet[Attempt]:
    """The finished attempts whose form has this version, in the order in which they are locked."""
    rows = Attempt.objects.filter(form__items__version=version).exclude(state=Attempt.State.OPEN)
    return rows.select_related("form", "quiz", "candidate").order_by("pk")


def _proposal(version: ItemVersion, policy: str, corrected_by: ItemVersion | None) -> Regrade:
    """The regrade as it would be, not saved. QuizError where the versions do not fit together."""
    if policy == Regrade.Policy.CORRECTED_KEY:
        if corrected_by is None or corrected_by.item_id != version.item_id or corrected_by.pk == version.pk:
            raise QuizError(_("Выберите другую версию того же вопроса: её ключ станет верным."))
        try:
            translate(version.content, corrected_by.content, version.content.right_response())
        except ItemError as error:
            raise QuizError(" ".join(map(say, error.problems))) from error
    elif corrected_by is not None:
        raise QuizError(_("Версия с ключом нужна только для решения «Исправленный ключ»."))
    return Regrade(version=version, policy=policy, corrected_by=corrected_by)


def preview_regrade(
    version: ItemVersion, *, policy: str, corrected_by: ItemVersion | None = None, on_step: Progress = lambda done, of: None
) -> Preview:
    """Computes whom a regrade would change, and writes nothing. QuizError where the versions do not fit together."""
    proposal = _proposal(version, policy, corrected_by)
    changes, count = [], attempts_with(version).count()
    for attempt in _each(attempts_with(version), count, on_step):
        before = _standing(attempt)
        if before is not None:
            after = total_of(attempt, scored_rows(attempt, preview=proposal))
            change = Change(before, after)
            changes.append(AttemptChange(attempt, change, change.no_longer_passes and live_certificate(attempt) is not None))
    open_ones = Attempt.objects.filter(form__items__version=version, state=Attempt.State.OPEN).count()
    counted = effect([one.change for one in changes])
    return Preview(counted, tuple(changes), sum(one.has_certificate for one in changes), open_ones)


def _each(attempts: QuerySet[Attempt], count: int, on_step: Progress) -> Iterator[Attempt]:
    for done, attempt in enumerate(attempts.iterator(chunk_size=200), start=1):
        yield attempt
        on_step(done, count)


def _standing(attempt: Attempt) -> Total | None:
    last = attempt.outcomes.order_by("-number").first()
    return None if last is None else Total(last.total, last.max_total, last.passed)


@transaction.atomic
def regrade_item(
    version: ItemVersion,
    *,
    policy: str,
    corrected_by: ItemVersion | None = None,
    certificates: str = Regrade.Certificates.KEEP,
    reason: str,
    author: Any,
    key: str,
    appeal: Appeal | None = None,
    on_step: Progress = lambda done, of: None,
) -> Regrade:
    """Appends the decision and a new outcome for every attempt that it changes, all or nothing.

    Certificates are issued where they are earned now; where the cut score is no longer reached they are kept or revoked as
    `certificates` says. Everybody whose outcome changed is told. The same `key` again returns the first regrade.
    QuizError without a reason, or where the versions do not fit together.
    """
    ItemVersion.objects.select_for_update(of=("self",), no_key=True).get(
        pk=version.pk
    )  # two regrades of one version follow each other
    done = Regrade.objects.filter(key=key).first()
    if done is not None:
        return done
    if not reason.strip():
        raise QuizError(_("Напишите причину: её увидит каждый, чей итог изменится."))
    regrade = _proposal(version, policy, corrected_by)
    regrade.key, regrade.certificates, regrade.reason = key, certificates, reason.strip()[:300]
    regrade.author, regrade.created_at = author, timezone.now()
    changes = [_apply(attempt, regrade) for attempt in _locked(version, on_step)]
    regrade.effect = asdict(effect([change for change in changes if change is not None]))
    regrade.save()
    if appeal is not None:
        appeal.regrade = regrade
        appeal.save(update_fields=["regrade"])
    note("item.regraded", regrade, actor=author, version=version.pk, policy=policy, reason=regrade.reason, **regrade.effect)
    return regrade


def _locked(version: ItemVersion, on_step: Progress) -> Iterator[Attempt]:
    """The finished attempts with the version, locked. Open ones are locked too: handed in meanwhile, they wait for the ruling."""
    rows = Attempt.objects.filter(form__items__version=version).select_for_update(of=("self",)).order_by("pk")
    finished = [attempt for attempt in rows.select_related("form", "quiz", "candidate") if not attempt.is_open]
    for done, attempt in enumerate(finished, start=1):
        yield attempt
        on_step(done, len(finished))


def _apply(attempt: Attempt, regrade: Regrade) -> Change | None:
    """Replaces the outcome of one attempt where the ruling changes it; returns what it had and has."""
    before = attempt.outcomes.order_by("-number").first()
    if before is None:
        return None
    had = Total(before.total, before.max_total, before.passed)
    outcome = replace_outcome(attempt, author=regrade.author, reason=regrade.reason, ruling=regrade)
    if outcome is None:
        return Change(had, had)
    change = Change(had, Total(outcome.total, outcome.max_total, outcome.passed))
    certificate = live_certificate(attempt) if change.no_longer_passes else None
    withdrawn = certificate is not None and regrade.certificates == Regrade.Certificates.WITHDRAW
    if certificate is not None and withdrawn:
        revoke_certificate(certificate, actor=regrade.author, reason=regrade.reason)
    words = {
        "title": attempt.form.title,
        "number": attempt.number,
        "reason": regrade.reason,
        "now_passes": change.now_passes,
        "withdrawn": withdrawn,
        "kept": certificate is not None and not withdrawn,
    }
    tell(attempt.candidate, "regraded", "quizzes:result", [str(attempt.public_id)], **words)
    return change
