"""From markdown-it's inline tokens to runs. Whatever has no run of its own is reported, never dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from portal.markup.characters import clean_text
from portal.markup.inline import Inline, Run, Style, normal_inline
from portal.markup.urls import is_allowed

# Attribute syntax outside its known places, reference links and footnotes: other renderers give them a meaning.
_FOREIGN = re.compile(r"(?<!\\)(?:\{[:#.][^}\n]*\}|\]\[|\[\^)|^\[(?:\\.|[^\]\\\n])*\]:", re.MULTILINE)


class NotUnderstoodError(Exception):
    """The source has no block of its own; it is kept verbatim."""


class _Collector:
    """Builds runs out of a flat list of inline tokens; `lines` is broken at hard breaks."""

    def __init__(self) -> None:
        self.lines: list[list[Run]] = [[]]
        self.bold = self.italic = 0
        self.href = ""

    def take(self, token: Token) -> None:
        handler = self._HANDLERS.get(token.type)
        if handler is None:
            raise NotUnderstoodError(token.type)
        handler(self, token)

    def _text(self, token: Token) -> None:
        style: Style = "bold" if self.bold else "italic" if self.italic else ""
        if token.content:
            self.lines[-1].append(Run(token.content, style, self.href))

    def _soft_break(self, token: Token) -> None:
        self._text(Token("text", "", 0, content=" "))

    def _hard_break(self, token: Token) -> None:
        self.lines.append([])

    def _strong(self, token: Token) -> None:
        self.bold += token.nesting

    def _emphasis(self, token: Token) -> None:
        self.italic += token.nesting

    def _link(self, token: Token) -> None:
        if token.nesting < 0:
            if not self.lines[-1] or self.lines[-1][-1].href != self.href:
                raise NotUnderstoodError("link without text")
            self.href = ""
            return
        href = str(token.attrGet("href") or "")
        if token.markup == "autolink" or token.attrGet("title") is not None or not is_allowed(href):
            raise NotUnderstoodError("link")
        self.href = href

    _HANDLERS = {
        "text": _text,
        "softbreak": _soft_break,
        "hardbreak": _hard_break,
        "strong_open": _strong,
        "strong_close": _strong,
        "em_open": _emphasis,
        "em_close": _emphasis,
        "link_open": _link,
        "link_close": _link,
    }


def read_tokens(tokens: Sequence[Token]) -> list[Inline]:
    """The runs of each line (lines are parted by hard breaks), in normal form.

    Raises NotUnderstoodError for code, pictures, raw HTML, autolinks and titled links.
    """
    if len(tokens) == 1 and tokens[0].type == "text":
        return [normal_inline((Run(tokens[0].content),))]
    collector = _Collector()
    for token in tokens:
        collector.take(token)
    return [normal_inline(line) for line in collector.lines]


def read_lines(token: Token) -> list[Inline]:
    """The lines of an `inline` token."""
    content = token.content
    if ("{" in content or "[" in content) and _FOREIGN.search(content):
        raise NotUnderstoodError("attributes or reference")
    return read_tokens(token.children or [])


def read_line(token: Token) -> Inline:
    """An `inline` token as one line: a hard break becomes a space."""
    lines = read_lines(token)
    if len(lines) == 1:
        return lines[0]
    return normal_inline([run for line in lines for run in (*line, Run(" "))])


def read_plain(tokens: Sequence[Token]) -> str:
    """Inline tokens that hold nothing but text."""
    if any(token.type not in ("text", "softbreak") for token in tokens):
        raise NotUnderstoodError("plain text expected")
    return clean_text("".join(token.content or " " for token in tokens))
