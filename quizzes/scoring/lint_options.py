"""Flaws of the options of a choice: what gives the key away, and what says the same twice."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from statistics import mean
from typing import Any

from quizzes.scoring.base import Item, Option
from quizzes.scoring.choice import SingleChoice
from quizzes.scoring.lint_words import Flaw, Lexicon
from quizzes.scoring.numbers import parse_number
from quizzes.scoring.problems import gettext_noop
from quizzes.scoring.text import plain

LONGER_KEY, FEWEST, MOST = 15, 3, 5
_STEMMERS = {"ru": "russian", "en": "english", "id": "indonesian"}
_SPAN = re.compile(r"(?<![\d.,])(\d+(?:[.,]\d+)?)\s*(?:[-–—]|до|to)\s*(\d+(?:[.,]\d+)?)(?![\d.,])", re.IGNORECASE)
_ONE = re.compile(r"(?<![\d.,])(\d+(?:[.,]\d+)?)(?![\d.,])")
Interval = tuple[Fraction | None, Fraction | None]


def is_key(option: Option) -> bool:
    """Whether choosing the option earns anything."""
    return option.fraction > 0


def option_flaws(
    item: Item, options: Sequence[Option], lexicon: Lexicon | None, language: str, terms: Iterable[str] = ()
) -> Iterator[Flaw]:
    """Every flaw of the options by the rules that look at words and numbers (grammar is in `lint_grammar`)."""
    for rule in _RULES:
        yield from rule(item, options, lexicon, language)
    yield from _clang(item, options, language, terms)


def _count(item: Item, options: Sequence[Option], lexicon: Lexicon | None, language: str) -> Iterator[Flaw]:
    """Three options suffice (Rodriguez 2005); a pair is guessed every other time, a sixth is a filler."""
    if isinstance(item, SingleChoice) and len(options) < FEWEST:
        yield Flaw("few-options", "options", gettext_noop("Из двух вариантов угадывает каждый второй. Добавьте третий."))
    if isinstance(item, SingleChoice) and len(options) > MOST:
        message = gettext_noop("Больше %(limit)s вариантов читают невнимательно. Оставьте самые правдоподобные.")
        yield Flaw("many-options", "options", message, {"limit": MOST})


def _long_key(item: Item, options: Sequence[Option], lexicon: Lexicon | None, language: str) -> Iterator[Flaw]:
    others = [len(plain(option.text)) for option in options if not is_key(option)]
    for place, option in enumerate(options):
        length = len(plain(option.text))
        if is_key(option) and others and length > 1.5 * mean(others) and length - mean(others) > LONGER_KEY:
            message = gettext_noop("Верный вариант заметно длиннее остальных и выдаёт себя. Уравняйте длину.")
            yield Flaw("long-key", f"options[{place}]", message)


def _words(item: Item, options: Sequence[Option], lexicon: Lexicon | None, language: str) -> Iterator[Flaw]:
    if lexicon is None:
        return
    for place, option in enumerate(options):
        words, where = plain(option.text), f"options[{place}]"
        absolute = lexicon.absolute.search(words)
        if absolute and not is_key(option):
            message = gettext_noop("«%(word)s» выдаёт неверный вариант. Уберите безусловное слово.")
            yield Flaw("absolute", where, message, {"word": absolute[0]})
        vague = lexicon.vague.search(words)
        if vague:
            message = gettext_noop("«%(word)s» каждый понимает по-своему. Назовите срок или число.")
            yield Flaw("vague", where, message, {"word": vague[0]})
        if lexicon.all_or_none.search(words):
            message = gettext_noop("«Всё перечисленное» и сочетания вариантов угадывают. Замените вариантом по существу.")
            yield Flaw("all-or-none", where, message, is_error=True)


def _duplicates(item: Item, options: Sequence[Option], lexicon: Lexicon | None, language: str) -> Iterator[Flaw]:
    seen: set[str] = set()
    for place, option in enumerate(options):
        bare = " ".join(re.findall(r"\w+", plain(option.text).casefold().replace("ё", "е")))
        if bare and bare in seen:
            yield Flaw("duplicate", f"options[{place}]", gettext_noop("Два варианта говорят одно и то же."), is_error=True)
        seen.add(bare)


def _ranges(item: Item, options: Sequence[Option], lexicon: Lexicon | None, language: str) -> Iterator[Flaw]:
    """Intervals that meet: whoever knows that one of two nested options must be right crosses out the rest."""
    texts = [plain(option.text) for option in options]
    spans = [interval(text, lexicon) for text in texts]
    if not all(spans) or all(span and span[0] == span[1] for span in spans):
        return
    for place, span in enumerate(spans):
        for other in range(place):
            if _meet(span, spans[other]):
                message = gettext_noop("Промежутки вариантов %(one)s и %(other)s пересекаются. Сделайте их раздельными.")
                yield Flaw("ranges", f"options[{place}]", message, {"one": other + 1, "other": place + 1})
                return


def interval(text: str, lexicon: Lexicon | None) -> Interval | None:
    """The numbers an option stands for: `3–5`, `до 3`, `at least 7`, `7`; None bounds are open, no number at all is None."""
    span = _SPAN.search(text)
    if span:
        return Fraction(span[1].replace(",", ".")), Fraction(span[2].replace(",", "."))
    numbers = _ONE.findall(text)
    if len(numbers) != 1 or lexicon is None:
        return None
    value = Fraction(numbers[0].replace(",", "."))
    before = text[: text.index(numbers[0])]
    if lexicon.at_least.search(before):
        return value, None
    return (None, value) if lexicon.up_to.search(before) else (value, value)


def _meet(one: Interval | None, other: Interval | None) -> bool:
    if one is None or other is None:
        return False
    low = max((bound for bound in (one[0], other[0]) if bound is not None), default=None)
    high = min((bound for bound in (one[1], other[1]) if bound is not None), default=None)
    return low is None or high is None or low < high


def _numbers(item: Item, options: Sequence[Option], lexicon: Lexicon | None, language: str) -> Iterator[Flaw]:
    values = [parse_number(plain(option.text)) for option in options]
    known = [value for value in values if value is not None]
    if getattr(item, "shuffle", False) or len(known) < len(values) or len(known) < 3:
        return
    if known != sorted(known) and known != sorted(known, reverse=True):
        yield Flaw("numbers", "options", gettext_noop("Числа стоят не по порядку. Расставьте их по возрастанию."))


def _clang(item: Item, options: Sequence[Option], language: str, terms: Iterable[str]) -> Iterator[Flaw]:
    """A word of the question that only the key repeats."""
    asked = _roots(plain(item.stem), language) - _roots(" ".join(terms), language)
    keys = [_roots(plain(option.text), language) for option in options if is_key(option)]
    others = set().union(*(_roots(plain(option.text), language) for option in options if not is_key(option)))
    if len(keys) == 1 and (asked & keys[0]) - others:
        word = min((asked & keys[0]) - others)
        message = gettext_noop("Слово на «%(word)s…» есть в вопросе и только в верном варианте. Замените одно из них.")
        yield Flaw("clang", "options", message, {"word": word})


@cache
def _stemmer(language: str) -> Any:
    from Stemmer import Stemmer  # noqa: PLC0415  (loaded by those who check items only)

    return Stemmer(_STEMMERS[language]) if language in _STEMMERS else None


def _roots(words: str, language: str) -> set[str]:
    """The Snowball stems of the words of six letters and more: shorter ones carry the sentence, not the subject."""
    long = re.findall(r"\w{6,}", words.casefold().replace("ё", "е"))
    stemmer = _stemmer(language)
    return set(stemmer.stemWords(long)) if stemmer else {word[:6] for word in long}


def _convergence(item: Item, options: Sequence[Option], lexicon: Lexicon | None, language: str) -> Iterator[Flaw]:
    """The key has by far the most in common with the other options (mean Jaccard of their words)."""
    roots = [_roots(plain(option.text), language) for option in options]
    if len(options) < 4 or not all(roots):
        return
    alike = [mean(_jaccard(one, other) for other in roots if other is not one) for one in roots]
    best = max(range(len(options)), key=alike.__getitem__)
    if is_key(options[best]) and alike[best] > 0.3 and sorted(alike)[-2] < 0.75 * alike[best]:
        yield Flaw("convergence", f"options[{best}]", gettext_noop("Верный вариант собран из слов остальных. Разведите их."))


def _jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)


def _feedback(item: Item, options: Sequence[Option], lexicon: Lexicon | None, language: str) -> Iterator[Flaw]:
    """Lures teach errors unless they are answered (Butler & Roediger): every distractor says why it is wrong."""
    if not any(option.feedback for option in options):
        return
    for place, option in enumerate(options):
        if not option.feedback and not is_key(option):
            message = gettext_noop("У неверного варианта нет пояснения. Напишите, в чём ошибка.")
            yield Flaw("no-option-feedback", f"options[{place}]", message)


_RULES: tuple[Callable[[Item, Sequence[Option], Lexicon | None, str], Iterator[Flaw]], ...] = (
    _count,
    _long_key,
    _words,
    _duplicates,
    _ranges,
    _numbers,
    _convergence,
    _feedback,
)
