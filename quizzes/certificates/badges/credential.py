"""The documents of Open Badges 3.0 as plain data: credential, status list, issuer, key. Pure: no Django, no clock."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from quizzes.certificates.badges.linked_data import CREDENTIALS, MULTIKEY, OPEN_BADGES

DID = "https://www.w3.org/ns/did/v1"


@dataclass(frozen=True)
class Alignment:
    """A version of a standard, or a competency, that the quiz examines."""

    name: str
    url: str = ""
    code: str = ""


@dataclass(frozen=True)
class Profile:
    """Who signs: the address of its document is its identity and never changes."""

    id: str
    name: str
    url: str = ""
    email: str = ""
    image: str = ""


@dataclass(frozen=True)
class Badge:
    """What a credential says. `name` and `result` are empty unless the holder agreed to show them."""

    id: str
    issuer: Profile
    title: str
    description: str
    criteria: str
    criteria_url: str
    achievement_id: str
    valid_from: datetime
    valid_until: datetime | None
    email: str
    salt: str
    status_list: str
    status_index: int
    name: str = ""
    result: str = ""
    alignments: list[Alignment] = field(default_factory=list)


def moment(value: datetime) -> str:
    """An XML dateTime in UTC, to the second."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def identity_hash(email: str, salt: str) -> str:
    """The e-mail address as Open Badges hide it: `sha256$` and the digest of address and salt."""
    return "sha256$" + hashlib.sha256((email.strip().lower() + salt).encode()).hexdigest()


def credential(badge: Badge) -> dict[str, Any]:
    """The unsigned credential."""
    document: dict[str, Any] = {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": badge.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": _profile(badge.issuer),
        "name": badge.title,
        "validFrom": moment(badge.valid_from),
        "credentialSubject": _subject(badge),
        "credentialStatus": {
            "id": f"{badge.status_list}#{badge.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(badge.status_index),
            "statusListCredential": badge.status_list,
        },
    }
    if badge.valid_until:
        document["validUntil"] = moment(badge.valid_until)
    return document


def _profile(profile: Profile) -> dict[str, Any]:
    said = {"id": profile.id, "type": ["Profile"], "name": profile.name}
    optional = {"url": profile.url, "email": profile.email}
    said.update({name: value for name, value in optional.items() if value})
    if profile.image:
        said["image"] = {"id": profile.image, "type": "Image"}
    return said


def _subject(badge: Badge) -> dict[str, Any]:
    identifiers = [
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": identity_hash(badge.email, badge.salt),
            "identityType": "emailAddress",
            "salt": badge.salt,
        }
    ]
    if badge.name:
        identifiers.append({"type": "IdentityObject", "hashed": False, "identityHash": badge.name, "identityType": "name"})
    subject: dict[str, Any] = {"type": ["AchievementSubject"], "identifier": identifiers, "achievement": _achievement(badge)}
    if badge.result:
        subject["result"] = [{"type": ["Result"], "resultDescription": f"{badge.achievement_id}#score", "value": badge.result}]
    return subject


def _achievement(badge: Badge) -> dict[str, Any]:
    achievement: dict[str, Any] = {
        "id": badge.achievement_id,
        "type": ["Achievement"],
        "achievementType": "Certification",
        "name": badge.title,
        "description": badge.description,
        "criteria": {"id": badge.criteria_url, "narrative": badge.criteria},
    }
    if badge.alignments:
        achievement["alignment"] = [_alignment(one) for one in badge.alignments]
    if badge.result:
        achievement["resultDescription"] = [
            {
                "id": f"{badge.achievement_id}#score",
                "type": ["ResultDescription"],
                "name": "%",
                "resultType": "Percent",
                "valueMin": "0",
                "valueMax": "100",
            }
        ]
    return achievement


def _alignment(one: Alignment) -> dict[str, Any]:
    said: dict[str, Any] = {"type": ["Alignment"], "targetName": one.name}
    optional = {"targetUrl": one.url, "targetCode": one.code}
    said.update({name: value for name, value in optional.items() if value})
    return said


def status_credential(*, address: str, issuer: Profile, encoded: str, valid_from: datetime, ttl: int) -> dict[str, Any]:
    """The unsigned status list; `ttl` is how many milliseconds a copy of it may be used."""
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.id,
        "validFrom": moment(valid_from),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded,
            "ttl": ttl,
        },
    }


def key_document(*, address: str, controller: str, multibase: str) -> dict[str, Any]:
    """A public key as `Multikey`."""
    return {
        "@context": MULTIKEY,
        "id": address,
        "type": "Multikey",
        "controller": controller,
        "publicKeyMultibase": multibase,
    }


def issuer_document(profile: Profile, keys: list[dict[str, Any]]) -> dict[str, Any]:
    """The issuer with the keys whose signatures count, those of the past included."""
    return {
        "@context": [DID, MULTIKEY, CREDENTIALS, OPEN_BADGES],
        **_profile(profile),
        "verificationMethod": [{name: value for name, value in key.items() if name != "@context"} for key in keys],
        "assertionMethod": [key["id"] for key in keys],
    }
