"""What supervision of quizzes keeps of a person: appeals, sittings, what pages counted, the log; exported and erased."""

from typing import Any

from django.db import transaction
from django.db.models import Q, Sum

from portal.people.models import User
from quizzes.models import Appeal, IntegritySignal, LogEntry, Mark, SittingAdmission

ERASED = "—"


def supervision_records(user: User) -> dict[str, Any]:
    """Returns what is kept beside attempts and certificates, as plain JSON data; times are ISO 8601."""
    admissions = SittingAdmission.objects.filter(candidate=user).select_related("sitting__quiz").order_by("admitted_at")
    signals = IntegritySignal.objects.filter(attempt__candidate=user).values("attempt__public_id").order_by("attempt")
    summed = signals.annotate(seconds=Sum("seconds"), focus_lost=Sum("focus_lost"), pastes=Sum("pastes"))
    log = LogEntry.objects.filter(Q(actor=user) | Q(subject=user)).order_by("pk")
    return {
        "appeals": [_appeal(row) for row in Appeal.objects.filter(candidate=user).order_by("opened_at")],
        "sittings": [
            {"quiz": row.sitting.quiz.title, "place": row.sitting.place, "entered_at": row.admitted_at.isoformat()}
            for row in admissions
        ],
        "page_counts": [
            {
                "attempt": str(row["attempt__public_id"]),
                **{name: row[name] for name in ("seconds", "focus_lost", "pastes")},
            }
            for row in summed
        ],
        "marks_given": [
            {"at": row.marked_at.isoformat(), "share": str(row.fraction), "comment": row.comment}
            for row in Mark.objects.filter(marker=user).order_by("pk")
        ],
        "log": [
            {"at": row.at.isoformat(), "act": row.act, "address": row.address or row.network, "by_you": row.actor_id == user.pk}
            for row in log
        ],
    }


def _appeal(row: Appeal) -> dict[str, Any]:
    return {
        "opened_at": row.opened_at.isoformat(),
        "text": row.text,
        "state": row.state,
        "decided_at": row.decided_at and row.decided_at.isoformat(),
        "decision": row.decision,
    }


@transaction.atomic
def erase_supervision(user: User) -> None:
    """Takes out the person's own words in appeals and their exact addresses in the log; the rows stay facts, the chain holds."""
    Appeal.objects.filter(candidate=user).update(text=ERASED)
    LogEntry._base_manager.filter(actor=user).exclude(address="").update(address="", address_salt="")
