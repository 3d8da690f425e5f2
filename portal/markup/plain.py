"""What a page says, without its look: units of text with their lines, plain text for search and hashing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from portal.markup import blocks as b
from portal.markup.inline import Inline, Run, inline_text

UnitKind = Literal["heading", "title", "paragraph", "item", "cell", "picture", "caption", "file", "term"]

# Units that are sentences of running text; the others are names, labels and cells.
PROSE: Final = frozenset({"paragraph", "item", "term"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of inline text that stands on one line (or in one cell) of the canonical file."""

    line: int
    kind: UnitKind
    runs: Inline

    @property
    def text(self) -> str:
        return inline_text(self.runs)


def units(blocks: Iterable[b.Block], first_line: int = 1) -> Iterator[Unit]:
    """The units of blocks in normal form, in reading order. Lines are those of the canonical spelling."""
    line = first_line
    for block in blocks:
        yield from _UNITS[type(block)](block, line)
        line += block_height(block) + 1


def block_height(block: b.Block) -> int:
    """The number of lines the block takes in canonical Markdown."""
    if isinstance(block, b.Text):
        return _nodes_height(block.nodes)
    if isinstance(block, b.Table):
        return 2 + len(block.rows)
    if isinstance(block, b.Callout | b.Details):
        return 2 + _nodes_height(block.body)
    if isinstance(block, b.Steps):
        return 2 + len(block.items)
    if isinstance(block, b.Clause):
        return 2 + (1 + _nodes_height(block.body) if block.body else 0)
    if isinstance(block, b.Figure):
        return 2 if block.caption else 1
    if isinstance(block, b.Raw):
        return block.source.count("\n") + 1
    return 2 if isinstance(block, b.Term) else 1


def _nodes_height(nodes: b.Nodes) -> int:
    return max((line + height for line, height, _node in _placed(nodes, 0)), default=0)


def _placed(nodes: b.Nodes, line: int) -> Iterator[tuple[int, int, b.Node]]:
    """Each node with the line where it begins and its number of lines."""
    before: b.Node | None = None
    for node in nodes:
        if isinstance(node, b.TextList) and isinstance(before, b.TextList):
            line += 2
        height = _node_height(node)
        yield line, height, node
        line += height + 1
        before = node


def _node_height(node: b.Node) -> int:
    if isinstance(node, b.TextList):
        return sum(1 + (_node_height(item.sublist) if item.sublist else 0) for item in node.items)
    return 2 * len(node.paragraphs) - 1 if isinstance(node, b.Quote) else 1


def node_units(nodes: b.Nodes, line: int = 1) -> Iterator[Unit]:
    """The units of text nodes in normal form."""
    for start, _height, node in _placed(nodes, line):
        if isinstance(node, b.Paragraph):
            yield Unit(start, "paragraph", node.runs)
        elif isinstance(node, b.Quote):
            for index, runs in enumerate(node.paragraphs):
                yield Unit(start + 2 * index, "paragraph", runs)
        else:
            yield from _list_units(node, start)


def _list_units(node: b.TextList, line: int) -> Iterator[Unit]:
    for item in node.items:
        yield Unit(line, "item", item.runs)
        line += 1
        if item.sublist:
            yield from _list_units(item.sublist, line)
            line += _node_height(item.sublist)


def _table(block: b.Table, line: int) -> Iterator[Unit]:
    for index, row in enumerate((block.header, *block.rows)):
        for cell in row:
            if cell:
                yield Unit(line + index + (1 if index else 0), "cell", cell)


def _container(block: b.Callout | b.Details, line: int) -> Iterator[Unit]:
    yield from _named("title", block.title, line)
    yield from node_units(block.body, line + 2)


def _named(kind: UnitKind, text: str, line: int, href: str = "") -> Iterator[Unit]:
    if text or href:
        yield Unit(line, kind, (Run(text, "", href),))


def _steps(block: b.Steps, line: int) -> Iterator[Unit]:
    yield from _named("title", block.title, line)
    for index, runs in enumerate(block.items):
        yield Unit(line + 2 + index, "item", runs)


def _figure(block: b.Figure, line: int) -> Iterator[Unit]:
    yield from _named("picture", block.alt, line, block.src)
    yield from _named("caption", block.caption, line + 1)


def _clause(block: b.Clause, line: int) -> Iterator[Unit]:
    if block.text:
        yield Unit(line, "paragraph", block.text)
    yield from node_units(block.body, line + 3)


def _term(block: b.Term, line: int) -> Iterator[Unit]:
    yield Unit(line, "term", (Run(block.term, "bold"), Run(" — "), *block.definition))


_UNITS: dict[type, Callable[[Any, int], Iterator[Unit]]] = {
    b.Heading: lambda block, line: _named("heading", block.text, line),
    b.Text: lambda block, line: node_units(block.nodes, line),
    b.Table: _table,
    b.Callout: _container,
    b.Details: _container,
    b.Steps: _steps,
    b.Figure: _figure,
    b.FileLink: lambda block, line: _named("file", block.label, line, block.href),
    b.Clause: _clause,
    b.Term: _term,
    b.Raw: lambda block, line: iter(()),
}


def plain_text(blocks: Iterable[b.Block]) -> str:
    """The words of the blocks, one line for each unit; raw source as it stands."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, b.Raw):
            lines.append(block.source)
        lines += [unit.text for unit in _UNITS[type(block)](block, 1) if unit.text]
    return "\n".join(lines)
