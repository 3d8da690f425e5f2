"""Links between files: relative paths with `.md` in the files, plain page paths in the portal."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

from portal.markup.document import Document
from portal.markup.front_matter import dump_front_matter
from portal.markup.plain import units
from portal.markup.urls import is_external, normal_url

SUFFIX = ".md"
_ABOVE = re.compile(r"^(?:\.\./)+")


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """A link from one page to another page, a section of a page, or a file.

    `target` is a path without language and `.md` ("standards/consent/2.0"), or the path of a file as it lies
    in the content folder ("img/levels.svg"). `line` is the line of the canonical file.
    """

    source_path: str
    target: str
    fragment: str
    line: int
    href: str = ""


@lru_cache(maxsize=8192)
def resolve(source: str, href: str) -> tuple[str, str] | None:
    """The page path and the fragment that `href` on page `source` leads to; None for an outside address.

    `resolve("methodology/levels", "../standards/consent/2.0.md#c-1")` is `("standards/consent/2.0", "c-1")`.
    `source` may be given with or without `.md`. A path that leaves the language's folder is given as it lies in the
    content folder (`img/levels.svg`); any target that is not a Markdown file keeps its suffix.
    """
    if is_external(href) or href.startswith("/"):
        return None
    path, _, fragment = href.partition("#")
    path, fragment = unquote(path), unquote(fragment)
    if not path:
        return source.removesuffix(SUFFIX), fragment
    target = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
    if target.startswith("../"):
        return target[3:], fragment
    return target.removesuffix(SUFFIX), fragment


@lru_cache(maxsize=8192)
def relative(source: str, target: str, fragment: str = "") -> str:
    """The address that stands on page `source` for page `target`: the inverse of `resolve`.

    `relative("methodology/levels", "standards/consent/2.0", "c-1-1") == "../standards/consent/2.0.md#c-1-1"`.
    """
    tail = f"#{fragment}" if fragment else ""
    if target == source.removesuffix(SUFFIX) and fragment:
        return tail
    start = posixpath.dirname(source)
    return normal_url(quote(posixpath.relpath(target + SUFFIX, start or "."), safe="/~") + tail)


def moved(href: str, old_source: str, new_source: str) -> str:
    """The address as it must read after its page moved from `old_source` to `new_source`."""
    found = resolve(old_source, href)
    if found is None or not href.partition("#")[0]:
        return href
    path, fragment = found
    if not href.partition("#")[0].endswith(SUFFIX):
        tail = f"#{fragment}" if fragment else ""
        prefix = "../" if path.startswith("img/") else ""
        return posixpath.relpath(prefix + path, posixpath.dirname(new_source) or ".") + tail
    return relative(new_source, path, fragment)


def is_page_link(href: str) -> bool:
    """True for an address that names a page of the library, or a place on its own page."""
    path = href.partition("#")[0]
    return not is_external(href) and not href.startswith("/") and (not path or path.endswith(SUFFIX))


def body_line(document: Document) -> int:
    """The line of the canonical file on which the body begins."""
    return dump_front_matter(document.front_matter).count("\n") + 2


def links(document: Document) -> Iterator[tuple[int, str]]:
    """Every address of the page, inside and outside, with its line in the canonical file."""
    for unit in units(document.blocks, body_line(document)):
        previous = ""
        for run in unit.runs:
            if run.href and run.href != previous:
                yield unit.line, run.href
            previous = run.href


def references(document: Document, source_path: str) -> list[Reference]:
    """What the page at `source_path` refers to inside the content folder, in reading order."""
    found: list[Reference] = []
    for line, href in links(document):
        target = resolve(source_path, href)
        if target is not None:
            found.append(Reference(source_path, target[0], target[1], line, href))
    return found
