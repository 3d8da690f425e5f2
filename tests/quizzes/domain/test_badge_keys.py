"""Keys that sign badges: made, rotated, withdrawn, sealed; and the command."""

import io

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from quizzes.certificates import addresses, publishing
from quizzes.certificates.badges.multikey import public_multibase
from quizzes.certificates.badges.proof import ProofError, verify
from quizzes.domain.badge_keys import (
    BadgeKeyError,
    active_key,
    create_key,
    diagnose,
    ensure_demo_key,
    open_key,
    retire_key,
    rotate_key,
)
from quizzes.models import BadgeKey
from tests.quizzes.builders import make_certificate

pytestmark = pytest.mark.django_db


def states() -> dict[str, str]:
    return dict(BadgeKey.objects.values_list("name", "state"))


def test_the_first_key_signs_and_its_private_half_is_sealed() -> None:
    key = create_key("one")
    private = open_key(key)
    assert public_multibase(private.public_key()) == key.public_multibase
    assert private.private_bytes_raw() not in bytes(key.sealed)
    assert diagnose() == (True, "«one» signs, 0 older ones verify", "")


def test_there_is_one_first_key_and_names_are_used_once() -> None:
    create_key("one")
    with pytest.raises(BadgeKeyError, match="rotate"):
        create_key("two")
    with pytest.raises(BadgeKeyError, match="already"):
        rotate_key("one")
    assert states() == {"one": "active"}


def test_two_keys_never_sign_at_once() -> None:
    create_key("one")
    with pytest.raises(IntegrityError):
        BadgeKey.objects.create(name="two", public_multibase="z1", sealed=b"x")


def test_rotation_keeps_old_badges_and_destroys_the_old_private_half() -> None:
    create_key("one")
    certificate = make_certificate()
    old = publishing.signed_badge(certificate)
    rotate_key("two")
    assert states() == {"one": "kept", "two": "active"}
    assert BadgeKey.objects.get(name="one").sealed is None
    assert verify(old, publishing.known_key) is None
    new = publishing.signed_badge(certificate)
    assert (new["proof"]["verificationMethod"], verify(new, publishing.known_key)) == (addresses.key("two"), None)


def test_a_withdrawn_key_verifies_nothing() -> None:
    create_key("one")
    badge = publishing.signed_badge(make_certificate())
    retire_key("one")
    with pytest.raises(ProofError, match="withdrawn"):
        verify(badge, publishing.known_key)
    assert (publishing.published_issuer()["assertionMethod"], publishing.published_key("one"), active_key()) == ([], None, None)
    with pytest.raises(BadgeKeyError, match="no key"):
        retire_key("three")


def test_another_secret_opens_nothing(settings) -> None:
    key = create_key("one")
    settings.QUIZZES_BADGE_KEY_SECRET = "another"
    with pytest.raises(BadgeKeyError, match="another secret"):
        open_key(key)
    assert diagnose()[0] is False


def test_without_a_secret_no_key_is_made(settings) -> None:
    settings.QUIZZES_BADGE_KEY_SECRET = ""
    with pytest.raises(BadgeKeyError, match="BADGE_KEY_SECRET"):
        create_key("one")
    assert (BadgeKey.objects.count(), diagnose()[:2]) == (0, (False, "no key signs badges"))


def test_a_demo_key_is_refused_on_a_server(settings) -> None:
    ensure_demo_key()
    ensure_demo_key()
    key = BadgeKey.objects.get()
    assert (key.is_demo, isinstance(open_key(key), Ed25519PrivateKey)) == (True, True)
    settings.DEMO_ALLOWED = False
    with pytest.raises(BadgeKeyError, match="demonstration"):
        open_key(key)
    assert create_or_rotate("real").is_demo is False


def create_or_rotate(name: str) -> BadgeKey:
    return rotate_key(name) if active_key() else create_key(name)


def command(*words: str) -> str:
    out = io.StringIO()
    call_command("badge_key", *words, stdout=out)
    return out.getvalue()


def test_the_command() -> None:
    assert "No keys" in command("list")
    assert "2026-1: " in command("create", "2026-1")
    command("rotate", "2026-2")
    command("retire", "2026-1")
    assert states() == {"2026-1": "retired", "2026-2": "active"}
    assert [line.split()[1:3] for line in command("list").splitlines()] == [["active", "2026-2,"], ["retired", "2026-1,"]]
    for words, error in ((("create",), "Name the key"), (("create", "a"), "signs already"), (("rotate", "a b"), r"\w")):
        with pytest.raises(CommandError, match=error):
            command(*words)
