"""What the quizzes keep of a person, for the export of personal data; and the name on certificates, for its erasure."""

from typing import Any

from django.db import transaction

from portal.people.models import User
from quizzes.domain.certificates import show_name
from quizzes.models import Accommodation, Attempt, Certificate, Declaration, Judge

ERASED = "—"


def quiz_records(user: User) -> dict[str, Any]:
    """Returns the person's attempts with their results, and the certificates, as plain JSON data; times are ISO 8601."""
    attempts = Attempt.objects.filter(candidate=user).select_related("form").prefetch_related("outcomes").order_by("started_at")
    certificates = Certificate.objects.filter(holder=user).prefetch_related("events").order_by("issued_on", "pk")
    return {
        "attempts": [_attempt(attempt) for attempt in attempts],
        "certificates": [_certificate(certificate) for certificate in certificates],
        "declarations": [
            {"confirmed_at": one.recorded_at.isoformat(), "text": one.text}
            for one in Declaration.objects.filter(candidate=user).order_by("recorded_at")
        ],
        "conditions": [_conditions(row) for row in Accommodation.objects.filter(person=user).order_by("number")],
        "readings": [
            {"page": one.path, "version": one.version, "on": one.read_on.isoformat()} for one in user.readings.order_by("pk")
        ],
        "panels": [_seat(seat) for seat in user.panel_seats.select_related("panel").prefetch_related("estimates", "remarks")],
    }


def _seat(seat: Judge) -> dict[str, Any]:
    return {
        "panel": seat.panel.title,
        "invited_at": seat.invited_at.isoformat(),
        "estimates": [{"at": one.recorded_at.isoformat(), "percent": one.percent} for one in seat.estimates.all()],
        "remarks": [one.text for one in seat.remarks.all()],
    }


def _conditions(row: Accommodation) -> dict[str, Any]:
    return {
        "set_at": row.recorded_at.isoformat(),
        "extra_time_percent": row.extra_time_percent,
        "pause_minutes": row.pause_minutes,
        "is_low_vision": row.is_low_vision,
        "language": row.language,
        "reason": row.reason,
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    outcomes = sorted(attempt.outcomes.all(), key=lambda outcome: outcome.number)
    return {
        "quiz": attempt.form.title,
        "number": attempt.number,
        "state": attempt.state,
        "started_at": attempt.started_at.isoformat(),
        "finished_at": attempt.finished_at and attempt.finished_at.isoformat(),
        "passed": outcomes[-1].passed if outcomes else None,
    }


def _certificate(certificate: Certificate) -> dict[str, Any]:
    return {
        "code": certificate.code,
        "title": certificate.title,
        "name": certificate.holder_name,
        "issued_on": certificate.issued_on.isoformat(),
        "valid_until": certificate.last_day and certificate.last_day.isoformat(),
        "status": certificate.status.value,
        "name_is_public": certificate.shows_name,
    }


@transaction.atomic
def erase_name_on_certificates(user: User) -> None:
    """Empties the holder's name and closes it on the public page; the certificates themselves stay facts.

    A declaration names the person and a reason may say something of them: both words go, the rows stay.
    """
    for certificate in Certificate.objects.filter(holder=user):
        show_name(certificate, actor=user, is_shown=False)
    # Columns of facts that the law lets a person have erased: the models refuse it, the database does not.
    Certificate._base_manager.filter(holder=user).update(holder_name="")
    user.readings.all().delete()
    Declaration._base_manager.filter(candidate=user).update(text=ERASED)
    Accommodation._base_manager.filter(person=user).update(reason=ERASED)
