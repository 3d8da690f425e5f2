"""The blocks a page consists of. Each has exactly one spelling in Markdown (docs/content-format.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from portal.markup.inline import Inline

CALLOUT_KINDS: Final = ("info", "warning", "danger", "success", "example", "tip")
DETAILS_KINDS: Final = ("note", *CALLOUT_KINDS)
MODALITIES: Final = ("must", "should", "may", "info")
ID_PATTERN: Final = re.compile(r"[a-z][a-z0-9-]*")
NUMBER_PATTERN: Final = re.compile(r"[0-9A-Za-zА-Яа-яЁё]+(?:[.-][0-9A-Za-zА-Яа-яЁё]+)*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Inline


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a list, with at most one list inside it."""

    runs: Inline
    sublist: TextList | None = None


@dataclass(frozen=True, slots=True)
class TextList:
    ordered: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    paragraphs: tuple[Inline, ...]


Node = Paragraph | TextList | Quote
Nodes = tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's title: plain text. An empty `id` is a fault that the content check names."""

    level: int
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Text:
    nodes: Nodes


@dataclass(frozen=True, slots=True)
class Table:
    header: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class Callout:
    kind: str
    title: str
    body: Nodes


@dataclass(frozen=True, slots=True)
class Details:
    title: str
    body: Nodes
    kind: str = "note"


@dataclass(frozen=True, slots=True)
class Steps:
    title: str
    items: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    src: str
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class FileLink:
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered requirement; `body` is the text that follows its first paragraph and belongs to it."""

    id: str
    number: str
    modality: str
    text: Inline
    body: Nodes = ()


@dataclass(frozen=True, slots=True)
class Term:
    id: str
    term: str
    definition: Inline


@dataclass(frozen=True, slots=True)
class Raw:
    """Source that no other block covers, kept verbatim."""

    source: str


Block = Heading | Text | Table | Callout | Details | Steps | Figure | FileLink | Clause | Term | Raw
Blocks = tuple[Block, ...]
