"""Template tags of the portal's face: drawings, marks beside words, typography, dates, labels of the taxonomy."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils import formats
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from portal.core import drawing, low_vision, scales, taxonomy
from portal.core.glossary import explain_terms
from portal.core.glossary_terms import GlossaryTerm, glossary_terms
from portal.core.html import as_html
from portal.core.links import rewrite_links
from portal.core.typography import tie_html, tie_text

register = template.Library()


def _language() -> str:
    return (get_language() or "ru").split("-")[0]


# --- drawings ---


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "check" %}`: an icon of `portal.core.drawing.ICONS`; give a label only if no text stands beside it."""
    return as_html(drawing.icon(name, label))


@register.simple_tag
def level_mark(level: int | str) -> SafeString:
    """`{% level_mark "crisis" %}`: the pillars of a level, by its code or number."""
    number = level if isinstance(level, int) else scales.level_number(level)
    return as_html(drawing.level_mark(number))


@register.simple_tag
def bars(have: int, of: int, need: int = 0) -> SafeString:
    """`{% bars 2 3 3 %}`: a scale of pillars; words must stand beside it."""
    return as_html(drawing.bars(int(have), int(of), int(need)))


@register.simple_tag
def levels_diagram(label: str) -> SafeString:
    return as_html(drawing.levels_diagram(label))


@register.simple_tag
def hero() -> SafeString:
    return as_html(drawing.hero())


@register.simple_tag
def modality_shape(kind: str) -> SafeString:
    return as_html(drawing.modality_shape(kind))


# --- marks beside words ---


@register.inclusion_tag("components/badge.html")
def evidence_badge(code: str) -> dict[str, Any]:
    """`{% evidence_badge "E1" %}`: how well a practice's result is confirmed, in pillars and words."""
    return {"grade": scales.evidence(code)}


@register.inclusion_tag("components/badge.html")
def transfer_badge(code: str) -> dict[str, Any]:
    """`{% transfer_badge "T1" %}`: how ready a practice is to be repeated elsewhere."""
    return {"grade": scales.transfer(code)}


@register.inclusion_tag("components/must.html")
def must(kind: str = "must") -> dict[str, Any]:
    """`{% must "should" %}`: the modality of a clause by shape and word."""
    return {"kind": kind, "word": scales.modality(kind)}


@register.inclusion_tag("components/progress.html")
def progress(label: str, value: int, of: int, text: str) -> dict[str, Any]:
    """`{% progress "Сделано шагов" 3 8 "3 из 8" %}`: a bar that always has its text beside it."""
    return {"label": label, "value": value, "of": of or 1, "text": text}


@register.simple_tag
def evidence_scale() -> list[scales.Grade]:
    return scales.evidence_scale()


@register.simple_tag
def transfer_scale() -> list[scales.Grade]:
    return scales.transfer_scale()


_MESSAGE_KINDS = {"success": "good", "warning": "care", "error": "danger"}
_NOTES = {
    "info": ("info", "info"),
    "note": ("info", "info"),
    "tip": ("good", "tip"),
    "warning": ("care", "care"),
    "care": ("care", "care"),
    "danger": ("danger", "stop"),
    "success": ("good", "check"),
    "good": ("good", "check"),
    "example": ("case", "case"),
    "case": ("case", "case"),
}


@register.filter
def message_kind(level_tag: str) -> str:
    return _MESSAGE_KINDS.get(level_tag, "info")


@register.filter
def note_kind(kind: str) -> str:
    """Returns the look of a callout (`o-note--…`) for its kind in the content."""
    return _NOTES.get(kind, _NOTES["info"])[0]


@register.simple_tag
def note_icon(kind: str) -> SafeString:
    return as_html(drawing.icon(_NOTES.get(kind, _NOTES["info"])[1]))


# --- typography ---


@register.filter
def tie(value: Any) -> SafeString:
    """Keeps short words with the next one; escapes what is not marked safe."""
    if value is None:
        return as_html("")
    if hasattr(value, "__html__"):
        return as_html(tie_html(value.__html__(), _language()))
    return conditional_escape(tie_text(str(value), _language()))


@register.filter
def rich(value: Any) -> SafeString:
    """Renders rich text (or its HTML) tied."""
    return as_html(tie_html(str(value or ""), _language()))


class _TieNode(Node):
    def __init__(self, inner: NodeList) -> None:
        self.inner = inner

    def render(self, context: Context) -> SafeString:
        return as_html(tie_html(self.inner.render(context), _language()))


@register.tag("tied")
def do_tied(parser: Parser, token: Token) -> Node:
    """`{% tied %}…{% endtied %}`: ties the text of a whole stretch of a page; fields and code stay as they are."""
    inner = parser.parse(("endtied",))
    parser.delete_first_token()
    return _TieNode(inner)


class _BodyTextNode(Node):
    def __init__(self, owner: FilterExpression, inner: NodeList) -> None:
        self.owner = owner
        self.inner = inner

    def render(self, context: Context) -> SafeString:
        html, owner = self.inner.render(context), self.owner.resolve(context)
        source_path = getattr(owner, "source_path", "")
        if source_path:
            html = rewrite_links(html, _language(), source_path)
        terms = glossary_terms(_language()) if "/glossary/" in html else {}
        definitions = {term.url: term.text for term in terms.values() if term.url != getattr(owner, "url", "")}
        return as_html(explain_terms(html, definitions))


@register.tag("bodytext")
def do_bodytext(parser: Parser, token: Token) -> Node:
    """`{% bodytext page %}…{% endbodytext %}`: relative links become addresses, links to terms carry definitions."""
    _name, owner = token.split_contents()
    inner = parser.parse(("endbodytext",))
    parser.delete_first_token()
    return _BodyTextNode(parser.compile_filter(owner), inner)


# --- dates ---

_DAY_FORMATS = {"ru": "j E Y", "en": "j F Y", "id": "j F Y"}


@register.filter
def day(value: date | None) -> SafeString:
    """Returns `<time>` with the day in words: «1 сентября 2025 года», "1 September 2025"."""
    if not value:
        return as_html("")
    language = _language()
    words = formats.date_format(value, _DAY_FORMATS.get(language, "j F Y"))
    words = f"{words} года" if language == "ru" else words
    return format_html('<time datetime="{}">{}</time>', value.isoformat()[:10], words.replace(" ", "\u00a0"))


@register.filter
def month(value: date | None) -> SafeString:
    """Returns `<time>` with month and year: «ноябрь 2026», "November 2026"."""
    if not value:
        return as_html("")
    words = formats.date_format(value, "F Y")
    words = words.lower() if _language() == "ru" else words
    return format_html('<time datetime="{}">{}</time>', value.isoformat()[:7], words)


# --- taxonomy ---


@register.filter
def label(code: str, facet: str) -> str:
    """`{{ code|label:"levels" }}`: the code's name in the reader's language."""
    return taxonomy.label(facet, code)


@register.filter
def labels(codes: list[str], facet: str) -> str:
    """`{{ page.levels|labels:"levels" }}`: names joined by commas, by semicolons where a name has a comma of its own."""
    names = [taxonomy.label(facet, code) for code in codes]
    return ("; " if any("," in name for name in names) else ", ").join(names)


@register.simple_tag
def levels_of_support() -> list[dict[str, Any]]:
    """Returns the levels in order: {number, label, summary} in the reader's language."""
    reader = _language()
    return [
        {"number": number, "label": entry.label(reader), "summary": entry.summary.get(reader) if entry.summary else ""}
        for number, entry in enumerate(taxonomy.taxonomy().entries("levels"), 1)
    ]


_SHORT_LANGUAGES = {"id": "Indonesia"}


@register.filter
def short_language(name: str, code: str) -> str:
    """Returns the language's name short enough for the header."""
    return _SHORT_LANGUAGES.get(code, name)


# --- page frame ---


@register.simple_tag(takes_context=True)
def low_vision_attributes(context: Context) -> SafeString:
    """Returns ` data-lv-scheme="wb" …` for `<html>`, from `opora.low_vision` or the reader's cookie."""
    attributes = (context.get("opora") or {}).get("low_vision")
    request = context.get("request")
    if attributes is None and request is not None:
        attributes = low_vision.parse(request.COOKIES.get(low_vision.COOKIE)).attributes()
    return format_html_join("", ' data-lv-{}="{}"', (attributes or {}).items())


@register.simple_tag(takes_context=True)
def with_next(context: Context, url: str) -> str:
    """Returns `url` with `?next=` this page, so that the reader comes back to where they were."""
    request = context.get("request")
    if request is None or request.method != "GET" or "next" in request.GET:
        return url
    return f"{url}?{urlencode({'next': request.get_full_path()})}"


@register.simple_tag(takes_context=True)
def absolute_url(context: Context, url: str) -> str:
    request = context.get("request")
    return request.build_absolute_uri(url) if request is not None else url


@register.simple_tag(takes_context=True)
def trail(context: Context) -> list[dict[str, str]]:
    """Returns the pages above this one as {url, label}: `crumbs` of the context, else the ancestors of `page`."""
    given = context.get("crumbs")
    if given is not None:
        return list(given)
    page = context.get("page")
    if page is None or getattr(page, "depth", 0) < 3:
        return []
    request = context.get("request")
    ancestors = page.get_ancestors().filter(depth__gt=1).defer_streamfields()
    home = pgettext("breadcrumb", "Главная")
    return [{"url": above.get_url(request) or "", "label": home if above.depth == 2 else above.title} for above in ancestors]


@register.filter
def tags_of(page: Any) -> list[str]:
    """Returns the names of a page's levels, groups and support types, for its card in a list."""
    facets = ("levels", "support_types", "groups")
    return [taxonomy.label(facet, code) for facet in facets for code in getattr(page, facet, ())]


@register.filter
def reading_time(minutes: int) -> str:
    """Returns «7 минут» in the reader's language."""
    return ngettext("%(count)d минута", "%(count)d минут", minutes) % {"count": minutes}


@register.simple_tag(takes_context=True)
def link_to(context: Context, page: Any) -> str:
    """`{% link_to page %}`: the page's address on this site, taken from the request's cache of sites."""
    return page.get_url(context.get("request")) or ""


@register.simple_tag(takes_context=True)
def page_terms(context: Context) -> list[GlossaryTerm]:
    """Returns the glossary terms that the page names as its concepts, in the page's order."""
    concepts = getattr(context.get("page"), "concepts", ())
    terms = glossary_terms(_language()) if concepts else {}
    return [terms[concept] for concept in concepts if concept in terms]


@register.filter
def pieces(text: str) -> list[str]:
    """Splits a translated text at `|`: for a row of examples that translators keep together."""
    return str(text).split("|")


@register.simple_tag(takes_context=True)
def page_title(context: Context) -> str:
    """Returns the words for `<title>`: of the Wagtail page, else the portal's own."""
    page = context.get("page")
    return getattr(page, "seo_title", "") or getattr(page, "title", "") or _("База знаний сопровождения семьи")


@register.simple_tag(takes_context=True)
def page_description(context: Context) -> str:
    """Returns the words for the description: of the Wagtail page, else the portal's own."""
    page = context.get("page")
    own = next((text for name in ("search_description", "summary", "lead") if (text := getattr(page, name, ""))), "")
    return own or _("База знаний, стандарты, практики и аттестация специалистов социального сопровождения семьи.")
