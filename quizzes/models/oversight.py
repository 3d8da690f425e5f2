"""The oversight log: who did what to which object, when and from where. Appended, and chained so that tampering shows.

An entry is written in the transaction of the act; its seal, which carries the hash of the seal before it, follows in a
short transaction of its own. A chain inside the act's transaction would make all candidates wait for each other.
"""

import hashlib
import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.models.appended import Appended


class LogEntry(Appended):
    """One act. The exact address and its salt may be erased when the retention time is over; the seal stays true."""

    at = models.DateTimeField(_("когда"), db_index=True)
    act = models.CharField(_("что"), max_length=48, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("кто"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("о ком"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    object_type = models.CharField(_("вид объекта"), max_length=40, blank=True)
    object_id = models.CharField(_("номер объекта"), max_length=64, blank=True)
    details = models.JSONField(_("подробности"), default=dict, blank=True)
    network = models.CharField(_("сеть"), max_length=64, blank=True)
    address = models.CharField(_("адрес"), max_length=64, blank=True)
    address_salt = models.CharField(_("соль адреса"), max_length=32, blank=True)
    address_digest = models.CharField(_("отпечаток адреса"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("запись журнала")
        verbose_name_plural = _("журнал надзора")
        ordering: ClassVar[list[str]] = ["-pk"]
        indexes: ClassVar[list[models.Index]] = [
            # Serves "everything that happened to this attempt", asked when an outcome is disputed.
            models.Index(fields=["object_type", "object_id"], name="log_entry_object"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.act} {self.object_type} {self.object_id}".rstrip()

    def facts(self) -> dict[str, Any]:
        """What the seal covers: everything but the erasable address, which its salted digest stands for."""
        return {
            "id": self.pk,
            "at": self.at.isoformat(),
            "act": self.act,
            "actor": self.actor_id,
            "subject": self.subject_id,
            "object_type": self.object_type,
            "object_id": self.object_id,
            "details": self.details,
            "network": self.network,
            "address_digest": self.address_digest,
        }


class LogSeal(Appended):
    """The place of an entry in the chain: `digest` = SHA-256 of the previous digest and the entry's facts."""

    entry = models.OneToOneField(LogEntry, verbose_name=_("запись"), on_delete=models.PROTECT, related_name="seal")
    number = models.PositiveBigIntegerField(_("место в цепи"), unique=True)
    previous = models.CharField(_("отпечаток предыдущей"), max_length=64, blank=True)
    digest = models.CharField(_("отпечаток"), max_length=64)
    sealed_at = models.DateTimeField(_("запечатана"))

    class Meta:
        verbose_name = _("печать журнала")
        verbose_name_plural = _("печати журнала")
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two entries that follow the same one would make two histories to choose from.
            models.UniqueConstraint("previous", name="log_seal_follows_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.digest[:12]}"


def chain_digest(previous: str, facts: dict[str, Any]) -> str:
    """SHA-256 in hexadecimal of the previous digest, a newline, and the facts as JSON (sorted keys, no spaces, UTF-8)."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
