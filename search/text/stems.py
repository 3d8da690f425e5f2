"""Word to index terms: a stem, and for Russian the stem of the lemma beside it when it differs."""

import re
import threading
from functools import lru_cache
from typing import Any

from Stemmer import Stemmer

_ALGORITHMS = {"ru": "russian", "en": "english", "id": "indonesian"}
_CYRILLIC = re.compile("[а-я]")
_RUSSIAN = re.compile("[а-я]+")
_LATIN = re.compile("[a-z]")
_PROGRAMME = re.compile("^programme(?=s?$)")
_AMERICAN = (
    (re.compile("(?<=[a-z]{3})is(?=(?:e|es|ed|er|ers|ing|ation|ations|ational)$)"), "iz"),
    (re.compile("(?<=[a-z]{3})our(?=$|s|al|ed|hood|able)"), "or"),
    (re.compile("(?<=[nt])tre(?=s?$)"), "ter"),
    (re.compile("ll(?=(?:ing|ed|or|ors|er|ers)$)"), "l"),
)
_per_thread = threading.local()
_morphology: Any = None
_morphology_lock = threading.Lock()


def chain_of(word: str, lang: str) -> str | None:
    """Return the language whose chain analyses `word` in a text in `lang`, or None for numbers.

    The script decides first: a Cyrillic word is Russian in any text, a Latin one in a Russian text English.
    """
    if _CYRILLIC.search(word):
        return "ru"
    if _LATIN.search(word):
        return lang if lang in {"en", "id"} else "en"
    return None


@lru_cache(maxsize=65536)
def terms_of(word: str, lang: str) -> tuple[str, ...]:
    """Return the index terms of a normalised word: one or two, the stem first."""
    chain = chain_of(word, lang)
    if chain is None:
        return (word,)
    first = stem(american(word) if chain == "en" else word, chain)
    if len(word) < 3 or not _RUSSIAN.fullmatch(word):
        return (first,)
    second = stem(lemma(word), chain)
    return (first,) if second == first else (first, second)


@lru_cache(maxsize=16384)
def sure_terms_of(word: str, lang: str) -> tuple[str, ...]:
    """Return the terms of a word without guessing: the lemma only of a word that the dictionary has.

    To guess the lemma of a made-up word takes ten times as long, and a repair asks about hundreds of them.
    """
    chain = chain_of(word, lang)
    if chain != "ru" or not _RUSSIAN.fullmatch(word) or _analyser().word_is_known(word):
        return terms_of(word, lang)
    return (stem(word, chain),)


def american(word: str) -> str:
    """Return an English word in American spelling (programme, centre, organisation, behaviour, counselling).

    It may respell more than a dictionary would (supervise -> supervize): both sides pass through it.
    """
    word = _PROGRAMME.sub("program", word)
    for pattern, spelling in _AMERICAN:
        word = pattern.sub(spelling, word)
    return word


def stem(word: str, lang: str) -> str:
    """Return the Snowball stem of a normalised word in one of the three languages."""
    return str(_stemmer(lang).stemWord(word))


def lemma(word: str) -> str:
    """Return the most likely dictionary form of a normalised Russian word (дети -> ребенок)."""
    return str(_analyser().normal_forms(word)[0]).replace("ё", "е")


def _stemmer(lang: str) -> Any:
    """Return this thread's stemmer: PyStemmer's objects are not safe to share."""
    stemmers: dict[str, Any] = _per_thread.__dict__.setdefault("stemmers", {})
    if lang not in stemmers:
        stemmers[lang] = Stemmer(_ALGORITHMS[lang])
    return stemmers[lang]


def _analyser() -> Any:
    """Return the shared dictionary; it takes 0.3 s and 30 MB, so it is read when first needed."""
    global _morphology
    with _morphology_lock:
        if _morphology is None:
            import pymorphy3  # noqa: PLC0415 - 0.2 s that a start without Russian text need not spend

            _morphology = pymorphy3.MorphAnalyzer(lang="ru")
    return _morphology
