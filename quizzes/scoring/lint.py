"""Flaws of item writing, found by rule, each with its cure (practice of Haladyna, Downing and Rodriguez, and of NBME).

Warnings, except where `is_error`. What only people can judge (plausibility, one best answer, fairness) is not here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from quizzes.scoring.base import Item
from quizzes.scoring.choice import MultipleResponse, SingleChoice, TrueFalse
from quizzes.scoring.entry import Essay
from quizzes.scoring.hotspot import Hotspot
from quizzes.scoring.lint_grammar import grammar_flaws
from quizzes.scoring.lint_options import option_flaws
from quizzes.scoring.lint_words import EMPHASIS, LEXICONS, Flaw, Lexicon
from quizzes.scoring.problems import gettext_noop
from quizzes.scoring.text import plain

__all__ = ["LEXICONS", "Flaw", "Lexicon", "key_positions", "lint"]

LONG_STEM, LONG_SENTENCE, SHORT_STEM = 60, 25, 5
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")


def lint(item: Item, language: str, terms: Iterable[str] = ()) -> list[Flaw]:
    """The flaws of an item; rules that need words are known for Russian and English.

    `terms` are words of the field: a question and its key may share them, there is no other word for the thing.
    """
    lexicon = LEXICONS.get(language)
    flaws = [*_stem(item, lexicon), *_teaching(item), *_kind(item)]
    if isinstance(item, SingleChoice | MultipleResponse):
        flaws.extend(option_flaws(item, item.options, lexicon, language, terms))
        flaws.extend(grammar_flaws(item, item.options, language))
    return flaws


def _stem(item: Item, lexicon: Lexicon | None) -> Iterator[Flaw]:
    words = plain(item.stem)
    count = len(words.split())
    # A case tells a family's story, and an essay or a text between the questions may: they are read, not answered in a minute.
    if count > LONG_STEM and item.carries_mark and item.kind not in ("case", "essay"):
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
    if not isinstance(item, SingleChoice | MultipleResponse | TrueFalse):
        return
    question = re.split(r"(?<=[.!…])\s+", _QUOTED.sub("", words))[-1]
    if lexicon.doubled.search(question):
        yield Flaw("double-negative", "stem", gettext_noop("Двойное отрицание. Спросите прямо."), is_error=True)
    elif isinstance(item, TrueFalse):
        # "Consent is not needed": the negation is what a statement says, and may stand.
        return
    elif lexicon.negative.search(question) and not EMPHASIS.search(item.stem.value):
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
    """Whether any part of the item explains itself, or (an essay) tells the marker what a good answer says."""
    parts: Sequence[object] = [*getattr(item, "answers", ()), *getattr(item, "areas", ()), *getattr(item, "nodes", ())]
    own = ("feedback_right", "feedback_wrong", "guidance")
    return any(getattr(part, "feedback", None) for part in parts) or any(getattr(item, name, None) for name in own)


def _kind(item: Item) -> Iterator[Flaw]:
    if isinstance(item, Essay) and not item.rubric:
        message = gettext_noop("Нет критериев: двое проверяющих поставят разные баллы. Добавьте хотя бы два.")
        yield Flaw("no-rubric", "rubric", message)
    if isinstance(item, Hotspot) and not any(area.fraction <= 0 for area in item.areas):
        message = gettext_noop("Все названные места верны: кто выбирает по названию, не ошибётся. Добавьте неверное место.")
        yield Flaw("no-wrong-area", "areas", message)


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
