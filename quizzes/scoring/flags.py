"""What the figures of an item say in words, with the bounds from which they say it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quizzes.scoring.distractors import DistractorRow
from quizzes.scoring.item_analysis import ItemStatistics
from quizzes.scoring.problems import gettext_noop


@dataclass(frozen=True)
class Thresholds:
    """The bounds, in per cent; ours, in the range that item analysis uses (docs/statistics.md).

    `attempts`: fewer say nothing of an item; `option_attempts`: fewer say nothing of an option that few choose.
    """

    attempts: int = 30
    option_attempts: int = 50
    easy: float = 95.0
    hard: float = 20.0
    weak: float = 15.0
    dead_option: float = 5.0
    unanswered: float = 20.0


USUAL = Thresholds()


@dataclass(frozen=True)
class Flag:
    """Something a methodologist should look at: `code` for filters, `template` % `params` in words.

    A flag that `is_remark` only says how far the figures can be trusted: there is nothing to decide.
    """

    code: str
    template: str
    params: Mapping[str, object] = field(default_factory=dict)
    is_remark: bool = False

    def __str__(self) -> str:
        return self.template % self.params if self.params else self.template


FEW = gettext_noop("Данных мало: вопрос встретили %(attempts)s раз, выводы — с %(needed)s.")
EASY = gettext_noop("Слишком лёгкий: верно ответили %(facility)s %%.")
HARD = gettext_noop("Слишком трудный: верно ответили %(facility)s %%.")
GUESSED = gettext_noop("Отвечают хуже, чем наугад: %(facility)s %% против %(guess)s %%.")
NEGATIVE = gettext_noop("Сильные отвечают хуже слабых. Проверьте ключ и формулировку.")
WEAK = gettext_noop("Почти не отличает сильных от слабых: индекс %(index)s.")
KEY = gettext_noop("Возможно, ошибка в ключе: лучшая треть выбрала «%(option)s».")
DEAD = gettext_noop("Почти никто не выбирает: %(options)s. Такой вариант не отвлекает.")
UNANSWERED = gettext_noop("Часто пропускают: без ответа %(share)s %%.")

# The words of a flag by its code, for those that are kept and shown later (codes never change their meaning).
TEMPLATES = {
    "few": FEW,
    "too-easy": EASY,
    "too-hard": HARD,
    "below-guessing": GUESSED,
    "negative": NEGATIVE,
    "weak": WEAK,
    "key": KEY,
    "dead-option": DEAD,
    "unanswered": UNANSWERED,
}


def flags(
    row: ItemStatistics,
    *,
    key: str = "",
    table: Sequence[DistractorRow] = (),
    guess: float | None = None,
    unanswered: int = 0,
    bounds: Thresholds = USUAL,
) -> list[Flag]:
    """What the figures of an item say, the gravest first; under `bounds.attempts` only that they say nothing yet.

    `table`: the options of an item of single choice, without "no answer"; `key`: its right option; `guess`: what guessing
    would earn in per cent; `unanswered`: how many gave no answer.
    """
    if row.attempts < bounds.attempts:
        return [Flag("few", FEW, {"attempts": row.attempts, "needed": bounds.attempts}, is_remark=True)]
    return [
        *_key_flags(key, table),
        *_discrimination_flags(row, bounds),
        *_facility_flags(row, guess, bounds),
        *_option_flags(row, key, table, bounds),
        *_unanswered_flags(row, unanswered, bounds),
    ]


def _facility_flags(row: ItemStatistics, guess: float | None, bounds: Thresholds) -> Iterator[Flag]:
    facility = row.facility
    if facility is None:
        return
    if facility > bounds.easy:
        yield Flag("too-easy", EASY, {"facility": round(facility)})
    # Where guessing alone earns more, "hard" is not the word: the item leads astray.
    if guess is not None and facility < guess:
        yield Flag("below-guessing", GUESSED, {"facility": round(facility), "guess": round(guess)})
    elif facility < bounds.hard:
        yield Flag("too-hard", HARD, {"facility": round(facility)})


def _discrimination_flags(row: ItemStatistics, bounds: Thresholds) -> Iterator[Flag]:
    index = row.discrimination_index
    if index is not None and index < 0:
        yield Flag("negative", NEGATIVE)
    elif index is not None and index < bounds.weak:
        yield Flag("weak", WEAK, {"index": round(index)})


def _key_flags(key: str, table: Sequence[DistractorRow]) -> Iterator[Flag]:
    if not table or not key:
        return
    best = max(table, key=lambda row: row.upper)
    if best.upper > next((row.upper for row in table if row.option == key), 0):
        yield Flag("key", KEY, {"option": best.option})


def _option_flags(row: ItemStatistics, key: str, table: Sequence[DistractorRow], bounds: Thresholds) -> Iterator[Flag]:
    # Of an item that nearly everybody solves no option can attract many: that it is easy says it all.
    if row.attempts < bounds.option_attempts or (row.facility or 0) > bounds.easy or not key:
        return
    dead = [line.option for line in table if line.option != key and 100 * line.total < bounds.dead_option * row.attempts]
    if dead:
        yield Flag("dead-option", DEAD, {"options": ", ".join(f"«{option}»" for option in dead)})


def _unanswered_flags(row: ItemStatistics, unanswered: int, bounds: Thresholds) -> Iterator[Flag]:
    share = 100 * unanswered / row.attempts
    if share > bounds.unanswered:
        yield Flag("unanswered", UNANSWERED, {"share": round(share)})
