"""Choose the passage of a text that answers best, and mark the words found in it."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from search.text.analysis import Word, words
from search.text.thesaurus import MARK, Thesaurus

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


def mark(text: str, lang: str, weights: Mapping[str, float], thesaurus: Thesaurus) -> Snippet:
    """Return the whole text with the found words marked."""
    return Snippet(_pieces(text, 0, len(text), _marks(text, lang, weights, thesaurus)))


def best_passage(text: str, lang: str, weights: Mapping[str, float], thesaurus: Thesaurus, length: int = LENGTH) -> Snippet:
    """Return the run of sentences, about `length` characters, with the most weight of different found terms.

    `weights` are index terms with their rarity. Without any found word it is the beginning of the text.
    """
    text = text[:20000]
    marks = _marks(text, lang, weights, thesaurus)
    start, end = _best_window(_sentences(text, length), marks, length)
    inside = [found for found in marks if start <= found.start and found.end <= end]
    return Snippet(_pieces(text, start, end, inside), start > 0, end < len(text.rstrip()))


def _marks(text: str, lang: str, weights: Mapping[str, float], thesaurus: Thesaurus) -> list[_Mark]:
    found = _analysed(text, lang)
    marks = []
    units: list[tuple[str, ...]] = []
    owners: list[Word] = []
    for word in found:
        best = max(((weights[t], t) for unit in (*word.units, word.whole) for t in unit if t in weights), default=None)
        if best:
            marks.append(_Mark(word.token.start, word.token.end, best[0] or 1.0, best[1]))
        units.extend(word.units)
        owners.extend([word] * len(word.units))
    if any(term.startswith(MARK) for term in weights):
        for mention in thesaurus.mentions(units, lang):
            if (weight := weights.get(MARK + mention.code)) is not None:
                first, last = owners[mention.start].token, owners[mention.end - 1].token
                marks.append(_Mark(first.start, last.end, weight or 1.0, MARK + mention.code))
    return sorted(marks)


@lru_cache(maxsize=512)
def _analysed(text: str, lang: str) -> tuple[Word, ...]:
    return tuple(words(text, lang))


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
    best, best_score = (spans[0][0], spans[0][1]), -1.0
    for first in range(len(spans)):
        start, end = spans[first]
        last = first
        while last + 1 < len(spans) and spans[last + 1][1] - start <= length:
            last += 1
        end = spans[last][1]
        score = _window_score([found for found in marks if start <= found.start < end])
        if score > best_score:
            best, best_score = (start, end), score
    return best


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
