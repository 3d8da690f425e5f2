"""Rich text to nodes: forgiving about what editors and pasting leave behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

from portal.markup.blocks import Item, Node, Paragraph, Quote, TextList
from portal.markup.inline import Inline, Run, Style
from portal.markup.urls import SITE_LINK

_BREAKING = frozenset(
    ["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "pre", "hr", "dt", "dd"]
    + ["table", "thead", "tbody", "tr", "td", "th", "figure", "figcaption", "address", "header", "footer"]
)
_BOLD = frozenset(["b", "strong"])
_ITALIC = frozenset(["i", "em"])
# Deeper lists become siblings: the Markdown reader has a limit too, and nobody reads the sixth level.
_DEEPEST_LIST = 20
_HIDDEN = frozenset(["script", "style", "template", "title", "head"])


class Keyed(NamedTuple):
    """A paragraph or item as it was found, with Draftail's key for it ("" if it had none)."""

    key: str
    runs: Inline


@dataclass
class _Frame:
    """An open container: the root, a quote, a list or a list item."""

    tag: str
    nodes: list[Node] = field(default_factory=list)
    paragraphs: list[Inline] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    sublists: list[TextList] = field(default_factory=list)


def read_html(html: str, unresolve: Callable[[str, str], str | None]) -> tuple[list[Node], list[Keyed]]:
    """The nodes (not yet in normal form) and every stretch of text with its block key, in reading order."""
    reader = _Reader(unresolve)
    reader.feed(html)
    reader.close()
    return reader.finish(), reader.keyed


class _Reader(HTMLParser):
    def __init__(self, unresolve: Callable[[str, str], str | None]) -> None:
        super().__init__(convert_charrefs=True)
        self.keyed: list[Keyed] = []
        self._unresolve = unresolve
        self._frames = [_Frame("root")]
        self._runs: list[Run] = []
        self._key = ""
        self._bold = self._italic = self._hidden = 0
        self._links: list[str] = []
        self._skipped_lists = 0

    def finish(self) -> list[Node]:
        self._flush()
        while len(self._frames) > 1:
            self._close()
        return self._frames[0].nodes

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BOLD:
            self._bold += 1
        elif tag in _ITALIC:
            self._italic += 1
        elif tag == "a":
            self._links.append(self._href(dict(attrs)))
        elif tag in _HIDDEN:
            self._hidden += 1
        elif tag == "br":
            self._break()
        elif tag in ("ul", "ol", "li", "blockquote") or tag in _BREAKING:
            self._flush()
            self._open(tag)
            self._key = dict(attrs).get("data-block-key") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in _BOLD:
            self._bold = max(self._bold - 1, 0)
        elif tag in _ITALIC:
            self._italic = max(self._italic - 1, 0)
        elif tag == "a":
            del self._links[-1:]
        elif tag in _HIDDEN:
            self._hidden = max(self._hidden - 1, 0)
        elif tag in ("ul", "ol", "li", "blockquote") or tag in _BREAKING:
            self._flush()
            self._close_to(tag)

    def handle_data(self, data: str) -> None:
        if data and not self._hidden:
            style: Style = "bold" if self._bold else "italic" if self._italic else ""
            self._runs.append(Run(data, style, self._links[-1] if self._links else ""))

    def _href(self, attributes: dict[str, str | None]) -> str:
        linktype, identity = attributes.get("linktype"), attributes.get("id")
        if linktype and identity:
            site = f"wagtail:{linktype}/{identity}"
            return self._unresolve(linktype, identity) or (site if SITE_LINK.fullmatch(site) else "")
        return attributes.get("href") or ""

    def _break(self) -> None:
        if self._frames[-1].tag == "li":
            self._runs.append(Run(" "))
        else:
            self._flush()

    def _flush(self) -> None:
        runs, key = self._runs, self._key
        self._runs, self._key = [], ""
        if not any(run.text.strip() for run in runs):
            return
        self.keyed.append(Keyed(key, tuple(runs)))
        frame = self._frames[-1]
        if frame.tag in ("ul", "ol"):
            frame.items.append(Item(tuple(runs)))
        elif frame.tag == "li":
            self._into_item(frame, runs)
        elif frame.tag == "blockquote":
            frame.paragraphs.append(tuple(runs))
        else:
            frame.nodes.append(Paragraph(tuple(runs)))

    def _into_item(self, frame: _Frame, runs: list[Run]) -> None:
        if frame.sublists:
            self._close()
            self._frames.append(_Frame("li", runs=runs))
        else:
            frame.runs += [Run(" "), *runs] if frame.runs else runs

    def _open(self, tag: str) -> None:
        frame = self._frames[-1]
        if tag in ("ul", "ol"):
            if sum(open_one.tag in ("ul", "ol") for open_one in self._frames) >= _DEEPEST_LIST:
                self._skipped_lists += 1
            else:
                self._frames.append(_Frame(tag))
        elif tag == "li":
            if frame.tag == "li":
                self._close()
            elif frame.tag not in ("ul", "ol"):
                self._frames.append(_Frame("ul"))
            self._frames.append(_Frame("li"))
        elif tag == "blockquote" and frame.tag == "root":
            self._frames.append(_Frame(tag))

    def _close_to(self, tag: str) -> None:
        if self._skipped_lists and tag in ("ul", "ol"):
            self._skipped_lists -= 1
        elif any(frame.tag == tag for frame in self._frames[1:]):
            while self._frames[-1].tag != tag:
                self._close()
            self._close()

    def _close(self) -> None:
        frame = self._frames.pop()
        parent = self._frames[-1]
        if frame.tag == "li":
            parent.items.append(Item(tuple(frame.runs), _one_list(frame.sublists)))
        elif frame.tag == "blockquote":
            self._end_quote(frame, parent)
        else:
            self._end_list(TextList(frame.tag == "ol", tuple(frame.items)), parent)

    def _end_quote(self, frame: _Frame, parent: _Frame) -> None:
        if frame.paragraphs:
            parent.nodes.append(Quote(tuple(frame.paragraphs)))

    def _end_list(self, closed: TextList, parent: _Frame) -> None:
        if parent.tag == "li":
            parent.sublists.append(closed)
        elif parent.tag in ("ul", "ol"):
            self._into_last_item(closed, parent)
        elif parent.tag == "blockquote":
            self._end_quote(parent, self._frames[0])
            parent.paragraphs = []
            self._frames[0].nodes.append(closed)
        else:
            parent.nodes.append(closed)

    def _into_last_item(self, closed: TextList, parent: _Frame) -> None:
        last = parent.items.pop() if parent.items else Item(())
        lists = [last.sublist, closed] if last.sublist else [closed]
        parent.items.append(Item(last.runs, _one_list(lists)))


def _one_list(lists: list[TextList]) -> TextList | None:
    """An item holds one list: the others join the first."""
    items = tuple(item for each in lists for item in each.items)
    return TextList(lists[0].ordered, items) if items else None
