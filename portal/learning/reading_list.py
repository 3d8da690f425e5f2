"""What a position reads and passes, in order: derived from its competency profile, so it never goes stale by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.core.taxonomy import label, profile_of
from portal.methodology.models import MethodologyPage
from portal.standards.models import StandardPage

# A profile's letters: expert, proficient, aware. The deeper the role needs a competency, the earlier it is read.
DEPTHS = ("X", "P", "A")
FIRST_STEPS = ("methodology/social-support", "methodology/goal-tasks-principles", "methodology/child-safety")


@dataclass(frozen=True)
class ReadingStage:
    title: str
    hint: str
    pages: tuple[Any, ...]


def reading_list(start: Page, position: str) -> list[ReadingStage]:
    """Returns the stages for a position in the language of `start`; a page appears once, in its earliest stage."""
    profile = profile_of(position)
    pages = _knowledge_pages(start)
    shelves = [
        (_("Сначала"), _("С этого начинают все: что такое сопровождение и что делать при угрозе ребёнку."), _first(pages)),
        (_("Ваше основное дело"), _competencies(profile, "X"), _by_depth(pages, profile, "X")),
        (_("Чем нужно уверенно владеть"), _competencies(profile, "P"), _by_depth(pages, profile, "P")),
        (_("О чём нужно знать"), _competencies(profile, "A"), _by_depth(pages, profile, "A")),
        (_("Пройти тест"), _("Тест можно пройти, когда прочитаны страницы выше."), _quizzes(start)),
    ]
    return _without_repeats(shelves)


def _without_repeats(shelves: Iterable[tuple[str, str, list[Any]]]) -> list[ReadingStage]:
    seen: set[int] = set()
    stages = []
    for title, hint, pages in shelves:
        fresh = [page for page in pages if page.pk not in seen]
        seen.update(page.pk for page in fresh)
        if fresh:
            stages.append(ReadingStage(title, hint, tuple(fresh)))
    return stages


def _competencies(profile: dict[str, str], depth: str) -> str:
    return ", ".join(label("competencies", code) for code, letter in profile.items() if letter == depth)


def _knowledge_pages(start: Page) -> list[Any]:
    home = start.get_parent()
    pages = MethodologyPage.objects.live().public().descendant_of(home).select_related("locale")
    standards = StandardPage.objects.live().public().descendant_of(home).select_related("locale", "current_version")
    return [page for kind in (pages, standards) for page in sorted(kind, key=lambda page: (page.order or 0, page.title))]


def _first(pages: list[Any]) -> list[Any]:
    return [page for path in FIRST_STEPS for page in pages if page.source_path == path]


def _by_depth(pages: list[Any], profile: dict[str, str], depth: str) -> list[Any]:
    codes = {code for code, letter in profile.items() if letter == depth}
    return [page for page in pages if codes & set(page.competencies)]


def _quizzes(start: Page) -> list[Any]:
    from .models import QuizPage  # noqa: PLC0415  (models import this module)

    return list(QuizPage.objects.live().descendant_of(start.get_parent()))
