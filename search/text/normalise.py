"""Bring every spelling of a word to one form."""

import re
import unicodedata

MAX_WORD = 64
"""Characters of a word that are looked at; longer runs are noise, not words."""

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2212\ufe63\uff0d"), "-")
_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u02b9`"), "'")
_STRESS = re.compile("[\u0300\u0301]")
_BREVE_OR_DIAERESIS = "\u0306\u0308"
_PLAIN = re.compile("[a-zа-я0-9]+")


def normalise(word: str) -> str:
    """Return `word` lower-cased, composed, without stress marks and invisible characters, with ё as е.

    The letter й keeps its breve and foreign letters keep their shape apart from Latin accents: `café`
    becomes `cafe`, `се́мья` becomes `семья`.
    """
    plain = word.lower().replace("ё", "е")
    if _PLAIN.fullmatch(plain):
        return plain
    word = _INVISIBLE.sub("", word[: MAX_WORD * 4]).translate(_HYPHENS).translate(_APOSTROPHES)
    word = unicodedata.normalize("NFKC", word).lower()
    decomposed = unicodedata.normalize("NFD", word)
    kept = "".join(
        char
        for char in decomposed
        if not unicodedata.combining(char) or (char in _BREVE_OR_DIAERESIS and not _STRESS.match(char))
    )
    return unicodedata.normalize("NFC", kept).replace("ё", "е")


def printable(text: str) -> str:
    """Return `text` with control characters as spaces and without invisible ones."""
    text = _INVISIBLE.sub("", text)
    return "".join(" " if unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"} else char for char in text)
