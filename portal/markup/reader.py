"""From Markdown to blocks, each with the source lines it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin

from portal.markup import blocks as b
from portal.markup.inline import Inline
from portal.markup.inline_reader import NotUnderstoodError, read_line, read_lines, read_plain, read_tokens
from portal.markup.normal import normal_nodes, split_number, without_dash
from portal.markup.writer import LIST_BREAK

_MAX_NESTING = 60
_HEADING_ID = re.compile(r"(?:^|[ \t]+)\{#([a-z][a-z0-9-]*)\}$")
_ATTRIBUTES = re.compile(r"\n[ \t]*\{:[ \t]*(?:#([a-z][a-z0-9-]*)[ \t]+)?\.([a-z]+)[ \t]*\}[ \t]*$")
_FILE = re.compile(r"\[.*\]\(\S+\)\{:?[ \t]*\.file[ \t]*\}")
_CONTAINER = re.compile(r'[ ]?([a-z]+)[ ]+"(.*)"[ \t]*')
_ESCAPE = re.compile(r"\\.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A block and its source: lines `start` (from 0) up to, not including, `end`."""

    block: b.Block
    start: int
    end: int


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _MAX_NESTING + 4})
    parser.enable("table").disable("reference").use(admon_plugin)
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def source_lines(text: str) -> list[str]:
    """The lines as the parser counts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd").split("\n")


def read_pieces(lines: list[str]) -> list[Piece]:
    """The blocks of a body in their order. Lines that no block covers become Raw."""
    pieces: list[Piece] = []
    after = 0
    for tokens in _top_level(_parser().parse("\n".join(lines))):
        start, end = tokens[0].map or [after, after]
        pieces += _verbatim(lines, after, start)
        pieces += _read(lines, tokens, start, max(end, start))
        after = max(end, start)
    pieces += _verbatim(lines, after, len(lines))
    return _merged(pieces, lines)


def _top_level(tokens: list[Token]) -> Iterator[list[Token]]:
    start = 0
    for index, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            yield tokens[start : index + 1]
            start = index + 1


def _verbatim(lines: list[str], start: int, end: int) -> list[Piece]:
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return [Piece(b.Raw("\n".join(lines[start:end])), start, end)] if end > start else []


def _read(lines: list[str], tokens: list[Token], start: int, end: int) -> list[Piece]:
    try:
        if any(token.level >= _MAX_NESTING for token in tokens):
            raise NotUnderstoodError("nested too deep")
        return [Piece(block, start, end) for block in _blocks(tokens, lines[start:end])]
    except NotUnderstoodError:
        return _verbatim(lines, start, end)


_SEPARATOR = b.Text(())


def _merged(pieces: list[Piece], lines: list[str]) -> list[Piece]:
    """Neighbouring raw pieces become one; a list break that stands between no two lists becomes raw."""
    result: list[Piece] = []
    for index, piece in enumerate(pieces):
        if piece.block is _SEPARATOR and not _between_lists(pieces, index):
            piece = Piece(b.Raw("\n".join(lines[piece.start : piece.end]).strip("\n")), piece.start, piece.end)
        if result and isinstance(piece.block, b.Raw) and isinstance(result[-1].block, b.Raw):
            result[-1:] = _verbatim(lines, result[-1].start, piece.end)
        else:
            result.append(piece)
    return result


def _between_lists(pieces: list[Piece], index: int) -> bool:
    beside = [pieces[i].block for i in (index - 1, index + 1) if 0 <= i < len(pieces)]
    return len(beside) == 2 and all(
        isinstance(block, b.Text) and block.nodes and isinstance(block.nodes[0], b.TextList) for block in beside
    )


def _blocks(tokens: list[Token], lines: list[str]) -> list[b.Block]:
    kind = tokens[0].type
    if kind == "heading_open":
        return [_heading(tokens)]
    if kind == "paragraph_open":
        special = _special(tokens[1])
        return [special] if special else [b.Text(tuple(_paragraphs(tokens[1])))]
    if kind == "table_open":
        return [_table(tokens, lines)]
    if kind == "admonition_open":
        return [_container(tokens)]
    if kind == "html_block" and tokens[0].content.strip() == LIST_BREAK:
        return [_SEPARATOR]
    return [b.Text(read_nodes(tokens))]


def _heading(tokens: list[Token]) -> b.Heading:
    opening, inline = tokens[0], tokens[1]
    level = int(opening.tag[1:])
    if not opening.markup.startswith("#") or not 2 <= level <= 4:
        raise NotUnderstoodError("heading")
    content = inline.content
    identity = _HEADING_ID.search(content)
    text = content[: identity.start()] if identity else content
    if "{" in _ESCAPE.sub("", text):
        raise NotUnderstoodError("attributes of a heading")
    children = list(inline.children or [])
    plain = read_plain(children)
    if identity:
        plain = plain[: plain.rindex("{#")].rstrip()
    if not plain:
        raise NotUnderstoodError("heading without text")
    return b.Heading(level, plain, identity[1] if identity else "")


def _special(inline: Token) -> b.Block | None:
    """A picture, a file, a clause or a term, if the paragraph is one of them."""
    content, children = inline.content, inline.children or []
    if content.startswith("![") and children and children[0].type == "image":
        return _figure(children)
    if content.endswith("}"):
        if children[0].type == "link_open" and _FILE.fullmatch(content):
            return _file(children)
        attributes = _ATTRIBUTES.search(content)
        if attributes:
            return _attributed(inline, attributes[1] or "", attributes[2])
    return None


def _figure(children: list[Token]) -> b.Figure:
    image, rest = children[0], children[1:]
    caption = ""
    if rest:
        if [token.type for token in rest[:2]] != ["softbreak", "em_open"] or rest[-1].type != "em_close":
            raise NotUnderstoodError("picture inside text")
        caption = read_plain(rest[2:-1])
    if image.attrGet("title") is not None or not image.attrGet("src"):
        raise NotUnderstoodError("titled picture")
    return b.Figure(str(image.attrGet("src")), read_plain(image.children or []), caption)


def _file(children: list[Token]) -> b.FileLink:
    lines = read_tokens(children[:-1])
    if len(lines) != 1 or len(lines[0]) != 1 or lines[0][0].style or children[-1].type != "text":
        raise NotUnderstoodError("file link")
    run = lines[0][0]
    return b.FileLink(run.text, run.href)


def _attributed(inline: Token, identity: str, kind: str) -> b.Block:
    children = list(inline.children or [])
    while children and children.pop().type != "softbreak":
        pass
    source = Token("inline", "", 0, content=_ATTRIBUTES.sub("", inline.content), children=children)
    lines = read_lines(source)
    if len(lines) != 1 or not lines[0]:
        raise NotUnderstoodError("line break in a clause")
    if kind in b.MODALITIES:
        number, text = split_number(lines[0])
        return b.Clause(identity, number, kind, text)
    return _term(identity, kind, lines[0])


def _term(identity: str, kind: str, runs: Inline) -> b.Term:
    if kind != "term" or runs[0].style != "bold" or runs[0].href:
        raise NotUnderstoodError("attributes of a paragraph")
    return b.Term(identity, runs[0].text, without_dash(runs[1:]))


def _table(tokens: list[Token], lines: list[str]) -> b.Table:
    rows: list[list[Inline]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(read_line(token))
    if len(rows) < 2 or any(_cells(line) > len(rows[0]) for line in lines):
        raise NotUnderstoodError("table without rows or with cells beyond the header")
    return b.Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]))


def _cells(line: str) -> int:
    inner = _ESCAPE.sub("", line.strip())
    return inner.removeprefix("|").removesuffix("|").count("|") + 1


def _container(tokens: list[Token]) -> b.Block:
    opening = tokens[0]
    head = _CONTAINER.fullmatch(opening.info)
    body = tokens[1:-1]
    if head is None or opening.markup not in ("!!!", "???"):
        raise NotUnderstoodError("container")
    title = ""
    if body and body[0].type == "admonition_title_open":
        title, body = read_plain(body[1].children or []), body[3:]
    nodes = read_nodes(body)
    kind = head[1]
    if opening.markup == "???" and kind in b.DETAILS_KINDS and nodes:
        return b.Details(title, nodes, kind)
    if opening.markup == "!!!" and kind in b.CALLOUT_KINDS and nodes:
        return b.Callout(kind, title, nodes)
    if opening.markup == "!!!" and kind == "steps" and len(nodes) == 1:
        return b.Steps(title, _step_items(nodes[0]))
    raise NotUnderstoodError("container")


def _step_items(node: b.Node) -> tuple[Inline, ...]:
    if not isinstance(node, b.TextList) or not node.ordered or any(item.sublist for item in node.items):
        raise NotUnderstoodError("steps")
    return tuple(item.runs for item in node.items)


def read_nodes(tokens: list[Token]) -> b.Nodes:
    """Text nodes out of sibling block tokens. Raises NotUnderstoodError for anything that is not text."""
    nodes: list[b.Node] = []
    after_list = broken = False
    for group in _siblings(tokens):
        kind = group[0].type
        if kind == "html_block" and group[0].content.strip() == LIST_BREAK and after_list:
            broken, after_list = True, False
            continue
        read = list(_node(group))
        after_list = bool(read) and isinstance(read[-1], b.TextList)
        if broken and not after_list:
            raise NotUnderstoodError("list break without a list")
        broken = False
        nodes += read
    if broken:
        raise NotUnderstoodError("list break without a list")
    return normal_nodes(nodes)


def _siblings(tokens: list[Token]) -> Iterator[list[Token]]:
    start = 0
    for index, token in enumerate(tokens):
        if token.level == tokens[0].level and token.nesting <= 0:
            yield tokens[start : index + 1]
            start = index + 1


def _node(tokens: list[Token]) -> Iterator[b.Node]:
    kind = tokens[0].type
    if kind == "paragraph_open":
        yield from _paragraphs(tokens[1])
    elif kind in ("bullet_list_open", "ordered_list_open"):
        yield _list(tokens)
    elif kind == "blockquote_open":
        yield _quote(tokens[1:-1])
    else:
        raise NotUnderstoodError(kind)


def _paragraphs(inline: Token) -> Iterator[b.Paragraph]:
    for runs in read_lines(inline):
        if runs:
            yield b.Paragraph(runs)


def _list(tokens: list[Token]) -> b.TextList:
    items = tuple(_item(group[1:-1]) for group in _siblings(tokens[1:-1]))
    return b.TextList(tokens[0].type == "ordered_list_open", items)


def _item(tokens: list[Token]) -> b.Item:
    groups = list(_siblings(tokens))
    runs: Inline = ()
    if groups and groups[0][0].type == "paragraph_open":
        runs = read_line(groups.pop(0)[1])
    if not groups:
        return b.Item(runs)
    if len(groups) > 1 or groups[0][0].type not in ("bullet_list_open", "ordered_list_open"):
        raise NotUnderstoodError("more than text and one list in a list item")
    return b.Item(runs, _list(groups[0]))


def _quote(tokens: list[Token]) -> b.Quote:
    groups = list(_siblings(tokens))
    if any(group[0].type != "paragraph_open" for group in groups):
        raise NotUnderstoodError("quote with more than paragraphs")
    return b.Quote(tuple(p.runs for group in groups for p in _paragraphs(group[1])))
