"""How hard a page is to read: sentence length and long words. No single grade: formulas disagree by years.

Measures and limits: docs/content-format.md, "What the content check measures".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import Stemmer

from portal.markup.document import Document
from portal.markup.front_matter import FrontMatter
from portal.markup.inline import plain
from portal.markup.links import body_line
from portal.markup.plain import PROSE, Unit, units

LONGEST_SENTENCE: Final = 25
MEAN_LIMITS: Final = {"ru": 14.0, "en": 16.0, "id": 16.0}
STANDARD_MEAN_LIMIT: Final = 18.0
LONG_WORD_SYLLABLES: Final = 5
LONG_SHARE_LIMIT: Final = 0.06
# On a page of a few lines one word more is no trend: up to this many long words are never a fault.
LONG_WORDS_FREE: Final = 3

_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011'’ʼ/][^\W_]+)*")
_END = re.compile(r"[.!?…]+[»”\"’)\]]*(?=[ \u00a0]+[«“„\"(\[]?[A-ZА-ЯЁ0-9])")
_INITIAL = re.compile(r"(?:^|[\s(«])(?:[A-ZА-ЯЁ]\.)?[A-ZА-ЯЁ]\.$")
_ABBREVIATION = re.compile(
    "ст|п|пп|ч|гг?|вв?|др|пр|им|руб|коп|тыс|млн|млрд|стр|см?|рис|табл|обл|р-н|д|кв|ул|тел|т\\.[днпектч]|н\\.э"
    "|no|nos|art|para|sec|pp?|vol|e\\.g|i\\.e|etc|mrs?|ms|dr|prof|st|vs|cf|hlm|dll|ds[bt]|yth|bpk|sdr|jl|rp"
)
_RUSSIAN_VOWELS: Final = re.compile("[аеёиоуыэюя]")
_LATIN_VOWELS: Final = re.compile("[aeiouy]+")
_INDONESIAN_VOWELS: Final = re.compile("(?:ai|au|oi)$|[aeiou]")
# English spelling: vowel letters that part into two syllables, that join into one, and the silent e.
_PARTED: Final = re.compile("i[ao](?!u)|(?<![gq])ua|eo(?!p)|ea(?=t[eio])|^area|(?<![ctsx])ie(?=n[tc])|ie(?=t)|(?<=c)oo(?=rd|p)")
_JOINED: Final = re.compile("[ctsxg]i(?:on|al(?!it)|an)|gious|(?<=[^aeiouy])e(?=(?:ly|ment|ness|ful|less)s?$)")
_SILENT_END: Final = re.compile("[^aeiouyl]e$|[aeiouy]le$|[^aeiouydt]ed$|[^aeiouysxzcg]es$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its line in the canonical file and its number of words."""

    line: int
    text: str
    words: int


@dataclass(frozen=True, slots=True)
class Readability:
    """What was measured. `mean` is words a sentence of running text; `long_share` is between 0 and 1."""

    sentences: tuple[Sentence, ...]
    prose_sentences: int
    words: int
    mean: float
    long_words: tuple[str, ...]
    long_share: float

    def worst(self, count: int = 3) -> list[Sentence]:
        """The longest sentences, longest first."""
        return sorted(self.sentences, key=lambda sentence: (-sentence.words, sentence.line))[:count]

    def too_long(self) -> list[Sentence]:
        """The sentences above the limit, in reading order."""
        return [sentence for sentence in self.sentences if sentence.words > LONGEST_SENTENCE]


def words(text: str) -> list[str]:
    """The words of a text; a compound with a hyphen is one word."""
    return _WORD.findall(text)


def split_sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph. Abbreviations and initials do not end one."""
    start = 0
    for end in _END.finditer(text):
        if not _is_abbreviation(text[start : end.start() + 1], end[0]):
            yield text[start : end.end()].strip()
            start = end.end()
    rest = text[start:].strip()
    if rest:
        yield rest


def _is_abbreviation(before: str, mark: str) -> bool:
    if mark != ".":
        return False
    if _INITIAL.search(before):
        return True
    last = re.split(r"[\s(«\u00a0]", before[:-1])[-1].lower()
    return _ABBREVIATION.fullmatch(last) is not None


@lru_cache(maxsize=65536)
def syllables(word: str, language: str) -> int:
    """The number of syllables: exact for Russian, by spelling for Indonesian, a good guess for English."""
    word = word.lower()
    if _RUSSIAN_VOWELS.search(word):
        return len(_RUSSIAN_VOWELS.findall(word))
    if language == "id":
        return sum(len(_INDONESIAN_VOWELS.findall(part)) for part in re.split("[-/]", word))
    return sum(_english_syllables(part) for part in re.split("[-/]", word))


def _english_syllables(word: str) -> int:
    if not any("a" <= char <= "z" for char in word):
        return 0
    count = len(_LATIN_VOWELS.findall(word)) + len(_PARTED.findall(word)) - len(_JOINED.findall(word))
    return max(count - (1 if _SILENT_END.search(word) else 0), 1)


@cache
def _stemmer(language: str) -> Callable[[list[str]], list[str]]:
    name = {"ru": "russian", "en": "english", "id": "indonesian"}[language]
    stem: Callable[[list[str]], list[str]] = Stemmer.Stemmer(name).stemWords
    return stem


def stems(text: str, language: str) -> frozenset[str]:
    """The stems of the words of a text, the parts of compounds too."""
    found = [word.lower() for word in words(text)]
    found += [part for word in found for part in re.split("[-/]", word) if part != word]
    return frozenset(_stemmer(language)(found))


def measure(document: Document, language: str, known: frozenset[str] = frozenset()) -> Readability:
    """The readability of a page. Words whose stem is in `known` (terms of the field) do not count as long."""
    found: list[Sentence] = []
    prose = total = 0
    long_words: list[str] = []
    for unit in _measured(document):
        for text in split_sentences(unit.text):
            in_sentence = words(text)
            if not in_sentence:
                continue
            found.append(Sentence(unit.line, text, len(in_sentence)))
            if unit.kind in PROSE:
                prose += 1
                total += len(in_sentence)
                long_words += [word for word in in_sentence if _is_long(word, language, known)]
    mean = total / prose if prose else 0.0
    share = len(long_words) / total if total else 0.0
    return Readability(tuple(found), prose, total, mean, tuple(long_words), share)


def _measured(document: Document) -> Iterable[Unit]:
    yield Unit(summary_line(document.front_matter), "paragraph", plain(document.front_matter.summary))
    for unit in units(document.blocks, body_line(document)):
        if unit.kind not in ("file", "picture"):
            yield unit


def summary_line(page: FrontMatter) -> int:
    """The line of `summary` in the canonical file: keys before it are always there."""
    return 2 + list(type(page).model_fields).index("summary")


@lru_cache(maxsize=65536)
def _is_long(word: str, language: str, known: frozenset[str]) -> bool:
    return syllables(word, language) >= LONG_WORD_SYLLABLES and not (stems(word, language) & known)


def mean_limit(page: FrontMatter, language: str) -> float:
    """The highest mean sentence length allowed on the page."""
    return STANDARD_MEAN_LIMIT if page.type == "standard" else MEAN_LIMITS[language]
