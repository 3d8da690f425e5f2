"""Which characters plain text may hold, and how spaces collapse: one spelling for one look."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NBSP = "\u00a0"

# Everything here is its own NFC form, is no combining mark and needs no cleaning (held by a test). Text made
# of these characters only skips the slow path; it is nearly every text there is.
_ORDINARY = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u052f"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2116\u2190-\u21cc\u25a0-\u25ff]*\\Z"
)
_SPACE_RUN = re.compile(f"[ {NBSP}]{{2,}}")
_DROPPED = frozenset("\u200b\ufeff\u00ad")
_BREAKS = frozenset("\t\n\r\x0b\x0c")


def is_ordinary(text: str) -> bool:
    """True if no character of `text` needs cleaning or composing."""
    return _ORDINARY.match(text) is not None


@lru_cache(maxsize=4096)
def clean_character(char: str) -> str:
    """The character to keep in place of `char`: itself, a space, a no-break space, or nothing."""
    category = unicodedata.category(char)
    if char in _BREAKS:
        return " "
    if char in "\u202f\u2007":
        return NBSP
    if category in ("Zs", "Zl", "Zp"):
        return char if char in f" {NBSP}" else " "
    if category in ("Cc", "Co", "Cs") or char in _DROPPED or (ord(char) & 0xFFFE) == 0xFFFE:
        return ""
    return char


@lru_cache(maxsize=4096)
def is_mark(char: str) -> bool:
    """True for a combining mark, which belongs to the character before it."""
    return unicodedata.category(char).startswith("M")


def collapse_spaces(text: str) -> str:
    """Each run of spaces as one: plain if the run holds a plain space, else no-break."""
    return _SPACE_RUN.sub(lambda run: " " if " " in run[0] else NBSP, text)


def has_space_run(text: str) -> bool:
    """True if `collapse_spaces` would change the text."""
    return _SPACE_RUN.search(text) is not None


def _compose(text: str) -> str:
    kept: list[str] = []
    for char in text:
        clean = clean_character(char)
        if clean and is_mark(clean) and (not kept or kept[-1] in f" {NBSP}"):
            continue
        kept.append(clean)
        if not clean:
            kept.pop()
    return unicodedata.normalize("NFC", "".join(kept))


@lru_cache(maxsize=8192)
def clean_text(text: str) -> str:
    """Plain text in its one spelling: NFC, no invisible characters, single spaces, none at the ends."""
    while not is_ordinary(text):
        composed = _compose(text)
        if composed == text:
            break
        text = composed
    return collapse_spaces(text).strip(f" {NBSP}")
