"""What the content check looks for in whole files; the rules for their inside are in body_rules.py."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from itertools import zip_longest
from typing import Final

from portal.markup.body_rules import (
    anchors,
    blocks_understood,
    key_line,
    links_lead_somewhere,
    page_anchors,
    problem,
    versions_in_force,
)
from portal.markup.errors import Problem
from portal.markup.pages import SOURCE_LANGUAGE, Library, Page, page_id
from portal.markup.readability_rules import known_words, readability_problems
from portal.markup.taxonomy import GROUPS

FOLDERS: Final = {
    "methodology": "methodology",
    "practices": "practice",
    "forms": "form",
    "glossary": "term",
    "standards": "standard",
}
_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_PATH = re.compile(rf"(?:methodology|practices|forms|glossary)/{_SLUG}|standards/{_SLUG}/[0-9]+\.[0-9]+")


def problems(library: Library, today: date | None = None) -> Iterator[Problem]:
    """Every fault of the library. `today` decides which version of a standard is in force."""
    yield from library.unreadable
    known = known_words(library)
    versions = versions_in_force(library, today or date.today())
    for page in library:
        lines = LineMap(page)
        for rule in (place, identity, codes, anchors, blocks_understood, superseded):
            yield from lines.fix(rule(library, page))
        yield from lines.fix(links_lead_somewhere(library, page, versions))
        yield from lines.fix(readability_problems(page, known))
        yield from canonical_bytes(page)
    yield from translations(library)
    yield from concepts_without_page(library)


class LineMap:
    """Rules count lines in the canonical text; an author looks at the file as it is."""

    def __init__(self, page: Page) -> None:
        self._map: dict[int, int] = {}
        if page.text != page.canonical:
            ours, theirs = page.canonical.split("\n"), page.text.split("\n")
            matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
            for _op, a1, a2, b1, b2 in matcher.get_opcodes():
                for line in range(a1, a2):
                    self._map[line + 1] = min(b1 + line - a1, max(b2 - 1, b1)) + 1

    def fix(self, found: Iterable[Problem]) -> Iterator[Problem]:
        for p in found:
            line = self._map.get(p.line, p.line)
            yield Problem(p.path, line, p.code, p.message, p.hint, p.severity)


def place(library: Library, page: Page) -> Iterator[Problem]:
    """A file lies where its type belongs, under a name that its keys agree with."""
    front, parts = page.document.front_matter, page.path.split("/")
    if not _PATH.fullmatch(page.path):
        hint = "See docs/content-format.md: <type>/<slug>.md, standards/<slug>/<version>.md."
        yield problem(page, 0, "place", "The file lies where no page belongs.", hint)
        return
    expected = FOLDERS[parts[0]]
    if front.type != expected:
        yield problem(page, 3, "place", f"The type is {front.type}, the folder is for {expected}.", "Move the file.")
    if front.type == "standard" and front.version != parts[-1]:
        message = f'The version is "{front.version}", the file is named {parts[-1]}.md.'
        yield problem(page, key_line(page, "version"), "place", message, "Make them equal.")
    if front.type == "term" and front.concept != parts[-1]:
        message = f"The concept is {front.concept}, the file is named {parts[-1]}.md."
        yield problem(page, key_line(page, "concept"), "place", message, "Make them equal.")


def identity(library: Library, page: Page) -> Iterator[Problem]:
    """The id follows from the path, so it is the same in every translation and used nowhere else."""
    expected = page_id(page.path)
    if page.document.front_matter.id != expected:
        owner = next((other.file for other in library if page_id(other.path) == page.document.front_matter.id), "")
        message = f"The id belongs to {owner}." if owner else "The id does not follow from the path."
        yield problem(page, 2, "id", message, f"Write `id: {expected}`.")


def codes(library: Library, page: Page) -> Iterator[Problem]:
    """Every code is in taxonomy.yaml or thesaurus.yaml."""
    front = page.document.front_matter
    for kind in GROUPS:
        if kind != "regions":
            for code in getattr(front, kind):
                yield from _unknown(page, kind, code, library.taxonomy.codes(kind), "taxonomy.yaml")
    if front.practice:
        regions = library.taxonomy.codes("regions")
        yield from _unknown(page, "practice", front.practice.region, regions, "taxonomy.yaml")
    concepts = tuple(concept.code for concept in library.thesaurus.concepts)
    for code in front.concepts:
        yield from _unknown(page, "concepts", code, concepts, "thesaurus.yaml")
    if front.concept:
        yield from _unknown(page, "concept", front.concept, concepts, "thesaurus.yaml")


def _unknown(page: Page, key: str, code: str, allowed: tuple[str, ...], where: str) -> Iterator[Problem]:
    if code not in allowed:
        near = get_close_matches(code, allowed, 1)
        hint = f"Did you mean `{near[0]}`?" if near else f"The codes are in {where}."
        yield problem(page, key_line(page, key), "code", f"`{key}` has the unknown code `{code}`.", hint)


def superseded(library: Library, page: Page) -> Iterator[Problem]:
    """The version that a standard replaces exists and applied earlier."""
    front = page.document.front_matter
    if not front.supersedes:
        return
    path = f"{page.path.rpartition('/')[0]}/{front.supersedes}"
    older = library.page(path, page.language)
    line = key_line(page, "supersedes")
    if older is None:
        yield problem(page, line, "supersedes", f"There is no {page.language}/{path}.md.", "Name an existing version.")
    elif (older.document.front_matter.effective_on or date.min) >= (front.effective_on or date.max):
        message = f"The version {front.supersedes} applies from a later date than this one."
        yield problem(page, key_line(page, "effective_on"), "supersedes", message, "Correct `effective_on`.")


def canonical_bytes(page: Page) -> Iterator[Problem]:
    """The file is spelt in the one way there is."""
    if page.text == page.canonical:
        return
    pairs = zip_longest(page.text.split("\n"), page.canonical.split("\n"))
    for number, (found, expected) in enumerate(pairs, 1):
        if found != expected:
            message = "Not in canonical form: " + _contrast(found, expected)
            yield problem(page, number, "canonical", message, "Run the check with --fix.")
            return


def _contrast(found: str | None, expected: str | None) -> str:
    if found is None or expected is None:
        return "the file ends too early." if found is None else f"here the file has to end, not `{_visible(found)}`."
    start = next((i for i, (a, b) in enumerate(zip(found, expected, strict=False)) if a != b), None)
    start = max(0, (min(len(found), len(expected)) if start is None else start) - 30)
    parts = [_visible(line[start : start + 80]) for line in (found, expected)]
    dots = "…" if start else ""
    return f"`{dots}{parts[0]}`, it has to be `{dots}{parts[1]}`."


_INVISIBLE = str.maketrans({"\r": "\\r", "\t": "\\t", "\u00a0": "[no-break space]", "\u00ad": "[soft hyphen]", "\ufeff": "[BOM]"})


def _visible(text: str) -> str:
    shown = text.translate(_INVISIBLE)
    return shown.rstrip(" ") + "·" * (len(shown) - len(shown.rstrip(" ")))


def translations(library: Library) -> Iterator[Problem]:
    """A page exists in the languages it names, with the same headings, clauses and terms."""
    for languages in library.pages.values():
        source = languages.get(SOURCE_LANGUAGE)
        if source is None:
            page = next(iter(languages.values()))
            if f"{SOURCE_LANGUAGE}/{page.path}.md" not in library.unreadable_files:
                yield problem(page, 0, "translation", "There is no Russian page of this path.", "Russian is the source.")
            continue
        yield from _languages(library, source, languages)
        for language, page in languages.items():
            if language != SOURCE_LANGUAGE:
                yield from _like_source(source, page)


def _languages(library: Library, source: Page, languages: dict[str, Page]) -> Iterator[Problem]:
    required = source.document.front_matter.translations
    line = key_line(source, "translations")
    if SOURCE_LANGUAGE not in required:
        yield problem(source, line, "translation", "`translations` does not name ru.", "Russian is the source.")
    for wanted in required:
        file = f"{wanted}/{source.path}.md"
        if wanted not in languages and file not in library.unreadable_files:
            yield problem(source, line, "translation", f"There is no {file}.", "Translate the page.")
    for language, page in languages.items():
        if language not in required:
            message = f"`translations` does not name {language}, but {page.file} exists."
            yield problem(source, line, "translation", message, "Add the language.")


_SHARED: Final = (
    "type", "status", "translations", "order", "version", "effective_on", "supersedes", "substantive",
    "concept", "positions", "levels", "services", "support_types", "groups", "stages", "competencies", "concepts",
)  # fmt: skip


def _like_source(source: Page, page: Page) -> Iterator[Problem]:
    ours, theirs = source.document.front_matter, page.document.front_matter
    for key in _SHARED:
        if getattr(ours, key) != getattr(theirs, key):
            message = f"`{key}` differs from {source.file}."
            yield problem(page, key_line(page, key), "translation", message, "It is the same in every language.")
    yield from _same_anchors(source, page)


def _same_anchors(source: Page, page: Page) -> Iterator[Problem]:
    ours, theirs = page_anchors(source), page_anchors(page)
    for expected, found in zip_longest(ours, theirs):
        if found is None:
            message = f"The {expected.kind} `{expected.id}` of {source.file} (line {expected.line}) is missing."
            yield problem(page, 0, "translation", message, "Translate it too.")
            return
        if expected is None or expected[1:] != found[1:]:
            wanted = f"{expected.kind} `{expected.id}` ({expected.detail})" if expected else "nothing more"
            message = f"Here is the {found.kind} `{found.id}` ({found.detail}); {source.file} has {wanted}."
            hint = "Ids, levels, numbers and kinds are the same, in the same order."
            yield problem(page, found.line, "translation", message, hint)
            return


def concepts_without_page(library: Library) -> Iterator[Problem]:
    """Every concept of the thesaurus is explained by a page of the glossary."""
    for concept in library.thesaurus.concepts:
        path = f"glossary/{concept.code}"
        if path not in library.pages and f"{SOURCE_LANGUAGE}/{path}.md" not in library.unreadable_files:
            message = f"The concept `{concept.code}` has no page {SOURCE_LANGUAGE}/{path}.md."
            yield Problem("thesaurus.yaml", 0, "concept", message, "Write the glossary page.", "warning")
