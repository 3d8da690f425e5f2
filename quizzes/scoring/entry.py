"""Items answered by typing: short answer, number, essay; and the description, which is not answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from quizzes.scoring.base import ONE, ZERO, Item, Option, Response, expect
from quizzes.scoring.numbers import show_number, split_number
from quizzes.scoring.problems import Problem, gettext_noop
from quizzes.scoring.text import NO_TEXT, Text, clean, matches, plain, unescape_stars

MAX_TEXT = 20_000


@dataclass(frozen=True)
class Typed(Response):
    """A text as typed, blanks included."""

    text: str
    kind: ClassVar[str] = "typed"

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


def text_problems(response: Response) -> tuple[Problem, ...]:
    """A typed text may have up to 20,000 characters."""
    if len(expect(Typed, response).text) <= MAX_TEXT:
        return ()
    message = gettext_noop("Ответ слишком длинный: больше %(limit)s знаков. Сократите его.")
    return (Problem("text", message, {"limit": MAX_TEXT}),)


@dataclass(frozen=True, kw_only=True)
class ShortAnswer(Item):
    """A word or phrase, compared with the accepted ones in order; the first that fits gives the fraction."""

    kind: ClassVar[str] = "short-answer"
    answers: tuple[Option, ...]
    case_sensitive: bool = False
    fold_yo: bool = False

    def _problems(self) -> Iterator[Problem]:
        for place, answer in enumerate(self.answers):
            if not answer.text.value.strip():
                yield Problem(f"answers[{place}].text", gettext_noop("Принимаемый ответ пуст. Напишите его."))
            if not ZERO <= answer.fraction <= ONE:
                message = gettext_noop("Вес принимаемого ответа должен быть от 0 до 100 %.")
                yield Problem(f"answers[{place}].fraction", message)
        if not any(answer.fraction == ONE for answer in self.answers):
            yield Problem("answers", gettext_noop("Нет верного ответа. Дайте одному ответу 100 %."))

    def _matching(self, response: Response) -> Option | None:
        given = expect(Typed, response).text
        return next((answer for answer in self.answers if self._fits(answer, given)), None)

    def _fits(self, answer: Option, given: str) -> bool:
        return matches(answer.text.value, given, case_sensitive=self.case_sensitive, fold_yo=self.fold_yo)

    def response_problems(self, response: Response) -> tuple[Problem, ...]:
        return text_problems(response)

    def grade(self, response: Response) -> Fraction:
        answer = self._matching(response)
        return ZERO if answer is None else answer.fraction

    def right_response(self) -> Typed:
        best = max(self.answers, key=lambda answer: answer.fraction)
        return Typed(unescape_stars(best.text.value))

    def response_text(self, response: Response) -> str:
        return " ".join(clean(expect(Typed, response).text).split())

    def _feedback_for(self, response: Response) -> tuple[Text, ...]:
        answer = self._matching(response)
        return (answer.feedback,) if answer and answer.feedback else ()


class Tolerance(StrEnum):
    """How far a number may be off: by an amount, by a share of the value, or by a factor of 1 + tolerance."""

    NOMINAL = "nominal"
    RELATIVE = "relative"
    GEOMETRIC = "geometric"


@dataclass(frozen=True)
class NumberAnswer:
    """An accepted number with its tolerance; `value` None accepts any (for feedback on wrong numbers)."""

    value: Fraction | None
    tolerance: Fraction = ZERO
    fraction: Fraction = ONE
    feedback: Text = NO_TEXT
    tolerance_kind: Tolerance = Tolerance.NOMINAL

    def accepts(self, number: Fraction) -> bool:
        """Whether the number lies in the closed interval of the tolerance (Moodle's rules, exactly)."""
        if self.value is None:
            return True
        low, high = self._interval(self.value)
        return low <= number <= high

    def _interval(self, value: Fraction) -> tuple[Fraction, Fraction]:
        if self.tolerance_kind is Tolerance.GEOMETRIC:
            factor = 1 + abs(self.tolerance)
            low, high = value / factor, value * factor
            return (low, high) if value >= 0 else (high, low)
        spread = abs(self.tolerance) * (abs(value) if self.tolerance_kind is Tolerance.RELATIVE else 1)
        return value - spread, value + spread


@dataclass(frozen=True)
class Unit:
    """A unit of measure; `multiplier` of it make one of the base unit (cm: 100 for a base of m)."""

    name: str
    multiplier: Fraction = ONE


class UnitPenalty(StrEnum):
    """What a wrong or missing unit costs: nothing, a share of the earned or of the full mark."""

    NONE = "none"
    OF_EARNED = "of-earned"
    OF_FULL = "of-full"


@dataclass(frozen=True, kw_only=True)
class Numerical(Item):
    """A number, with a unit if asked; the first accepted number that fits gives the fraction."""

    kind: ClassVar[str] = "numerical"
    answers: tuple[NumberAnswer, ...]
    units: tuple[Unit, ...] = ()
    unit_penalty: Fraction = ZERO
    unit_penalty_kind: UnitPenalty = UnitPenalty.NONE

    def _problems(self) -> Iterator[Problem]:
        if not any(answer.fraction == ONE and answer.value is not None for answer in self.answers):
            yield Problem("answers", gettext_noop("Нет верного числа. Дайте одному ответу 100 %."))
        for place, answer in enumerate(self.answers):
            if not ZERO <= answer.fraction <= ONE:
                message = gettext_noop("Вес принимаемого ответа должен быть от 0 до 100 %.")
                yield Problem(f"answers[{place}].fraction", message)
            if answer.tolerance < 0:
                message = gettext_noop("Допуск не может быть отрицательным.")
                yield Problem(f"answers[{place}].tolerance", message)
        if any(unit.multiplier <= 0 or not unit.name.strip() for unit in self.units):
            message = gettext_noop("У единицы измерения должны быть название и множитель больше нуля.")
            yield Problem("units", message)
        if not ZERO <= self.unit_penalty <= ONE:
            yield Problem("unit_penalty", gettext_noop("Штраф за единицу — доля от 0 до 1."))

    def response_problems(self, response: Response) -> tuple[Problem, ...]:
        parts = split_number(expect(Typed, response).text)
        if parts is None or parts[1][:1].isdigit() or parts[1][:1] in tuple(".,"):
            return (*text_problems(response), Problem("text", gettext_noop("Введите число, например 12 или 3,5.")))
        if parts[1] and not self.units:
            return (Problem("text", gettext_noop("Введите только число, без слов и единиц измерения.")),)
        return text_problems(response)

    def _unit(self, name: str) -> Unit | None:
        return next((unit for unit in self.units if clean(unit.name) == clean(name)), None)

    def _matching(self, response: Response) -> tuple[NumberAnswer, bool] | None:
        parts = split_number(expect(Typed, response).text)
        if parts is None:
            return None
        number, unit_name = parts
        unit = self._unit(unit_name) if unit_name else None
        for answer in self.answers:
            if unit is not None and answer.accepts(number / unit.multiplier):
                return answer, True
            if answer.accepts(number):
                return answer, not self.units
        return None

    def grade(self, response: Response) -> Fraction:
        match = self._matching(response)
        if match is None:
            return ZERO
        answer, unit_is_right = match
        if unit_is_right or self.unit_penalty_kind is UnitPenalty.NONE:
            return answer.fraction
        base = answer.fraction if self.unit_penalty_kind is UnitPenalty.OF_EARNED else ONE
        return max(answer.fraction - self.unit_penalty * base, ZERO)

    def right_response(self) -> Typed:
        known = [answer for answer in self.answers if answer.value is not None]
        best = max(known, key=lambda answer: answer.fraction)
        number = show_number(best.value or ZERO)
        base = next((unit.name for unit in self.units if unit.multiplier == ONE), "")
        return Typed(f"{number} {base}".strip())

    def response_text(self, response: Response) -> str:
        text = expect(Typed, response).text
        parts = split_number(text)
        return clean(text) if parts is None else f"{show_number(parts[0])} {parts[1]}".strip()

    def _feedback_for(self, response: Response) -> tuple[Text, ...]:
        match = self._matching(response)
        return (match[0].feedback,) if match and match[0].feedback else ()


@dataclass(frozen=True)
class Criterion:
    """One line of a rubric: what is judged and the levels with their marks, lowest first."""

    title: str
    levels: tuple[tuple[Fraction, str], ...]


@dataclass(frozen=True, kw_only=True)
class Essay(Item):
    """A free text, marked by a person against the rubric."""

    kind: ClassVar[str] = "essay"
    rubric: tuple[Criterion, ...] = ()
    guidance: Text = NO_TEXT
    min_words: int = 0

    def _problems(self) -> Iterator[Problem]:
        for place, criterion in enumerate(self.rubric):
            marks = [mark for mark, _ in criterion.levels]
            if len(marks) < 2 or marks != sorted(set(marks)):
                message = gettext_noop("Критерий «%(title)s»: нужно хотя бы два уровня по возрастанию.")
                yield Problem(f"rubric[{place}]", message, {"title": criterion.title})

    def response_problems(self, response: Response) -> tuple[Problem, ...]:
        return text_problems(response)

    def grade(self, response: Response) -> None:
        expect(Typed, response)
        return None

    def rubric_fraction(self, marks: tuple[Fraction, ...]) -> Fraction:
        """The share of the mark for one mark per criterion; ValueError where a mark is no level of it."""
        for criterion, mark in zip(self.rubric, marks, strict=True):
            if mark not in {level for level, _ in criterion.levels}:
                raise ValueError(f"{criterion.title}: {mark}")
        full = sum((criterion.levels[-1][0] for criterion in self.rubric), ZERO)
        return sum(marks, ZERO) / full

    def right_response(self) -> None:
        return None

    def response_text(self, response: Response) -> str:
        return " ".join(clean(expect(Typed, response).text).split())


@dataclass(frozen=True, kw_only=True)
class Description(Item):
    """A text shown among the items; it has no response and no mark."""

    kind: ClassVar[str] = "description"
    carries_mark: ClassVar[bool] = False

    def _problems(self) -> Iterator[Problem]:
        yield from ()

    def response_problems(self, response: Response) -> tuple[Problem, ...]:
        return (Problem("response", gettext_noop("На описание не отвечают.")),)

    def grade(self, response: Response) -> None:
        return None

    def right_response(self) -> None:
        return None

    def response_text(self, response: Response) -> str:
        return plain(self.stem) if response.is_blank else ""
