"""Which file of `content/` a page made in the admin is: its path, its id, and what a new page starts with.

Until a page is published for the first time its path follows its section and slug; after that both stay, because links,
questions and translations know it by them.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from portal.markup.pages import page_id

FOLDERS = {
    "methodology": "methodology",
    "form": "forms",
    "term": "glossary",
    "practice": "practices",
    "standard": "standards",
}
# Only these have a place in a list (front matter key `order`).
ORDERED_TYPES = ("methodology", "form", "standard")
DEFAULT_TRANSLATIONS = ("ru", "en")
ORDER_STEP = 10


def path_of(page: Any, parent: Any) -> str:
    """Returns the path in `content/` of a page under `parent`: that of its translations, else section and slug."""
    twin = _path_of_translation(page)
    if twin:
        return twin
    if page.search_type == "standard":
        folder = parent.specific.source_path
        return f"{folder}/{page.version}" if page.version and folder else ""
    return f"{FOLDERS[page.search_type]}/{page.slug}" if page.slug else ""


def _path_of_translation(page: Any) -> str:
    others = type(page).objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).exclude(source_path="")
    return others.values_list("source_path", flat=True).first() or ""


def identify(page: Any, parent: Any) -> None:
    """Sets the page's path and id, unless readers already know it by them. Nothing is saved."""
    if page.source_path and page.first_published_at is not None:
        return
    path = path_of(page, parent)
    if path and path != page.source_path:
        page.source_path = path
        page.translation_key = page_id(path)


def _translations_of(page: Any) -> tuple[str, ...]:
    # A region describes its practice in its own language; the center decides later whether to translate it.
    return (page.lang,) if page.search_type == "practice" else DEFAULT_TRANSLATIONS


def path_is_taken(page: Any) -> bool:
    """Whether another page of this language has the path."""
    others = type(page).objects.filter(locale_id=page.locale_id, source_path=page.source_path)
    return bool(page.source_path) and others.exclude(pk=page.pk).exists()


def source_of(page: Any) -> Any:
    """Returns the page of the source language that this one is a translation of; None for a source, or without one."""
    if not page.source_path or page.lang == settings.LANGUAGE_CODE:
        return None
    return type(page).objects.filter(locale__language_code=settings.LANGUAGE_CODE, source_path=page.source_path).first()


def start_fields(page: Any, parent: Any) -> None:
    """Fills in what a new page starts with: reviewed today, due in a year, the next place in its list."""
    today = timezone.localdate()
    page.reviewed_on = page.reviewed_on or today
    page.review_due_on = page.review_due_on or today + timedelta(days=365)
    page.required_translations = page.required_translations or _translations_of(page)
    if page.order is None and page.search_type in ORDERED_TYPES:
        last = type(page).objects.child_of(parent).aggregate(last=Max("order"))["last"] or 0
        # Versions of one standard stand at one place in the list of standards.
        page.order = last if page.search_type == "standard" and last else last + ORDER_STEP
