"""What an author is told before a page, or a part of one, is taken away from those who rest on it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from portal.core.identity import FOLDERS, identify
from portal.core.pages import KnowledgePage
from portal.core.resting import Resting, changed_anchor_message, resting_on


def _branch(page: Page) -> Iterable[Any]:
    yield page.specific
    if not page.is_leaf():
        yield from page.get_descendants().specific()


def resting_on_branch(page: Page) -> list[tuple[Any, Resting]]:
    """Returns the pages of a branch on which something outside the branch rests, with what it is."""
    found = []
    for part in _branch(page):
        resting = resting_on(part)
        outside = tuple(other for other in resting.pages if not other.path.startswith(page.path))
        if outside or resting.questions:
            found.append((part, Resting(outside, resting.questions)))
    return found


def resting_sentences(page: Page, sentence: str) -> list[str]:
    """Returns a sentence for every page of the branch on which something rests."""
    return [sentence % {"page": part.title, "who": resting} for part, resting in resting_on_branch(page)]


def warn_of_resting(request: HttpRequest, page: Page, sentence: str) -> None:
    """Says what rests on the page, once, when the question «are you sure» is shown."""
    if request.method != "GET":
        return
    for text in resting_sentences(page, sentence):
        messages.warning(request, text)


@hooks.register("before_delete_page")
def warn_before_delete(request: HttpRequest, page: Page) -> None:
    sentence = _("На страницу «%(page)s» ссылаются: %(who)s. После удаления эти ссылки никуда не приведут.")
    warn_of_resting(request, page, sentence)


@hooks.register("before_move_page")
def keep_in_its_section(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """A page of the library stays in its section and language: its file, its address and its links say so."""
    specific = page.specific
    if not isinstance(specific, KnowledgePage):
        return None
    is_same_kind = destination.specific_class is page.get_parent().specific_class
    if is_same_kind and destination.locale_id == page.locale_id and _section(destination) == _section(page.get_parent()):
        sentence = _("На страницу «%(page)s» ссылаются: %(who)s. Ссылки в текстах найдут её и на новом месте.")
        warn_of_resting(request, page, sentence)
        return None
    messages.error(
        request,
        _("«%(page)s» остаётся в своём разделе и языке: так её находят файлы и переводы. Нужна похожая — скопируйте.")
        % {"page": page.title},
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def _section(page: Page) -> str:
    return str(getattr(page.specific, "section", "") or getattr(page.specific, "source_path", "") or page.slug)


@hooks.register("after_edit_page")
def warn_of_lost_anchors(request: HttpRequest, page: Page) -> None:
    """A draft may lack an anchor; it cannot be published like that, so its author hears of it now."""
    # The editor saves drafts by itself every few seconds; those answers have no place for a message.
    if "application/json" not in request.headers.get("accept", ""):
        for message in getattr(page, "lost_anchor_messages", ()):
            messages.warning(request, message)


@hooks.register("before_publish_page")
def warn_of_changed_anchors(request: HttpRequest, page: Page) -> None:
    message = changed_anchor_message(page, getattr(page, "changed_anchors", ()))
    if message:
        messages.warning(request, message)


@hooks.register("after_copy_page")
def identify_copy(request: HttpRequest, page: Page, copy: Page) -> None:
    specific = copy.specific
    if isinstance(specific, KnowledgePage) and specific.search_type in FOLDERS:
        identify(specific, specific.get_parent().specific)
        specific.save(clean=False)
