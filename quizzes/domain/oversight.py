"""The oversight log: `note` is called by every verb that matters; sealing and checking the chain.

    oversight.note("attempt.started", attempt, subject=attempt.candidate, number=1)

Who and from where come from the request (`quizzes.middleware`), unless the verb knows better.
"""

import hashlib
import ipaddress
import secrets
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from quizzes.models.oversight import LogEntry, LogSeal, chain_digest

SEAL_PATIENCE = timedelta(hours=1)
RETENTION_DAYS = 180
_CHAIN_LOCK = 7_203_711  # any number that nobody else locks


@dataclass(frozen=True)
class Origin:
    """Who acts, and from which address: what a request knows and a verb does not."""

    actor: Callable[[], Any] = lambda: None
    address: str = ""


origin: ContextVar[Origin | None] = ContextVar("quizzes_origin", default=None)


def note(act: str, obj: models.Model | None = None, *, subject: Any = None, actor: Any = None, **details: Any) -> LogEntry:
    """Appends an entry inside the caller's transaction; it is sealed when that commits.

    `act` is `object.participle`, `subject` the person it is about, `details` plain JSON without names of people.
    """
    entry = LogEntry.objects.create(**_columns(act, obj, subject, actor, details))
    transaction.on_commit(seal_pending, robust=True)
    return entry


def _columns(act: str, obj: models.Model | None, subject: Any, actor: Any, details: dict[str, Any]) -> dict[str, Any]:
    where = origin.get() or Origin()
    who = actor or where.actor()
    return {
        "at": timezone.now(),
        "act": act,
        "actor_id": who.pk if who is not None else None,
        "subject_id": subject.pk if subject is not None else None,
        "object_type": obj._meta.model_name if obj is not None else "",
        "object_id": str(getattr(obj, "public_id", None) or obj.pk) if obj is not None else "",
        "details": details,
        **_address_columns(where.address),
    }


def _address_columns(address: str) -> dict[str, str]:
    if not address:
        return {}
    salt = secrets.token_hex(16)
    return {
        "network": network_of(address),
        "address": address,
        "address_salt": salt,
        "address_digest": address_digest(salt, address),
    }


def address_digest(salt: str, address: str) -> str:
    """What stands for an address in the chain: once its salt is erased, nobody can try all addresses against it."""
    return hashlib.sha256(f"{salt}|{address}".encode()).hexdigest()


def network_of(address: str) -> str:
    """The address without its last part (/24, or /48 for IPv6): enough to see an unusual place, too little for a person."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{known}/{24 if known.version == 4 else 48}", strict=False))


# --- the chain ---


@transaction.atomic
def seal_pending(since: datetime | None = None) -> int:
    """Seals the entries that have no place in the chain yet, in their order. Returns how many.

    Looks an hour back; an older one that a power cut left behind is found by `verify`.
    """
    _lock_chain()
    waiting = LogEntry.objects.filter(at__gte=since or timezone.now() - SEAL_PATIENCE, seal=None).order_by("pk")
    entries = list(waiting)
    if not entries:
        return 0
    last = LogSeal.objects.order_by("-number").first()
    number, previous = (last.number, last.digest) if last else (0, "")
    now, seals = timezone.now(), []
    for entry in entries:
        number, digest = number + 1, chain_digest(previous, entry.facts())
        seals.append(LogSeal(entry=entry, number=number, previous=previous, digest=digest, sealed_at=now))
        previous = digest
    LogSeal.objects.bulk_create(seals, batch_size=500)
    return len(seals)


def _lock_chain() -> None:
    """One sealer at a time. SQLite's transactions are that already; a row lock would not cover the row to come."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])


@dataclass(frozen=True)
class Verification:
    """What the chain is worth: how many seals hold, its head, what is broken (number of the seal and why)."""

    sealed: int
    head: str
    faults: tuple[tuple[int, str], ...]
    unsealed: int

    @property
    def is_whole(self) -> bool:
        return not self.faults


def verify(expected: tuple[int, str] | None = None, *, on_step: Callable[[], None] = lambda: None) -> Verification:
    """Recomputes the whole chain. `expected` (number, digest) is a head written down earlier: it has to be there still.

    Entries younger than a minute may be waiting for their seal and are not counted as unsealed.
    """
    faults: list[tuple[int, str]] = []
    number, previous, digests = 0, "", {}
    for seal in sealed_entries():
        number += 1
        fault = _fault(seal, number, previous)
        if fault:
            faults.append((seal.number, fault))
        number, previous = seal.number, seal.digest
        if expected and seal.number == expected[0]:
            digests[seal.number] = seal.digest
        on_step()
    if expected and digests.get(expected[0]) != expected[1]:
        faults.append((expected[0], "the head written down earlier is not in the chain: rows were cut off or replaced"))
    settled = timezone.now() - timedelta(minutes=1)
    unsealed = LogEntry.objects.filter(at__lt=settled, seal=None).count()
    return Verification(number, previous, tuple(faults), unsealed)


def sealed_entries(*more: str) -> Iterator[LogSeal]:
    """The seals with their entries (and what else is named), in the order of the chain."""
    return LogSeal.objects.select_related("entry", *more).order_by("number").iterator(chunk_size=2000)


def _fault(seal: LogSeal, number: int, previous: str) -> str:
    entry = seal.entry
    if seal.number != number:
        return f"seal {number} is missing"
    if seal.previous != previous:
        return "does not follow the seal before it"
    if chain_digest(previous, entry.facts()) != seal.digest:
        return "the entry was changed after it was sealed"
    if entry.address and address_digest(entry.address_salt, entry.address) != entry.address_digest:
        return "the address was changed"
    return ""


@transaction.atomic
def truncate_addresses(now: datetime | None = None) -> int:
    """Erases exact addresses older than the retention time; the network part stays. Returns how many were erased.

    `QUIZZES_ADDRESS_RETENTION_DAYS`, 180 by default: personal data are kept no longer than their purpose needs
    (152-ФЗ art. 5 part 7), here disputes about an attempt.
    """
    days = getattr(settings, "QUIZZES_ADDRESS_RETENTION_DAYS", RETENTION_DAYS)
    old = LogEntry._base_manager.filter(at__lt=(now or timezone.now()) - timedelta(days=days)).exclude(address="")
    return models.QuerySet.update(old, address="", address_salt="")
