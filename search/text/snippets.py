"""Choose the passage of a text that answers best, and mark the words found in it."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from search.text.analysis import spell, unspell
from search.text.thesaurus import MARK, Thesaurus, Unit
from search.text.tokens import TOKEN

LOOKED_AT = 6000
"""Characters of a section among which the passage is chosen."""
LENGTH = 240
"""Characters of a passage, about."""
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


class _Found(NamedTuple):
    """What the reading of a word means for a query: its terms that are looked for, and its units for concepts."""

    terms: tuple[tuple[str, float], ...]
    units: tuple[Unit, ...]
    matters: bool


class Marker:
    """Marks what a query found. One is made for a query, so that a word is looked up once in all that is shown."""

    def __init__(self, weights: Mapping[str, float], thesaurus: Thesaurus) -> None:
        """`weights` are index terms with their rarity."""
        self._weights = weights
        codes = frozenset(term.removeprefix(MARK) for term in weights if term.startswith(MARK))
        self._concepts = thesaurus.only(codes) if codes else None
        self._known: dict[str, _Found] = {}

    def mark(self, text: str, lang: str, spelling: str | None = None) -> Snippet:
        """Return the whole text with the found words marked; `spelling` is what `spell` gave for it, if it was kept."""
        return Snippet(_pieces(text, 0, len(text), self._marks(text, lang, spelling)))

    def passage(self, text: str, lang: str, spelling: str | None = None, length: int = LENGTH) -> Snippet:
        """Return the run of sentences, about `length` characters, with the most weight of different found terms.

        Without any found word it is the beginning of the text.
        """
        text = text[:LOOKED_AT]
        marks = self._marks(text, lang, spelling)
        start, end = _best_window(_sentences(text, length), marks, length)
        inside = [found for found in marks if start <= found.start and found.end <= end]
        return Snippet(_pieces(text, start, end, inside), start > 0, end < len(text.rstrip()))

    def _marks(self, text: str, lang: str, spelling: str | None) -> list[_Mark]:
        known = self._known
        readings = (spell(text, lang) if spelling is None else spelling).split(" ")
        found = [known.get(reading) or self._look(reading) for reading in readings]
        if not any(word.matters for word in found):
            return []
        spans = [match.span() for match in TOKEN.finditer(text)]
        marks = [_Mark(*span, weight, term) for span, word in zip(spans, found, strict=False) for term, weight in word.terms]
        if self._concepts is not None:
            # The text may be cut: what was read beyond its end has no place.
            owners = [span for span, word in zip(spans, found, strict=False) for _ in word.units]
            units = [unit for _, word in zip(spans, found, strict=False) for unit in word.units]
            for mention in self._concepts.mentions(units, lang):
                term = MARK + mention.code
                marks.append(_Mark(owners[mention.start][0], owners[mention.end - 1][1], self._weights[term] or 1.0, term))
        return sorted(marks)

    def _look(self, reading: str) -> _Found:
        units, whole = unspell(reading)
        terms = tuple((t, self._weights[t] or 1.0) for unit in (*units, whole) for t in unit if t in self._weights)
        begins = self._concepts is not None and any(self._concepts.begins_with(term) for unit in units for term in unit)
        found = self._known[reading] = _Found(terms, units, bool(terms) or begins)
        return found


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
