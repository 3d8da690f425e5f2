"""Ed25519 keys and signatures as text: Multikey, that is base58btc behind a `z`."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
PUBLIC_PREFIX = bytes((0xED, 0x01))  # multicodec ed25519-pub, as a varint
KEY_BYTES = 32


def encode(data: bytes) -> str:
    """Bytes as multibase base58btc."""
    number, digits = int.from_bytes(data), ""
    while number:
        number, rest = divmod(number, 58)
        digits = ALPHABET[rest] + digits
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + ALPHABET[0] * zeros + digits


def decode(text: str) -> bytes:
    """The bytes of multibase base58btc. ValueError for anything else."""
    if not text.startswith("z") or not set(text[1:]) <= set(ALPHABET):
        raise ValueError(f"«{text[:12]}…» is not base58btc: it begins with z and has no 0, O, I, l.")
    body = text[1:]
    number = 0
    for digit in body:
        number = number * 58 + ALPHABET.index(digit)
    zeros = len(body) - len(body.lstrip(ALPHABET[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def public_multibase(key: Ed25519PublicKey) -> str:
    """A public key as `publicKeyMultibase`."""
    return encode(PUBLIC_PREFIX + key.public_bytes_raw())


def public_key(multibase: str) -> Ed25519PublicKey:
    """The public key of a `publicKeyMultibase`. ValueError where it is of another kind."""
    data = decode(multibase)
    if not data.startswith(PUBLIC_PREFIX) or len(data) != len(PUBLIC_PREFIX) + KEY_BYTES:
        raise ValueError("Not an Ed25519 public key.")
    return Ed25519PublicKey.from_public_bytes(data.removeprefix(PUBLIC_PREFIX))
