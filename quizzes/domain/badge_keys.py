"""Keys that sign badges: create, rotate, retire. The private half is sealed with a secret that is not in the database."""

import hashlib
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from quizzes.certificates.badges.multikey import public_multibase
from quizzes.domain.errors import QuizError
from quizzes.models import BadgeKey

NONCE_BYTES = 12
HINT = "Set BADGE_KEY_SECRET, or BADGE_KEY_SECRET_FILE (python3 -c 'import secrets; print(secrets.token_urlsafe(48))')."


class BadgeKeyError(QuizError):
    """There is no key to sign with, or it cannot be opened; the text says what to do."""


def create_key(name: str) -> BadgeKey:
    """Makes the first key. BadgeKeyError where one signs already (rotate it) or the name is taken."""
    with transaction.atomic():
        if BadgeKey.objects.filter(state=BadgeKey.State.ACTIVE).exists():
            raise BadgeKeyError("A key signs already. To put a new one in its place: badge_key rotate NAME")
        return _make(name)


def rotate_key(name: str) -> BadgeKey:
    """Makes a new key that signs from now on. The old one keeps verifying; its private half is destroyed."""
    with transaction.atomic():
        for old in BadgeKey.objects.select_for_update().filter(state=BadgeKey.State.ACTIVE):
            _stop(old, BadgeKey.State.KEPT)
        return _make(name)


def retire_key(name: str) -> BadgeKey:
    """Withdraws a key that leaked: badges signed with it verify no more, until they are downloaded again."""
    with transaction.atomic():
        key = BadgeKey.objects.select_for_update().filter(name=name).first()
        if key is None:
            raise BadgeKeyError(f"There is no key «{name}». The list: badge_key list")
        if key.state != BadgeKey.State.RETIRED:
            _stop(key, BadgeKey.State.RETIRED)
        return key


def _make(name: str) -> BadgeKey:
    if BadgeKey.objects.filter(name=name).exists():
        raise BadgeKeyError(f"There is a key «{name}» already: names stand in the badges and are used once.")
    private = Ed25519PrivateKey.generate()
    key = BadgeKey(
        name=name,
        public_multibase=public_multibase(private.public_key()),
        sealed=_seal(name, private.private_bytes_raw()),
        is_demo=bool(getattr(settings, "DEMO_ALLOWED", False)),
    )
    key.full_clean()
    key.save()
    return key


def _stop(key: BadgeKey, state: str) -> None:
    key.state, key.sealed = state, None
    key.retired_at = timezone.now() if state == BadgeKey.State.RETIRED else None
    key.save(update_fields=["state", "sealed", "retired_at"])


def _box() -> AESGCM:
    secret = getattr(settings, "QUIZZES_BADGE_KEY_SECRET", "")
    if not secret:
        raise BadgeKeyError(f"Badge keys are sealed with a secret, and there is none. {HINT}")
    return AESGCM(hashlib.sha256(b"opora badge key\0" + secret.encode()).digest())


def _seal(name: str, private: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _box().encrypt(nonce, private, name.encode())


def active_key() -> BadgeKey | None:
    """The key that signs, None where there is none."""
    return BadgeKey.objects.filter(state=BadgeKey.State.ACTIVE).first()


def open_key(key: BadgeKey) -> Ed25519PrivateKey:
    """The private half. BadgeKeyError where the secret is missing or another one, or a demo key is on a server."""
    if key.is_demo and not getattr(settings, "DEMO_ALLOWED", False):
        raise BadgeKeyError(
            f"The key «{key.name}» was made for demonstration. Put a real one in its place: badge_key rotate NAME"
        )
    sealed = bytes(key.sealed or b"")
    try:
        private = _box().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], key.name.encode())
    except (InvalidTag, ValueError):
        raise BadgeKeyError(
            f"The key «{key.name}» was sealed with another secret. Restore that BADGE_KEY_SECRET, or: badge_key rotate NAME"
        ) from None
    return Ed25519PrivateKey.from_private_bytes(private)


def ensure_demo_key() -> None:
    """Makes a key for trying out, where that is allowed and none signs yet."""
    if getattr(settings, "DEMO_ALLOWED", False) and active_key() is None:
        create_key(f"demo-{timezone.now():%Y%m%d%H%M%S}")


def diagnose() -> tuple[bool, str, str]:
    """Whether badges can be signed, what was found, and what to do about it."""
    key = active_key()
    if key is None:
        return False, "no key signs badges", f"manage.py badge_key create NAME. {HINT}"
    try:
        open_key(key)
    except BadgeKeyError as error:
        return False, str(error), HINT
    count: Any = BadgeKey.objects.filter(state=BadgeKey.State.KEPT).count()
    return True, f"«{key.name}» signs, {count} older ones verify", ""
