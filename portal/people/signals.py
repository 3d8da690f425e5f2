"""What happens elsewhere and is a consent: kept as a consent record, and part of a person's export."""

from typing import Any

from django.dispatch import receiver

from quizzes.models import Certificate, CertificateEvent, Outcome
from quizzes.signals import name_consent_changed

from .models import ConsentRecord, User
from .personal_data import register_exporter

CERTIFICATE_NAME_VERSION = "1"


@receiver(name_consent_changed)
def record_name_consent(sender: type[Certificate], certificate: Certificate, event: CertificateEvent, **_signal: Any) -> None:
    """Keeps that a holder opened or closed the name on the public page of a certificate."""
    is_given = event.kind == CertificateEvent.Kind.NAME_SHOWN
    ConsentRecord.objects.create(
        user_id=certificate.holder_id,
        purpose=ConsentRecord.Purpose.PUBLIC_CERTIFICATE,
        act=ConsentRecord.Act.GIVEN if is_given else ConsentRecord.Act.WITHDRAWN,
        document_version=CERTIFICATE_NAME_VERSION,
    )


def quiz_data_of(user: User) -> dict[str, Any]:
    """Returns a person's attempts, their results and certificates as plain data."""
    attempts = user.quiz_attempts.select_related("quiz").order_by("started_at")
    outcomes = Outcome.objects.filter(attempt__candidate=user).order_by("attempt_id", "number")
    certificates = Certificate.objects.filter(holder=user).order_by("pk")
    return {
        "attempts": [
            {"quiz": row.quiz.title, "number": row.number, "state": row.state, "started_at": row.started_at.isoformat()}
            for row in attempts
        ],
        "outcomes": [{"attempt": row.attempt.number, "passed": row.passed} for row in outcomes.select_related("attempt")],
        "certificates": [{"code": str(row.code)} for row in certificates],
    }


register_exporter("quizzes", quiz_data_of)
