"""Certificates: issued by a passed outcome; extended, revoked, shown or hidden by events."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.domain.errors import QuizError
from quizzes.models import Certificate, CertificateEvent, Outcome
from quizzes.signals import certificate_issued, certificate_revoked, name_consent_changed


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month where it is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    return date(day.year + year, month + 1, day.day)


@transaction.atomic
def issue_certificate(outcome: Outcome) -> Certificate:
    """Issues the certificate of a passed outcome, or returns the one it has. QuizError where it was not passed."""
    if not outcome.passed:
        raise QuizError(_("Сертификат выдаётся только за пройденный тест."))
    existing = Certificate.objects.filter(outcome=outcome).first()
    if existing is not None:
        return existing
    attempt, form = outcome.attempt, outcome.attempt.form
    today = timezone.localdate()
    certificate = Certificate.objects.create(
        outcome=outcome,
        holder=attempt.candidate,
        holder_name=attempt.candidate.get_full_name() or str(attempt.candidate),
        title=form.title,
        language=form.language,
        competencies=sorted({code for code in _competencies(outcome) if code}),
        rests_on=form.rests_on,
        issued_on=today,
        valid_until=add_months(today, form.certificate_months) if form.certificate_months else None,
    )
    CertificateEvent.objects.create(certificate=certificate, kind=CertificateEvent.Kind.ISSUED)
    transaction.on_commit(lambda: certificate_issued.send(sender=Certificate, certificate=certificate))
    return certificate


def _competencies(outcome: Outcome) -> list[str]:
    return list(outcome.items.values_list("scored_by__competency", flat=True))


def _lock(certificate: Certificate) -> Certificate:
    return Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)


@transaction.atomic
def revoke_certificate(certificate: Certificate, *, actor: Any, reason: str) -> CertificateEvent:
    """Revokes a certificate for good, with a reason; a second call returns the first revocation."""
    locked = _lock(certificate)
    done = locked.events.filter(kind=CertificateEvent.Kind.REVOKED).first()
    if done is not None:
        return done
    if not reason.strip():
        raise QuizError(_("Укажите причину отзыва: владелец имеет право её знать."))
    event = CertificateEvent.objects.create(
        certificate=locked, kind=CertificateEvent.Kind.REVOKED, actor=actor, reason=reason.strip()
    )
    transaction.on_commit(lambda: certificate_revoked.send(sender=Certificate, certificate=locked, event=event))
    return event


@transaction.atomic
def extend_certificate(certificate: Certificate, *, until: date, actor: Any, reason: str) -> CertificateEvent:
    """Moves the last day of validity; QuizError where the certificate is revoked or the day is no later."""
    locked = _lock(certificate)
    if locked.is_revoked:
        raise QuizError(_("Отозванный сертификат не продлевают."))
    if locked.last_day is None or until <= locked.last_day:
        raise QuizError(_("Новый срок должен быть позже прежнего."))
    return CertificateEvent.objects.create(
        certificate=locked, kind=CertificateEvent.Kind.EXTENDED, valid_until=until, actor=actor, reason=reason.strip()
    )


@transaction.atomic
def show_name(certificate: Certificate, *, actor: Any, is_shown: bool) -> None:
    """Opens or closes the holder's name on the public page. QuizError where somebody else than the holder tries."""
    locked = _lock(certificate)
    if actor.pk != locked.holder_id:
        raise QuizError(_("Показывать имя решает только владелец сертификата."))
    if locked.shows_name == is_shown:
        return
    kind = CertificateEvent.Kind.NAME_SHOWN if is_shown else CertificateEvent.Kind.NAME_HIDDEN
    event = CertificateEvent.objects.create(certificate=locked, kind=kind, actor=actor)
    transaction.on_commit(lambda: name_consent_changed.send(sender=Certificate, certificate=locked, event=event))
