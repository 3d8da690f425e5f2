"""The limits of readability as faults of a page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from portal.markup.errors import Problem
from portal.markup.pages import Library, Page
from portal.markup.readability import (
    LONG_SHARE_LIMIT,
    LONG_WORDS_FREE,
    LONGEST_SENTENCE,
    Readability,
    mean_limit,
    measure,
    stems,
)
from portal.markup.taxonomy import GROUPS

KnownWords = dict[str, frozenset[str]]


def known_words(library: Library) -> KnownWords:
    """The stems of the field's own terms in each language: words of thesaurus and taxonomy."""
    known: KnownWords = {}
    for language in ("ru", "en", "id"):
        texts = [word for concept in library.thesaurus.concepts for word in concept.words(language)]
        texts += [entry.label(language) for kind in GROUPS for entry in library.taxonomy.entries(kind)]
        known[language] = stems(" ".join(texts), language)
    return known


@lru_cache(maxsize=1024)
def page_readability(page: Page, known: frozenset[str]) -> Readability:
    """The readability of a page (remembered: the report asks again)."""
    return measure(page.document, page.language, known)


def readability_problems(page: Page, known: KnownWords) -> Iterator[Problem]:
    """Sentences above the limit, and averages above theirs."""
    found = page_readability(page, known[page.language])
    for sentence in found.too_long():
        message = f"A sentence of {sentence.words} words (at most {LONGEST_SENTENCE}): {_start(sentence.text)}"
        yield Problem(page.file, sentence.line, "sentence", message, "Make two of it.")
    limit = mean_limit(page.document.front_matter, page.language)
    if found.mean > limit:
        longest = found.worst(1)[0]
        message = f"The mean sentence has {found.mean:.1f} words (at most {limit:.0f})."
        yield Problem(page.file, longest.line, "mean", message, "Shorten the longest sentences, this one first.")
    if found.long_share > LONG_SHARE_LIMIT and len(found.long_words) > LONG_WORDS_FREE:
        often = sorted(set(found.long_words), key=lambda word: (-found.long_words.count(word), word))
        share = f"{found.long_share:.1%} of the words have five or more syllables"
        message = f"{share} (at most {LONG_SHARE_LIMIT:.0%})."
        yield Problem(page.file, 0, "long-words", message, f"Use shorter words for: {', '.join(often[:12])}.")


def _start(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."
