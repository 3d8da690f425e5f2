"""Concepts whose words mean the same in three languages, found in texts and in queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from search.text import LANGUAGES
from search.text.analysis import words
from search.text.stems import terms_of

MARK = "§"
"""First character of an index term that stands for a concept; no word can begin with it."""

Unit = tuple[str, ...]


class Mention(NamedTuple):
    """A concept at units `start` to `end` (exclusive) of a text."""

    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Concept:
    """One row of the thesaurus: a code and its words by language; the first word is the preferred one."""

    code: str
    forms: Mapping[str, tuple[str, ...]]


@dataclass
class Thesaurus:
    """All concepts, with a table that finds them in analysed text."""

    concepts: tuple[Concept, ...] = ()
    _table: dict[tuple[str, str], list[tuple[tuple[Unit, ...], str]]] = field(init=False, repr=False)
    starts: set[str] = field(init=False, repr=False, default_factory=set)
    """Terms that some form of a concept begins with."""
    _parts: dict[frozenset[str], "Thesaurus"] = field(init=False, repr=False, default_factory=dict)
    _words: set[tuple[str, str]] = field(init=False, repr=False, default_factory=set)

    def __post_init__(self) -> None:
        self._table = defaultdict(list)
        for concept in self.concepts:
            for lang, forms in concept.forms.items():
                for form in forms:
                    self._add(lang, _units(form, lang), concept.code)

    def _add(self, lang: str, units: tuple[Unit, ...], code: str) -> None:
        self._words.update((lang, term) for unit in units for term in unit)
        for term in set(units[0]) if units else ():
            self._table[lang, term].append((units, code))
            self.starts.add(term)

    def mentions(self, units: Sequence[Unit], lang: str) -> list[Mention]:
        """Return every mention of a concept in analysed text in `lang`, nested ones too, in order."""
        found: dict[Mention, None] = {}
        for start, unit in enumerate(units):
            for term in unit:
                if term not in self.starts:
                    continue
                for form, code in self._forms(lang, term):
                    if _matches(units, start, form):
                        found[Mention(code, start, start + len(form))] = None
        return list(found)

    def longest_mentions(self, units: Sequence[Unit], lang: str) -> list[Mention]:
        """Return the mentions that a query is read as: longest first, none overlapping another span."""
        taken: dict[int, tuple[int, int]] = {}
        kept = []
        for mention in sorted(self.mentions(units, lang), key=lambda m: (m.start - m.end, m.start)):
            span = (mention.start, mention.end)
            if all(taken.get(place, span) == span for place in range(*span)):
                taken |= dict.fromkeys(range(*span), span)
                kept.append(mention)
        return sorted(kept, key=lambda m: m.start)

    def _forms(self, lang: str, term: str) -> Iterator[tuple[tuple[Unit, ...], str]]:
        """A Russian text may hold English words and the other way round; the term's script keeps them apart."""
        yield from self._table.get((lang, term), ())
        for other in ("ru", "en"):
            if other != lang and not (lang == "id" and other == "en"):
                yield from self._table.get((other, term), ())

    def only(self, codes: frozenset[str]) -> "Thesaurus":
        """Return a thesaurus of these concepts alone: much faster to look through a text with."""
        if codes not in self._parts:
            if len(self._parts) > 256:
                self._parts.clear()
            self._parts[codes] = Thesaurus(tuple(concept for concept in self.concepts if concept.code in codes))
        return self._parts[codes]

    def forms_of(self, code: str, lang: str) -> tuple[str, ...]:
        """Return the words of a concept in `lang`, the preferred one first; empty if there are none."""
        for concept in self.concepts:
            if concept.code == code:
                return concept.forms.get(lang, ())
        return ()

    def knows(self, word: str) -> bool:
        """Say whether a normalised word occurs in any form of any concept."""
        return any((lang, term) in self._words for lang in LANGUAGES for term in terms_of(word, lang))

    def words(self) -> Iterator[str]:
        """Yield every form of every concept."""
        for concept in self.concepts:
            for forms in concept.forms.values():
                yield from forms


def from_rows(rows: Iterable[Mapping[str, Any]]) -> Thesaurus:
    """Build a thesaurus from rows with `code` and lists under `ru`, `en`, `id`.

    Raises ValueError that names the row for a missing or repeated code or a list that is none.
    """
    concepts: dict[str, Concept] = {}
    for number, row in enumerate(rows, 1):
        code = row.get("code")
        if not isinstance(code, str) or code in concepts:
            raise ValueError(f"thesaurus row {number}: `code` is missing or repeated: {code!r}")
        forms = {lang: row.get(lang) or [] for lang in LANGUAGES}
        for lang, listed in forms.items():
            if not isinstance(listed, list) or not all(isinstance(form, str) for form in listed):
                raise ValueError(f"thesaurus row {number} ({code}): `{lang}` has to be a list of words")
        concepts[code] = Concept(code, {lang: tuple(listed) for lang, listed in forms.items()})
    return Thesaurus(tuple(concepts.values()))


def load(path: Path) -> Thesaurus:
    """Read `content/thesaurus.yaml`: a list of rows, alone or under the key `concepts`."""
    data = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    return from_rows(data.get("concepts", []) if isinstance(data, dict) else data)


def _units(form: str, lang: str) -> tuple[Unit, ...]:
    return tuple(unit for word in words(form, lang) for unit in word.units)


def _matches(units: Sequence[Unit], start: int, form: tuple[Unit, ...]) -> bool:
    span = units[start : start + len(form)]
    return len(span) == len(form) and all(not set(unit).isdisjoint(wanted) for unit, wanted in zip(span, form, strict=True))
