"""Blocks as a Word document: real headings, real tables with repeated header rows, the page's language set for spelling."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from docx import Document as new_document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from portal.markup import blocks as b
from portal.markup.inline import Inline

LANGUAGE_TAGS = {"ru": "ru-RU", "en": "en-GB", "id": "id-ID"}


def to_docx(title: str, lang: str, blocks: Iterable[b.Block]) -> bytes:
    """Returns the bytes of a DOCX file."""
    document = new_document()
    _set_up(document, title, lang)
    document.add_heading(title, level=1)
    for block in blocks:
        _write(document, block)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_up(document: Any, title: str, lang: str) -> None:
    document.core_properties.title = title
    document.core_properties.language = LANGUAGE_TAGS[lang]
    document.core_properties.author = ""
    document.core_properties.comments = ""
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(2.5), Cm(1.5)
        section.top_margin = section.bottom_margin = Cm(2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    properties = normal.element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE_TAGS[lang])
    properties.append(language)


def _write(document: Any, block: b.Block) -> None:
    match block:
        case b.Heading():
            document.add_heading(block.text, level=block.level)
        case b.Text():
            _nodes(document, block.nodes)
        case b.Callout() | b.Details():
            _titled(document, block.title, block.body)
        case b.Steps():
            _line(document.add_paragraph(), block.title, bold=True)
            for item in block.items:
                _runs(document.add_paragraph(style="List Number"), item)
        case b.Table():
            _table(document, block)
        case b.Clause():
            _clause(document, block)
        case b.Term():
            paragraph = document.add_paragraph()
            _line(paragraph, f"{block.term} — ", bold=True)
            _runs(paragraph, block.definition)
        case b.FileLink():
            document.add_paragraph(block.label)
        case b.Figure():
            document.add_paragraph(block.caption or block.alt)
        case b.Raw():
            document.add_paragraph(block.source)


def _titled(document: Any, title: str, body: b.Nodes) -> None:
    _line(document.add_paragraph(), title, bold=True)
    _nodes(document, body)


def _clause(document: Any, block: b.Clause) -> None:
    paragraph = document.add_paragraph()
    _line(paragraph, f"{block.number}. ", bold=True)
    _runs(paragraph, block.text)
    _nodes(document, block.body)


def _nodes(document: Any, nodes: b.Nodes) -> None:
    for node in nodes:
        match node:
            case b.Paragraph():
                _runs(document.add_paragraph(), node.runs)
            case b.Quote():
                for paragraph in node.paragraphs:
                    _runs(document.add_paragraph(style="Quote"), paragraph)
            case b.TextList():
                _list(document, node, 1)


def _list(document: Any, node: b.TextList, depth: int) -> None:
    name = "List Number" if node.ordered else "List Bullet"
    style = name if depth == 1 else f"{name} {min(depth, 3)}"
    for item in node.items:
        _runs(document.add_paragraph(style=style), item.runs)
        if item.sublist:
            _list(document, item.sublist, depth + 1)


def _table(document: Any, block: b.Table) -> None:
    table = document.add_table(rows=1, cols=len(block.header), style="Table Grid")
    for cell, runs in zip(table.rows[0].cells, block.header, strict=True):
        _runs(cell.paragraphs[0], runs, bold=True)
    _repeat_header(table.rows[0])
    for row in block.rows:
        for cell, runs in zip(table.add_row().cells, row, strict=True):
            _runs(cell.paragraphs[0], runs)
    document.add_paragraph()


def _repeat_header(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # python-docx has no public way to repeat a header row


def _line(paragraph: Any, text: str, bold: bool = False) -> None:
    paragraph.add_run(text).bold = bold


def _runs(paragraph: Any, runs: Inline, bold: bool = False) -> None:
    for run in runs:
        piece = paragraph.add_run(run.text)
        piece.bold = bold or run.style == "bold"
        piece.italic = run.style == "italic"
