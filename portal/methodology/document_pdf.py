"""Blocks as a PDF by typst: tagged, so that a screen reader reads the form too, and ready to print on A4."""

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typst

from portal.markup import blocks as b
from portal.markup.inline import Inline

# The text reaches typst as data, never as typst source: nothing in a form can be taken for a command.
TEMPLATE = """
#let doc = json("form.json")
#set document(title: doc.title)
#set page(paper: "a4", margin: (left: 25mm, right: 15mm, y: 20mm), numbering: "1")
#set text(lang: doc.lang, size: 11pt, fallback: true,
  font: ("Liberation Sans", "Arial", "DejaVu Sans", "Noto Sans", "Libertinus Serif"))
#set par(leading: 0.65em)
#set table(stroke: 0.5pt)
#let run(r) = if r.style == "bold" { strong(r.text) } else if r.style == "italic" { emph(r.text) } else { [#r.text] }
#let runs(items) = items.map(run).join()
#let nodes(items) = for n in items {
  if n.kind == "p" { par(runs(n.runs)) }
  else if n.kind == "ul" { list(..n.items.map(i => [#runs(i.runs) #nodes(i.sub)])) }
  else if n.kind == "ol" { enum(..n.items.map(i => [#runs(i.runs) #nodes(i.sub)])) }
}
#heading(level: 1, doc.title)
#for block in doc.blocks {
  if block.kind == "heading" { heading(level: block.level, block.text) }
  else if block.kind == "nodes" { nodes(block.nodes) }
  else if block.kind == "titled" { par(strong(block.title)); nodes(block.nodes) }
  else if block.kind == "table" {
    table(columns: (1fr,) * block.header.len(),
      table.header(..block.header.map(c => strong(runs(c)))),
      ..block.rows.flatten().map(c => if c.runs.len() == 0 { v(1.2em) } else { runs(c.runs) }))
  }
}
"""


def to_pdf(title: str, lang: str, blocks: Iterable[b.Block]) -> bytes:
    """Returns the bytes of a tagged PDF (PDF/UA-1)."""
    data = {"title": title, "lang": lang, "blocks": [part for block in blocks for part in _block(block)]}
    with tempfile.TemporaryDirectory(prefix="opora-form-") as folder:
        root = Path(folder)
        (root / "form.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (root / "form.typ").write_text(TEMPLATE, encoding="utf-8")
        return bytes(typst.compile(str(root / "form.typ"), root=folder, format="pdf", pdf_standards=["ua-1"]))


def _block(block: b.Block) -> list[dict[str, Any]]:
    match block:
        case b.Heading():
            return [{"kind": "heading", "level": block.level, "text": block.text}]
        case b.Text():
            return [{"kind": "nodes", "nodes": _nodes(block.nodes)}]
        case b.Callout() | b.Details():
            return [{"kind": "titled", "title": block.title, "nodes": _nodes(block.body)}]
        case b.Steps():
            items = [{"runs": _runs(item), "sub": []} for item in block.items]
            return [{"kind": "titled", "title": block.title, "nodes": [{"kind": "ol", "items": items}]}]
        case b.Table():
            rows = [[{"runs": _runs(cell)} for cell in row] for row in block.rows]
            return [{"kind": "table", "header": [_runs(cell) for cell in block.header], "rows": rows}]
        case b.Clause():
            first = {"kind": "p", "runs": [_plain(f"{block.number}. ", "bold"), *_runs(block.text)]}
            return [{"kind": "nodes", "nodes": [first, *_nodes(block.body)]}]
        case b.Term():
            runs = [_plain(f"{block.term} — ", "bold"), *_runs(block.definition)]
            return [{"kind": "nodes", "nodes": [{"kind": "p", "runs": runs}]}]
        case b.FileLink():
            return [_paragraph(block.label)]
        case b.Figure():
            return [_paragraph(block.caption or block.alt)]
        case b.Raw():
            return [_paragraph(block.source)]


def _plain(text: str, style: str = "") -> dict[str, str]:
    return {"text": text, "style": style}


def _paragraph(text: str) -> dict[str, Any]:
    return {"kind": "nodes", "nodes": [{"kind": "p", "runs": [_plain(text)]}]}


def _runs(runs: Inline) -> list[dict[str, str]]:
    return [_plain(run.text, run.style) for run in runs]


def _nodes(nodes: b.Nodes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for node in nodes:
        match node:
            case b.Paragraph():
                found.append({"kind": "p", "runs": _runs(node.runs)})
            case b.Quote():
                found.extend({"kind": "p", "runs": _runs(paragraph)} for paragraph in node.paragraphs)
            case b.TextList():
                found.append(_list(node))
    return found


def _list(node: b.TextList) -> dict[str, Any]:
    items = [{"runs": _runs(item.runs), "sub": [_list(item.sublist)] if item.sublist else []} for item in node.items]
    return {"kind": "ol" if node.ordered else "ul", "items": items}
