"""Signed documents out of rows: the badge of a certificate, the status list, the issuer with its keys."""

import hashlib
from datetime import UTC, date, datetime, time
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.cache import cache
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from quizzes.certificates import addresses
from quizzes.certificates.badges import status_list
from quizzes.certificates.badges.credential import (
    Alignment,
    Badge,
    Profile,
    credential,
    issuer_document,
    key_document,
    moment,
    status_credential,
)
from quizzes.certificates.badges.multikey import public_key
from quizzes.certificates.badges.proof import sign
from quizzes.certificates.issuing import issuer_url, issuer_word
from quizzes.domain.badge_keys import BadgeKeyError, active_key, open_key
from quizzes.domain.certificates import CertifiedResult, certified_result, earned_by
from quizzes.models import BadgeKey, Certificate, CertificateEvent, Issuer
from quizzes.references import label, link_to

STATUS_TTL = 300_000  # milliseconds that others may keep a status list
WORTHLESS = (CertificateEvent.Kind.REVOKED, CertificateEvent.Kind.REPLACED)


def signed_badge(certificate: Certificate) -> dict[str, Any]:
    """The badge of a certificate as it stands today. BadgeKeyError where nothing can be signed.

    The same state and key give the same bytes: the proof carries the time of the last event or regrade, not of the request.
    """
    key, result = _signing_key(), certified_result(certificate)
    with override(certificate.language):
        document = credential(_badge(certificate, result))
    events = [event.created_at for event in certificate.events.all()]
    last = max([*events, result.outcome.created_at, key.created_at])
    return sign(document, open_key(key), method=addresses.key(key.name), created=moment(last))


def _signing_key() -> BadgeKey:
    key = active_key()
    if key is None:
        raise BadgeKeyError(_("Значки пока не подписываются: администратор не создал ключ."))
    return key


def _badge(certificate: Certificate, result: CertifiedResult) -> Badge:
    attempt = earned_by(certificate).attempt
    quiz, form = attempt.quiz, attempt.form
    number, place = status_list.place_of(certificate.pk)
    until = certificate.last_day
    cut = f"{form.cut_score.normalize():f}"
    return Badge(
        id=addresses.badge(certificate.code),
        issuer=profile(certificate.issuer, certificate.language),
        title=certificate.title,
        description=_("Внутренний допуск службы. Не заменяет удостоверение о повышении квалификации."),
        criteria=_("Пройден тест «%(title)s», проходной балл %(cut)s %%.") % {"title": certificate.title, "cut": cut},
        criteria_url=addresses.full(f"/{quiz.language}/quizzes/{quiz.slug}/"),
        achievement_id=f"urn:uuid:{quiz.translation_key}",
        valid_from=_local(certificate.issued_on, time.min),
        valid_until=_local(until, time(23, 59, 59)) if until else None,
        email=certificate.holder.email,
        salt=hashlib.sha256(b"opora badge salt\0" + certificate.public_id.bytes).hexdigest()[:32],
        status_list=addresses.status_list(number),
        status_index=place,
        name=certificate.holder_name if certificate.shows_name else "",
        result=f"{result.percent:f}" if certificate.shows_result and result.percent is not None else "",
        alignments=_alignments(certificate),
    )


def _alignments(certificate: Certificate) -> list[Alignment]:
    language = certificate.language
    found = [(target, link_to(target, language)) for target in certificate.rests_on]
    standards = [Alignment(link.title, addresses.full(link.url) if link.url else "", target) for target, link in found]
    areas = certificate.competencies if certificate.shows_competencies else []
    return standards + [Alignment(label("competencies", code), code=code) for code in areas]


def _local(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())


def profile(issuer: Issuer | None, language: str) -> Profile:
    """The issuer as a badge names it."""
    image = addresses.full(reverse("badge_logo", args=[issuer.pk, issuer.logo_kind])) if issuer and issuer.logo else ""
    return Profile(
        id=addresses.issuer(),
        name=issuer_word(issuer, "name", language),
        url=issuer_url(issuer),
        email=issuer.email if issuer else "",
        image=image,
    )


def signed_status_list(number: int) -> dict[str, Any] | None:
    """The list of this number with everything revoked or replaced until now; None where there is no such list yet.

    BadgeKeyError where nothing can be signed.
    """
    last_pk = Certificate.objects.aggregate(last=Max("pk"))["last"] or 0
    if number < 1 or number > status_list.place_of(max(last_pk, 1))[0]:
        return None
    key = _signing_key()
    ended = CertificateEvent.objects.filter(kind__in=WORTHLESS)
    newest = ended.aggregate(last=Max("pk"))["last"] or 0
    name = f"quizzes-status-list:{number}:{key.name}:{newest}:{addresses.issuer()}"
    document = cache.get(name)
    if document is None:
        document = _sign_status_list(number, key)
        cache.set(name, document, timeout=3600)
    return document


def _sign_status_list(number: int, key: BadgeKey) -> dict[str, Any]:
    first = (number - 1) * status_list.SIZE + 1
    ended = CertificateEvent.objects.filter(
        kind__in=WORTHLESS, certificate_id__gte=first, certificate_id__lt=first + status_list.SIZE
    )
    rows = list(ended.values_list("certificate_id", "created_at"))
    since = max([created for _pk, created in rows] + [key.created_at])
    document = status_credential(
        address=addresses.status_list(number),
        issuer=profile(Issuer.objects.first(), "ru"),
        encoded=status_list.encode(status_list.place_of(pk)[1] for pk, _created in rows),
        valid_from=since,
        ttl=STATUS_TTL,
    )
    return sign(document, open_key(key), method=addresses.key(key.name), created=moment(since.astimezone(UTC)))


def _key_documents() -> list[dict[str, Any]]:
    keys = BadgeKey.objects.exclude(state=BadgeKey.State.RETIRED).order_by("pk")
    return [
        key_document(address=addresses.key(key.name), controller=addresses.issuer(), multibase=key.public_multibase)
        for key in keys
    ]


def published_issuer() -> dict[str, Any]:
    """The issuer's document: who it is, and every key whose signatures count."""
    return issuer_document(profile(Issuer.objects.first(), "ru"), _key_documents())


def published_key(name: str) -> dict[str, Any] | None:
    """One key by name; None where there is none or it was withdrawn."""
    return next((one for one in _key_documents() if one["id"] == addresses.key(name)), None)


def known_key(address: str) -> Ed25519PublicKey | None:
    """The public key behind a verification method of ours; None for anybody else's and for a withdrawn one."""
    found = next((one for one in _key_documents() if one["id"] == address), None)
    return public_key(found["publicKeyMultibase"]) if found else None
