"""What happens elsewhere and is a consent: kept as a consent record."""

from typing import Any

from django.dispatch import receiver

from quizzes.models import Certificate, CertificateEvent
from quizzes.signals import name_consent_changed

from .models import ConsentRecord

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
