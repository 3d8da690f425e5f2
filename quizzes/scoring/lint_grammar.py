"""Grammar that gives an item away: an option that does not go on as the stem begins, and one built unlike the others."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

from quizzes.scoring.base import Item, Option
from quizzes.scoring.lint_words import Flaw
from quizzes.scoring.problems import gettext_noop
from quizzes.scoring.text import plain

CUE = gettext_noop("Вариант не согласуется с концом вопроса и выпадает. Измените форму слова или вопрос.")
MIXED = gettext_noop("Вариант построен не так, как остальные, и бросается в глаза. Начните все с одной части речи.")
_CYRILLIC = re.compile(r"[а-яё-]+", re.IGNORECASE)
_LATIN = re.compile(r"[a-z'-]+", re.IGNORECASE)
_NAMING = {"NOUN", "NPRO", "ADJF", "PRTF", "NUMR"}
_SURE = 0.2
"""Readings of a word that are less likely than this are not counted: «стекло» is hardly ever a verb."""


@cache
def _analyser() -> Any:
    # Loading takes half a second and 15 MB: only who checks Russian items pays for it.
    from pymorphy3 import MorphAnalyzer  # noqa: PLC0415

    return MorphAnalyzer(lang="ru")


@lru_cache(maxsize=8192)
def _tags(word: str) -> tuple[Any, ...]:
    """The likely readings of a Russian word, the likeliest first."""
    parsed = _analyser().parse(word)
    return tuple(one.tag for one in parsed if one.score >= _SURE) or (parsed[0].tag,)


def grammar_flaws(item: Item, options: Sequence[Option], language: str) -> Iterator[Flaw]:
    """The flaws of grammar of an item's options; for Russian and English."""
    texts = [plain(option.text) for option in options]
    keys = {place for place, option in enumerate(options) if option.fraction > 0}
    stem = plain(item.stem).rstrip()
    if language == "ru":
        cues, odd = _russian_cues(stem, texts, keys), _odd_one([_russian_form(text) for text in texts])
    elif language == "en":
        cues, odd = _english_cues(stem, texts, keys), _odd_one([_english_form(text) for text in texts])
    else:
        return
    yield from (Flaw("grammar-cue", f"options[{place}]", CUE) for place in cues)
    if odd is not None and odd not in cues:
        yield Flaw("mixed-forms", f"options[{odd}]", MIXED)


def _russian_cues(stem: str, texts: Sequence[str], keys: set[int]) -> list[int]:
    """The distractors that cannot stand where the key can: only after a colon does an option go on with the sentence."""
    last = _CYRILLIC.findall(stem)[-1:]
    if not stem.endswith(":") or not last:
        return []
    demands = _demands(last[0])
    heads = [_head(text) for text in texts]
    allowed = [{_agreement(tag, demands) for tag in head} for head in heads]
    wanted = set().union(*(allowed[place] for place in keys)) if keys else set()
    if not wanted or not all(heads):
        return []
    return [place for place, forms in enumerate(allowed) if place not in keys and not forms & wanted]


def _demands(word: str) -> frozenset[str]:
    """What the last word of the stem asks of the option besides its case: an adjective and a past verb ask for a gender."""
    tag = _tags(word.lower())[0]
    if tag.POS in ("ADJF", "PRTF", "PRTS", "ADJS") or (tag.POS == "VERB" and tag.tense == "past"):
        return frozenset({"gender", "number"})
    return frozenset({"number"}) if tag.POS == "VERB" else frozenset()


def _head(text: str) -> tuple[Any, ...]:
    """The readings of the first noun or pronoun of an option; none where a verb comes first."""
    for word in _CYRILLIC.findall(text):
        tags = _tags(word.lower())
        if any(tag.POS in ("VERB", "INFN", "GRND", "PREP", "CONJ") for tag in tags[:1]):
            return ()
        named = tuple(tag for tag in tags if tag.POS in ("NOUN", "NPRO"))
        if named:
            return named
    return ()


def _agreement(tag: Any, demands: frozenset[str]) -> tuple[str, ...]:
    gender = str(tag.gender) if "gender" in demands and tag.number == "sing" else ""
    return str(tag.case), str(tag.number) if "number" in demands else "", gender


def _russian_form(text: str) -> frozenset[str]:
    """How an option may be built: by the part of speech of its first word that is not a particle."""
    if not text[:1].isalpha():
        return frozenset()
    for word in _CYRILLIC.findall(text):
        kinds = {_kind(str(tag.POS)) for tag in _tags(word.lower())}
        if kinds != {"none"}:
            return frozenset(kinds - {"none"})
    return frozenset()


def _kind(part: str) -> str:
    if part in _NAMING:
        return "name"
    if part in ("VERB", "INFN", "GRND"):
        return part
    return "none" if part in ("PRCL", "INTJ", "None") else "other"


def _english_cues(stem: str, texts: Sequence[str], keys: set[int]) -> list[int]:
    last = (_LATIN.findall(stem) or [""])[-1].lower()
    if stem.endswith("?") or last not in ("a", "an"):
        return []
    fits = [text[:1].lower() in "aeiou" if last == "an" else text[:1].lower() not in "aeiou" for text in texts]
    return [place for place, one in enumerate(fits) if not one and place not in keys] if any(fits[key] for key in keys) else []


def _english_form(text: str) -> frozenset[str]:
    first = (_LATIN.findall(text) or [""])[0].lower()
    if not first or not text[:1].isalpha():
        return frozenset()
    if first == "to":
        return frozenset({"to"})
    return frozenset({"ing"} if len(first) > 5 and first.endswith("ing") else {"other"})


def _odd_one(forms: Sequence[frozenset[str]]) -> int | None:
    """The place of the one option that is built unlike all the others, which share a form.

    What people say in quotation marks, and what begins with a figure, may be built as it likes: it has no form here.
    """
    if len(forms) < 3 or not all(forms):
        return None
    odd = []
    for place, form in enumerate(forms):
        others = [other for number, other in enumerate(forms) if number != place]
        common = frozenset.intersection(*others)
        if common and not common & form:
            odd.append(place)
    return odd[0] if len(odd) == 1 else None
