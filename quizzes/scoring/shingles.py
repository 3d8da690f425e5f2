"""How alike two questions are: the share of word pairs they have in common, endings left out."""

import re

from quizzes.scoring.base import Item
from quizzes.scoring.codec import dump_item
from quizzes.scoring.text import plain

ALIKE = 0.4
"""From here on two questions are shown as near-duplicates (found on the shipped bank: the likest siblings reach .30)."""
_WORD = re.compile(r"\w+")
_NO_WORDS = {"kind", "format", "fraction", "shape", "coords", "picture", "grading", "tolerance", "tolerance_kind", "value_kind"}
_ASIDE = {"id", "tags", "category", "feedback", "hints", "max_mark", "penalty", "name", "guidance", "rubric"}


def words_of(item: Item) -> str:
    """What the item asks and offers, in plain words on one line: without feedback, hints, name and tags."""
    parts = [plain(item.stem)]
    body = dump_item(item)
    for name, part in body.items():
        if name not in _ASIDE | _NO_WORDS | {"stem"}:
            parts.extend(_strings(part))
    return " ".join(" ".join(parts).split())


def _strings(part: object) -> list[str]:
    if isinstance(part, str):
        return [re.sub(r"<[^<>]+>", " ", part)]
    if isinstance(part, list):
        return [text for one in part for text in _strings(one)]
    if isinstance(part, dict):
        return [text for name, one in part.items() if name not in _ASIDE | _NO_WORDS for text in _strings(one)]
    return []


def shingles(text: str) -> frozenset[tuple[str, str]]:
    """The pairs of neighbouring words, each word by its first six letters, ё as е."""
    roots = [word[:6] for word in _WORD.findall(text.casefold().replace("ё", "е"))]
    return frozenset(zip(roots, roots[1:], strict=False))


def likeness(one: str, other: str) -> float:
    """From 0 (no pair of words in common) to 1 (the same words in the same order): Jaccard's index of the shingles."""
    first, second = shingles(one), shingles(other)
    return len(first & second) / len(first | second) if first | second else 0.0
