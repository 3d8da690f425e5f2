"""What a body says: its outline, its plain text, how long it takes to read, its sections for the search."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from search.documents import SectionDocument

# Reading for understanding on a screen, words a minute: Brysbaert (2019), doi 10.1016/j.jml.2019.104047, gives 238 for English
# non-fiction; working texts with tables are read more slowly.
WORDS_A_MINUTE = 160


@dataclass(frozen=True)
class OutlineEntry:
    level: int
    text: str
    anchor: str


def _raw(body: Any) -> list[dict[str, Any]]:
    # The stored data, not the blocks: building every block of a page costs more than everything else here.
    data: list[dict[str, Any]] = body.get_prep_value()
    return data


def outline_of(body: Any) -> list[OutlineEntry]:
    """Returns the headings of level 2 and 3."""
    headings = (block["value"] for block in _raw(body) if block["type"] == "heading")
    entries = (OutlineEntry(int(value["level"]), value["text"], value["anchor"]) for value in headings)
    return [entry for entry in entries if entry.level <= 3]


def minutes_to_read(text: str) -> int:
    """Returns whole minutes, at least one."""
    return max(1, round(len(text.split()) / WORDS_A_MINUTE))


def plain_text_of(body: Any) -> str:
    """Returns the text of all blocks, a line each."""
    return "\n".join(text for block in _raw(body) if (text := block_text(block)))


def block_text(block: dict[str, Any]) -> str:
    """Returns what a block says, without its look."""
    return " ".join(" ".join(_strings(block["type"], block["value"])).split())


def _items(value: Any) -> list[Any]:
    return [item["value"] for item in value]


def _strings(kind: str, value: Any) -> Iterator[str]:
    match kind:
        case "heading":
            yield value["text"]
        case "text" | "raw":
            yield _words(value)
        case "callout" | "details":
            yield value["title"]
            yield _words(value["body"])
        case "steps":
            yield value["title"]
            yield from (_words(item) for item in _items(value["items"]))
        case "table":
            yield from (_words(cell) for cell in _items(value["header"]))
            yield from (_words(cell) for row in _items(value["rows"]) for cell in _items(row["cells"]))
        case "clause":
            yield _words(value["text"])
        case "term":
            yield value["term"]
            yield _words(value["text"])
        case "figure":
            yield from (value["alt"], value["caption"])
        case "file":
            yield value["label"]


_INLINE_TAG = re.compile(r"</?(?:b|i|a)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def _words(html: str) -> str:
    # What is stored was written by our own writer: well-formed, and `<` in text is always escaped.
    return unescape(_TAG.sub(" ", _INLINE_TAG.sub("", html)))


def sections_of(body: Any) -> Iterator[SectionDocument]:
    """Yields the text before the first heading, then every section, and every clause and term as a part of its own."""
    anchor, heading, texts = "", "", list[str]()
    for block in _raw(body):
        kind, value = block["type"], block["value"]
        if kind == "heading":
            yield from _section(anchor, heading, texts)
            anchor, heading, texts = value["anchor"], value["text"], []
        elif kind == "clause":
            yield SectionDocument(value["anchor"], heading, block_text(block), value["number"])
        elif kind == "term":
            yield SectionDocument(value["anchor"], value["term"], " ".join(_words(value["text"]).split()))
        elif text := block_text(block):
            texts.append(text)
    yield from _section(anchor, heading, texts)


def _section(anchor: str, heading: str, texts: list[str]) -> Iterator[SectionDocument]:
    if heading or texts:
        yield SectionDocument(anchor, heading, "\n".join(texts))
