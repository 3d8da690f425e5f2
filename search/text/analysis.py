"""The one chain from text to index terms, used when indexing and when asking."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from search.text.stems import chain_of, terms_of
from search.text.stopwords import STOPWORDS
from search.text.tokens import TOKEN, Token, tokenise


class Word(NamedTuple):
    """A word that carries meaning, with the terms it is found by."""

    token: Token
    position: int
    """Place among all words of the text, stop words counted."""
    units: tuple[tuple[str, ...], ...]
    """Terms of the word, or of each part of a compound; a unit is found by any of its terms."""
    whole: tuple[str, ...]
    """Terms of a compound written as one word; empty for a simple word."""


class Reading(NamedTuple):
    """What a word as written is read as; the same wherever it stands."""

    texts: tuple[str, ...]
    """The word in its normal form, or its parts."""
    units: tuple[tuple[str, ...], ...]
    """As in `Word`; none for a stop word."""
    whole: tuple[str, ...]

    def spelled(self) -> str:
        """Return units and whole as a text without spaces: terms of a unit with `|`, units with `+`, the whole after `=`."""
        units = "+".join(map("|".join, self.units))
        return f"{units}={'|'.join(self.whole)}" if self.whole else units


_NOTHING = Reading((), (), ())


@lru_cache(maxsize=32768)
def read(written: str, lang: str) -> Reading:
    """Return what a piece of text that `TOKEN` matches is read as; most words of a text have been seen before."""
    token = next(tokenise(written), None)
    if token is None:
        return _NOTHING
    if not token.parts:
        return Reading((token.text,), () if is_stopword(token.text, lang) else (terms_of(token.text, lang),), ())
    units = tuple(terms_of(part, lang) for part in token.parts if not is_stopword(part, lang))
    return Reading(token.parts, units, terms_of(token.text, lang) if units else ())


@lru_cache(maxsize=32768)
def spelled(written: str, lang: str) -> str:
    """Return the reading of a written word as text."""
    return read(written, lang).spelled()


class Spelling(NamedTuple):
    """What is kept with a text so that it need not be analysed again: readings of its words, and where they begin and end."""

    readings: str
    """One space between two; nothing for a stop word."""
    spans: bytes
    """Two 16-bit numbers for each word."""

    def span(self, word: int) -> tuple[int, int]:
        """Return where a word begins and ends."""
        start, end = self.spans[word * 4 : word * 4 + 2], self.spans[word * 4 + 2 : word * 4 + 4]
        return int.from_bytes(start, "little"), int.from_bytes(end, "little")


MAX_SPELLED = 0xFFFF
"""Characters of a text that are spelled."""


def spell(text: str, lang: str) -> Spelling:
    """Return the spelling of a text."""
    readings, spans = [], bytearray()
    for match in TOKEN.finditer(text[:MAX_SPELLED]):
        readings.append(spelled(match.group(), lang))
        for place in match.span():
            spans += place.to_bytes(2, "little")
    return Spelling(" ".join(readings), bytes(spans))


@lru_cache(maxsize=16384)
def unspell(reading: str) -> tuple[tuple[str, ...], ...]:
    """Return the units of a reading as `Reading.spelled` gives it."""
    units = reading.partition("=")[0]
    return tuple(tuple(unit.split("|")) for unit in units.split("+")) if units else ()


def words(text: str, lang: str, *, keep_stopwords: bool = False) -> Iterator[Word]:
    """Yield the words of `text` in `lang` without stop words, or with them if asked."""
    position = 0
    for token in tokenise(text):
        texts = token.parts or (token.text,)
        kept = texts if keep_stopwords else [part for part in texts if not is_stopword(part, lang)]
        if kept:
            units = tuple(terms_of(part, lang) for part in kept)
            yield Word(token, position, units, terms_of(token.text, lang) if token.parts else ())
        position += len(texts)


def is_stopword(word: str, lang: str) -> bool:
    """Say whether a normalised word is on the stop list of its chain; single letters always are."""
    chain = chain_of(word, lang)
    return chain is not None and (len(word) == 1 or word in STOPWORDS[chain])
