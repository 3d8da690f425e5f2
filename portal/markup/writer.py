"""Blocks in normal form as canonical Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from portal.markup import blocks as b
from portal.markup.inline import Run, escape, escape_line_start, link_source, normal_inline, write_inline
from portal.markup.normal import normal_blocks
from portal.markup.urls import url_source

INDENT = "    "
LIST_BREAK = "<!-- -->"


def write_blocks(blocks: Iterable[b.Block]) -> str:
    """The body of a page: one blank line between blocks, one newline at the end ("" for no blocks)."""
    parts = [write_block(block) for block in normal_blocks(blocks)]
    return "\n\n".join(parts) + "\n" if parts else ""


def write_block(block: b.Block) -> str:
    """One block in normal form as Markdown, without a final newline."""
    return _WRITE[type(block)](block)


def write_nodes(nodes: b.Nodes) -> str:
    """Text nodes as Markdown, without a final newline."""
    parts: list[str] = []
    for index, node in enumerate(nodes):
        if index and isinstance(node, b.TextList) and isinstance(nodes[index - 1], b.TextList):
            parts.append(LIST_BREAK)
        parts.append(_write_node(node))
    return "\n\n".join(parts)


def _write_node(node: b.Node) -> str:
    if isinstance(node, b.Paragraph):
        return write_inline(node.runs)
    if isinstance(node, b.TextList):
        return "\n".join(_list_lines(node, ""))
    return "\n>\n".join("> " + write_inline(runs) for runs in node.paragraphs)


def _list_lines(node: b.TextList, indent: str) -> list[str]:
    marker = "1. " if node.ordered else "- "
    lines: list[str] = []
    for item in node.items:
        lines.append(indent + marker + write_inline(item.runs))
        if item.sublist:
            lines += _list_lines(item.sublist, indent + INDENT)
    return lines


def _attributes(id_: str, kind: str) -> str:
    return f"{{: #{id_} .{kind} }}" if id_ else f"{{: .{kind} }}"


def _write_heading(block: b.Heading) -> str:
    text = escape(block.text).replace("#", "\\#")
    return "#" * block.level + " " + text + (f" {{#{block.id}}}" if block.id else "")


def _write_table(block: b.Table) -> str:
    lines = [_row(block.header), "| " + " | ".join(["---"] * len(block.header)) + " |"]
    return "\n".join(lines + [_row(row) for row in block.rows])


def _row(cells: Iterable[tuple[Run, ...]]) -> str:
    return "| " + " | ".join(write_inline(cell, cell=True) for cell in cells) + " |"


def _container(marker: str, kind: str, title: str, body: str) -> str:
    head = f'{marker} {kind} "{escape_line_start(escape(title)).replace(chr(34), "&quot;")}"'
    return "\n".join([head, "", *(INDENT + line if line else "" for line in body.split("\n"))])


def _write_callout(block: b.Callout) -> str:
    return _container("!!!", block.kind, block.title, write_nodes(block.body))


def _write_details(block: b.Details) -> str:
    return _container("???", block.kind, block.title, write_nodes(block.body))


def _write_steps(block: b.Steps) -> str:
    return _container("!!!", "steps", block.title, "\n".join("1. " + write_inline(i) for i in block.items))


def _write_figure(block: b.Figure) -> str:
    picture = f"![{escape(block.alt)}]({url_source(block.src)})"
    return f"{picture}\n*{escape(block.caption)}*" if block.caption else picture


def _write_file(block: b.FileLink) -> str:
    return link_source(escape(block.label), block.href, at_start=True) + "{.file}"


def _write_clause(block: b.Clause) -> str:
    runs = block.text
    if block.number:
        runs = normal_inline((Run(block.number + ".", "bold"), Run(" "), *runs))
    source = f"{write_inline(runs)}\n{_attributes(block.id, block.modality)}".lstrip("\n")
    return f"{source}\n\n{write_nodes(block.body)}" if block.body else source


def _write_term(block: b.Term) -> str:
    dash = (Run(" — "), *block.definition) if block.definition else ()
    runs = normal_inline((Run(block.term, "bold"), *dash))
    return f"{write_inline(runs)}\n{_attributes(block.id, 'term')}"


def _write_raw(block: b.Raw) -> str:
    return block.source


_WRITE: dict[type, Callable[[Any], str]] = {
    b.Heading: _write_heading,
    b.Text: lambda block: write_nodes(block.nodes),
    b.Table: _write_table,
    b.Callout: _write_callout,
    b.Details: _write_details,
    b.Steps: _write_steps,
    b.Figure: _write_figure,
    b.FileLink: _write_file,
    b.Clause: _write_clause,
    b.Term: _write_term,
    b.Raw: _write_raw,
}
