"""What a beginning may become: titles of pages and names of concepts."""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from search.engine.snapshot import Snapshot
from search.text.keyboards import other_layout
from search.text.normalise import printable
from search.text.thesaurus import Thesaurus
from search.text.tokens import tokenise

_COMPLETIONS = 200


class Suggestion(NamedTuple):
    """A text to search for, or a page to open when `url` is set."""

    text: str
    kind: str
    """`page` or `concept`."""
    url: str
    lang: str


def suggest(
    snapshot: Snapshot,
    thesaurus: Thesaurus,
    beginning: str,
    lang: str | None,
    limit: int,
    visible: Callable[[list[str]], Collection[str]] | None,
) -> list[Suggestion]:
    """Return titles that hold all typed words, the last one as a beginning, and concepts that begin so.

    When nothing fits, the text is tried in the other keyboard layout.
    """
    for text in (beginning, other_layout(beginning)):
        words = _words(printable(text))
        if not words:
            continue
        found = [*_concepts(snapshot, thesaurus, words, lang)[:3], *_titles(snapshot, words, lang, visible, limit)]
        if found:
            return found[:limit]
    return []


def _titles(
    snapshot: Snapshot,
    words: list[str],
    lang: str | None,
    visible: Callable[[list[str]], Collection[str]] | None,
    limit: int,
) -> list[Suggestion]:
    holders = [snapshot.labelled(f"title={word}") for word in words[:-1]]
    last = [snapshot.labelled(label) for label in snapshot.completions("labels", f"title={words[-1]}", _COMPLETIONS)]
    numbers = frozenset().union(*last).intersection(*holders)
    langs = snapshot.label_values("lang")
    if lang:
        numbers = frozenset(number for number in numbers if langs.get(number) == lang)
    if visible is not None and numbers:
        allowed = set(visible([snapshot.key(number) for number in numbers]))
        numbers = frozenset(number for number in numbers if snapshot.key(number) in allowed)
    pages = [snapshot.page(number)["page"] for number in sorted(numbers)[:100]]
    pages.sort(key=lambda page: (not _words(page["title"])[0].startswith(words[0]), len(page["title"]), page["title"]))
    return [Suggestion(page["title"], "page", page["url"], page["lang"]) for page in pages[:limit]]


def _concepts(snapshot: Snapshot, thesaurus: Thesaurus, words: list[str], lang: str | None) -> list[Suggestion]:
    typed = " ".join(words)
    found = []
    for concept in thesaurus.concepts:
        for language, forms in concept.forms.items():
            if lang in (None, language) and snapshot.knows(f"§{concept.code}"):
                found += [Suggestion(f, "concept", "", language) for f in forms if _begins(f, typed)][:1]
    return sorted(found, key=lambda suggestion: len(suggestion.text))


def _begins(form: str, typed: str) -> bool:
    text = " ".join(_words(form))
    return text.startswith(typed) and text != typed


def _words(text: str) -> list[str]:
    return [word for token in tokenise(text) for word in _parts(token.parts, token.text)]


def _parts(parts: Iterable[str], text: str) -> tuple[str, ...]:
    return tuple(parts) or (text,)
