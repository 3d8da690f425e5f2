"""Sections and clauses of published pages by `path#anchor`: their titles and the fingerprints that questions rest on."""

from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from portal.markup.clauses import Section, outline

from .links import places, resolve_path
from .registry import knowledge_models
from .site_version import site_version
from .stream import document_blocks

CACHE_SECONDS = 3600


def published_page(lang: str, path: str) -> Any | None:
    """Returns the published page at a path of `content/` (of a standard: the page of all its versions), or None."""
    if (lang, path) not in places():
        return None
    for model in knowledge_models():
        page = model.objects.live().filter(locale__language_code=lang, source_path=path).first()
        if page is not None:
            return page
    return None


def sections_at(lang: str, path: str) -> dict[str, Section]:
    """Returns anchor → section of the published page at a path of `content/` (of a standard: the version in force)."""
    key = f"outline:{lang}:{path}:{site_version()}"
    found: dict[str, Section] | None = cache.get(key)
    if found is None:
        page = published_page(lang, path)
        page = getattr(page, "current_version", page)
        found = {section.id: section for section in outline(document_blocks(page.body))} if page is not None else {}
        cache.set(key, found, CACHE_SECONDS)
    return found


def section_at(reference: str, lang: str) -> Section | None:
    """Returns the clause or section that `standards/legal#c-3-2` names, or None when there is none now."""
    path, _hash, anchor = reference.partition("#")
    return sections_at(lang, path).get(anchor)


def fingerprint_of(reference: str, lang: str) -> str | None:
    """Returns the fingerprint of a clause or section as published now, or None where there is none."""
    section = section_at(reference, lang)
    return section.fingerprint if section else None


def reference_link(reference: str, lang: str) -> tuple[str, str] | None:
    """Returns (address, words) of a reference: the page's title and the clause's number or the section's title."""
    path, _hash, anchor = reference.partition("#")
    found = resolve_path(lang, path, anchor)
    if found is None:
        return None
    section = section_at(reference, "ru" if found.is_foreign else lang)
    if section is None:
        return found.url, found.title
    part = _("пункт %(number)s") % {"number": section.number} if section.number else section.title
    return found.url, f"{found.title}: {part}" if part else found.title
