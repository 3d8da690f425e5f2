"""Blocks as the raw JSON of Wagtail's StreamField and back (block names and shapes: portal/core/blocks.py)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from portal.markup import blocks as b
from portal.markup.body import read_body
from portal.markup.html import (
    Resolve,
    Unresolve,
    block_keys,
    forget_page,
    from_html,
    from_line_html,
    keep_address,
    to_html,
    to_line_html,
)
from portal.markup.inline import Inline
from portal.markup.normal import normal_blocks
from portal.markup.stream_ids import inherit_ids

RawBlock = dict[str, Any]
_NAMESPACE: Final = uuid.UUID("6d1f2a52-98f5-5c0a-8f0e-5f1d4b1f6c11")


def to_stream(
    blocks: Iterable[b.Block],
    resolve: Resolve = keep_address,
    previous: Iterable[Mapping[str, Any]] | None = None,
    seed: str = "",
) -> list[RawBlock]:
    """The blocks as raw stream data with ids and block keys, the same for the same input.

    Blocks, list items and paragraphs that `previous` (raw stream data) already held keep their ids and keys, so that
    comments and translations stay attached. `resolve(href)` gives (linktype, id) of a page of the site, or None.
    """
    maker = _Maker(resolve, seed)
    stream = [maker.block(block) for block in normal_blocks(blocks)]
    return inherit_ids(stream, [dict(block) for block in previous]) if previous is not None else stream


def from_stream(raw: Iterable[Mapping[str, Any]], unresolve: Unresolve = forget_page) -> b.Blocks:
    """The blocks in raw stream data, in normal form. Raises ValueError for a block type nobody knows."""
    found: list[b.Block] = []
    for block in raw:
        reader = _READ.get(block["type"])
        if reader is None:
            raise ValueError(f"There is no block type `{block['type']}` (block {block.get('id')}).")
        found += reader(block["value"], unresolve)
    return normal_blocks(found)


class _Maker:
    """Writes block values; an id follows from the block's type and its place among equal ones."""

    def __init__(self, resolve: Resolve, seed: str) -> None:
        self._resolve = resolve
        self._seed = seed
        self._given: dict[str, int] = {}

    def block(self, block: b.Block) -> RawBlock:
        name = NAMES[type(block)]
        anchor = getattr(block, "id", "")
        identity = self._id(f"{name}:{anchor}")
        value = getattr(self, f"_{name}")(block, identity)
        return {"type": name, "value": value, "id": identity}

    def _id(self, name: str) -> str:
        ordinal = self._given[name] = self._given.get(name, 0) + 1
        return str(uuid.uuid5(_NAMESPACE, f"{self._seed}:{name}:{ordinal}"))

    def _items(self, values: Iterable[Any], owner: str) -> list[RawBlock]:
        return [{"type": "item", "value": value, "id": self._id(f"{owner}:item")} for value in values]

    def _html(self, nodes: b.Nodes, owner: str) -> str:
        return to_html(nodes, self._resolve, block_keys(owner))

    def _line(self, runs: Inline, owner: str, number: int) -> str:
        return to_line_html(runs, self._resolve, block_keys(f"{owner}:{number}"))

    def _heading(self, block: b.Heading, owner: str) -> RawBlock:
        return {"level": str(block.level), "text": block.text, "anchor": block.id}

    def _text(self, block: b.Text, owner: str) -> str:
        return self._html(block.nodes, owner)

    def _table(self, block: b.Table, owner: str) -> RawBlock:
        header = self._items(self._lines(block.header, f"{owner}:0"), owner)
        rows = [
            {"cells": self._items(self._lines(row, f"{owner}:{number}"), f"{owner}:{number}")}
            for number, row in enumerate(block.rows, 1)
        ]
        return {"header": header, "rows": self._items(rows, f"{owner}:rows")}

    def _lines(self, lines: Iterable[Inline], owner: str) -> list[str]:
        return [self._line(runs, owner, number) for number, runs in enumerate(lines)]

    def _callout(self, block: b.Callout, owner: str) -> RawBlock:
        return {"kind": block.kind, "title": block.title, "body": self._html(block.body, owner)}

    def _details(self, block: b.Details, owner: str) -> RawBlock:
        return {"kind": block.kind, "title": block.title, "body": self._html(block.body, owner)}

    def _steps(self, block: b.Steps, owner: str) -> RawBlock:
        return {"title": block.title, "items": self._items(self._lines(block.items, owner), owner)}

    def _figure(self, block: b.Figure, owner: str) -> RawBlock:
        return {"src": block.src, "alt": block.alt, "caption": block.caption}

    def _file(self, block: b.FileLink, owner: str) -> RawBlock:
        return {"label": block.label, "href": block.href}

    def _clause(self, block: b.Clause, owner: str) -> RawBlock:
        first: b.Nodes = (b.Paragraph(block.text),) if block.text else ()
        text = self._html(first + block.body, owner)
        return {"anchor": block.id, "number": block.number, "modality": block.modality, "text": text}

    def _term(self, block: b.Term, owner: str) -> RawBlock:
        text = to_line_html(block.definition, self._resolve, block_keys(owner))
        return {"anchor": block.id, "term": block.term, "text": text}

    def _raw(self, block: b.Raw, owner: str) -> str:
        return block.source


NAMES: Final[dict[type, str]] = {
    b.Heading: "heading",
    b.Text: "text",
    b.Table: "table",
    b.Callout: "callout",
    b.Details: "details",
    b.Steps: "steps",
    b.Figure: "figure",
    b.FileLink: "file",
    b.Clause: "clause",
    b.Term: "term",
    b.Raw: "raw",
}


def _word(value: Mapping[str, Any], key: str) -> str:
    return str(value.get(key) or "")


def _values(items: Iterable[Any] | None) -> list[Any]:
    return [item["value"] if isinstance(item, Mapping) and "value" in item else item for item in items or ()]


def _read_heading(value: Mapping[str, Any], unresolve: Unresolve) -> list[b.Block]:
    level = _word(value, "level")
    return [b.Heading(int(level) if level.isdigit() else 2, _word(value, "text"), _word(value, "anchor"))]


def _read_table(value: Mapping[str, Any], unresolve: Unresolve) -> list[b.Block]:
    header = tuple(from_line_html(cell or "", unresolve) for cell in _values(value.get("header")))
    rows = tuple(
        tuple(from_line_html(cell or "", unresolve) for cell in _values(row.get("cells"))) for row in _values(value.get("rows"))
    )
    return [b.Table(header, rows)]


def _read_callout(value: Mapping[str, Any], unresolve: Unresolve) -> list[b.Block]:
    return [b.Callout(_word(value, "kind"), _word(value, "title"), from_html(_word(value, "body"), unresolve))]


def _read_details(value: Mapping[str, Any], unresolve: Unresolve) -> list[b.Block]:
    return [b.Details(_word(value, "title"), from_html(_word(value, "body"), unresolve), _word(value, "kind"))]


def _read_steps(value: Mapping[str, Any], unresolve: Unresolve) -> list[b.Block]:
    items = tuple(from_line_html(item or "", unresolve) for item in _values(value.get("items")))
    return [b.Steps(_word(value, "title"), items)]


def _read_clause(value: Mapping[str, Any], unresolve: Unresolve) -> list[b.Block]:
    body = from_html(_word(value, "text"), unresolve)
    names = (_word(value, "anchor"), _word(value, "number"), _word(value, "modality"))
    return [b.Clause(*names, text=(), body=body)]


def _read_term(value: Mapping[str, Any], unresolve: Unresolve) -> list[b.Block]:
    nodes = from_html(_word(value, "text"), unresolve)
    definition: Inline = ()
    if nodes and isinstance(nodes[0], b.Paragraph):
        definition, nodes = nodes[0].runs, nodes[1:]
    return [b.Term(_word(value, "anchor"), _word(value, "term"), definition), b.Text(nodes)]


_READ: Final[dict[str, Callable[[Any, Unresolve], Iterable[b.Block]]]] = {
    "heading": _read_heading,
    "text": lambda value, unresolve: [b.Text(from_html(value or "", unresolve))],
    "table": _read_table,
    "callout": _read_callout,
    "details": _read_details,
    "steps": _read_steps,
    "figure": lambda value, _: [b.Figure(_word(value, "src"), _word(value, "alt"), _word(value, "caption"))],
    "file": lambda value, _: [b.FileLink(_word(value, "label"), _word(value, "href"))],
    "clause": _read_clause,
    "term": _read_term,
    "raw": lambda value, _: read_body(value or ""),
}
