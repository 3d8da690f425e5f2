"""Sets of pages as long numbers, a bit for each page: to join, narrow and count thousands of pages takes microseconds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress
from operator import and_, or_

_TO_FLAGS = bytes.maketrans(b"01", b"\x00\x01")


def bits_of(ordinals: Iterable[int], size: int) -> int:
    """Return the number whose bits at `ordinals` are set; those that are not below `size` are left out."""
    flags = bytearray(b"0") * (size + 1)
    for ordinal in set(ordinals):
        flags[~min(ordinal, size)] = 49
    # The first digit is the place of all that is left out.
    return int(flags[1:] or b"0", 2)


def flags_of(bits: int, size: int) -> bytes:
    """Return a byte for each of `size` ordinals, one or zero, and a zero more for what belongs to none."""
    return f"{bits:0{size}b}".encode()[::-1][:size].translate(_TO_FLAGS) + b"\x00"


@dataclass(frozen=True, slots=True)
class PageSet:
    """Pages of a snapshot: for each of its segments a number with a bit for each page."""

    bits: tuple[int, ...]

    def __and__(self, other: "PageSet") -> "PageSet":
        """Return what is in both."""
        return PageSet(tuple(map(and_, self.bits, other.bits)))

    def __or__(self, other: "PageSet") -> "PageSet":
        """Return what is in either."""
        return PageSet(tuple(map(or_, self.bits, other.bits)))

    def __sub__(self, other: "PageSet") -> "PageSet":
        """Return what is in the first only."""
        return PageSet(tuple(mine & ~theirs for mine, theirs in zip(self.bits, other.bits, strict=True)))

    def __bool__(self) -> bool:
        """Say whether there is any page."""
        return any(self.bits)

    def count(self) -> int:
        """Return how many pages there are."""
        return sum(bits.bit_count() for bits in self.bits)


def choose(values: Iterable[int], bits: int, size: int) -> Iterator[int]:
    """Yield the values at set bits."""
    return compress(values, flags_of(bits, size))
