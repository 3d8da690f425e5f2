"""The three spellings of QTI: everything is read and made in the words of 2.x without a namespace, and spelled at the door."""

import re
from html import escape
from typing import cast

from lxml import etree
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from quizzes.formats.errors import FormatError
from quizzes.formats.untrusted import line_of, refusal
from quizzes.scoring import Text, TextFormat
from quizzes.scoring.problems import gettext_noop

NAMESPACES = {
    "2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "2.2": "http://www.imsglobal.org/xsd/imsqti_v2p2",
    "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
_VERSION = re.compile(r"imsqti(?:asi)?_v(\d)p(\d)")
_BARE = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML")
_XML = "{http://www.w3.org/XML/1998/namespace}"
# The words of HTML that a body of QTI may have, and those with a near kin among them.
_PHRASES = {"a", "abbr", "b", "br", "cite", "code", "dfn", "em", "i", "img", "kbd", "q", "samp", "small", "span"}
_PHRASES |= {"strong", "sub", "sup", "tt", "var", "acronym", "big"}
_TABLE = {"table", "caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"}
_ALLOWED = _PHRASES | _TABLE | {"dd", "dl", "dt", "li", "ol", "ul", "p", "div", "pre", "blockquote", "address", "hr"}
_ALLOWED |= {"h1", "h2", "h3", "h4", "h5", "h6"}
_KIN = {"u": "em", "s": "span", "mark": "strong", "font": "span", "center": "div", "section": "div", "figure": "div"}
_DROPPED = {"script", "style", "iframe", "object", "embed", "form", "input", "head", "meta", "link"}
_ATTRIBUTES = {"a": ("href",), "img": ("src", "alt", "width", "height"), "td": ("colspan", "rowspan"), "th": ("scope",)}
_BLOCKS = {"p", "div", "ul", "ol", "dl", "pre", "blockquote", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "address"}


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(etree.QName(element).localname)


def version_of(root: etree._Element, source: str = "") -> str:
    """The version of QTI, such as `2.1`; FormatError where the element is not an item of QTI 2 or 3."""
    space = etree.QName(root).namespace or ""
    hit = _VERSION.search(space)
    if local(root) in ("assessmentItem", "qti-assessment-item") and (hit or not space):
        return f"{hit[1]}.{hit[2]}" if hit else "2.1"
    message = gettext_noop("Это не вопрос QTI 2 или 3: первый элемент — %(tag)s. Выгрузите вопросы в QTI 2.1, 2.2 или 3.0.")
    raise refusal(message, source, line_of(root), tag=local(root)[:60])


def normalise(root: etree._Element) -> None:
    """Spells a document in the words of 2.x, without namespaces of QTI, HTML and MathML."""
    for element in root.iter(etree.Element):
        name = etree.QName(element)
        space = name.namespace or ""
        if not (_VERSION.search(space) or space in _BARE):
            continue
        word = str(name.localname)
        if word.startswith("qti-"):
            word = _camel(word[4:])
            for key in list(element.attrib):
                if "-" in str(key) and not str(key).startswith(("data-", "aria-", "{")):
                    element.attrib[_camel(str(key))] = element.attrib.pop(key)
        element.tag = word
    etree.cleanup_namespaces(root)


def _camel(word: str) -> str:
    first, *rest = word.split("-")
    return first + "".join(part.capitalize() for part in rest)


def _kebab(word: str) -> str:
    return re.sub(r"[A-Z]", lambda hit: f"-{hit[0].lower()}", word)


def spell(root: etree._Element, version: str) -> bytes:
    """The document as bytes in the spelling of a version. The tree is changed."""
    space = NAMESPACES[version]
    for element in root.iter(etree.Element):
        word = str(element.tag)
        if version == "3.0" and word not in _ALLOWED:
            for key in list(element.attrib):
                element.attrib[_kebab(str(key)) if not str(key).startswith("{") else str(key)] = element.attrib.pop(key)
            word = f"qti-{_kebab(word)}"
        element.tag = f"{{{space}}}{word}"
    return default_namespace(root, space)


def default_namespace(root: etree._Element, space: str) -> bytes:
    """The document as bytes, with its namespace written once and without a prefix."""
    named = etree.Element(root.tag, nsmap=cast("dict[str, str]", {None: space, **root.nsmap}))
    for key, value in root.attrib.items():
        named.set(key, value)
    named.text = root.text
    named.extend(list(root))
    return etree.tostring(named, encoding="UTF-8", xml_declaration=True)


# --- texts ---


def inner_html(element: etree._Element) -> str:
    """What an element holds, as HTML."""
    parts = [escape(element.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return "".join(parts).strip()


def replace(element: etree._Element, text: str) -> None:
    """Puts a text in the place of an element."""
    parent = element.getparent()
    if parent is None:
        return
    text += element.tail or ""
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text
    parent.remove(element)


def unwrap(element: etree._Element) -> etree._Element:
    """The only `div` or `contentBody` that an element holds, or the element itself."""
    while len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip():
        if element[0].tag not in ("div", "contentBody"):
            break
        element = element[0]
    return element


def write_text(parent: etree._Element, text: Text) -> None:
    """Puts a text into an element, as QTI may have it: what HTML has beyond that is left out, its words stay."""
    if text.format is TextFormat.PLAIN:
        parts = text.value.split("\n")
        parent.text = parts[0]
        for part in parts[1:]:
            etree.SubElement(parent, "br").tail = part
        return
    value = text.value
    if text.format is TextFormat.MARKDOWN:
        value = MarkdownIt("commonmark", {"html": False}).enable("table").render(value)
    try:
        fragment = lxml_html.fragment_fromstring(value, create_parent="div")
    except (etree.ParserError, ValueError):
        parent.text = value
        return
    _take(parent, fragment)


def _take(parent: etree._Element, source: etree._Element) -> None:
    _append(parent, source.text or "")
    for child in source:
        # Comments and instructions have a function in the place of a name.
        tag = _KIN.get(str(child.tag), str(child.tag))
        if tag in _ALLOWED:
            made = etree.SubElement(parent, tag)
            for key in _ATTRIBUTES.get(tag, ()):
                if child.get(key):
                    made.set(key, child.get(key, ""))
            if tag == "img":
                made.set("alt", child.get("alt", ""))
            _take(made, child)
        elif isinstance(child.tag, str) and tag not in _DROPPED:
            _take(parent, child)
        _append(parent, child.tail or "")


def _append(parent: etree._Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def has_blocks(element: etree._Element) -> bool:
    """Whether an element holds paragraphs, lists or tables, and not phrases only."""
    return any(child.tag in _BLOCKS for child in element.iter(etree.Element) if child is not element)


def elements(root: etree._Element, *tags: str) -> list[etree._Element]:
    """The descendants of these names, in the order of the document."""
    return [element for element in root.iter(etree.Element) if element.tag in tags]


def refuse(element: etree._Element, source: str, template: str, **params: object) -> FormatError:
    """A FormatError that names the file and the line of the element."""
    return refusal(template, source, line_of(element), **params)
