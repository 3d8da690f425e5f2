"""Who says to have read what: only pages that a published quiz asks for, and only by a press at the end of the page.

A standard has to be read again once a later version that asks for it (`is_substantive`) is in force; other edits ask nobody.
"""

from collections.abc import Sequence
from typing import Any

from portal.core.outlines import published_page
from portal.people.models import User
from quizzes.models import Quiz

from .models import Reading


def pages_asked_for() -> set[str]:
    """The paths of pages that published quizzes want read; one query."""
    rows = Quiz.objects.filter(is_published=True).exclude(prerequisites={}).values_list("prerequisites", flat=True)
    return {_path(page) for row in rows for page in row.get("pages", ())}


def _path(reference: str) -> str:
    return reference.partition("#")[0]


def _version_of(page: Any) -> str:
    current = getattr(page, "current_version", None)
    return str(current.version) if current is not None else ""


def mark_read(person: User, page: Any) -> Reading:
    """Keeps that the person says to have read the page as it is today; a second press returns the first reading."""
    return Reading.objects.get_or_create(person=person, path=page.source_path, version=_version_of(page))[0]


def has_read(person: User, page: Any) -> bool:
    """Whether a reading of this page still holds."""
    read = set(Reading.objects.filter(person=person, path=page.source_path).values_list("version", flat=True))
    current = getattr(page, "current_version", None)
    if not read or current is None or current.version in read:
        return bool(read)
    since = [version for version in page.versions() if version.version_key <= current.version_key]
    for version in since:  # the newest first: what came after the last one read must not ask for a new reading
        if version.version in read:
            return True
        if version.is_substantive:
            return False
    return False


def unread_pages(person: User, paths: Sequence[str], language: str) -> list[str]:
    """Those of the pages that the person has not read (`QUIZZES_UNREAD_PAGES`). A page that is nowhere holds nobody back."""
    return [path for path in paths if (page := _page_at(_path(path), language)) is not None and not has_read(person, page)]


def _page_at(path: str, language: str) -> Any | None:
    """The published page in the language, else in Russian, the one that every page has."""
    return published_page(language, path) or published_page("ru", path)
