"""What rests on a page: other pages' links to its clauses, and questions. Asked before something is changed or taken away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from portal.markup.clauses import Section
from quizzes.models import ItemReference

from .references import Reference, pages_resting_on

SHOWN = 5


@dataclass(frozen=True)
class Resting:
    """Who rests on a page or on one of its anchors: other published pages, and questions of the bank."""

    pages: tuple[Page, ...]
    questions: int

    def __bool__(self) -> bool:
        return bool(self.pages or self.questions)

    def __str__(self) -> str:
        titles = [f"«{page.title}»" for page in self.pages[:SHOWN]]
        if len(self.pages) > SHOWN:
            more = len(self.pages) - SHOWN
            titles.append(ngettext("ещё %(n)s страница", "ещё %(n)s страниц", more) % {"n": more})
        if self.questions:
            titles.append(ngettext("%(n)s вопрос", "%(n)s вопросов", self.questions) % {"n": self.questions})
        return ", ".join(titles)


def resting_on(page: Any, anchor: str | None = None) -> Resting:
    """Returns what rests on the page, or on one anchor of it, in the page's language. Two queries."""
    if not getattr(page, "source_path", ""):
        return Resting((), 0)
    pages = pages_resting_on(page.source_path, anchor).filter(locale_id=page.locale_id).exclude(pk=page.pk)
    return Resting(tuple(pages.order_by("title")), _questions_on(page, anchor))


def _question_paths(page: Any) -> list[str]:
    # Questions name a standard without its version: they rest on the one in force.
    paths = [page.source_path]
    if getattr(page, "is_current", False):
        paths.append(page.source_path.rpartition("/")[0])
    return paths


def _questions_on(page: Any, anchor: str | None) -> int:
    target = Q()
    for path in _question_paths(page):
        target |= Q(target=f"{path}#{anchor}") if anchor else Q(target=path) | Q(target__startswith=f"{path}#")
    return ItemReference.objects.filter(target).values("version__item").distinct().count()


def lost_anchor_messages(page: Any, anchors: Iterable[str]) -> list[str]:
    """Returns a sentence for every anchor that is gone although something rests on it."""
    found = []
    for anchor in _referenced(page, anchors):
        resting = resting_on(page, anchor)
        if resting:
            found.append(
                _("На якорь «%(anchor)s» ссылаются: %(who)s. Верните якорь или сначала поправьте эти ссылки.")
                % {"anchor": anchor, "who": resting}
            )
    return found


def _referenced(page: Any, anchors: Iterable[str]) -> list[str]:
    wanted = list(anchors)
    if not wanted:
        return []
    linked = set(Reference.objects.filter(target=page.source_path).values_list("fragment", flat=True))
    for path in _question_paths(page):
        asked = ItemReference.objects.filter(target__startswith=f"{path}#").values_list("target", flat=True)
        linked |= {target.removeprefix(f"{path}#") for target in asked}
    return [anchor for anchor in wanted if anchor in linked]


def changed_anchors(old: Mapping[str, Section], new: Mapping[str, Section]) -> list[str]:
    """Returns the anchors whose text reads differently now."""
    return [anchor for anchor, section in old.items() if anchor in new and new[anchor].fingerprint != section.fingerprint]


def changed_anchor_message(page: Any, anchors: Iterable[str]) -> str:
    """Returns what to look through after these anchors' texts changed, or "" where nothing rests on them."""
    parts = [f"#{anchor}: {resting}" for anchor in _referenced(page, anchors) if (resting := resting_on(page, anchor))]
    if not parts:
        return ""
    return _("Текст изменился, на него опираются. Проверьте, что там всё по-прежнему верно: %(parts)s.") % {
        "parts": "; ".join(parts)
    }
