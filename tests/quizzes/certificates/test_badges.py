"""The signing core: canonical form that refuses what it would drop, proofs, keys as text, status lists."""

import copy
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from quizzes.certificates.badges import multikey, status_list
from quizzes.certificates.badges.credential import Alignment, Badge, Profile, credential, identity_hash
from quizzes.certificates.badges.linked_data import BUNDLED, CREDENTIALS, LinkedDataError, canonical
from quizzes.certificates.badges.proof import ProofError, sign, verify

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
METHOD = "https://opora.example/badges/issuer.json#one"
CREATED = "2026-11-22T08:00:00Z"
BADGE = Badge(
    id="https://opora.example/badges/X.json",
    issuer=Profile("https://opora.example/badges/issuer.json", "Опора", "https://opora.example/", "center@opora.example"),
    title="Основы",
    description="Внутренний допуск",
    criteria="Пройден тест",
    criteria_url="https://opora.example/ru/quizzes/basics/",
    achievement_id="urn:uuid:6e6b9a9e-0000-4000-8000-000000000000",
    valid_from=datetime(2026, 11, 22, tzinfo=UTC),
    valid_until=datetime(2029, 11, 22, tzinfo=UTC),
    email="Anna@Example.org ",
    salt="0123456789abcdef",
    status_list="https://opora.example/badges/status/1.json",
    status_index=5,
    name="Ёлкина Анна",
    result="92.50",
    alignments=[Alignment("Правовая основа", "https://opora.example/ru/standards/legal/", "standards/legal/1.0")],
)


def signed() -> dict:
    return sign(credential(BADGE), KEY, method=METHOD, created=CREATED)


def key_of(method: str):
    return KEY.public_key() if method == METHOD else None


def test_a_signed_badge_verifies_and_is_the_same_each_time() -> None:
    assert verify(signed(), key_of) is None
    assert signed() == signed()


def test_the_address_is_hidden_behind_salt() -> None:
    assert "example.org" not in str(credential(BADGE))
    hidden = credential(BADGE)["credentialSubject"]["identifier"][0]
    assert hidden["identityHash"] == identity_hash("anna@example.org", "0123456789abcdef")


def paths(value, path=()):
    """Every place of a document where a text stands."""
    if isinstance(value, dict):
        return [found for key, one in value.items() for found in paths(one, (*path, key))]
    if isinstance(value, list):
        return [found for number, one in enumerate(value) for found in paths(one, (*path, number))]
    return [path]


@pytest.mark.parametrize("path", paths(signed()), ids=lambda path: "/".join(map(str, path)))
def test_any_change_anywhere_is_noticed(path) -> None:
    document = copy.deepcopy(signed())
    node = document
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = (not node[path[-1]]) if isinstance(node[path[-1]], bool) else f"{node[path[-1]]}x"
    with pytest.raises((ProofError, LinkedDataError)):
        verify(document, key_of)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"grade": "A"}, "grade"),
        ({"type": ["VerifiableCredential", "OpenBadgeCredential", "Diploma"]}, "Diploma"),
        ({"id": "badges/X.json"}, "badges/X.json"),
        ({"@context": [CREDENTIALS, "https://elsewhere.example/context.json"]}, "elsewhere.example"),
    ],
)
def test_what_no_context_defines_is_neither_signed_nor_verified(change, words) -> None:
    with pytest.raises(LinkedDataError, match=words):
        sign({**credential(BADGE), **change}, KEY, method=METHOD, created=CREATED)
    with pytest.raises(ProofError, match=words):
        verify({**signed(), **change}, key_of)


def test_an_undefined_term_deep_inside_is_refused_too() -> None:
    document = credential(BADGE)
    document["credentialSubject"]["achievement"]["stars"] = 5
    with pytest.raises(LinkedDataError):
        canonical(document)


def test_an_unknown_key_or_another_suite_is_refused() -> None:
    with pytest.raises(ProofError, match="not known"):
        verify(signed(), lambda method: None)
    document = signed()
    document["proof"]["cryptosuite"] = "ecdsa-rdfc-2019"
    with pytest.raises(ProofError, match="no proof"):
        verify(document, key_of)


def test_the_bundled_contexts_name_their_origin() -> None:
    from quizzes.certificates.badges.linked_data import FOLDER  # noqa: PLC0415

    notice = (FOLDER / "NOTICE").read_text(encoding="utf-8")
    assert [name for name in BUNDLED.values() if name not in notice or not (FOLDER / name).is_file()] == []


@given(st.binary(max_size=70))
def test_base58_comes_back(data) -> None:
    assert multikey.decode(multikey.encode(data)) == data


def test_public_keys_are_multikeys() -> None:
    text = multikey.public_multibase(KEY.public_key())
    assert text.startswith("z6Mk")  # every Ed25519 key does
    assert multikey.public_key(text) == KEY.public_key()
    for wrong in ("z6Mk0", "abc", multikey.encode(b"\x12\x34" + bytes(32))):
        with pytest.raises(ValueError, match="base58btc|Ed25519"):
            multikey.public_key(wrong)


@given(st.sets(st.integers(0, status_list.SIZE - 1), max_size=20), st.integers(0, status_list.SIZE - 1))
def test_a_bit_is_set_exactly_where_it_was(places, place) -> None:
    assert status_list.is_set(status_list.encode(places), place) is (place in places)


@given(st.integers(1, 3 * status_list.SIZE), st.integers(1, 3 * status_list.SIZE))
def test_two_certificates_never_share_a_bit(one, other) -> None:
    assert (status_list.place_of(one) == status_list.place_of(other)) is (one == other)


def test_neighbours_in_time_are_none_in_the_list() -> None:
    assert [status_list.place_of(number) for number in (1, 2, status_list.SIZE + 1)] == [(1, 0), (1, 78_125), (2, 0)]
