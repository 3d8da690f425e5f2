"""The bridge between a page's StreamField and `portal.markup`: blocks in, blocks out, links in both directions."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from portal.markup.blocks import Blocks
from portal.markup.links import is_page_link, relative, resolve
from portal.markup.plain import units
from portal.markup.stream import from_stream, to_stream

from .registry import knowledge_models

Key = tuple[str, str]
_held: "ContextVar[LinkMap | None]" = ContextVar("held", default=None)


@dataclass
class LinkMap:
    """Which page of the database a path of `content/` is, and back. One query per page type."""

    pages: dict[Key, int] = field(default_factory=dict)

    @classmethod
    def empty(cls) -> "LinkMap":
        return cls({})

    @classmethod
    def load(cls) -> "LinkMap":
        rows = (
            row
            for model in knowledge_models()
            for row in model.objects.exclude(source_path="").values_list("locale__language_code", "source_path", "pk")
        )
        return cls({(lang, path): pk for lang, path, pk in rows})

    @contextmanager
    def held(self) -> Iterator[None]:
        """Inside, pages that are published are read with this map: a sync of 200 pages need not load it 200 times."""
        token = _held.set(self)
        try:
            yield
        finally:
            _held.reset(token)

    @cached_property
    def paths(self) -> dict[int, str]:
        return {pk: path for (_lang, path), pk in self.pages.items()}

    def page_id(self, lang: str, source_path: str, href: str) -> int | None:
        """Returns the page a relative link names, if it is in the same language and the link has no fragment."""
        found = resolve(source_path, href)
        if found is None or found[1] or found[0].startswith("standards/"):
            # A standard's version is linked by its path: the site then leads to the version in force.
            return None
        return self.pages.get((lang, found[0]))

    def href(self, source_path: str, page_id: int) -> str | None:
        """Returns the relative link for a page, or None when it is not a page of the library."""
        path = self.paths.get(page_id)
        return relative(source_path, path) if path else None


def stream_of(page: Any, blocks: Blocks, links: LinkMap) -> Any:
    """Returns the blocks as a value for the page's body; what matches the present body keeps its ids and paragraph keys."""

    def page_of(href: str) -> tuple[str, str] | None:
        page_id = links.page_id(page.lang, page.source_path, href)
        return ("page", str(page_id)) if page_id else None

    previous = page.body.get_prep_value() if page.pk else None
    raw = to_stream(blocks, page_of, previous, seed=f"{page.lang}/{page.source_path}")
    return page.body.stream_block.to_python(raw)


def blocks_of(page: Any, links: LinkMap) -> Blocks:
    """Returns the page's body as canonical blocks, with links as they stand in files."""

    def href_of(linktype: str, identity: str) -> str | None:
        if linktype != "page" or not identity.isdigit():
            return None
        return links.href(page.source_path, int(identity))

    return from_stream(page.body.get_prep_value(), href_of)


def document_blocks(body: Any) -> Blocks:
    """Returns a body as blocks where links do not matter: differences, documents, plain text."""
    return from_stream(body.get_prep_value())


def references_of(page: Any) -> set[tuple[str, str]]:
    """Returns (path of `content/`, fragment) of every page or clause this page links to."""
    found = set()
    for unit in units(blocks_of(page, _held.get() or LinkMap.load())):
        for run in unit.runs:
            target = resolve(page.source_path, run.href) if run.href and is_page_link(run.href) else None
            if target is not None and target[0] != page.source_path:
                found.add(target)
    return found
