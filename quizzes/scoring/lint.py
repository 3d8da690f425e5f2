"""Flaws of item writing, found by rule, each with its cure (practice of Haladyna, Downing and Rodriguez, and of NBME).

Warnings, except where `is_error`. What only people can judge (plausibility, one best answer, fairness) is not here.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import mean

from quizzes.scoring.base import Item, Option
from quizzes.scoring.choice import MultipleResponse, SingleChoice
from quizzes.scoring.numbers import parse_number
from quizzes.scoring.problems import gettext_noop
from quizzes.scoring.text import plain

LONG_STEM, LONG_SENTENCE, SHORT_STEM, LONGER_KEY = 60, 25, 5, 15


@dataclass(frozen=True)
class Flaw:
    """One flaw: `rule` is its code, `where` the part, `template` % `params` what is wrong and how to mend it."""

    rule: str
    where: str
    template: str
    params: dict[str, object] = field(default_factory=dict)
    is_error: bool = False

    def __str__(self) -> str:
        return self.template % self.params if self.params else self.template


@dataclass(frozen=True)
class Lexicon:
    """The words of a language that give items away or make them vague."""

    absolute: re.Pattern[str]
    vague: re.Pattern[str]
    negative: re.Pattern[str]
    doubled: re.Pattern[str]
    all_or_none: re.Pattern[str]
    unfocused: re.Pattern[str]
    hinged: re.Pattern[str]


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)


LEXICONS = {
    "ru": Lexicon(
        absolute=_words("всегда", "никогда", "только", "все", "люб(?:ой|ая|ое|ые)", "исключительно", "ни один"),
        vague=_words("обычно", "часто", "иногда", "как правило", "редко"),
        negative=_words("не", "нет", "кроме", "неверно", "за исключением"),
        doubled=re.compile(r"\bне\b[^.?!]*\b(?:не\b|кроме\b|неверно\b|без\w+)", re.IGNORECASE),
        all_or_none=re.compile(
            r"(?:вс[её]|ничего) из (?:перечисленного|указанного)|все ответы верны|ни один из ответов|«[А-ЯA-Z]» и «[А-ЯA-Z]»",
            re.IGNORECASE,
        ),
        unfocused=re.compile(r"какое из (?:\w+ )?(?:утверждений|высказываний) (?:верно|неверно)", re.IGNORECASE),
        hinged=re.compile(r"(?:предыдущ|прошл)\w+ вопрос|вопрос\w* (?:№|выше)", re.IGNORECASE),
    ),
    "en": Lexicon(
        absolute=_words("always", "never", "only", "all", "none", "every"),
        vague=_words("usually", "often", "sometimes", "rarely"),
        negative=_words("not", "except", "least", "incorrect"),
        doubled=re.compile(r"\bnot\b[^.?!]*\b(?:not|except|incorrect|un\w{4,})\b", re.IGNORECASE),
        all_or_none=re.compile(r"(?:all|none) of the above|both [a-d] and [a-d]\b", re.IGNORECASE),
        unfocused=re.compile(r"which of the following (?:statements )?is (?:true|false|correct)", re.IGNORECASE),
        hinged=re.compile(r"previous question|question (?:above|no\.)", re.IGNORECASE),
    ),
}
_EMPHASIS = re.compile(r"<(?:b|strong|em|u)>|\*\*")


def lint(item: Item, language: str) -> list[Flaw]:
    """The flaws of an item; rules that need words are known for Russian and English."""
    lexicon = LEXICONS.get(language)
    flaws = [*_stem(item, lexicon), *_teaching(item)]
    if isinstance(item, SingleChoice | MultipleResponse):
        for rule in _OPTION_RULES:
            flaws.extend(rule(item, item.options, lexicon))
    return flaws


def _stem(item: Item, lexicon: Lexicon | None) -> Iterator[Flaw]:
    words = plain(item.stem)
    count = len(words.split())
    if count > LONG_STEM and item.carries_mark:
        yield Flaw("long-stem", "stem", gettext_noop("Вопрос длиннее %(limit)s слов. Сократите условие."), {"limit": LONG_STEM})
    if any(len(sentence.split()) > LONG_SENTENCE for sentence in re.split(r"[.?!…]", words)):
        message = gettext_noop("Предложение длиннее %(limit)s слов. Разбейте его.")
        yield Flaw("long-sentence", "stem", message, {"limit": LONG_SENTENCE})
    if isinstance(item, SingleChoice | MultipleResponse) and "?" not in words and count < SHORT_STEM and "_____" not in words:
        yield Flaw("unfocused", "stem", gettext_noop("Непонятно, о чём вопрос. Задайте его полным предложением."))
    if lexicon is not None:
        yield from _stem_words(item, words, lexicon)


def _stem_words(item: Item, words: str, lexicon: Lexicon) -> Iterator[Flaw]:
    if lexicon.unfocused.search(words):
        message = gettext_noop("«Какое утверждение верно» проверяет всё сразу. Спросите об одном.")
        yield Flaw("unfocused", "stem", message)
    if lexicon.hinged.search(words):
        message = gettext_noop("Вопрос опирается на другой, а порядок у каждого свой. Дайте условие целиком.")
        yield Flaw("hinged", "stem", message)
    if not isinstance(item, SingleChoice | MultipleResponse):
        return
    question = re.split(r"(?<=[.!…])\s+", words)[-1]
    if lexicon.doubled.search(question):
        yield Flaw("double-negative", "stem", gettext_noop("Двойное отрицание. Спросите прямо."), is_error=True)
    elif lexicon.negative.search(question) and not _EMPHASIS.search(item.stem.value):
        yield Flaw("negative", "stem", gettext_noop("Отрицание в вопросе легко пропустить. Спросите прямо или выделите его."))


def _teaching(item: Item) -> Iterator[Flaw]:
    if not item.carries_mark:
        return
    if not item.tag_values("ref"):
        yield Flaw("no-reference", "tags", gettext_noop("Вопрос не привязан к пункту. Добавьте метку ref."))
    options = item.options if isinstance(item, SingleChoice | MultipleResponse) else ()
    if not item.feedback and not any(option.feedback for option in options) and not _speaks(item):
        yield Flaw("no-feedback", "feedback", gettext_noop("Нет пояснения. Напишите, почему ответ верен."))


def _speaks(item: Item) -> bool:
    answers: Sequence[object] = getattr(item, "answers", ())
    return any(getattr(answer, "feedback", None) for answer in answers) or bool(
        getattr(item, "feedback_right", None) or getattr(item, "feedback_wrong", None)
    )


def _is_key(option: Option) -> bool:
    return option.fraction > 0


def _long_key(item: Item, options: Sequence[Option], lexicon: Lexicon | None) -> Iterator[Flaw]:
    others = [len(plain(option.text)) for option in options if not _is_key(option)]
    for place, option in enumerate(options):
        length = len(plain(option.text))
        if _is_key(option) and others and length > 1.5 * mean(others) and length - mean(others) > LONGER_KEY:
            message = gettext_noop("Верный вариант заметно длиннее остальных и выдаёт себя. Уравняйте длину.")
            yield Flaw("long-key", f"options[{place}]", message)


def _option_words(item: Item, options: Sequence[Option], lexicon: Lexicon | None) -> Iterator[Flaw]:
    if lexicon is None:
        return
    for place, option in enumerate(options):
        words, where = plain(option.text), f"options[{place}]"
        absolute = lexicon.absolute.search(words)
        if absolute and not _is_key(option):
            message = gettext_noop("«%(word)s» выдаёт неверный вариант. Уберите безусловное слово.")
            yield Flaw("absolute", where, message, {"word": absolute[0]})
        vague = lexicon.vague.search(words)
        if vague:
            message = gettext_noop("«%(word)s» каждый понимает по-своему. Назовите срок или число.")
            yield Flaw("vague", where, message, {"word": vague[0]})
        if lexicon.all_or_none.search(words):
            message = gettext_noop("«Всё перечисленное» и сочетания вариантов угадывают. Замените вариантом по существу.")
            yield Flaw("all-or-none", where, message, is_error=True)


def _duplicates(item: Item, options: Sequence[Option], lexicon: Lexicon | None) -> Iterator[Flaw]:
    seen: set[str] = set()
    for place, option in enumerate(options):
        bare = " ".join(re.findall(r"\w+", plain(option.text).casefold().replace("ё", "е")))
        if bare and bare in seen:
            yield Flaw("duplicate", f"options[{place}]", gettext_noop("Два варианта говорят одно и то же."), is_error=True)
        seen.add(bare)


def _numbers(item: Item, options: Sequence[Option], lexicon: Lexicon | None) -> Iterator[Flaw]:
    values = [parse_number(plain(option.text)) for option in options]
    known = [value for value in values if value is not None]
    if getattr(item, "shuffle", False) or len(known) < len(values) or len(known) < 3:
        return
    if known != sorted(known) and known != sorted(known, reverse=True):
        yield Flaw("numbers", "options", gettext_noop("Числа стоят не по порядку. Расставьте их по возрастанию."))


def _clang(item: Item, options: Sequence[Option], lexicon: Lexicon | None) -> Iterator[Flaw]:
    """A word of the question that only the key repeats; words are compared by their first six letters."""
    asked = _roots(plain(item.stem))
    keys = [_roots(plain(option.text)) for option in options if _is_key(option)]
    others = set().union(*(_roots(plain(option.text)) for option in options if not _is_key(option)))
    if len(keys) == 1 and (asked & keys[0]) - others:
        word = min((asked & keys[0]) - others)
        message = gettext_noop("Слово на «%(word)s…» есть в вопросе и только в верном варианте. Замените одно из них.")
        yield Flaw("clang", "options", message, {"word": word})


def _roots(words: str) -> set[str]:
    return {word[:6] for word in re.findall(r"\w{6,}", words.casefold().replace("ё", "е"))}


def _convergence(item: Item, options: Sequence[Option], lexicon: Lexicon | None) -> Iterator[Flaw]:
    """The key has by far the most in common with the other options (mean Jaccard of their words)."""
    roots = [_roots(plain(option.text)) for option in options]
    if len(options) < 4 or not all(roots):
        return
    likeness = [mean(_jaccard(one, other) for other in roots if other is not one) for one in roots]
    best = max(range(len(options)), key=likeness.__getitem__)
    if _is_key(options[best]) and likeness[best] > 0.3 and sorted(likeness)[-2] < 0.75 * likeness[best]:
        yield Flaw("convergence", f"options[{best}]", gettext_noop("Верный вариант собран из слов остальных. Разведите их."))


def _jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)


_OPTION_RULES: tuple[Callable[[Item, Sequence[Option], Lexicon | None], Iterator[Flaw]], ...] = (
    _long_key,
    _option_words,
    _duplicates,
    _numbers,
    _clang,
    _convergence,
)


def key_positions(items: Sequence[Item]) -> float | None:
    """χ² of the places of the keys over single-choice items with as many options as most have; None under 20 of them.

    Compare with the critical value for (options − 1) degrees of freedom: 5.99 for three options, 7.81 for four.
    """
    chosen = [item for item in items if isinstance(item, SingleChoice)]
    sizes = [len(item.options) for item in chosen]
    if not sizes:
        return None
    size = max(set(sizes), key=sizes.count)
    places = [item.right_response().option for item in chosen if len(item.options) == size]
    if len(places) < 20:
        return None
    expected = len(places) / size
    return sum((places.count(place) - expected) ** 2 / expected for place in range(size))
