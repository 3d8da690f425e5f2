"""Where a path of `content/` lives on the site: relative links in texts and references of questions become addresses."""

import posixpath
import re
from dataclasses import dataclass
from html import unescape

from django.core.cache import cache
from django.utils.html import escape
from django.utils.translation import gettext as _

from .registry import knowledge_models
from .site_version import site_version

SOURCE_LANGUAGE = "ru"
CACHE_KEY = "knowledge-places"
CACHE_SECONDS = 3600
_LINK = re.compile(r"<a href=\"([^\"]+)\">(.*?)</a>", re.DOTALL)
_ABSOLUTE = re.compile(r"^([a-z][a-z0-9+.-]*:|/|#)", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A published page: its address and title."""

    url: str
    title: str
    page_id: int = 0


@dataclass(frozen=True)
class Resolved:
    """What a reader's link leads to; `is_foreign` when only the source language has the page."""

    url: str
    title: str
    is_foreign: bool


def places() -> dict[tuple[str, str], Place]:
    """Returns (language, path of `content/`) → place for every published page; kept in the cache until something is published."""
    key = f"{CACHE_KEY}:{site_version()}"
    found = cache.get(key)
    if found is None:
        found = _find_places()
        cache.set(key, found, CACHE_SECONDS)
    return found


def _find_places() -> dict[tuple[str, str], Place]:
    found: dict[tuple[str, str], Place] = {}
    for model in knowledge_models():
        rows = model.objects.live().exclude(source_path="").select_related("locale")
        for page in rows:
            found[page.locale.language_code, page.source_path] = Place(page.url or "", page.title, page.pk)
    _point_versions_in_force_to_their_standard(found)
    return found


def _point_versions_in_force_to_their_standard(found: dict[tuple[str, str], Place]) -> None:
    # A text names the version in force; on the site that is the standard's own page, where the next version will be too.
    from portal.standards.models import StandardPage  # noqa: PLC0415  (models import this module)

    standards = StandardPage.objects.live().exclude(current_version=None).select_related("locale", "current_version")
    for standard in standards:
        found[standard.locale.language_code, standard.current_version.source_path] = Place(
            standard.url or "", standard.title, standard.pk
        )


def page_addresses() -> dict[int, str]:
    """Returns page id → address of every published page of the library."""
    return {place.page_id: place.url for place in places().values()}


def resolve_path(lang: str, path: str, fragment: str = "") -> Resolved | None:
    """Returns where a path of `content/` is for a reader of `lang`: there, else in the source language, else None."""
    known = places()
    place = known.get((lang, path))
    is_foreign = place is None
    if place is None:
        place = known.get((SOURCE_LANGUAGE, path))
    if place is None:
        return None
    return Resolved(f"{place.url}#{fragment}" if fragment else place.url, place.title, is_foreign)


def resolve_href(lang: str, source_path: str, href: str) -> Resolved | None:
    """Returns where a relative link of the page at `source_path` leads, or None if nowhere."""
    target, _hash, fragment = href.partition("#")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(source_path), target)).removesuffix(".md")
    return resolve_path(lang, path, fragment)


def rewrite_links(html: str, lang: str, source_path: str) -> str:
    """Returns the HTML with relative links as addresses; a link that leads nowhere becomes its plain words."""

    def rewritten(match: re.Match[str]) -> str:
        href, words = unescape(match[1]), match[2]
        if _ABSOLUTE.match(href):
            return match[0]
        found = resolve_href(lang, source_path, href)
        if found is None:
            return words
        if found.is_foreign:
            note = _("(на русском)")
            return f'<a href="{escape(found.url)}" hreflang="{SOURCE_LANGUAGE}">{words}</a> {note}'
        return f'<a href="{escape(found.url)}">{words}</a>'

    return _LINK.sub(rewritten, html)
