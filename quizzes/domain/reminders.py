"""Reminders that a certificate ends: 90, 30 and 7 days before, each once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from quizzes.domain.certificates import earned_by
from quizzes.models import Certificate, CertificateEvent, CertificateReminder
from quizzes.signals import certificate_expiring

THRESHOLDS = (90, 30, 7)


def threshold(days_left: int, days_in_all: int) -> int | None:
    """Which reminder is due with so many days left of so many: the nearest one only, so that a day the command did not run
    costs nobody a letter and nobody gets two at once. None outside of the thresholds, and for those that lay before the start.
    """
    reached = [days for days in THRESHOLDS if 0 <= days_left <= days < days_in_all]
    return min(reached, default=None)


def may_remind(person: Any) -> bool:
    """Whether the person wants such letters, as the site around knows (`QUIZZES_MAIL_CONSENT`)."""
    path = getattr(settings, "QUIZZES_MAIL_CONSENT", "")
    return bool(import_string(path)(person)) if path else True


def ending(today: date) -> QuerySet[Certificate]:
    """Certificates that may end within the longest threshold; extended ones are looked at by their events."""
    window = (today, today + timedelta(days=max(THRESHOLDS)))
    own, extended = Q(valid_until__range=window), Q(events__valid_until__range=window)
    over = CertificateEvent.objects.filter(kind__in=[CertificateEvent.Kind.REVOKED, CertificateEvent.Kind.REPLACED])
    rows = Certificate.objects.filter(own | extended).exclude(pk__in=over.values("certificate")).distinct()
    return rows.select_related("holder").prefetch_related("events")


def remind_expiring(today: date | None = None, *, on_step: Callable[[], None] = lambda: None) -> int:
    """Notes and sends the reminders due today; returns how many. May run any number of times, also at once."""
    day = today or timezone.localdate()
    sent = 0
    for certificate in ending(day).iterator(chunk_size=200):
        days = _due(certificate, day)
        if days is not None and may_remind(certificate.holder) and not _has_newer(certificate):
            sent += _remind(certificate, days)
        on_step()
    return sent


def _due(certificate: Certificate, today: date) -> int | None:
    last = certificate.last_day
    return None if last is None else threshold((last - today).days, (last - certificate.issued_on).days)


def _has_newer(certificate: Certificate) -> bool:
    """Whether the holder passed the same quiz again, so that a later certificate takes over."""
    key = earned_by(certificate).attempt.quiz.translation_key
    others = Certificate.objects.filter(holder=certificate.holder).exclude(pk=certificate.pk).prefetch_related("events")
    return any(
        other.status == Certificate.Status.VALID
        and (other.last_day is None or other.last_day > certificate.last_day)
        and earned_by(other).attempt.quiz.translation_key == key
        for other in others
    )


def _remind(certificate: Certificate, days: int) -> bool:
    facts = {"certificate": certificate, "last_day": certificate.last_day, "days": days}
    if CertificateReminder.objects.filter(**facts).exists():
        return False
    try:
        with transaction.atomic():
            reminder = CertificateReminder.objects.create(**facts)
            transaction.on_commit(
                lambda: certificate_expiring.send(sender=Certificate, certificate=certificate, reminder=reminder)
            )
    except IntegrityError:
        # Another run was faster between the look and the write.
        return False
    return True
