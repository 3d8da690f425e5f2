"""An item as the candidate will see it: the same template, the same fields; answering shows score and feedback."""

import secrets
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from quizzes import scoring
from quizzes.admin.access import ADD, CHANGE, READERS, allowed
from quizzes.answers import read_response, widget
from quizzes.answers.story import story_of
from quizzes.domain.forms import order_of
from quizzes.domain.review import say
from quizzes.models import FormItem, Item, ItemVersion
from quizzes.presentation import number, verdict_word
from quizzes.rendering import question_text, to_html
from quizzes.scoring.codec import dump_item, load_item

KEPT_DRAFTS = 3


@dataclass(frozen=True)
class Sheet:
    """What is previewed: the item, its language, where the page that shows it is."""

    content: scoring.Item
    language: str
    url: str
    title: str


def remember(request: HttpRequest, content: scoring.Item, language: str) -> str:
    """Keeps an unsaved item in the session for its preview; returns the key. The last three are kept."""
    drafts: dict[str, Any] = request.session.get("item_drafts", {})
    key = secrets.token_hex(8)
    kept = [*drafts.items(), (key, {"language": language, "body": dump_item(content)})][-KEPT_DRAFTS:]
    request.session["item_drafts"] = dict(kept)
    return key


@allowed(*READERS)
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The item at desk and telephone width."""
    item = get_object_or_404(Item, pk=pk)
    version = _version(item, request.GET.get("version", ""))
    sheet = f"{reverse('quiz_item_sheet', args=[item.pk])}?version={version.number}"
    return _frames(request, sheet, version.title, reverse("quiz_item", args=[item.pk]))


@allowed(ADD, CHANGE)
@require_safe
def draft_preview(request: HttpRequest, key: str) -> HttpResponse:
    """An item that is not saved yet, at desk and telephone width."""
    draft = _draft(request, key)
    return _frames(request, reverse("quiz_item_draft_sheet", args=[key]), draft.content.title, "")


def _frames(request: HttpRequest, sheet: str, title: str, back: str) -> HttpResponse:
    seed = request.GET.get("seed") or secrets.token_hex(4)
    joint = "&" if "?" in sheet else "?"
    context = {"sheet": f"{sheet}{joint}seed={seed}", "title": title, "back": back, "next_seed": secrets.token_hex(4)}
    return render(request, "quizzes/admin/item_preview.html", {**context, "number": request.GET.get("version", "")})


def _version(item: Item, number: str) -> ItemVersion:
    if number.isascii() and number.isdigit():
        return get_object_or_404(item.versions, number=int(number))
    if item.current_version is None:
        raise Http404
    return item.current_version


def _draft(request: HttpRequest, key: str) -> Sheet:
    kept = request.session.get("item_drafts", {}).get(key)
    if kept is None:
        raise Http404
    content = load_item(kept["body"])
    return Sheet(content, kept["language"], reverse("quiz_item_draft_sheet", args=[key]), content.title)


@allowed(*READERS)
@xframe_options_sameorigin
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The page inside the frames: a version of an item, to be answered."""
    item = get_object_or_404(Item, pk=pk)
    version = _version(item, request.GET.get("version", ""))
    url = f"{reverse('quiz_item_sheet', args=[pk])}?version={version.number}"
    return show_sheet(request, Sheet(version.content, item.language, url, version.title))


@allowed(ADD, CHANGE)
@xframe_options_sameorigin
@require_http_methods(["GET", "HEAD", "POST"])
def draft_sheet(request: HttpRequest, key: str) -> HttpResponse:
    """The page inside the frames: an item that is not saved yet."""
    return show_sheet(request, _draft(request, key))


def show_sheet(request: HttpRequest, shown: Sheet, **more: Any) -> HttpResponse:
    """One item as in an attempt; on POST with the score, the right answer and the feedback. Nothing is recorded."""
    seed = (request.GET.get("seed") or "preview")[:40]
    version = ItemVersion(pk=0, item_id=0, number=1, kind=shown.content.kind, title=shown.title, body=dump_item(shown.content))
    item = FormItem(pk=0, position=1, version=version, option_order=order_of(version, seed))
    with override(shown.language):
        response = read_response(item, request.POST) if request.method == "POST" else None
        intro, legend = question_text(shown.content)
        result, error = _judge(shown.content, response) if request.method == "POST" else (None, "")
        story = None
        if isinstance(shown.content, scoring.Case):
            # As in an attempt: a case is told what it is worth at its end.
            is_over = not error and shown.content.is_finished(response)
            result = replace(result, feedback=[], right="") if result and is_over else None
            story = story_of(shown.content, response) if is_over else None
        joint = "&" if "?" in shown.url else "?"
        context = {
            "item": item,
            "intro": intro,
            "legend": legend,
            "widget": widget(item, response, request.POST if request.method == "POST" else None, shows_feedback=True),
            "title": shown.content.name,
            "language": shown.language,
            "action": f"{shown.url}{joint}seed={seed}",
            "error": error,
            "result": result,
            "story": story,
            "hints": [to_html(hint.text) for hint in shown.content.hints],
            **more,
        }
        return render(request, "quizzes/admin/item_sheet.html", context, status=422 if error else 200)


@dataclass(frozen=True)
class Judged:
    """What an answer is worth, and what the candidate is told."""

    kind: str
    word: str
    mark: str
    full: str
    right: str
    feedback: list[SafeString]


def _judge(content: scoring.Item, response: scoring.Response | None) -> tuple[Judged | None, str]:
    try:
        score = scoring.score(content, response)
    except scoring.ResponseError as error:
        return None, " ".join(map(say, error.problems))
    kind, word = verdict_word(score.verdict)
    texts = [*(content.feedback_for(response) if response else ()), *([content.feedback] if content.feedback else [])]
    right = content.right_response()
    words = content.response_text(right) if right else ""
    mark = "" if score.mark is None else number(score.mark)
    shown = _(words) if isinstance(right, scoring.Said) else words
    return Judged(kind, word, mark, number(score.max_mark), shown, [to_html(text) for text in texts]), ""
