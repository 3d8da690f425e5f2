"""Canonical Markdown: front matter, blocks, clauses, links. Pure: no Django, no network.

`loads` and `dumps` are inverse on canonical files, byte for byte, and lose nothing of any other file.
"""

from portal.markup.body import read_body, write_body
from portal.markup.document import Document, dumps, loads
from portal.markup.errors import MarkupError, Problem
from portal.markup.front_matter import FrontMatter, Passport, Source

__all__ = [
    "Document",
    "FrontMatter",
    "MarkupError",
    "Passport",
    "Problem",
    "Source",
    "dumps",
    "loads",
    "read_body",
    "write_body",
]
