"""What every item, response and score has in common."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar, TypeVar

from quizzes.scoring.problems import Problem, ResponseError, gettext_noop
from quizzes.scoring.text import NO_TEXT, Text, plain

ZERO, ONE = Fraction(0), Fraction(1)
MAX_NAME = 80


class Response(ABC):
    """What the candidate entered, as entered; `None` in its place means that nothing was."""

    kind: ClassVar[str]

    @property
    @abstractmethod
    def is_blank(self) -> bool:
        """Whether the response says nothing, as an empty field does."""


R = TypeVar("R", bound=Response)


def expect(kind: type[R], response: Response) -> R:
    """The response as `kind`; ResponseError where it belongs to another type of item."""
    if not isinstance(response, kind):
        message = gettext_noop("Ответ не подходит к типу вопроса: нужен %(wanted)s, получен %(got)s.")
        params = {"wanted": kind.kind, "got": type(response).__name__}
        raise ResponseError([Problem("response", message, params)])
    return response


@dataclass(frozen=True)
class Hint:
    """Help after a wrong try; `clear_wrong` takes wrong choices away, `show_count` counts the right ones."""

    text: Text
    clear_wrong: bool = False
    show_count: bool = False


@dataclass(frozen=True)
class Option:
    """One answer on offer or accepted: its share of the mark (1 is full) and what it teaches."""

    text: Text
    fraction: Fraction = ZERO
    feedback: Text = NO_TEXT


def _is_label(text: str) -> bool:
    return bool(text) and text.isprintable() and text == text.strip()


@dataclass(frozen=True)
class Part:
    """What a response earned in one competency: `earned` of `full` marks."""

    competency: str
    earned: Fraction
    full: Fraction


@dataclass(frozen=True, kw_only=True)
class Item(ABC):
    """A question of the bank: `id` is its id number, `category` its path in the bank.

    `max_mark` are the marks of a full answer, `penalty` is the share lost per wrong try. `feedback` is said to everybody,
    `feedback_right`, `_partly` and `_wrong` to those whose answer was so.
    """

    kind: ClassVar[str]
    carries_mark: ClassVar[bool] = True

    stem: Text
    name: str = ""
    id: str = ""
    tags: tuple[str, ...] = ()
    category: str = ""
    feedback: Text = NO_TEXT
    feedback_right: Text = NO_TEXT
    feedback_partly: Text = NO_TEXT
    feedback_wrong: Text = NO_TEXT
    max_mark: Fraction = ONE
    penalty: Fraction = Fraction(1, 3)
    hints: tuple[Hint, ...] = ()

    @property
    def title(self) -> str:
        """The name, or the beginning of the question where it has none (at most 80 characters)."""
        title = self.name or plain(self.stem)
        return title if len(title) <= MAX_NAME else title[: MAX_NAME - 1].rstrip() + "…"

    def tag_values(self, key: str) -> tuple[str, ...]:
        """The values of tags written `key:value`, in their order, with those that parts of the item stand for."""
        return self.own_tag_values(key)

    def own_tag_values(self, key: str) -> tuple[str, ...]:
        """The values of the item's own tags written `key:value`, in their order."""
        return tuple(tag[len(key) + 1 :].strip() for tag in self.tags if tag.startswith(f"{key}:"))

    def problems(self) -> tuple[Problem, ...]:
        """Every fault of the item; empty where it may be used."""
        problems = (*self._common_problems(), *self._problems())
        return problems or tuple(self._key_problems())

    def _key_problems(self) -> Iterator[Problem]:
        key = self.right_response()
        if key is not None and self.grade(key) != ONE:
            message = gettext_noop("Верный ответ «%(text)s» не даёт полного балла: его опередил другой.")
            yield Problem("answers", message, {"text": self.response_text(key)})

    def _common_problems(self) -> Iterator[Problem]:
        if not self.stem.value.strip():
            yield Problem("stem", gettext_noop("У вопроса нет текста. Напишите, о чём вы спрашиваете."))
        if not all(_is_label(label) for label in (*self.tags, self.id or "-")):
            yield Problem("tags", gettext_noop("Код и метки — одна строка без пробелов по краям."))
        if self.carries_mark and self.max_mark <= 0:
            yield Problem("max_mark", gettext_noop("Балл за вопрос должен быть больше нуля."))
        if not ZERO <= self.penalty <= ONE:
            yield Problem("penalty", gettext_noop("Штраф за попытку — доля от 0 до 1."))

    @abstractmethod
    def _problems(self) -> Iterator[Problem]: ...

    @abstractmethod
    def response_problems(self, response: Response) -> tuple[Problem, ...]:
        """Why the response is no answer to this item; empty if it is. ResponseError on a foreign type."""

    @abstractmethod
    def grade(self, response: Response) -> Fraction | None:
        """The share of the mark for a fitting response; None where a person has to mark it."""

    @abstractmethod
    def right_response(self) -> Response | None:
        """A response that earns full marks; None where there is none to name (essay, description)."""

    @abstractmethod
    def response_text(self, response: Response) -> str:
        """The response in plain words on one line, the same for the same response."""

    def right_answer(self) -> str:
        """The right answer in plain words; empty where there is none to name."""
        response = self.right_response()
        return "" if response is None else self.response_text(response)

    def feedback_for(self, response: Response) -> tuple[Text, ...]:
        """What the item has to say to this very response (without the general feedback)."""
        fraction = self.grade(response)
        if fraction is None:
            return self._feedback_for(response)
        said = {Verdict.RIGHT: self.feedback_right, Verdict.PARTLY: self.feedback_partly}
        word = said.get(verdict_of(fraction), self.feedback_wrong)
        return (*self._feedback_for(response), *((word,) if word else ()))

    def _feedback_for(self, response: Response) -> tuple[Text, ...]:
        """The feedback of the options, areas or answers that the response met."""
        return ()

    def without_wrong(self, response: Response) -> Response | None:
        """What is left of a response once its wrong parts are taken away, for a hint that does so; None where nothing is."""
        return response if self.grade(response) == ONE else None

    def right_parts(self, response: Response) -> tuple[int, int] | None:
        """How many parts of the response are right, and how many it should have; None where it has no parts."""
        return None

    @property
    def shuffled_groups(self) -> tuple[int, ...]:
        """The sizes of the groups of things that are shown in an order of the form's own; empty where nothing is."""
        return ()

    def change_problems(self, before: Response | None, response: Response | None) -> tuple[Problem, ...]:
        """Why a recorded response may not be replaced by another; empty where it may, as in most items."""
        return ()

    def parts(self, response: Response | None) -> tuple[Part, ...]:
        """The mark by competency, in all the mark; empty where the whole item belongs to one competency."""
        return ()


class Verdict(StrEnum):
    """The score in one word."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    UNANSWERED = "unanswered"
    NEEDS_MARKING = "needs_marking"
    NO_MARK = "no_mark"


@dataclass(frozen=True)
class Score:
    """The exact result of one item: `fraction` of `max_mark`, None where there is none (yet)."""

    fraction: Fraction | None
    max_mark: Fraction
    verdict: Verdict

    @property
    def mark(self) -> Fraction | None:
        """The marks earned, exactly; None as long as a person has to mark the response."""
        return None if self.fraction is None else self.fraction * self.max_mark


def verdict_of(fraction: Fraction) -> Verdict:
    """Right from 0.999999 upwards (weights as 33.33333 % need not add up), wrong up to 0, else partly."""
    if fraction > Fraction(999999, 1000000):
        return Verdict.RIGHT
    return Verdict.PARTLY if fraction > Fraction(1, 1000000) else Verdict.WRONG


def score(item: Item, response: Response | None) -> Score:
    """The score of a response by the rules of its item; ResponseError where it does not fit the item."""
    if not item.carries_mark:
        return Score(None, ZERO, Verdict.NO_MARK)
    if response is None or response.is_blank:
        return Score(ZERO, item.max_mark, Verdict.UNANSWERED)
    problems = item.response_problems(response)
    if problems:
        raise ResponseError(problems)
    fraction = item.grade(response)
    if fraction is None:
        return Score(None, item.max_mark, Verdict.NEEDS_MARKING)
    return Score(fraction, item.max_mark, verdict_of(fraction))
