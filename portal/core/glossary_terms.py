"""The glossary as data for other pages: which terms there are, where they stand, what they mean in one phrase."""

from dataclasses import dataclass

from django.apps import apps
from django.core.cache import cache
from django.utils.html import strip_tags

from .site_version import site_version

CACHE_SECONDS = 3600
TIP_LENGTH = 220


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    concept: str
    title: str
    url: str
    text: str


def glossary_terms(language: str) -> dict[str, GlossaryTerm]:
    """Returns the published terms of a language by concept; kept in the cache until something is published."""
    key = f"glossary:{language}:{site_version()}"
    terms = cache.get(key)
    if terms is None:
        pages = apps.get_model("methodology", "TermPage").objects.live().filter(locale__language_code=language)
        terms = {page.concept: _term_of(page) for page in pages}
        cache.set(key, terms, CACHE_SECONDS)
    return terms


def _term_of(page: object) -> GlossaryTerm:
    definition = page.definition
    text = " ".join(strip_tags(str(definition["text"])).split()) if definition else page.summary
    return GlossaryTerm(page.concept, page.title, page.url or "", shortened(text))


def shortened(text: str, length: int = TIP_LENGTH) -> str:
    """Returns the text, cut after a sentence or a word so that it fits a tip."""
    if len(text) <= length:
        return text
    head = text[:length]
    sentence = head.rfind(". ")
    if sentence > length // 2:
        return head[: sentence + 1]
    return f"{head.rsplit(' ', 1)[0]}…"
