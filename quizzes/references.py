"""What the site around this app knows: where a clause is, what a code is called. Both come by dotted path.

`QUIZZES_REFERENCE_URL_RESOLVER`: `(reference, language) -> (url, title) | None`, for `standards/legal#c-3-2`.
`QUIZZES_REFERENCE_FINGERPRINT`: `(reference, language) -> str | None`, the hash of the clause's text in force.
`QUIZZES_TAXONOMY_LABEL`: `(facet, code) -> str`, the words for a code in the active language.
`QUIZZES_TAXONOMY_CHOICES`: `(facet) -> [(code, words)]`, the codes of a facet in their order.
`QUIZZES_REFERENCE_CHOICES`: `(query, language, limit) -> [(reference, place, text)]`, what a question may rest on.
`QUIZZES_TERMS`: `(language) -> [word]`, the words of the field, which a question and its answer may share.
`QUIZZES_SIMILAR_ITEMS`: `(text, language, limit) -> [code]`, the items of the bank whose words are nearest to a text.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Link:
    """A clause or section for a reader: where it is and what it is called; without a place it is only named."""

    url: str
    title: str


@cache
def hook(name: str) -> Callable[..., Any] | None:
    """The function that a setting names, None where it names none."""
    path = getattr(settings, name, "")
    return import_string(path) if path else None


@receiver(setting_changed)
def _forget_hooks(setting: str, **kwargs: Any) -> None:
    if setting.startswith("QUIZZES_"):
        hook.cache_clear()


def link_to(reference: str, language: str) -> Link:
    """The link for a reference; the bare reference without an address where the site does not know it."""
    resolve = hook("QUIZZES_REFERENCE_URL_RESOLVER")
    found = resolve(reference, language) if resolve else None
    return Link(*found) if found else Link("", reference)


def fingerprint_of(reference: str, language: str) -> str:
    """The fingerprint of the text in force, empty where the site does not know it."""
    known = hook("QUIZZES_REFERENCE_FINGERPRINT")
    return (known(reference, language) if known else None) or ""


def label(facet: str, code: str) -> str:
    """The words for a code of the taxonomy, the code itself where the site has none."""
    say = hook("QUIZZES_TAXONOMY_LABEL")
    return (say(facet, code) if say and code else None) or code


def taxonomy_choices(facet: str) -> list[tuple[str, str]]:
    """The codes of a facet with their words; empty where the site has no taxonomy."""
    choices = hook("QUIZZES_TAXONOMY_CHOICES")
    return list(choices(facet)) if choices else []


@dataclass(frozen=True)
class Place:
    """A clause or section that an author may choose: how items name it, where it stands, what it says."""

    reference: str
    place: str
    text: str


def find_places(query: str, language: str, limit: int = 20) -> list[Place]:
    """The clauses and sections whose words begin as the query's do; empty where the site offers none."""
    choices = hook("QUIZZES_REFERENCE_CHOICES")
    return [Place(*row) for row in choices(query, language, limit)] if choices and query.strip() else []


def similar_codes(text: str, language: str, limit: int = 10) -> list[str] | None:
    """The codes of items with similar words, the nearest first; None where the site has no search to ask."""
    search = hook("QUIZZES_SIMILAR_ITEMS")
    return list(search(text, language, limit)) if search else None


def terms_of(language: str) -> list[str]:
    """The words of the field in a language; empty where the site has no thesaurus."""
    terms = hook("QUIZZES_TERMS")
    return list(terms(language)) if terms else []
