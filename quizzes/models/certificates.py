"""Certificates and what happened to them."""

import secrets
import uuid
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.models.appended import Appended
from quizzes.models.attempts import Outcome


def new_code() -> str:
    """A verification code: 128 random bits in 32 hexadecimal digits, so that none can be guessed."""
    return secrets.token_hex(16)


class Certificate(Appended):
    """An internal admission («сертификат»), as issued. What happens later is a `CertificateEvent`."""

    class Status(models.TextChoices):
        VALID = "valid", _("Действует")
        EXPIRED = "expired", _("Срок истёк")
        REVOKED = "revoked", _("Отозван")

    public_id = models.UUIDField(_("номер в адресе"), default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("код проверки"), max_length=32, unique=True, default=new_code)
    outcome = models.OneToOneField(Outcome, verbose_name=_("итог"), on_delete=models.PROTECT, related_name="certificate")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("владелец"), on_delete=models.PROTECT, related_name="quiz_certificates"
    )
    holder_name = models.CharField(_("имя владельца"), max_length=250)
    title = models.CharField(_("тест"), max_length=160)
    language = models.CharField(_("язык"), max_length=8)
    competencies = models.JSONField(_("компетенции"), default=list)
    rests_on = models.JSONField(_("версии стандартов"), default=list)
    issued_on = models.DateField(_("выдан"))
    valid_until = models.DateField(_("действует до"), null=True, blank=True)

    class Meta:
        verbose_name = _("сертификат")
        verbose_name_plural = _("сертификаты")
        ordering: ClassVar[list[str]] = ["-issued_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.title}: {self.holder_name}"

    def _events(self) -> list["CertificateEvent"]:
        return sorted(self.events.all(), key=lambda event: event.pk)

    @property
    def is_revoked(self) -> bool:
        return any(event.kind == CertificateEvent.Kind.REVOKED for event in self._events())

    @property
    def last_day(self) -> date | None:
        """The last day of validity, extensions included; None where it does not end."""
        extended = [event.valid_until for event in self._events() if event.kind == CertificateEvent.Kind.EXTENDED]
        return extended[-1] if extended else self.valid_until

    @property
    def status(self) -> "Certificate.Status":
        """Revoked, expired or valid today; revocation weighs more than the date."""
        if self.is_revoked:
            return self.Status.REVOKED
        if self.last_day is not None and timezone.localdate() > self.last_day:
            return self.Status.EXPIRED
        return self.Status.VALID

    @property
    def shows_name(self) -> bool:
        """Whether the holder allows the public page to show the name; no, until the holder says so."""
        kinds = (CertificateEvent.Kind.NAME_SHOWN, CertificateEvent.Kind.NAME_HIDDEN)
        said = [event.kind for event in self._events() if event.kind in kinds]
        return bool(said) and said[-1] == CertificateEvent.Kind.NAME_SHOWN


class CertificateEvent(Appended):
    """What happened to a certificate, by whom and why."""

    class Kind(models.TextChoices):
        ISSUED = "issued", _("Выдан")
        EXTENDED = "extended", _("Продлён")
        REVOKED = "revoked", _("Отозван")
        NAME_SHOWN = "name_shown", _("Имя открыто")
        NAME_HIDDEN = "name_hidden", _("Имя скрыто")

    certificate = models.ForeignKey(Certificate, verbose_name=_("сертификат"), on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("что"), max_length=16, choices=Kind.choices)
    valid_until = models.DateField(_("действует до"), null=True, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("кто"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("почему"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("когда"), default=timezone.now)

    class Meta:
        verbose_name = _("событие сертификата")
        verbose_name_plural = _("события сертификатов")
        ordering: ClassVar[list[str]] = ["certificate", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A certificate is issued once and revoked once, however often the button is pressed.
            models.UniqueConstraint(
                "certificate", "kind", condition=models.Q(kind__in=["issued", "revoked"]), name="certificate_event_once"
            ),
            # An extension without a date would extend for ever.
            models.CheckConstraint(
                condition=~models.Q(kind="extended") | models.Q(valid_until__isnull=False), name="certificate_extension_has_date"
            ),
            # A revocation that nobody can explain cannot be appealed.
            models.CheckConstraint(
                condition=~models.Q(kind="revoked") | ~models.Q(reason=""), name="certificate_revocation_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.kind}"
