"""Cut text into words and numbers, with their places in it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from search.text.normalise import MAX_WORD, normalise

# One letter or digit, possibly with marks and invisible characters after it (stress, soft hyphen).
_LETTER = r"[^\W_](?:[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff])*"
_NUMBER = r"\d+(?:[.,]\d+)+"
_JOINER = r"(?:-|\u2010|\u2011|\u2212|'|\u2019)"
TOKEN = re.compile(rf"(?P<number>{_NUMBER})(?![^\W_])|(?P<word>(?:{_LETTER})+(?:{_JOINER}(?:{_LETTER})+)*)")
_PART = re.compile(r"[^\W\d_]+|\d+")


class Token(NamedTuple):
    """A word: its normal form, its place in the text, and the parts of a compound."""

    text: str
    start: int
    end: int
    parts: tuple[str, ...]
    """Words and numbers inside a compound such as `442-фз`; empty for a simple word."""


def tokenise(text: str) -> Iterator[Token]:
    """Yield the tokens of `text` in order; places are offsets into `text` as it was given.

    A number with dots is one token (`3.2`, `01.09.2025`); a decimal comma counts as a dot. A compound
    (`социально-педагогический`, `442-ФЗ`, `442фз`) is one token with its parts, whose text has no hyphens.
    """
    for match in TOKEN.finditer(text):
        if match.lastgroup == "number":
            yield Token(match.group().replace(",", ".")[:MAX_WORD], match.start(), match.end(), ())
            continue
        word = normalise(match.group())
        if word.isalpha() and len(word) <= MAX_WORD:
            yield Token(word, match.start(), match.end(), ())
            continue
        parts = tuple(_PART.findall(word))
        if len(parts) > 1:
            yield Token("".join(parts)[:MAX_WORD], match.start(), match.end(), _kept_parts(parts))
        elif parts:
            yield Token(parts[0][:MAX_WORD], match.start(), match.end(), ())


def _kept_parts(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out English endings after an apostrophe: the `s` of `children's`."""
    return tuple(part[:MAX_WORD] for part in parts if part not in {"s", "t"}) or parts
