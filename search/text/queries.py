"""Read what a person typed: words, "phrases", -exclusions and beginnings*."""

import re
from dataclasses import dataclass, field

from search.text import LANGUAGES
from search.text.analysis import Word, words
from search.text.language import detect
from search.text.normalise import normalise, printable
from search.text.thesaurus import MARK, Thesaurus, Unit

MAX_CHARACTERS = 500
"""Characters of a query that are looked at."""
MAX_WORDS = 40

_PHRASE = re.compile(r"(?P<minus>(?:^|(?<=\s))[-\u2212])?(?P<open>[\"«„“])(?P<text>[^\"»“”«„]{1,300})[\"»“”]")
_MINUS = re.compile(r"(?:^|(?<=\s))[-\u2212](?P<text>[^\W_][^\s]*)")
_BEGINNING = re.compile(r"(?P<text>[^\W\d_]{2,40})\*")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a query that stands for one thing: words, and what may stand for all of them."""

    units: tuple[Unit, ...]
    """Every unit is one word, found by any of its terms."""
    wholes: tuple[str, ...] = ()
    """Terms that stand for all units together: a concept, a compound written as one word."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that have to follow each other: units with their distance from the first."""

    units: tuple[tuple[int, Unit], ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A query, analysed."""

    clauses: tuple[Clause, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Clause | Phrase, ...] = ()
    beginnings: tuple[str, ...] = ()
    languages: tuple[str, ...] = field(default=LANGUAGES)
    """Languages the query may be in, the most likely first."""

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is asked for."""
        return not (self.clauses or self.phrases or self.beginnings)


def parse(text: str, thesaurus: Thesaurus, lang: str | None = None) -> Query:
    """Return what `text` asks for; `lang` is the language to read it in when its words do not tell.

    Any input gives an answer: unbalanced quotes are ignored, a lone minus or star is no operator.
    """
    text = printable(text[: MAX_CHARACTERS * 2])[:MAX_CHARACTERS]
    languages = languages_of(text, lang)
    phrases: list[Phrase] = []
    excluded: list[Clause | Phrase] = []

    def take_phrase(match: re.Match[str]) -> str:
        phrase = _phrase(match["text"], languages)
        if phrase.units:
            (excluded if match["minus"] else phrases).append(phrase)
        return " "

    def take_minus(match: re.Match[str]) -> str:
        excluded.extend(_plain_clauses(match["text"], languages))
        return " "

    rest = _MINUS.sub(take_minus, _PHRASE.sub(take_phrase, text))
    beginnings = tuple(normalise(match["text"]) for match in _BEGINNING.finditer(rest))[:4]
    rest = _BEGINNING.sub(" ", rest)
    return Query(clauses(rest, languages, thesaurus), tuple(phrases), tuple(excluded), beginnings, languages)


def languages_of(text: str, lang: str | None = None) -> tuple[str, ...]:
    """Return the languages that `text` may be in, the most likely first; `lang` decides when in doubt."""
    found = detect(text)
    if found:
        return (found,)
    latin = re.search("[A-Za-z]", text) is not None
    if latin:
        return ("id", "en") if lang == "id" else ("en", "id")
    return (lang,) if lang else LANGUAGES


def clauses(text: str, languages: tuple[str, ...], thesaurus: Thesaurus) -> tuple[Clause, ...]:
    """Return the clauses of plain text: concepts take their words together, other words stand alone."""
    found = _query_words(text, languages)
    units = [unit for word in found for unit in word.units]
    mentions = [mention for lang in languages for mention in thesaurus.longest_mentions(units, lang)]
    concept_at: dict[int, tuple[int, list[str]]] = {}
    for mention in mentions:
        end, codes = concept_at.setdefault(mention.start, (mention.end, []))
        if mention.end == end and MARK + mention.code not in codes:
            codes.append(MARK + mention.code)
    compound_at = _compounds(found)
    result, place = [], 0
    while place < len(units):
        end, wholes = concept_at.get(place) or compound_at.get(place) or (place + 1, [])
        if place in concept_at and place in compound_at and compound_at[place][0] == end:
            wholes = [*wholes, *compound_at[place][1]]
        result.append(Clause(tuple(units[place:end]), tuple(wholes)))
        place = end
    return tuple(dict.fromkeys(result))


def _query_words(text: str, languages: tuple[str, ...]) -> list[Word]:
    """Return the words of a query; stop words count only when there is nothing else."""
    for keep in (False, True):
        readings = [list(words(text, lang, keep_stopwords=keep))[:MAX_WORDS] for lang in languages]
        merged = _merge(readings)
        if merged:
            return merged
    return []


def _merge(readings: list[list[Word]]) -> list[Word]:
    """Join the readings of a query in several languages: a word is found by the terms of any of them.

    A word that one language drops as a stop word stays if another keeps it.
    """
    by_place: dict[int, Word] = {}
    for word in (word for reading in readings for word in reading):
        other = by_place.get(word.position)
        if other is None or len(other.units) != len(word.units):
            by_place.setdefault(word.position, word)
            continue
        units = tuple(tuple(dict.fromkeys((*a, *b))) for a, b in zip(other.units, word.units, strict=True))
        by_place[word.position] = word._replace(units=units, whole=tuple(dict.fromkeys((*other.whole, *word.whole))))
    if len(readings) > 1:
        kept_by_all = set.intersection(*({word.position for word in reading} for reading in readings))
        by_place = {place: word for place, word in by_place.items() if place in kept_by_all} or by_place
    return [by_place[place] for place in sorted(by_place)]


def _compounds(found: list[Word]) -> dict[int, tuple[int, list[str]]]:
    spans, place = {}, 0
    for word in found:
        if word.whole:
            spans[place] = (place + len(word.units), list(word.whole))
        place += len(word.units)
    return spans


def _plain_clauses(text: str, languages: tuple[str, ...]) -> tuple[Clause, ...]:
    return tuple(Clause(word.units) for word in _query_words(text, languages))


def _phrase(text: str, languages: tuple[str, ...]) -> Phrase:
    found = [(word.position + offset, unit) for word in _query_words(text, languages) for offset, unit in enumerate(word.units)]
    first = found[0][0] if found else 0
    return Phrase(tuple((place - first, unit) for place, unit in found))
