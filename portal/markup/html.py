"""Text nodes as Wagtail's rich text and back: only the HTML that its editor keeps as it is.

`resolve` and `unresolve` are the portal's: an address in a file to a page of the site, and back.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from html import escape
from itertools import count, groupby

from portal.markup.blocks import Node, Nodes, Paragraph, TextList
from portal.markup.html_reader import read_html
from portal.markup.inline import Inline, Run, normal_inline
from portal.markup.normal import normal_nodes
from portal.markup.plain import node_units
from portal.markup.urls import SITE_LINK

Resolve = Callable[[str], tuple[str, str] | None]
Unresolve = Callable[[str, str], str | None]

_TAGS = {"": "", "bold": "b", "italic": "i"}
_KEY_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_KEYED_TEXT = re.compile(r' data-block-key="([^"]*)"[^>]*>(.*?)(?=</?(?:p|li|ul|ol|blockquote)\b)', re.DOTALL)


def keep_address(href: str) -> tuple[str, str] | None:
    """A `resolve` that leaves every address as it is in the file."""
    return None


def forget_page(linktype: str, identity: str) -> str | None:
    """An `unresolve` that knows no page of the site: links to them stay links of the site."""
    return None


def to_html(nodes: Nodes, resolve: Resolve = keep_address, keys: Iterable[str] | None = None) -> str:
    """Rich text of nodes in normal form.

    `resolve(href)` gives (linktype, id) for a page or document of the site, None to keep the address. `keys` are
    Draftail's block keys, one for each paragraph and list item in reading order; without them none are written.
    """
    return _Writer(resolve, iter(keys) if keys is not None else None).nodes(nodes)


def to_line_html(runs: Inline, resolve: Resolve = keep_address, keys: Iterable[str] | None = None) -> str:
    """Rich text of one line (a cell, a step): one paragraph, or nothing."""
    return to_html((Paragraph(runs),), resolve, keys) if runs else ""


def inline_html(runs: Inline, resolve: Resolve = keep_address) -> str:
    """The runs as HTML without a paragraph around them."""
    return _Writer(resolve, None).inline(runs)


def from_html(html: str, unresolve: Unresolve = forget_page) -> Nodes:
    """The text nodes in rich text, in normal form. Unknown tags are unwrapped, never an error.

    `unresolve(linktype, id)` gives the address of a page or document of the site as the file has it; if it gives
    None, the link keeps naming the site's object (`wagtail:page/7`), which the content check reports.
    """
    return normal_nodes(read_html(html, unresolve)[0])


def from_line_html(html: str, unresolve: Unresolve = forget_page) -> Inline:
    """Rich text as one line: its paragraphs and items joined by spaces."""
    lines = [unit.runs for unit in node_units(from_html(html, unresolve))]
    if len(lines) == 1:
        return lines[0]
    return normal_inline([run for line in lines for run in (*line, Run(" "))])


def normalise_html(html: str) -> str:
    """Rich text in the one spelling that export and import agree on; block keys stay with their texts. Idempotent."""
    raw, keyed = read_html(html, forget_page)
    nodes = normal_nodes(raw)
    texts = [inline_html(unit.runs) for unit in node_units(nodes)]
    old = [(inline_html(normal_inline(entry.runs)), entry.key) for entry in keyed if entry.key]
    return to_html(nodes, keep_address, match_keys(texts, old, "\n".join(texts)))


def block_keys(seed: str) -> Iterator[str]:
    """Endless keys of five letters or digits, the same for the same seed, all different."""
    given: set[str] = set()
    for number in count():
        value = int.from_bytes(hashlib.sha256(f"{seed}:{number}".encode()).digest()[:8], "big")
        key = ""
        for _place in range(5):
            value, rest = divmod(value, 36)
            key += _KEY_LETTERS[rest]
        if key not in given:
            given.add(key)
            yield key


def match_keys(texts: list[str], old: list[tuple[str, str]], seed: str) -> list[str]:
    """A key for each text: that of the equal text in `old`, else of the one that stood in its place, else a new one."""
    found: dict[int, str] = {}
    matcher = SequenceMatcher(None, [text for text, _key in old], texts, autojunk=False)
    for operation, a1, a2, b1, b2 in matcher.get_opcodes():
        if operation in ("equal", "replace"):
            for offset in range(min(a2 - a1, b2 - b1)):
                key = old[a1 + offset][1]
                if key not in found.values():
                    found[b1 + offset] = key
    fresh = (key for key in block_keys(seed) if key not in found.values())
    return [found[index] if index in found else next(fresh) for index in range(len(texts))]


def with_keys_of(html: str, old: str, seed: str) -> str:
    """`html` (written by `to_html` with keys) with the keys that equal paragraphs had in `old`."""
    texts = [text for _key, text in _KEYED_TEXT.findall(html)]
    keys = match_keys(texts, [(text, key) for key, text in _KEYED_TEXT.findall(old)], seed)
    following = iter(keys)
    return re.sub(r' data-block-key="[^"]*"', lambda _match: f' data-block-key="{next(following)}"', html)


def without_keys(html: str) -> str:
    """The rich text without its block keys, to compare what it says."""
    return re.sub(r' data-block-key="[^"]*"', "", html)


class _Writer:
    def __init__(self, resolve: Resolve, keys: Iterator[str] | None) -> None:
        self._resolve = resolve
        self._keys = keys
        self._last_key = ""

    def nodes(self, nodes: Nodes) -> str:
        parts: list[str] = []
        for index, node in enumerate(nodes):
            if index and _editor_would_join(nodes[index - 1], node):
                parts.append(self._empty_paragraph())
            parts.append(self.node(node))
        return "".join(parts)

    def _empty_paragraph(self) -> str:
        if self._keys is None:
            return "<p></p>"
        return f'<p data-block-key="{next(block_keys(f"between lists:{self._last_key}"))}"></p>'

    def node(self, node: Node) -> str:
        if isinstance(node, Paragraph):
            return self._element("p", self.inline(node.runs))
        if isinstance(node, TextList):
            return self._list(node)
        return "".join(self._element("blockquote", self.inline(runs)) for runs in node.paragraphs)

    def _opening(self, tag: str) -> str:
        if self._keys is None:
            return f"<{tag}>"
        self._last_key = next(self._keys)
        return f'<{tag} data-block-key="{self._last_key}">'

    def _element(self, tag: str, content: str) -> str:
        return f"{self._opening(tag)}{content}</{tag}>"

    def _list(self, node: TextList) -> str:
        tag = "ol" if node.ordered else "ul"
        parts = [f"<{tag}>"]
        for item in node.items:
            parts.append(self._opening("li") + self.inline(item.runs))
            if item.sublist:
                parts.append(self._list(item.sublist))
            parts.append("</li>")
        return "".join([*parts, f"</{tag}>"])

    def inline(self, runs: Inline) -> str:
        parts: list[str] = []
        for href, group in groupby(runs, key=lambda run: run.href):
            text = "".join(_styled(run) for run in group)
            parts.append(f"<a {self._address(href)}>{text}</a>" if href else text)
        return "".join(parts)

    def _address(self, href: str) -> str:
        site = SITE_LINK.fullmatch(href)
        target = (site[1], site[2]) if site else self._resolve(href)
        if target:
            return f'linktype="{escape(target[0])}" id="{escape(str(target[1]))}"'
        return f'href="{escape(href)}"'


def _styled(run: Run) -> str:
    tag, text = _TAGS[run.style], escape(run.text, quote=False)
    return f"<{tag}>{text}</{tag}>" if tag else text


def _editor_would_join(before: Node, after: Node) -> bool:
    """True for a list whose last item ends in a list of the type that follows.

    Draftail's exporter compares a list with the innermost one before it, so it would put the second list into the
    first. An empty paragraph between them, which our reader drops, keeps them apart.
    """
    if not isinstance(before, TextList) or not isinstance(after, TextList):
        return False
    while before.items[-1].sublist:
        before = before.items[-1].sublist
    return before.ordered == after.ordered
