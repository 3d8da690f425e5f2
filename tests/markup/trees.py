"""Python-Markdown's HTML and our blocks as the same kind of tree, to compare what a reader would see."""

from html.parser import HTMLParser
from itertools import groupby

import markdown

from portal.markup import blocks as b
from portal.markup.inline import Inline, Run

Tree = tuple  # (tag, attributes, children); a child is a tree or a text
EXTENSIONS = ["attr_list", "admonition", "tables", "pymdownx.details"]
_INLINE = {"strong", "em", "a", "img"}
_MARK = {"bold": "strong", "italic": "em"}


def python_markdown_tree(source: str) -> list:
    """What Python-Markdown makes of the source."""
    reader = _TreeReader()
    reader.feed(markdown.markdown(source, extensions=EXTENSIONS, output_format="html"))
    reader.close()
    return _tidy(reader.stack[0][2], block=True)


class _TreeReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list = [["root", (), []]]

    def handle_starttag(self, tag, attrs):
        element = [tag, tuple(sorted((key, value or "") for key, value in attrs)), []]
        self.stack[-1][2].append(element)
        if tag not in ("img", "br", "hr"):
            self.stack.append(element)

    def handle_endtag(self, tag):
        assert self.stack[-1][0] == tag
        self.stack.pop()

    def handle_data(self, data):
        self.stack[-1][2].append(data)


def _tidy(children: list, block: bool) -> list:
    tidy: list = []
    for child in children:
        if isinstance(child, list):
            tag, attributes, inner = child
            tidy.append((tag, attributes, tuple(_tidy(inner, tag not in _INLINE))))
        elif tidy and isinstance(tidy[-1], str):
            tidy[-1] += child
        else:
            tidy.append(child)
    if not block:
        return tidy
    result: list = []
    for index, child in enumerate(tidy):
        if isinstance(child, str):
            if index == 0 or tidy[index - 1][0] not in _INLINE:
                child = child.lstrip("\n ")
            if index == len(tidy) - 1 or tidy[index + 1][0] not in _INLINE:
                child = child.rstrip("\n ")
            if not child:
                continue
        result.append(child)
    return result


def blocks_tree(blocks: b.Blocks) -> list:
    """What our blocks say."""
    return [tree for block in blocks for tree in _block(block)]


def _element(tag: str, children: list, **attributes: str) -> Tree:
    named = tuple(sorted((key.rstrip("_"), value) for key, value in attributes.items() if value))
    return (tag, named, tuple(children))


def _runs(runs: Inline) -> list:
    found: list = []
    for href, group in groupby(runs, key=lambda run: run.href):
        inner = [_element(_MARK[run.style], [run.text]) if run.style else run.text for run in group]
        found += [_element("a", inner, href=href)] if href else inner
    return found


def _node(node: b.Node) -> list:
    if isinstance(node, b.Paragraph):
        return [_element("p", _runs(node.runs))]
    if isinstance(node, b.TextList):
        return [_element("ol" if node.ordered else "ul", [_item(item) for item in node.items])]
    return [_element("blockquote", [_element("p", _runs(runs)) for runs in node.paragraphs])]


def _item(item: b.Item) -> Tree:
    return _element("li", _runs(item.runs) + (_node(item.sublist) if item.sublist else []))


def _nodes(nodes: b.Nodes) -> list:
    return [tree for node in nodes for tree in _node(node)]


def _block(block: b.Block) -> list:
    match block:
        case b.Heading():
            return [_element(f"h{block.level}", [block.text], id=block.id)]
        case b.Text():
            return _nodes(block.nodes)
        case b.Table():
            rows = [_element("tr", [_element("td", _runs(cell)) for cell in row]) for row in block.rows]
            head = _element("tr", [_element("th", _runs(cell)) for cell in block.header])
            return [_element("table", [_element("thead", [head]), _element("tbody", rows)])]
        case b.Callout():
            return [_admonition(block.kind, block.title, _nodes(block.body))]
        case b.Details():
            title = [_element("summary", [block.title] if block.title else [])]
            return [_element("details", title + _nodes(block.body), class_=block.kind)]
        case b.Steps():
            steps = _element("ol", [_element("li", _runs(runs)) for runs in block.items])
            return [_admonition("steps", block.title, [steps])]
        case b.Figure():
            picture = ("img", tuple(sorted({"alt": block.alt, "src": block.src}.items())), ())
            return [_element("p", [picture] + (["\n", _element("em", [block.caption])] if block.caption else []))]
        case b.FileLink():
            return [_element("p", [_element("a", [block.label], href=block.href, class_="file")])]
        case b.Clause():
            number = [_element("strong", [f"{block.number}."])] if block.number else []
            gap = [Run(" ")] if block.number and block.text else []
            runs = _joined(number + _runs((*gap, *block.text)))
            return [_element("p", runs, id=block.id, class_=block.modality), *_nodes(block.body)]
        case b.Term():
            runs = _joined(
                [_element("strong", [block.term])] + _runs((Run(" — "), *block.definition) if block.definition else ())
            )
            return [_element("p", runs, id=block.id, class_="term")]
    raise AssertionError(block)


def _joined(children: list) -> list:
    result: list = []
    for child in children:
        if isinstance(child, str) and result and isinstance(result[-1], str):
            result[-1] += child
        else:
            result.append(child)
    return result


def _admonition(kind: str, title: str, body: list) -> Tree:
    head = [_element("p", [title], class_="admonition-title")] if title else []
    return _element("div", head + body, class_=f"admonition {kind}")
