"""A page and its document: front matter to fields and back, for every type. The body goes through `portal.core.stream`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from portal.core.pages import FACETS, KnowledgePage
from portal.core.stream import LinkMap, blocks_of, stream_of
from portal.markup import Document, FrontMatter, Passport, Source
from portal.methodology.models import FormPage, MethodologyPage, TermPage
from portal.practices.models import PracticePage
from portal.standards.models import StandardVersionPage

PASSPORT_FIELDS = ("organisation", "years", "evidence", "evidence_note", "transfer", "transfer_note")


@dataclass(frozen=True)
class PageType:
    """How one type of front matter is kept: the model, what only it has, and the way back."""

    name: str
    model: type[KnowledgePage]
    fill: Callable[[Any, FrontMatter], None]
    facts: Callable[[Any], dict[str, Any]]


def _nothing(page: Any, front: FrontMatter) -> None:
    return None


def _no_facts(page: Any) -> dict[str, Any]:
    return {}


def _fill_term(page: TermPage, front: FrontMatter) -> None:
    page.concept = front.concept or ""


def _fill_practice(page: PracticePage, front: FrontMatter) -> None:
    page.is_announced = front.status == "announced"
    if front.practice is not None:
        page.region = front.practice.region
        for name in PASSPORT_FIELDS:
            setattr(page, name, getattr(front.practice, name) or "")


def _practice_facts(page: PracticePage) -> dict[str, Any]:
    passport = {name: getattr(page, name) or None for name in PASSPORT_FIELDS}
    facts: dict[str, Any] = {"practice": Passport(region=page.region, **passport)}
    if page.is_announced:
        facts["status"] = "announced"
    return facts


def _fill_version(page: StandardVersionPage, front: FrontMatter) -> None:
    page.version = front.version or ""
    page.effective_on = front.effective_on
    page.supersedes = front.supersedes or ""
    page.is_substantive = bool(front.substantive)
    page.changes = [("change", change) for change in front.changes]


def _version_facts(page: StandardVersionPage) -> dict[str, Any]:
    return {
        "version": page.version,
        "effective_on": page.effective_on,
        "supersedes": page.supersedes or None,
        "substantive": page.is_substantive if page.supersedes else None,
        "changes": tuple(str(block.value) for block in page.changes),
    }


PAGE_TYPES = {
    kind.name: kind
    for kind in (
        PageType("methodology", MethodologyPage, _nothing, _no_facts),
        PageType("form", FormPage, _nothing, _no_facts),
        PageType("term", TermPage, _fill_term, lambda page: {"concept": page.concept}),
        PageType("practice", PracticePage, _fill_practice, _practice_facts),
        PageType("standard", StandardVersionPage, _fill_version, _version_facts),
    )
}


def page_type_of(page: Page) -> PageType:
    return next(kind for kind in PAGE_TYPES.values() if isinstance(page, kind.model))


def fill_page(page: KnowledgePage, document: Document, links: LinkMap) -> None:
    """Writes a document into the page's fields; nothing is saved."""
    front = document.front_matter
    page.title = page.draft_title = front.title
    page.summary = front.summary
    page.search_description = front.summary
    page.translation_key = front.id
    page.order = front.order
    page.required_translations = front.translations
    for name in (*FACETS, "concepts"):
        setattr(page, name, getattr(front, name))
    page.sources = [("source", _source_value(source)) for source in front.sources]
    page.content_owner = front.owner
    page.reviewed_on = front.reviewed_on
    page.review_due_on = front.review_due_on
    page_type_of(page).fill(page, front)
    page.body = stream_of(page, document.blocks, links)


def _source_value(source: Source) -> dict[str, str]:
    return {"title": source.title, "url": source.url or "", "note": source.note or "", "checked": source.checked}


def document_of(page: KnowledgePage, links: LinkMap) -> Document:
    """Returns the page as a document, the inverse of `fill_page`. Raises pydantic's ValidationError if a field is missing."""
    kind = page_type_of(page)
    facts: dict[str, Any] = {
        "id": page.translation_key,
        "type": kind.name,
        "title": page.title,
        "summary": page.summary,
        "status": "published" if page.live else "draft",
        "translations": page.required_translations or ("ru", "en"),
        "order": page.order,
        **{name: tuple(getattr(page, name)) for name in (*FACETS, "concepts")},
        "sources": tuple(_source_of(block.value) for block in page.sources),
        "owner": page.content_owner,
        "reviewed_on": page.reviewed_on,
        "review_due_on": page.review_due_on,
    }
    facts.update(kind.facts(page))
    return Document(FrontMatter(**facts), blocks_of(page, links))


def _source_of(value: Any) -> Source:
    return Source(title=value["title"], url=value["url"] or None, note=value["note"] or None, checked=value["checked"])
