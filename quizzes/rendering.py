"""Texts of items as safe HTML. What comes from a bank's file is never trusted."""

import re
from functools import lru_cache

import nh3
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from quizzes.formats.pictures import REFERENCE
from quizzes.scoring import Case, GapSelect, Item, Text, TextFormat

INLINE = {"a", "abbr", "b", "br", "code", "em", "i", "strong", "sub", "sup", "span", "u", "s", "mark", "kbd", "q"}
_TABLE = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
BLOCK = {"p", "ul", "ol", "li", "blockquote", "pre", "h3", "h4", "img", "div", *_TABLE}
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "width", "height"}, "th": {"scope"}, "abbr": {"title"}}
_BLOCK_TAG = re.compile(rf"<({'|'.join(sorted(BLOCK))})\b")
_PARAGRAPHS = re.compile(r"\n\s*\n")


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def to_html(text: Text) -> SafeString:
    """The text as safe HTML: paragraphs where it has several, else a phrase."""
    if text.format is TextFormat.PLAIN:
        return mark_safe(_phrases(escape(text.value)))  # noqa: S308  (escaped here)
    if text.format is TextFormat.MARKDOWN:
        return mark_safe(_clean(_unwrap(_markdown().render(text.value))))  # noqa: S308  (cleaned)
    html = text.value if text.format is TextFormat.HTML or _BLOCK_TAG.search(text.value) else _phrases(text.value)
    return mark_safe(_clean(_unwrap(html)))  # noqa: S308  (cleaned)


def _phrases(html: str) -> str:
    parts = [part.strip().replace("\n", "<br>") for part in _PARAGRAPHS.split(html.strip())]
    return parts[0] if len(parts) == 1 else "".join(f"<p>{part}</p>" for part in parts)


def _unwrap(html: str) -> str:
    """A single paragraph without its tags, so that it fits into a label."""
    hit = re.fullmatch(r"\s*<p>(.*?)</p>\s*", html, re.DOTALL)
    return hit[1] if hit and not _BLOCK_TAG.search(hit[1]) else html


def _clean(html: str) -> str:
    # `media:` is a scheme of ours, which only says which of the kept pictures is meant.
    html = REFERENCE.sub(lambda hit: _kept(hit[1]), html)
    return nh3.clean(html, tags=INLINE | BLOCK, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto", "data"})


def split_stem(text: Text) -> tuple[SafeString, SafeString]:
    """What stands before the question and the question itself: a legend takes phrases only, no paragraphs.

    The question is the last paragraph; where the text ends in a list or a picture there is none.
    """
    html = to_html(text)
    if not _BLOCK_TAG.search(html):
        return mark_safe(""), html
    hit = re.fullmatch(r"(.*)<p>(.*?)</p>\s*", html, re.DOTALL)
    if hit is None or _BLOCK_TAG.search(hit[2]):
        return html, mark_safe("")
    return mark_safe(hit[1]), mark_safe(hit[2])  # noqa: S308  (parts of cleaned HTML)


_GAP = re.compile(r"\[\[\d+\]\]")


def split_gaps(text: Text) -> list[SafeString]:
    """The pieces of a text between its gaps `[[n]]`, as safe HTML; together with the fields between them they are the text."""
    return [mark_safe(piece) for piece in _GAP.split(to_html(text))]  # noqa: S308  (parts of cleaned HTML)


def shown_stem(item: Item) -> SafeString:
    """The text of a question as it is read afterwards: gaps are lines."""
    if isinstance(item, GapSelect):
        return mark_safe("_____".join(split_gaps(item.stem)))  # noqa: S308  (parts of cleaned HTML)
    return to_html(item.stem)


def question_text(item: Item) -> tuple[SafeString, SafeString]:
    """As `split_stem`; nothing where the fields of the item show the text themselves."""
    if isinstance(item, GapSelect | Case):
        return mark_safe(""), mark_safe("")
    return split_stem(item.stem)


def _kept(key: str) -> str:
    return reverse("item_picture", args=[key])


def picture_url(picture: str) -> str:
    """The address of an item's picture: that of a kept one, its own, or that of a picture shipped with the bank."""
    if named := REFERENCE.fullmatch(picture):
        return _kept(named[1])
    if picture.startswith(("data:", "/", "https:", "http:")):
        return picture
    return static(f"quizzes/pictures/{picture}")
