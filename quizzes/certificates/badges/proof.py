"""Data Integrity proofs with the cryptosuite `eddsa-rdfc-2022` (W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.2)."""

import hashlib
from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from quizzes.certificates.badges.linked_data import LinkedDataError, canonical
from quizzes.certificates.badges.multikey import decode, encode

SUITE = "eddsa-rdfc-2022"


class ProofError(ValueError):
    """The proof does not hold; the text says why."""


def sign(document: dict[str, Any], key: Ed25519PrivateKey, *, method: str, created: str) -> dict[str, Any]:
    """The document with its proof. `method` is the address of the public key, `created` an XML dateTime in UTC.

    The same document, key and time give the same signature. LinkedDataError where a term is undefined.
    """
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    signature = key.sign(_digest(unsigned, options))
    return {**unsigned, "proof": {**options, "proofValue": encode(signature)}}


def verify(document: dict[str, Any], key_of: Callable[[str], Ed25519PublicKey | None]) -> None:
    """Checks the proof with the key that `key_of` knows for its verification method. ProofError where it does not hold."""
    proof = document.get("proof")
    if not isinstance(proof, dict) or proof.get("cryptosuite") != SUITE or proof.get("proofPurpose") != "assertionMethod":
        raise ProofError(f"There is no proof of the suite {SUITE}.")
    key = key_of(str(proof.get("verificationMethod")))
    if key is None:
        raise ProofError(f"The key {proof.get('verificationMethod')} is not known or was withdrawn.")
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    try:
        key.verify(decode(str(proof.get("proofValue"))), _digest(unsigned, options))
    except InvalidSignature:
        raise ProofError("The signature does not fit: the document was changed.") from None
    except (LinkedDataError, ValueError) as error:
        raise ProofError(str(error)) from error


def _digest(unsigned: dict[str, Any], options: dict[str, Any]) -> bytes:
    configuration = {"@context": unsigned["@context"], **options}
    return hashlib.sha256(canonical(configuration)).digest() + hashlib.sha256(canonical(unsigned)).digest()
