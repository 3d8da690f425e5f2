"""Repair a query whose words the index does not know: layout, Latin letters, unfinished or mistyped words."""

import re
from collections.abc import Callable, Iterable
from typing import Protocol

from search.text.keyboards import cyrillic_readings, other_layout
from search.text.normalise import normalise
from search.text.tokens import tokenise

_CHUNK = re.compile(r"\S+")
_FRAME = "\"'«»„“”()[]{}?!.,;:*"
_MAX_REPAIRED = 12
"""Words of one query that are repaired; the rest stay as typed."""


class Lexicon(Protocol):
    """What the repair has to ask the index."""

    def knows(self, word: str) -> bool:
        """Say whether a normalised word, in any of its forms, occurs in the index or the thesaurus."""

    def completes(self, word: str) -> bool:
        """Say whether some known word begins with `word`."""

    def near(self, word: str) -> list[str]:
        """Return known words within a typing error or two, the likeliest first."""


def repair(query: str, lexicon: Lexicon) -> str | None:
    """Return the query with its unknown words repaired, or None when nothing had to or could be done.

    Words that the index knows are never touched, so a query that is right stays as it is.
    """
    budget = _MAX_REPAIRED

    def replace(match: re.Match[str]) -> str:
        nonlocal budget
        chunk = match.group()
        if budget <= 0 or _known(chunk, lexicon):
            return chunk
        budget -= 1
        return _repair_chunk(chunk, lexicon) or chunk

    repaired = _CHUNK.sub(replace, query)
    return repaired if repaired != query else None


def _repair_chunk(chunk: str, lexicon: Lexicon) -> str | None:
    core = chunk.strip(_FRAME)
    switched = other_layout(chunk)
    if _known(switched, lexicon):
        return switched
    if core != chunk and _known(other_layout(core), lexicon):
        return chunk.replace(core, other_layout(core))
    reading = next((word for word in cyrillic_readings(core) if _known(word, lexicon)), None)
    if reading:
        return reading
    if any(lexicon.completes(normalise(core)) for _ in (0,) if len(core) > 2):
        return None
    return _nearest(core, lexicon)


def _nearest(core: str, lexicon: Lexicon) -> str | None:
    """Return the core with each unknown word replaced by a near one, reading it as typed first."""
    readings: list[Callable[[], Iterable[str]]] = [
        lambda: [core],
        lambda: [other_layout(core)],
        lambda: list(cyrillic_readings(core))[:4],
    ]
    for reading in readings:
        for text in reading():
            repaired = _near_words(text, lexicon)
            if repaired:
                return repaired
    return None


def _near_words(text: str, lexicon: Lexicon) -> str | None:
    found = []
    for token in tokenise(text):
        for word in token.parts or (token.text,):
            if lexicon.knows(word):
                found.append(word)
                continue
            near = lexicon.near(word)
            if not near:
                return None
            found.append(near[0])
    return " ".join(found) or None


def _known(chunk: str, lexicon: Lexicon) -> bool:
    """Say whether every word of a chunk is known; a chunk of signs and digits has nothing to repair."""
    texts = [word for token in tokenise(chunk) for word in token.parts or (token.text,)]
    return all(word[0].isdigit() or lexicon.knows(word) for word in texts) and (
        bool(texts) or not any(char.isalpha() for char in other_layout(chunk))
    )
