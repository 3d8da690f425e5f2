"""Sections and clauses with ids and fingerprints, and the difference of two versions by clause and word."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from portal.markup import blocks as b
from portal.markup.document import Document
from portal.markup.inline import inline_text
from portal.markup.normal import normal_blocks
from portal.markup.plain import plain_text

SectionKind = Literal["heading", "clause", "term"]
ChangeKind = Literal["added", "removed", "changed", "same"]
WordKind = Literal["equal", "insert", "delete"]

FINGERPRINT_LENGTH: Final = 16
_QUOTES = re.compile('[«»“”„‟"]')
_DASHES = re.compile("[‐‑‒–—−]")
_SPACES = re.compile(r"\s+")
_TOKEN = re.compile(r"\s+|[^\W_]+(?:[-'’][^\W_]+)*|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it, a clause, or a term.

    `title` is the heading's text or the term; `text` is the plain text of the whole section, subsections too;
    `own` is the part that belongs to no clause, term or subsection inside. `fingerprint` changes when the words of
    `title` or `text`, or the modality, change; not when it is renumbered, restyled or its quotes and dashes change.
    """

    id: str
    kind: SectionKind
    number: str
    level: int
    modality: str
    title: str
    text: str
    own: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class WordChange:
    """A stretch of text: kept, new or gone. Joined without separators they give both texts."""

    kind: WordKind
    text: str


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One section in two versions; `old` is None if it was added, `new` if it was removed."""

    id: str
    kind: ChangeKind
    old: Section | None
    new: Section | None
    words: tuple[WordChange, ...]


def normal_words(text: str) -> str:
    """The text as it is compared: one kind of quotes, dashes, spaces and ё, small letters."""
    text = unicodedata.normalize("NFC", text).lower().replace("ё", "е").replace("…", "...")
    return _SPACES.sub(" ", _DASHES.sub("-", _QUOTES.sub('"', text))).strip()


def fingerprint(*parts: str) -> str:
    """The first 16 hexadecimal digits of SHA-256 over the normalised parts."""
    joined = "\n".join(normal_words(part) for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:FINGERPRINT_LENGTH]


def outline(document: Document | Iterable[b.Block]) -> list[Section]:
    """The headings, clauses and terms of a page in reading order."""
    blocks = document.blocks if isinstance(document, Document) else normal_blocks(document)
    return [
        _section(block, blocks[index + 1 :])
        for index, block in enumerate(blocks)
        if isinstance(block, b.Heading | b.Clause | b.Term)
    ]


def _section(block: b.Heading | b.Clause | b.Term, following: b.Blocks) -> Section:
    if isinstance(block, b.Clause):
        text = plain_text([block])
        stamp = fingerprint(block.modality, text)
        return Section(block.id, "clause", block.number, 0, block.modality, "", text, text, stamp)
    if isinstance(block, b.Term):
        text = inline_text(block.definition)
        return Section(block.id, "term", "", 0, "", block.term, text, text, fingerprint(block.term, text))
    return _heading(block, following)


def _heading(heading: b.Heading, following: b.Blocks) -> Section:
    inside, own = [], []
    in_own = True
    for block in following:
        if isinstance(block, b.Heading) and block.level <= heading.level:
            break
        in_own = in_own and not isinstance(block, b.Heading | b.Clause | b.Term)
        inside.append(block)
        own += [block] if in_own else []
    text = plain_text(inside)
    modalities = "".join(block.modality for block in inside if isinstance(block, b.Clause))
    stamp = fingerprint(heading.text, modalities, text)
    return Section(heading.id, "heading", "", heading.level, "", heading.text, text, plain_text(own), stamp)


def compare(old: Document | Iterable[b.Block], new: Document | Iterable[b.Block]) -> list[ClauseChange]:
    """Every section of two versions, in the order of the new one; what was removed stands where it was.

    A heading counts as changed only if its title or the text directly under it did: its clauses speak for
    themselves.
    """
    before = {section.id: section for section in outline(old) if section.id}
    after = {section.id: section for section in outline(new) if section.id}
    changes = [_change(identity, before.get(identity), section) for identity, section in after.items()]
    for identity, place in _removed(list(before), set(after)):
        index = next((i for i, change in enumerate(changes) if change.id == place), -1) + 1
        changes.insert(index, _change(identity, before[identity], None))
    return changes


def _removed(before: list[str], after: set[str]) -> Iterator[tuple[str, str]]:
    """What is gone, with the section it stood behind ("" at the beginning)."""
    previous = ""
    for identity in before:
        if identity not in after:
            yield identity, previous
        previous = identity


def _change(identity: str, old: Section | None, new: Section | None) -> ClauseChange:
    words = tuple(word_changes(_shown(old), _shown(new)))
    kind: ChangeKind = "same"
    if old is None:
        kind = "added"
    elif new is None:
        kind = "removed"
    elif _compared(old) != _compared(new):
        kind = "changed"
    return ClauseChange(identity, kind, old, new, words)


def _shown(section: Section | None) -> str:
    if section is None:
        return ""
    return "\n".join(part for part in (section.title, section.own) if part)


def _compared(section: Section) -> tuple[str, str]:
    return section.modality, normal_words(_shown(section))


def word_changes(old: str, new: str) -> Iterator[WordChange]:
    """The difference of two texts by words; signs and spaces are words of their own."""
    if old == new:
        if new:
            yield WordChange("equal", new)
        return
    ours, theirs = _TOKEN.findall(old), _TOKEN.findall(new)
    for operation, a1, a2, b1, b2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if operation == "equal":
            yield WordChange("equal", "".join(ours[a1:a2]))
        else:
            if a2 > a1:
                yield WordChange("delete", "".join(ours[a1:a2]))
            if b2 > b1:
                yield WordChange("insert", "".join(theirs[b1:b2]))
