"""Items answered by choosing: single choice, multiple response, true or false."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from quizzes.scoring.base import ONE, ZERO, Item, Option, Response, expect
from quizzes.scoring.problems import Problem, gettext_noop
from quizzes.scoring.text import Text, plain

NO_SUCH_OPTION = gettext_noop("Такого варианта нет: %(option)s из %(count)s. Выберите один из показанных.")


@dataclass(frozen=True)
class ChosenOne(Response):
    """One option, by its place in the item (from 0)."""

    option: int
    kind: ClassVar[str] = "one"

    @property
    def is_blank(self) -> bool:
        return False


@dataclass(frozen=True)
class ChosenMany(Response):
    """A set of options, by their places in the item; kept sorted and without repeats."""

    options: tuple[int, ...]
    kind: ClassVar[str] = "many"

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", tuple(sorted(set(self.options))))

    @property
    def is_blank(self) -> bool:
        return not self.options


@dataclass(frozen=True)
class Said(Response):
    """True or false."""

    value: bool
    kind: ClassVar[str] = "said"

    @property
    def is_blank(self) -> bool:
        return False


def option_problems(options: tuple[Option, ...]) -> Iterator[Problem]:
    """Faults that options of any choice may have: too few, empty, the same twice, a weight out of bounds."""
    if len(options) < 2:
        yield Problem("options", gettext_noop("Нужно хотя бы два варианта ответа."))
    seen: dict[str, int] = {}
    for place, option in enumerate(options):
        where = f"options[{place}]"
        words = plain(option.text) or option.text.value.strip()
        if not words:
            yield Problem(f"{where}.text", gettext_noop("Вариант пуст. Напишите текст или уберите вариант."))
        elif words in seen:
            message = gettext_noop("Вариант «%(text)s» встречается дважды. Оставьте один.")
            yield Problem(f"{where}.text", message, {"text": words})
        seen.setdefault(words, place)
        if not -ONE <= option.fraction <= ONE:
            yield Problem(f"{where}.fraction", gettext_noop("Вес варианта должен быть от −100 % до 100 %."))


def percent(fraction: Fraction) -> str:
    """A fraction as a short per-cent figure for messages."""
    return f"{float(fraction * 100):.5f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, kw_only=True)
class SingleChoice(Item):
    """One option of several. Score: the fraction of the chosen option, which may be negative."""

    kind: ClassVar[str] = "single-choice"
    options: tuple[Option, ...]
    shuffle: bool = True

    @property
    def shuffled_groups(self) -> tuple[int, ...]:
        return (len(self.options),) if self.shuffle else ()

    def _problems(self) -> Iterator[Problem]:
        yield from option_problems(self.options)
        if not any(option.fraction == ONE for option in self.options):
            yield Problem("options", gettext_noop("Нет верного ответа. Дайте одному варианту 100 %."))

    def response_problems(self, response: Response) -> tuple[Problem, ...]:
        chosen = expect(ChosenOne, response).option
        if 0 <= chosen < len(self.options):
            return ()
        return (Problem("option", NO_SUCH_OPTION, {"option": chosen + 1, "count": len(self.options)}),)

    def grade(self, response: Response) -> Fraction:
        return self.options[expect(ChosenOne, response).option].fraction

    def right_response(self) -> ChosenOne:
        best = max(range(len(self.options)), key=lambda place: self.options[place].fraction)
        return ChosenOne(best)

    def response_text(self, response: Response) -> str:
        return plain(self.options[expect(ChosenOne, response).option].text)

    def _feedback_for(self, response: Response) -> tuple[Text, ...]:
        feedback = self.options[expect(ChosenOne, response).option].feedback
        return (feedback,) if feedback else ()


@dataclass(frozen=True, kw_only=True)
class MultipleResponse(Item):
    """Several options. Score: the sum of the chosen fractions within [0, 1], or all or nothing."""

    kind: ClassVar[str] = "multiple-response"
    options: tuple[Option, ...]
    shuffle: bool = True
    all_or_nothing: bool = False

    @property
    def shuffled_groups(self) -> tuple[int, ...]:
        return (len(self.options),) if self.shuffle else ()

    def _problems(self) -> Iterator[Problem]:
        yield from option_problems(self.options)
        total = sum((option.fraction for option in self.options if option.fraction > 0), ZERO)
        if not total:
            message = gettext_noop("Нет верного ответа. Дайте верным вариантам веса, вместе 100 %.")
            yield Problem("options", message)
        elif abs(total - ONE) > Fraction(1, 100000):
            message = gettext_noop("Веса верных вариантов вместе дают %(total)s %%, а должны дать 100 %%.")
            yield Problem("options", message, {"total": percent(total)})

    def response_problems(self, response: Response) -> tuple[Problem, ...]:
        count = len(self.options)
        return tuple(
            Problem("options", NO_SUCH_OPTION, {"option": place + 1, "count": count})
            for place in expect(ChosenMany, response).options
            if not 0 <= place < count
        )

    def grade(self, response: Response) -> Fraction:
        chosen = expect(ChosenMany, response)
        if self.all_or_nothing:
            return ONE if chosen == self.right_response() else ZERO
        total = sum((self.options[place].fraction for place in chosen.options), ZERO)
        return min(max(total, ZERO), ONE)

    def right_response(self) -> ChosenMany:
        return ChosenMany(tuple(place for place, option in enumerate(self.options) if option.fraction > 0))

    def response_text(self, response: Response) -> str:
        return "; ".join(plain(self.options[place].text) for place in expect(ChosenMany, response).options)

    def without_wrong(self, response: Response) -> ChosenMany | None:
        kept = tuple(place for place in expect(ChosenMany, response).options if self.options[place].fraction > 0)
        return ChosenMany(kept) if kept else None

    def right_parts(self, response: Response) -> tuple[int, int]:
        key = self.right_response().options
        return len(set(key) & set(expect(ChosenMany, response).options)), len(key)

    def _feedback_for(self, response: Response) -> tuple[Text, ...]:
        chosen = (self.options[place].feedback for place in expect(ChosenMany, response).options)
        return tuple(feedback for feedback in chosen if feedback)


@dataclass(frozen=True, kw_only=True)
class TrueFalse(Item):
    """A statement that is true or false."""

    kind: ClassVar[str] = "true-false"
    correct: bool

    def _problems(self) -> Iterator[Problem]:
        yield from ()

    def response_problems(self, response: Response) -> tuple[Problem, ...]:
        expect(Said, response)
        return ()

    def grade(self, response: Response) -> Fraction:
        return ONE if expect(Said, response).value == self.correct else ZERO

    def right_response(self) -> Said:
        return Said(self.correct)

    def response_text(self, response: Response) -> str:
        return gettext_noop("Верно") if expect(Said, response).value else gettext_noop("Неверно")
