"""Bitstring status lists (W3C Bitstring Status List 1.0): one bit a badge, set once the badge is worth nothing any more."""

import base64
import gzip
from collections.abc import Iterable

SIZE = 131_072  # bits: the least that the standard allows, so that a request for a list tells nothing about one person
_SPREAD = 78_125  # any odd number: multiplying by it permutes the places, so that neighbours in time are none in the list


def place_of(number: int) -> tuple[int, int]:
    """For a running number from 1: the list it is in, from 1, and its bit there."""
    before = number - 1
    return before // SIZE + 1, before % SIZE * _SPREAD % SIZE


def encode(places: Iterable[int]) -> str:
    """The list with these bits set: bit 0 leftmost, gzip, base64url without padding behind a `u`."""
    bits = bytearray(SIZE // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def is_set(encoded: str, place: int) -> bool:
    """Whether the bit is set. ValueError for a list that is none, IndexError for a bit that is not there."""
    if not encoded.startswith("u"):
        raise ValueError("An encoded list begins with u.")
    packed = encoded[1:].encode()
    bits = gzip.decompress(base64.urlsafe_b64decode(packed + b"=" * (-len(packed) % 4)))
    return bool(bits[place // 8] & 0x80 >> place % 8)
