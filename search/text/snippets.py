"""Choose the passage of a text that answers best, and mark the words found in it."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from search.text.analysis import Spelling, spell, unspell
from search.text.thesaurus import MARK, Thesaurus

LOOKED_AT = 6000
"""Characters of a section among which the passage is chosen."""
LENGTH = 240
"""Characters of a passage, about."""
_SIGNS = frozenset(("", " ", "|", "+", "="))
"""What may stand before and after a term in readings."""
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+(?!\s)[^.!?…\n]+)*[.!?…]*")


class Piece(NamedTuple):
    """A run of text, found or not."""

    text: str
    is_found: bool


class Snippet(NamedTuple):
    """A passage in pieces; `cut_before` and `cut_after` say whether text was left out."""

    pieces: tuple[Piece, ...]
    cut_before: bool = False
    cut_after: bool = False

    @property
    def text(self) -> str:
        """Return the passage as plain text."""
        return ("… " if self.cut_before else "") + "".join(p.text for p in self.pieces) + (" …" if self.cut_after else "")


class _Mark(NamedTuple):
    start: int
    end: int
    weight: float
    term: str


class Marker:
    """Marks what a query found in the texts that are shown."""

    def __init__(self, weights: Mapping[str, float], thesaurus: Thesaurus) -> None:
        """`weights` are index terms with their rarity."""
        self._weights = {term: weight or 1.0 for term, weight in weights.items()}
        self._terms = [term for term in weights if not term.startswith(MARK)]
        codes = frozenset(term.removeprefix(MARK) for term in weights if term.startswith(MARK))
        self._concepts = thesaurus.only(codes) if codes else None

    def mark(self, text: str, lang: str, spelling: Spelling | None = None) -> Snippet:
        """Return the whole text with the found words marked; `spelling` is what `spell` gave for it, if it was kept."""
        return Snippet(_pieces(text, 0, len(text), self._marks(spelling or spell(text, lang), lang)))

    def passage(self, text: str, lang: str, spelling: Spelling | None = None, length: int = LENGTH) -> Snippet:
        """Return the run of sentences, about `length` characters, with the most weight of different found terms.

        Without any found word it is the beginning of the text.
        """
        text = text[:LOOKED_AT]
        marks = [found for found in self._marks(spelling or spell(text, lang), lang) if found.end <= len(text)]
        start, end = _best_window(_sentences(text, length), marks, length)
        inside = [found for found in marks if start <= found.start and found.end <= end]
        return Snippet(_pieces(text, start, end, inside), start > 0, end < len(text.rstrip()))

    def _marks(self, spelling: Spelling, lang: str) -> list[_Mark]:
        """Return where the terms stand, by looking for each in the readings: much faster than to go from word to word."""
        readings = spelling.readings
        marks = []
        for term in self._terms:
            place, word, counted = readings.find(term), 0, 0
            while place >= 0:
                end = place + len(term)
                if readings[place - 1 : place] in _SIGNS and readings[end : end + 1] in _SIGNS:
                    word, counted = word + readings.count(" ", counted, place), place
                    marks.append(_Mark(*spelling.span(word), self._weights[term], term))
                place = readings.find(term, end)
        if self._concepts is not None and any(term in readings for term in self._concepts.starts):
            marks += self._mentions(self._concepts, spelling, lang)
        return sorted(marks)

    def _mentions(self, concepts: Thesaurus, spelling: Spelling, lang: str) -> Iterator[_Mark]:
        read = [unspell(reading) for reading in spelling.readings.split(" ")]
        owners = [word for word, units in enumerate(read) for _ in units]
        for mention in concepts.mentions([unit for units in read for unit in units], lang):
            start, end = spelling.span(owners[mention.start])[0], spelling.span(owners[mention.end - 1])[1]
            term = MARK + mention.code
            yield _Mark(start, end, self._weights[term], term)


def _sentences(text: str, length: int) -> list[tuple[int, int]]:
    """Return where sentences begin and end; one that is too long is cut at a space."""
    spans = []
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while end - start > length * 1.5:
            cut = text.rfind(" ", start + length // 2, start + length)
            cut = cut + 1 if cut > start else start + length
            spans.append((start, cut))
            start = cut
        if text[start:end].strip():
            spans.append((start, end))
    return spans or [(0, min(len(text), length))]


def _best_window(spans: list[tuple[int, int]], marks: list[_Mark], length: int) -> tuple[int, int]:
    if not marks:
        return spans[0][0], _window_end(spans, 0, length)
    best, best_score = spans[0], -1.0
    for first, (start, own_end) in enumerate(spans):
        # A window that begins with a sentence in which nothing is found is never the best one.
        if not any(start <= found.start < own_end for found in marks):
            continue
        end = _window_end(spans, first, length)
        score = _window_score([found for found in marks if start <= found.start < end])
        if score > best_score:
            best, best_score = (start, end), score
    return best


def _window_end(spans: list[tuple[int, int]], first: int, length: int) -> int:
    start, last = spans[first][0], first
    while last + 1 < len(spans) and spans[last + 1][1] - start <= length:
        last += 1
    return spans[last][1]


def _window_score(marks: list[_Mark]) -> float:
    """Different terms count fully, repeats a little."""
    seen: dict[str, float] = {}
    for found in marks:
        seen[found.term] = max(seen.get(found.term, 0.0), found.weight)
    return sum(seen.values()) + 0.02 * len(marks)


def _pieces(text: str, start: int, end: int, marks: list[_Mark]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    place = start
    for found in marks:
        if found.start < place:
            if found.end <= place or not pieces:
                continue
            pieces[-1] = Piece(pieces[-1].text + text[place : found.end], True)
            place = found.end
            continue
        if found.start > place:
            pieces.append(Piece(text[place : found.start], False))
        pieces.append(Piece(text[found.start : found.end], True))
        place = found.end
    if place < end:
        pieces.append(Piece(text[place:end], False))
    return tuple(Piece(piece.text.replace("\n", " "), piece.is_found) for piece in pieces)
