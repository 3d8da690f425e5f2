"""Certificates: issued by a passed outcome; extended, revoked, replaced, shown or hidden by events."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.domain.errors import QuizError
from quizzes.models import Certificate, CertificateEvent, Issuer, Outcome
from quizzes.signals import (
    certificate_extended,
    certificate_issued,
    certificate_replaced,
    certificate_revoked,
    name_consent_changed,
)

Kind = CertificateEvent.Kind
CHOICES = {
    "name": ("shows_name", Kind.NAME_SHOWN, Kind.NAME_HIDDEN),
    "result": ("shows_result", Kind.RESULT_SHOWN, Kind.RESULT_HIDDEN),
    "competencies": ("shows_competencies", Kind.AREAS_SHOWN, Kind.AREAS_HIDDEN),
}


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
def issue_certificate(outcome: Outcome, *, actor: Any = None) -> Certificate:
    """Issues the certificate of a passed outcome, or returns the one it has. QuizError where it was not passed."""
    if not outcome.passed:
        raise QuizError(_("Сертификат выдаётся только за пройденный тест."))
    existing = Certificate.objects.filter(outcome=outcome).first()
    if existing is not None:
        return existing
    attempt, form = outcome.attempt, outcome.attempt.form
    today = timezone.localdate()
    # The form knows what was promised; where nothing was, the certificate comes by a later decision, on the terms of today.
    months = attempt.quiz.certificate_months if form.certificate_months is None else form.certificate_months
    certificate = Certificate.objects.create(
        outcome=outcome,
        holder=attempt.candidate,
        holder_name=attempt.candidate.get_full_name() or str(attempt.candidate),
        title=form.title,
        language=form.language,
        competencies=sorted({code for code in _competencies(outcome) if code}),
        rests_on=form.rests_on,
        issuer=Issuer.objects.first(),
        score_percent=_percent(outcome),
        issued_on=today,
        valid_until=add_months(today, months) if months else None,
    )
    CertificateEvent.objects.create(certificate=certificate, kind=Kind.ISSUED, actor=actor)
    transaction.on_commit(lambda: certificate_issued.send(sender=Certificate, certificate=certificate))
    return certificate


def _percent(outcome: Outcome) -> Decimal | None:
    """The share of the marks, cut and not rounded: 74.999 must not read as the 75 that were needed."""
    if not outcome.max_total:
        return None
    share = outcome.total / outcome.max_total * 100
    return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(Decimal("0.01"), ROUND_DOWN)


def _competencies(outcome: Outcome) -> list[str]:
    return list(outcome.items.values_list("scored_by__competency", flat=True))


def _lock(certificate: Certificate) -> Certificate:
    return Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)


def _refuse_ended(certificate: Certificate, *, revoked: str) -> None:
    if certificate.is_revoked:
        raise QuizError(revoked)
    if certificate.is_replaced:
        raise QuizError(_("Этот сертификат уже заменён новым: работайте с новым."))


def _reason(reason: str) -> str:
    if not reason.strip():
        raise QuizError(_("Укажите причину: владелец имеет право её знать."))
    return reason.strip()[:300]


@transaction.atomic
def revoke_certificate(certificate: Certificate, *, actor: Any, reason: str) -> CertificateEvent:
    """Revokes a certificate for good, with a reason; a second call returns the first revocation.

    Of a chain of reissued certificates the last one is the one to revoke. QuizError for a replaced one, or without a reason.
    """
    locked = _lock(certificate)
    done = locked.event(Kind.REVOKED)
    if done is not None:
        return done
    _refuse_ended(locked, revoked="")
    event = CertificateEvent.objects.create(certificate=locked, kind=Kind.REVOKED, actor=actor, reason=_reason(reason))
    transaction.on_commit(lambda: certificate_revoked.send(sender=Certificate, certificate=locked, event=event))
    return event


@transaction.atomic
def extend_certificate(certificate: Certificate, *, until: date, actor: Any, reason: str) -> CertificateEvent:
    """Moves the last day of validity; QuizError where the certificate has ended for good or the day is no later."""
    locked = _lock(certificate)
    _refuse_ended(locked, revoked=_("Отозванный сертификат не продлевают."))
    if locked.last_day is None or until <= locked.last_day:
        raise QuizError(_("Новый срок должен быть позже прежнего."))
    if until < timezone.localdate():
        raise QuizError(_("Новый срок уже прошёл. Укажите день не раньше сегодняшнего."))
    event = CertificateEvent.objects.create(
        certificate=locked, kind=Kind.EXTENDED, valid_until=until, actor=actor, reason=reason.strip()[:300]
    )
    transaction.on_commit(lambda: certificate_extended.send(sender=Certificate, certificate=locked, event=event))
    return event


@transaction.atomic
def reissue_certificate(certificate: Certificate, *, holder_name: str, actor: Any, reason: str) -> Certificate:
    """Issues a new certificate in place of one with a wrong or former name; what was earned, and until when, stays.

    The old one is replaced from this moment, and its badge is no longer valid. QuizError where it was revoked or replaced
    already, where no name is given, or where there is no reason.
    """
    locked = _lock(certificate)
    _refuse_ended(locked, revoked=_("Отозванный сертификат не выдают заново."))
    if not holder_name.strip():
        raise QuizError(_("Укажите имя, которое будет в новом сертификате."))
    said = _reason(reason)
    new = Certificate.objects.create(
        predecessor=locked,
        holder=locked.holder,
        holder_name=holder_name.strip(),
        title=locked.title,
        language=locked.language,
        competencies=locked.competencies,
        rests_on=locked.rests_on,
        issuer=Issuer.objects.first(),
        score_percent=locked.score_percent,
        issued_on=timezone.localdate(),
        valid_until=locked.last_day,
    )
    CertificateEvent.objects.create(certificate=new, kind=Kind.ISSUED, actor=actor, reason=said)
    event = CertificateEvent.objects.create(certificate=locked, kind=Kind.REPLACED, actor=actor, reason=said)
    transaction.on_commit(lambda: certificate_replaced.send(sender=Certificate, certificate=locked, event=event, new=new))
    return new


@transaction.atomic
def disclose(certificate: Certificate, *, actor: Any, **choices: bool) -> list[CertificateEvent]:
    """Opens or closes `name`, `result` and `competencies` on the public page and in the badge; what is not named stays.

    Returns the events, one for each choice that changes. QuizError where somebody else than the holder tries.
    """
    locked = _lock(certificate)
    if actor.pk != locked.holder_id:
        raise QuizError(_("Что показывать, решает только владелец сертификата."))
    events = []
    for what, is_shown in choices.items():
        attribute, shown, hidden = CHOICES[what]
        if getattr(locked, attribute) != is_shown:
            kind = shown if is_shown else hidden
            event = CertificateEvent.objects.create(certificate=locked, kind=kind, actor=actor)
            events.append(event)
            if what == "name":
                _tell_consent(locked, event)
    return events


def _tell_consent(certificate: Certificate, event: CertificateEvent) -> None:
    transaction.on_commit(lambda: name_consent_changed.send(sender=Certificate, certificate=certificate, event=event))


def show_name(certificate: Certificate, *, actor: Any, is_shown: bool) -> None:
    """Opens or closes the holder's name, see `disclose`."""
    disclose(certificate, actor=actor, name=is_shown)


def current_certificate(outcome: Outcome) -> Certificate | None:
    """The certificate that an outcome earned, or the last one that was issued in its place; None where it earned none."""
    certificate = Certificate.objects.filter(outcome=outcome).prefetch_related("events").first()
    while certificate is not None:
        newer = Certificate.objects.filter(predecessor=certificate).prefetch_related("events").first()
        if newer is None:
            return certificate
        certificate = newer
    return None


def earned_by(certificate: Certificate) -> Outcome:
    """The outcome that earned a certificate, whatever number of times it was issued again."""
    while certificate.outcome_id is None:
        certificate = certificate.predecessor
    return certificate.outcome


@dataclass(frozen=True)
class CertifiedResult:
    """What a certificate says of the result, and what the result is after all regrades since.

    The certificate is a fact and keeps the per cent of the day it was earned; an outcome that takes the place of another
    names it. Whoever shows a result shows `percent`, and where it `is_recounted` both.
    """

    percent: Decimal | None
    at_issue: Decimal | None
    outcome: Outcome
    is_recounted: bool
    # The cut score is no longer reached, and whoever decided on the regrade let the certificate stand.
    is_kept: bool


def certified_result(certificate: Certificate) -> CertifiedResult:
    """The result behind a certificate as it stands today; one query beside those of the certificate's own chain."""
    earned = earned_by(certificate)
    newest = Outcome.objects.filter(attempt=earned.attempt_id).order_by("-number").first() or earned
    percent = certificate.score_percent if newest.pk == earned.pk else _percent(newest)
    return CertifiedResult(
        percent=percent,
        at_issue=certificate.score_percent,
        outcome=newest,
        is_recounted=percent != certificate.score_percent,
        is_kept=newest.passed is False and not certificate.is_revoked,
    )


def awaiting_certificate() -> QuerySet[Outcome]:
    """The last outcomes of attempts that were passed, of quizzes that give certificates now, without any certificate."""
    later = Outcome.objects.filter(attempt=OuterRef("attempt"), number__gt=OuterRef("number"))
    earned = Certificate.objects.filter(outcome__attempt=OuterRef("attempt"))
    rows = Outcome.objects.filter(passed=True, attempt__practice_of=None, attempt__quiz__gives_certificate=True)
    rows = rows.exclude(Exists(later)).exclude(Exists(earned))
    return rows.select_related("attempt__candidate", "attempt__form", "attempt__quiz").order_by("-created_at", "-pk")
