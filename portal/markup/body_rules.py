"""What the content check looks for inside a page: ids, blocks, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from portal.markup import blocks as b
from portal.markup.errors import Problem, Severity
from portal.markup.links import Reference, body_line, is_page_link, links, references
from portal.markup.pages import Library, Page
from portal.markup.plain import block_height
from portal.markup.urls import SITE_LINK


def problem(page: Page, line: int, code: str, message: str, hint: str = "", severity: Severity = "error") -> Problem:
    """A fault of a page."""
    return Problem(page.file, line, code, message, hint, severity)


def key_line(page: Page, key: str) -> int:
    """The line of a front matter key in the canonical file (1 if it is not there)."""
    for number, line in enumerate(page.canonical.split("\n"), 1):
        if line.startswith(f"{key}:"):
            return number
        if number > 1 and line == "---":
            break
    return 1


class Anchor(NamedTuple):
    """A place that a link can lead to."""

    line: int
    kind: str
    id: str
    detail: str


def page_anchors(page: Page) -> list[Anchor]:
    """The headings, clauses and terms of a page with their lines in the canonical file."""
    found: list[Anchor] = []
    line = body_line(page.document)
    for block in page.document.blocks:
        if isinstance(block, b.Heading):
            found.append(Anchor(line, "heading", block.id, f"level {block.level}"))
        elif isinstance(block, b.Clause):
            found.append(Anchor(line + 1, "clause", block.id, f"{block.number}, {block.modality}"))
        elif isinstance(block, b.Term):
            found.append(Anchor(line + 1, "term", block.id, ""))
        line += block_height(block) + 1
    return found


def anchors(library: Library, page: Page) -> Iterator[Problem]:
    """Headings, clauses and terms have ids, each once in a file; a heading skips no level."""
    seen: dict[str, int] = {}
    level = 1
    for anchor in page_anchors(page):
        if not anchor.id:
            yield problem(page, anchor.line, "anchor", f"The {anchor.kind} has no id.", "Add `{#some-id}`.")
        elif anchor.id in seen:
            message = f"The id `{anchor.id}` already stands on line {seen[anchor.id]}."
            yield problem(page, anchor.line, "anchor", message, "Give each its own.")
        else:
            seen[anchor.id] = anchor.line
        prefix = {"clause": "c-", "term": "t-"}.get(anchor.kind, "")
        if anchor.id and not anchor.id.startswith(prefix):
            message = f"The id `{anchor.id}` of a {anchor.kind} has to begin with `{prefix}`."
            yield problem(page, anchor.line, "anchor", message)
        if anchor.kind == "heading":
            step = int(anchor.detail[-1])
            if step > level + 1:
                message = f"A heading of level {step} follows one of level {level}."
                yield problem(page, anchor.line, "anchor", message, "Do not skip a level.")
            level = step


def blocks_understood(library: Library, page: Page) -> Iterator[Problem]:
    """Nothing is raw; containers have titles; pictures have a description; clauses have numbers."""
    line = body_line(page.document)
    for block in page.document.blocks:
        if isinstance(block, b.Raw):
            first = block.source.lstrip("\n").split("\n")[0].strip()[:60]
            hint = "Use the blocks of docs/content-format.md only; escape signs meant as text with a backslash."
            yield problem(page, line, "raw", f"This is not understood: {first}", hint)
        if isinstance(block, b.Callout | b.Details | b.Steps) and not block.title:
            yield problem(page, line, "title", "The block has no title.", 'Write it in quotes: !!! info "Title".')
        if isinstance(block, b.Figure) and not block.alt:
            yield problem(page, line, "alt", "The picture has no description.", "Write it in the square brackets.")
        if isinstance(block, b.Clause) and not block.number:
            yield problem(page, line, "clause", "The clause has no number.", "Begin it with **1.2.** in bold.")
        line += block_height(block) + 1


def versions_in_force(library: Library, today: date) -> dict[str, str]:
    """For each standard ("standards/consent") the path of the version in force on `today`."""
    newest: dict[str, tuple[bool, date, str]] = {}
    for path, languages in library.pages.items():
        front = next(iter(languages.values())).document.front_matter
        if front.type != "standard" or front.effective_on is None:
            continue
        started = front.effective_on <= today and front.status == "published"
        candidate = (started, front.effective_on, path)
        name = path.rpartition("/")[0]
        newest[name] = max(newest.get(name, candidate), candidate)
    return {name: path for name, (_started, _on, path) in newest.items()}


def links_lead_somewhere(library: Library, page: Page, versions: dict[str, str]) -> Iterator[Problem]:
    """Every link names a page, a section or a picture that exists, in the same language."""
    for reference in references(page.document, page.path):
        if is_page_link(reference.href):
            yield from _page_link(library, page, reference, versions)
        elif reference.target not in library.pictures:
            message = f"There is no file {reference.target} (link {reference.href})."
            hint = "A link leads to a page (.md), a picture of content/img, or a web address."
            yield problem(page, reference.line, "link", message, hint)
    for line, href in links(page.document):
        if SITE_LINK.fullmatch(href):
            message = f"The link leads to an object of the site that has no file ({href})."
            yield problem(page, line, "link", message, "Link to a page of the library, or remove the link.")
    for source in page.document.front_matter.sources:
        if source.url and not re.match(r"https?://\S+$", source.url):
            message = f"The source's address {source.url} is not a web address."
            yield problem(page, key_line(page, "sources"), "link", message, "Begin it with https://.")


def _page_link(library: Library, page: Page, ref: Reference, versions: dict[str, str]) -> Iterator[Problem]:
    target = library.page(ref.target, page.language)
    if target is None:
        if f"{page.language}/{ref.target}.md" not in library.unreadable_files:
            yield problem(page, ref.line, "link", f"There is no page for {ref.href}.", _near(library, page, ref))
        return
    ids = [anchor.id for anchor in page_anchors(target)]
    if ref.fragment and ref.fragment not in ids:
        near = get_close_matches(ref.fragment, ids, 1)
        hint = f"Did you mean `#{near[0]}`?" if near else f"Its ids: {', '.join(ids[:12]) or 'none'}."
        message = f"{target.file} has no id `{ref.fragment}`."
        yield problem(page, ref.line, "fragment", message, hint)
    name = ref.target.rpartition("/")[0]
    current = versions.get(name, ref.target)
    if current != ref.target and page.path.rpartition("/")[0] != name:
        message = f"{ref.href} is not the version in force."
        yield problem(page, ref.line, "version", message, f"Link to {current}.md.")


def _near(library: Library, page: Page, ref: Reference) -> str:
    others = [lang for lang in library.pages.get(ref.target, {}) if lang != page.language]
    if others:
        return f"It exists in {', '.join(others)} only: link to a page that exists in {page.language}."
    paths = [path for path, languages in library.pages.items() if page.language in languages]
    near = get_close_matches(ref.target, paths, 1, 0.7)
    return f"Did you mean {near[0]}.md?" if near else "Name the file relative to this one."
