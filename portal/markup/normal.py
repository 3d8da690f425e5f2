"""The normal form of nodes and blocks: whatever an editor sends becomes what a file can hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from portal.markup import blocks as b
from portal.markup.characters import clean_text
from portal.markup.inline import Inline, Run, normal_inline
from portal.markup.urls import is_allowed, normal_url

_NOT_ID = re.compile(r"[^a-z0-9-]+")
_NOT_NUMBER = re.compile(r"[^0-9A-Za-zА-Яа-яЁё.-]+")
_TERM_DASH = re.compile("[ \u00a0]?[—–-][ \u00a0]")


def normal_nodes(nodes: Iterable[b.Node]) -> b.Nodes:
    """Text nodes without empty ones; neighbouring lists of one type and neighbouring quotes are merged."""
    result: list[b.Node] = []
    for node in nodes:
        kept = _normal_node(node)
        if kept is None:
            continue
        last = result[-1] if result else None
        if isinstance(kept, b.TextList) and isinstance(last, b.TextList) and kept.ordered == last.ordered:
            result[-1] = b.TextList(kept.ordered, last.items + kept.items)
        elif isinstance(kept, b.Quote) and isinstance(last, b.Quote):
            result[-1] = b.Quote(last.paragraphs + kept.paragraphs)
        else:
            result.append(kept)
    return tuple(result)


def _normal_node(node: b.Node) -> b.Node | None:
    if isinstance(node, b.Paragraph):
        runs = normal_inline(node.runs)
        return b.Paragraph(runs) if runs else None
    if isinstance(node, b.TextList):
        return _normal_list(node)
    paragraphs = tuple(runs for paragraph in node.paragraphs if (runs := normal_inline(paragraph)))
    return b.Quote(paragraphs) if paragraphs else None


def _normal_list(node: b.TextList) -> b.TextList | None:
    items: list[b.Item] = []
    for item in node.items:
        runs = normal_inline(item.runs)
        sublist = _normal_list(item.sublist) if item.sublist else None
        if runs:
            items.append(b.Item(runs, sublist))
        elif sublist:
            items.extend(sublist.items)
    return b.TextList(node.ordered, tuple(items)) if items else None


def normal_blocks(blocks: Iterable[b.Block]) -> b.Blocks:
    """Blocks without empty ones; text next to text, and text after a clause, are merged. Idempotent."""
    result: list[b.Block] = []
    for block in blocks:
        kept = _NORMAL[type(block)](block)
        if kept is None:
            continue
        last = result[-1] if result else None
        if isinstance(kept, b.Text) and isinstance(last, b.Text):
            result[-1] = b.Text(normal_nodes(last.nodes + kept.nodes))
        elif isinstance(kept, b.Text) and isinstance(last, b.Clause):
            result[-1] = replace(last, body=normal_nodes(last.body + kept.nodes))
        else:
            result.append(kept)
    return tuple(result)


def normal_id(value: str) -> str:
    """An ASCII id out of what was typed; empty if nothing usable is left."""
    return _NOT_ID.sub("-", value.strip().lower()).strip("-").lstrip("-0123456789")


def _normal_heading(block: b.Heading) -> b.Heading | None:
    text = clean_text(block.text)
    return b.Heading(min(max(block.level, 2), 4), text, normal_id(block.id)) if text else None


def _normal_text(block: b.Text) -> b.Text | None:
    nodes = normal_nodes(block.nodes)
    return b.Text(nodes) if nodes else None


def _normal_table(block: b.Table) -> b.Table | None:
    lines = [[normal_inline(cell) for cell in line] for line in (block.header, *block.rows)]
    width = max(len(line) for line in lines)
    empty: Inline = ()
    header, *rows = [tuple(line) + (empty,) * (width - len(line)) for line in lines]
    if not any(header) and not any(any(row) for row in rows):
        return None
    return b.Table(header, tuple(rows) or ((empty,) * width,))


def _kind(value: str, kinds: tuple[str, ...]) -> str:
    return value if value in kinds else kinds[0]


def _normal_callout(block: b.Callout) -> b.Callout | None:
    body = normal_nodes(block.body)
    return b.Callout(_kind(block.kind, b.CALLOUT_KINDS), clean_text(block.title), body) if body else None


def _normal_details(block: b.Details) -> b.Details | None:
    body = normal_nodes(block.body)
    return b.Details(clean_text(block.title), body, _kind(block.kind, b.DETAILS_KINDS)) if body else None


def _normal_steps(block: b.Steps) -> b.Steps | None:
    items = tuple(runs for item in block.items if (runs := normal_inline(item)))
    return b.Steps(clean_text(block.title), items) if items else None


def _normal_figure(block: b.Figure) -> b.Figure | None:
    src = normal_url(block.src)
    return b.Figure(src, clean_text(block.alt), clean_text(block.caption)) if is_allowed(src) else None


def _normal_file(block: b.FileLink) -> b.FileLink | None:
    href = normal_url(block.href)
    label = clean_text(block.label) or clean_text(href)
    return b.FileLink(label, href) if is_allowed(href) else None


def _normal_clause(block: b.Clause) -> b.Clause | b.Text | None:
    number = _NOT_NUMBER.sub("", clean_text(block.number)).strip(".-")
    number = re.sub(r"[.-]{2,}", ".", number)
    text, body = _first_paragraph(normal_inline(block.text), normal_nodes(block.body))
    if not number:
        number, text = split_number(text)
        text, body = _first_paragraph(text, body)
    if not number and not text:
        return b.Text(body) if body else None
    return b.Clause(normal_id(block.id), number, _kind(block.modality, b.MODALITIES), text, body)


def _first_paragraph(text: Inline, body: b.Nodes) -> tuple[Inline, b.Nodes]:
    if not text and body and isinstance(body[0], b.Paragraph):
        return body[0].runs, body[1:]
    return text, body


def split_number(runs: Inline) -> tuple[str, Inline]:
    """The clause number that the text begins with in bold (`3.2.`), and the text without it."""
    if runs and runs[0].style == "bold" and not runs[0].href and runs[0].text.endswith("."):
        number = runs[0].text[:-1]
        if b.NUMBER_PATTERN.fullmatch(number) and _stands_apart(runs):
            return number, normal_inline(runs[1:])
    return "", runs


def _stands_apart(runs: Inline) -> bool:
    return len(runs) == 1 or runs[1].text.startswith(" ")


def _normal_term(block: b.Term) -> b.Term | None:
    term, definition = clean_text(block.term), normal_inline(block.definition)
    if not term:
        return None
    return b.Term(normal_id(block.id), term, without_dash(definition))


def without_dash(runs: Inline) -> Inline:
    """A definition without the dash that ties it to its term."""
    while runs and not runs[0].style and not runs[0].href and (dash := _TERM_DASH.match(runs[0].text)):
        runs = normal_inline((Run(runs[0].text[dash.end() :]), *runs[1:]))
    return runs


def _normal_raw(block: b.Raw) -> b.Raw | None:
    lines = block.source.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd").split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return b.Raw("\n".join(lines)) if lines else None


_NORMAL: dict[type, Callable[[Any], Any]] = {
    b.Heading: _normal_heading,
    b.Text: _normal_text,
    b.Table: _normal_table,
    b.Callout: _normal_callout,
    b.Details: _normal_details,
    b.Steps: _normal_steps,
    b.Figure: _normal_figure,
    b.FileLink: _normal_file,
    b.Clause: _normal_clause,
    b.Term: _normal_term,
    b.Raw: _normal_raw,
}
