"""Certificates, who issues them, and what happened to them."""

import uuid
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quizzes.certificates.codes import new_code
from quizzes.models.appended import Appended
from quizzes.models.attempts import Outcome


class Issuer(Appended):
    """Who issues certificates, as described at one moment; the newest row counts, a certificate names the one it was issued by.

    `words` holds per language `name`, `signatory` and `position`; what a language lacks is taken from Russian.
    """

    words = models.JSONField(_("название и подпись"), default=dict)
    url = models.URLField(_("сайт"), blank=True)
    email = models.EmailField(_("почта"), blank=True)
    logo = models.BinaryField(_("логотип"), null=True, blank=True)
    logo_type = models.CharField(_("вид логотипа"), max_length=32, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("кто"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("когда"), default=timezone.now)

    class Meta:
        verbose_name = _("кто выдаёт сертификаты")
        verbose_name_plural = _("кто выдаёт сертификаты")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A picture of an unknown kind could not be drawn on the certificate.
            models.CheckConstraint(
                condition=models.Q(logo__isnull=True) | models.Q(logo_type__in=["image/png", "image/svg+xml"]),
                name="issuer_logo_has_type",
            ),
        ]

    def __str__(self) -> str:
        return self.word("name", "ru")

    @property
    def logo_kind(self) -> str:
        """`svg` or `png`, empty without a logo."""
        return {"image/svg+xml": "svg", "image/png": "png"}.get(self.logo_type, "")

    def word(self, what: str, language: str) -> str:
        """`name`, `signatory` or `position` in a language, in Russian where that is all there is, else empty."""
        return self.words.get(language, {}).get(what) or self.words.get("ru", {}).get(what, "")


class Certificate(Appended):
    """An internal admission («сертификат»), as issued. What happens later is a `CertificateEvent`."""

    class Status(models.TextChoices):
        VALID = "valid", _("Действует")
        EXPIRED = "expired", _("Срок истёк")
        REVOKED = "revoked", _("Отозван")
        REPLACED = "replaced", _("Заменён новым")

    public_id = models.UUIDField(_("номер в адресе"), default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("код проверки"), max_length=32, unique=True, default=new_code)
    outcome = models.OneToOneField(
        Outcome,
        verbose_name=_("итог"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="certificate",
        help_text=_("Пусто у выданного взамен: итог знает первый сертификат."),
    )
    predecessor = models.OneToOneField(
        "self", verbose_name=_("взамен"), null=True, blank=True, on_delete=models.PROTECT, related_name="successor"
    )
    issuer = models.ForeignKey(
        Issuer, verbose_name=_("кто выдал"), null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("владелец"), on_delete=models.PROTECT, related_name="quiz_certificates"
    )
    holder_name = models.CharField(_("имя владельца"), max_length=250)
    title = models.CharField(_("тест"), max_length=160)
    language = models.CharField(_("язык"), max_length=8)
    competencies = models.JSONField(_("компетенции"), default=list)
    rests_on = models.JSONField(_("версии стандартов"), default=list)
    score_percent = models.DecimalField(_("результат, %"), max_digits=5, decimal_places=2, null=True, blank=True)
    issued_on = models.DateField(_("выдан"))
    valid_until = models.DateField(_("действует до"), null=True, blank=True)

    class Meta:
        verbose_name = _("сертификат")
        verbose_name_plural = _("сертификаты")
        ordering: ClassVar[list[str]] = ["-issued_on", "-pk"]
        permissions: ClassVar[list[tuple[str, str]]] = [
            ("manage_certificate", _("Может отзывать, продлевать и выдавать сертификаты заново")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Each certificate is either earned by an outcome or takes the place of another one; never both, never neither.
            models.CheckConstraint(
                condition=models.Q(outcome__isnull=False, predecessor__isnull=True)
                | models.Q(outcome__isnull=True, predecessor__isnull=False),
                name="certificate_earned_or_reissued",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.holder_name}"

    def _events(self) -> list["CertificateEvent"]:
        return sorted(self.events.all(), key=lambda event: event.pk)

    def event(self, kind: str) -> "CertificateEvent | None":
        """The last event of a kind, None where there was none."""
        return next((event for event in reversed(self._events()) if event.kind == kind), None)

    @property
    def is_revoked(self) -> bool:
        return self.event(CertificateEvent.Kind.REVOKED) is not None

    @property
    def is_replaced(self) -> bool:
        return self.event(CertificateEvent.Kind.REPLACED) is not None

    @property
    def last_day(self) -> date | None:
        """The last day of validity, extensions included; None where it does not end."""
        extended = [event.valid_until for event in self._events() if event.kind == CertificateEvent.Kind.EXTENDED]
        return extended[-1] if extended else self.valid_until

    @property
    def status(self) -> "Certificate.Status":
        """Revoked, replaced, expired or valid today; revocation weighs more than the date."""
        if self.is_revoked:
            return self.Status.REVOKED
        if self.is_replaced:
            return self.Status.REPLACED
        if self.last_day is not None and timezone.localdate() > self.last_day:
            return self.Status.EXPIRED
        return self.Status.VALID

    def _shows(self, shown: str, hidden: str, *, unless_said: bool) -> bool:
        said = [event.kind for event in self._events() if event.kind in (shown, hidden)]
        return said[-1] == shown if said else unless_said

    @property
    def shows_name(self) -> bool:
        """Whether the holder allows the public page to show the name; no, until the holder says so."""
        return self._shows(CertificateEvent.Kind.NAME_SHOWN, CertificateEvent.Kind.NAME_HIDDEN, unless_said=False)

    @property
    def shows_result(self) -> bool:
        """Whether the public page shows the per cent reached; no, until the holder says so."""
        return self._shows(CertificateEvent.Kind.RESULT_SHOWN, CertificateEvent.Kind.RESULT_HIDDEN, unless_said=False)

    @property
    def shows_competencies(self) -> bool:
        """Whether the public page lists the competencies examined; yes, until the holder closes them."""
        return self._shows(CertificateEvent.Kind.AREAS_SHOWN, CertificateEvent.Kind.AREAS_HIDDEN, unless_said=True)


class CertificateEvent(Appended):
    """What happened to a certificate, by whom and why."""

    class Kind(models.TextChoices):
        ISSUED = "issued", _("Выдан")
        EXTENDED = "extended", _("Продлён")
        REVOKED = "revoked", _("Отозван")
        REPLACED = "replaced", _("Заменён новым")
        NAME_SHOWN = "name_shown", _("Имя открыто")
        NAME_HIDDEN = "name_hidden", _("Имя скрыто")
        RESULT_SHOWN = "result_shown", _("Результат открыт")
        RESULT_HIDDEN = "result_hidden", _("Результат скрыт")
        AREAS_SHOWN = "areas_shown", _("Компетенции открыты")
        AREAS_HIDDEN = "areas_hidden", _("Компетенции скрыты")

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
            # A certificate is issued, revoked and replaced once, however often the button is pressed.
            models.UniqueConstraint(
                "certificate",
                "kind",
                condition=models.Q(kind__in=["issued", "revoked", "replaced"]),
                name="certificate_event_once",
            ),
            # An extension without a date would extend for ever.
            models.CheckConstraint(
                condition=~models.Q(kind="extended") | models.Q(valid_until__isnull=False), name="certificate_extension_has_date"
            ),
            # A revocation that nobody can explain cannot be appealed.
            models.CheckConstraint(
                condition=~models.Q(kind__in=["revoked", "replaced"]) | ~models.Q(reason=""),
                name="certificate_revocation_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.kind}"


class CertificateReminder(Appended):
    """A letter that told the holder, so many days before, on which day the certificate ends."""

    certificate = models.ForeignKey(Certificate, verbose_name=_("сертификат"), on_delete=models.PROTECT, related_name="reminders")
    last_day = models.DateField(_("действует до"))
    days = models.PositiveSmallIntegerField(_("за сколько дней"))
    created_at = models.DateTimeField(_("когда"), default=timezone.now)

    class Meta:
        verbose_name = _("напоминание о сроке")
        verbose_name_plural = _("напоминания о сроке")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # The command may run twice a day, or on two machines: nobody gets the same letter twice.
            models.UniqueConstraint("certificate", "last_day", "days", name="certificate_reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.days}"
