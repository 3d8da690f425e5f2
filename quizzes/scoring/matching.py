"""Matching: each premise gets one answer of a common list."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from quizzes.scoring.base import ONE, ZERO, Item, Response, expect
from quizzes.scoring.problems import Problem, gettext_noop
from quizzes.scoring.text import Text, plain


@dataclass(frozen=True)
class Assigned(Response):
    """For each premise or gap, in order, the place of the chosen answer, or None where left open."""

    choices: tuple[int | None, ...]
    kind: ClassVar[str] = "assigned"

    @property
    def is_blank(self) -> bool:
        return all(choice is None for choice in self.choices)


def assigned_problems(response: Response, slots: int, answers: int) -> tuple[Problem, ...]:
    """An assignment has one choice per slot, each of them an existing answer or none."""
    choices = expect(Assigned, response).choices
    if len(choices) != slots:
        message = gettext_noop("Нужно ответов: %(wanted)s, получено: %(got)s.")
        return (Problem("choices", message, {"wanted": slots, "got": len(choices)}),)
    message = gettext_noop("Такого варианта нет. Выберите один из показанных.")
    return tuple(
        Problem(f"choices[{place}]", message)
        for place, choice in enumerate(choices)
        if choice is not None and not 0 <= choice < answers
    )


@dataclass(frozen=True)
class Pair:
    """A premise and its right answer; an empty premise adds an answer that fits nothing."""

    premise: Text
    answer: str


@dataclass(frozen=True, kw_only=True)
class Matching(Item):
    """Premises to be matched with answers. Score: right pairs / pairs."""

    kind: ClassVar[str] = "matching"
    pairs: tuple[Pair, ...]
    shuffle: bool = True

    @property
    def premises(self) -> tuple[Text, ...]:
        """The premises to be matched, in their order."""
        return tuple(pair.premise for pair in self.pairs if pair.premise)

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers on offer: equal ones once, in the order in which they first occur."""
        return tuple(dict.fromkeys(pair.answer for pair in self.pairs))

    @property
    def key(self) -> tuple[int, ...]:
        """For each premise the place of its right answer in `choices`."""
        choices = self.choices
        return tuple(choices.index(pair.answer) for pair in self.pairs if pair.premise)

    @property
    def shuffled_groups(self) -> tuple[int, ...]:
        return (len(self.choices),) if self.shuffle else ()

    def _problems(self) -> Iterator[Problem]:
        if len(self.premises) < 2 or len(self.choices) < 2:
            message = gettext_noop("Нужно хотя бы две пары и два разных ответа.")
            yield Problem("pairs", message)
        premises = [plain(premise) for premise in self.premises]
        for place, pair in enumerate(self.pairs):
            if not pair.answer.strip():
                yield Problem(f"pairs[{place}].answer", gettext_noop("Пара без ответа. Напишите его."))
            if pair.premise and premises.count(plain(pair.premise)) > 1:
                message = gettext_noop("«%(text)s» встречается дважды. Оставьте одну пару.")
                yield Problem(f"pairs[{place}].premise", message, {"text": plain(pair.premise)})

    def response_problems(self, response: Response) -> tuple[Problem, ...]:
        return assigned_problems(response, len(self.premises), len(self.choices))

    def grade(self, response: Response) -> Fraction:
        given = expect(Assigned, response).choices
        right = sum((ONE for choice, key in zip(given, self.key, strict=True) if choice == key), ZERO)
        return right / len(self.key)

    def right_response(self) -> Assigned:
        return Assigned(self.key)

    def without_wrong(self, response: Response) -> Assigned | None:
        given = expect(Assigned, response).choices
        kept = Assigned(tuple(choice if choice == key else None for choice, key in zip(given, self.key, strict=True)))
        return None if kept.is_blank else kept

    def right_parts(self, response: Response) -> tuple[int, int]:
        given = expect(Assigned, response).choices
        return sum(choice == key for choice, key in zip(given, self.key, strict=True)), len(self.key)

    def response_text(self, response: Response) -> str:
        choices = self.choices
        given = zip(self.premises, expect(Assigned, response).choices, strict=True)
        return "; ".join(f"{plain(premise)} → {'—' if choice is None else choices[choice]}" for premise, choice in given)
