"""The one chain from text to index terms, used when indexing and when asking."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from search.text.stems import chain_of, terms_of
from search.text.stopwords import STOPWORDS
from search.text.tokens import Token, tokenise


class Word(NamedTuple):
    """A word that carries meaning, with the terms it is found by."""

    token: Token
    position: int
    """Place among all words of the text, stop words counted."""
    units: tuple[tuple[str, ...], ...]
    """Terms of the word, or of each part of a compound; a unit is found by any of its terms."""
    whole: tuple[str, ...]
    """Terms of a compound written as one word; empty for a simple word."""


def words(text: str, lang: str, *, keep_stopwords: bool = False) -> Iterator[Word]:
    """Yield the words of `text` in `lang` without stop words, or with them if asked."""
    position = 0
    for token in tokenise(text):
        if not token.parts:
            unit = _unit(token.text, lang)
            if unit or keep_stopwords:
                yield Word(token, position, (unit or terms_of(token.text, lang),), ())
            position += 1
            continue
        parts = token.parts
        kept = parts if keep_stopwords else [part for part in parts if not is_stopword(part, lang)]
        if kept:
            units = tuple(terms_of(part, lang) for part in kept)
            yield Word(token, position, units, terms_of(token.text, lang))
        position += len(parts)


@lru_cache(maxsize=65536)
def _unit(word: str, lang: str) -> tuple[str, ...]:
    """Return the terms of a word, none for a stop word; most words of a text have been seen before."""
    return () if is_stopword(word, lang) else terms_of(word, lang)


def is_stopword(word: str, lang: str) -> bool:
    """Say whether a normalised word is on the stop list of its chain; single letters always are."""
    chain = chain_of(word, lang)
    return chain is not None and (len(word) == 1 or word in STOPWORDS[chain])
