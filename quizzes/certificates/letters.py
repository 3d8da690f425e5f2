"""Letters to holders: issued, extended, revoked, issued anew, about to end. In the holder's language, as text and HTML."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django_tasks import task

from quizzes import signals
from quizzes.certificates import addresses
from quizzes.certificates.codes import grouped
from quizzes.domain.certificates import earned_by
from quizzes.models import Certificate, CertificateEvent, CertificateReminder


@dataclass(frozen=True)
class Letter:
    """What a letter says, in the active language."""

    subject: str
    paragraphs: list[str]
    action: str
    address: str
    facts: list[tuple[str, str]] = field(default_factory=list)


def _day(value: date | None) -> str:
    return date_format(value, "DATE_FORMAT") if value else _("без срока")


def _page(certificate: Certificate) -> str:
    return addresses.full(reverse("quizzes:certificate", args=[certificate.public_id]))


def _facts(certificate: Certificate) -> list[tuple[str, str]]:
    return [(_("Действует до"), _day(certificate.last_day)), (_("Код проверки"), grouped(certificate.code))]


def _because(reason: str) -> list[str]:
    return [_("Причина: %(reason)s") % {"reason": reason}] if reason else []


def issued(certificate: Certificate, event: CertificateEvent) -> Letter:
    title = {"title": certificate.title}
    return Letter(
        _("Сертификат выдан: «%(title)s»") % title,
        [
            _("Вы прошли тест «%(title)s», сертификат выдан.") % title,
            _("PDF и цифровой значок ждут на странице сертификата. Там же вы решаете, что видят другие."),
        ],
        _("Открыть сертификат"),
        _page(certificate),
        _facts(certificate),
    )


def extended(certificate: Certificate, event: CertificateEvent) -> Letter:
    facts = {"title": certificate.title, "day": _day(event.valid_until)}
    return Letter(
        _("Сертификат продлён: «%(title)s»") % facts,
        [
            _("Сертификат «%(title)s» теперь действует до %(day)s включительно.") % facts,
            *_because(event.reason),
            _("Скачайте PDF и значок заново: в прежних стоит старый срок."),
        ],
        _("Открыть сертификат"),
        _page(certificate),
        _facts(certificate),
    )


def revoked(certificate: Certificate, event: CertificateEvent) -> Letter:
    facts = {"title": certificate.title, "day": _day(timezone.localtime(event.created_at).date())}
    return Letter(
        _("Сертификат отозван: «%(title)s»") % facts,
        [
            _("Сертификат «%(title)s» отозван %(day)s и больше не действует.") % facts,
            *_because(event.reason),
            _("Если вы не согласны, обратитесь к куратору: решение можно обжаловать."),
        ],
        _("Открыть сертификат"),
        _page(certificate),
    )


def replaced(certificate: Certificate, event: CertificateEvent) -> Letter:
    new = certificate.successor
    facts = {"title": certificate.title, "name": new.holder_name}
    return Letter(
        _("Сертификат выдан заново: «%(title)s»") % facts,
        [
            _("Взамен сертификата «%(title)s» выдан новый на имя: %(name)s. Прежний больше не действует.") % facts,
            *_because(event.reason),
            _("Дайте работодателю новый код. Что видят другие, выберите в новом сертификате ещё раз."),
        ],
        _("Открыть новый сертификат"),
        _page(new),
        _facts(new),
    )


def expiring(certificate: Certificate, reminder: CertificateReminder) -> Letter:
    quiz = earned_by(certificate).attempt.quiz
    facts = {"title": certificate.title, "day": _day(reminder.last_day)}
    left = (reminder.last_day - timezone.localdate()).days
    days = ngettext("Остался %(days)s день.", "Осталось %(days)s дней.", left) % {"days": left}
    return Letter(
        _("Сертификат действует до %(day)s: «%(title)s»") % facts,
        [
            _("Сертификат «%(title)s» действует до %(day)s включительно.") % facts + " " + days,
            _("Чтобы допуск не прервался, пройдите тест ещё раз до этого дня. Изменения в стандартах видны на их страницах."),
        ],
        _("Открыть страницу теста"),
        addresses.full(reverse("quizzes:detail", args=[quiz.slug])),
        _facts(certificate),
    )


WRITERS = {"issued": issued, "extended": extended, "revoked": revoked, "replaced": replaced, "expiring": expiring}


@task()
def send_letter(kind: str, certificate_pk: int, cause_pk: int) -> bool:
    """Writes and sends one letter; returns whether it went. Nothing goes to people whose account is closed."""
    certificate = Certificate.objects.select_related("holder").get(pk=certificate_pk)
    causes = CertificateReminder if kind == "expiring" else CertificateEvent
    holder = certificate.holder
    if not holder.is_active or not holder.email:
        return False
    with override(language_of(holder)):
        message = compose(WRITERS[kind](certificate, causes.objects.get(pk=cause_pk)), holder)
    return bool(message.send())


def language_of(person: Any) -> str:
    """The language in which the person uses the portal."""
    return getattr(person, "language", "") or settings.LANGUAGE_CODE


def compose(letter: Letter, holder: Any) -> EmailMultiAlternatives:
    """The letter as a message, text first."""
    name = " ".join(part for part in (holder.first_name, getattr(holder, "patronymic", "")) if part)
    said = {"letter": letter, "name": name, "site": settings.WAGTAIL_SITE_NAME, "home": addresses.full("/")}
    # A title never breaks a header in two.
    subject = " ".join(letter.subject.split())
    message = EmailMultiAlternatives(subject, render_to_string("quizzes/letters/letter.txt", said), to=[holder.email])
    message.attach_alternative(render_to_string("quizzes/letters/letter.html", said), "text/html")
    return message


# --- when ---


@receiver(signals.certificate_issued, dispatch_uid="quizzes.letter_issued")
def on_issued(sender: Any, certificate: Certificate, **_signal: Any) -> None:
    send_letter.enqueue("issued", certificate.pk, certificate.events.get(kind=CertificateEvent.Kind.ISSUED).pk)


@receiver(signals.certificate_extended, dispatch_uid="quizzes.letter_extended")
def on_extended(sender: Any, certificate: Certificate, event: CertificateEvent, **_signal: Any) -> None:
    send_letter.enqueue("extended", certificate.pk, event.pk)


@receiver(signals.certificate_revoked, dispatch_uid="quizzes.letter_revoked")
def on_revoked(sender: Any, certificate: Certificate, event: CertificateEvent, **_signal: Any) -> None:
    send_letter.enqueue("revoked", certificate.pk, event.pk)


@receiver(signals.certificate_replaced, dispatch_uid="quizzes.letter_replaced")
def on_replaced(sender: Any, certificate: Certificate, event: CertificateEvent, **_signal: Any) -> None:
    send_letter.enqueue("replaced", certificate.pk, event.pk)


@receiver(signals.certificate_expiring, dispatch_uid="quizzes.letter_expiring")
def on_expiring(sender: Any, certificate: Certificate, reminder: CertificateReminder, **_signal: Any) -> None:
    send_letter.enqueue("expiring", certificate.pk, reminder.pk)
