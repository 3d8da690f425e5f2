"""Texts of items with their format, and the comparison of a typed answer with an accepted one."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class TextFormat(StrEnum):
    """How a text is to be read; `MOODLE` is Moodle's automatic format: light HTML with line breaks kept."""

    MOODLE = "moodle"
    HTML = "html"
    PLAIN = "plain"
    MARKDOWN = "markdown"


@dataclass(frozen=True)
class Text:
    """A text and its format; an empty text has none of its own, so that two empty texts are equal."""

    value: str = ""
    format: TextFormat = TextFormat.MOODLE

    def __post_init__(self) -> None:
        if not self.value:
            object.__setattr__(self, "format", TextFormat.MOODLE)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __str__(self) -> str:
        return self.value


NO_TEXT = Text()
_TAG = re.compile(r"<[^<>]+>")


def plain(text: Text) -> str:
    """The words of a text on one line, without tags: for names, lists and canonical answers."""
    words = text.value if text.format is TextFormat.PLAIN else _TAG.sub(" ", text.value)
    return " ".join(words.split())


def clean(text: str, *, case_sensitive: bool = True, fold_yo: bool = False) -> str:
    """The form in which answers are compared: Unicode NFC, trimmed; case and ё by option."""
    folded = unicodedata.normalize("NFC", text).strip()
    if not case_sensitive:
        folded = unicodedata.normalize("NFC", folded.casefold())
    if fold_yo:
        folded = folded.replace("ё", "е").replace("Ё", "Е")
    return folded


def matches(accepted: str, given: str, *, case_sensitive: bool = False, fold_yo: bool = False) -> bool:
    r"""Whether a given answer fits an accepted one, where `*` stands for any text and `\*` for a star.

    Works in linear time: the text comes from a candidate, so no pattern may make it search for ever.
    """
    rest = clean(given, case_sensitive=case_sensitive, fold_yo=fold_yo)
    first, *others = _literals(clean(accepted, case_sensitive=case_sensitive, fold_yo=fold_yo))
    if not others:
        return rest == first
    if not rest.startswith(first):
        return False
    rest = rest[len(first) :]
    for literal in others[:-1]:
        place = rest.find(literal)
        if place < 0:
            return False
        rest = rest[place + len(literal) :]
    return rest.endswith(others[-1])


@lru_cache(maxsize=4096)
def _literals(accepted: str) -> tuple[str, ...]:
    """The texts between the wildcards."""
    return tuple(part.replace(r"\*", "*") for part in re.split(r"(?<!\\)\*", accepted))


def unescape_stars(accepted: str) -> str:
    r"""An accepted answer as a candidate would type it: `\*` is a star, a wildcard becomes an ellipsis."""
    return re.sub(r"\\\*|\*", lambda hit: "*" if hit.group() == r"\*" else "…", accepted)
