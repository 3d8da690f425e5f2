"""Gaps in a text: chosen from lists (gap select) or filled by dragging words."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from quizzes.scoring.base import ONE, ZERO, Item, Response, expect
from quizzes.scoring.matching import Assigned, assigned_problems
from quizzes.scoring.problems import Problem, gettext_noop

_GAP = re.compile(r"\[\[(\d+)\]\]")


@dataclass(frozen=True)
class Word:
    """A word to choose; words of one `group` are offered together. `is_unlimited` may fill several gaps."""

    text: str
    group: int = 1
    is_unlimited: bool = False


@dataclass(frozen=True, kw_only=True)
class GapSelect(Item):
    """A text with gaps `[[n]]`, n the number of the right word (from 1). Score: right gaps / gaps."""

    kind: ClassVar[str] = "gap-select"
    words: tuple[Word, ...]
    shuffle: bool = True

    @property
    def key(self) -> tuple[int, ...]:
        """For each gap, in the order of the text, the place of its right word in `words`."""
        return tuple(int(number) - 1 for number in _GAP.findall(self.stem.value))

    def choices(self, gap: int) -> tuple[int, ...]:
        """The words on offer for a gap: those of the group of its right word."""
        group = self.words[self.key[gap]].group
        return tuple(place for place, word in enumerate(self.words) if word.group == group)

    @property
    def shuffled_groups(self) -> tuple[int, ...]:
        return (len(self.words),) if self.shuffle else ()

    def _problems(self) -> Iterator[Problem]:
        if not self.key:
            yield Problem("stem", gettext_noop("В тексте нет пропусков. Поставьте [[1]] на место слова 1."))
        for number in sorted(set(self.key)):
            if not 0 <= number < len(self.words):
                message = gettext_noop("Пропуск [[%(number)s]]: такого слова нет. Добавьте слово или исправьте номер.")
                yield Problem("stem", message, {"number": number + 1})
        if any(not word.text.strip() for word in self.words):
            yield Problem("words", gettext_noop("Слово пусто. Напишите его или уберите."))

    def response_problems(self, response: Response) -> tuple[Problem, ...]:
        problems = assigned_problems(response, len(self.key), len(self.words))
        if problems:
            return problems
        message = gettext_noop("Такого варианта нет. Выберите один из показанных.")
        return tuple(
            Problem(f"choices[{gap}]", message)
            for gap, choice in enumerate(expect(Assigned, response).choices)
            if choice is not None and choice not in self.choices(gap)
        )

    def grade(self, response: Response) -> Fraction:
        # Two words that read the same are the same answer, whichever of them was taken.
        given = expect(Assigned, response).choices
        right = sum((ONE for choice, key in zip(given, self.key, strict=True) if self._same(choice, key)), ZERO)
        return right / len(self.key)

    def _same(self, choice: int | None, key: int) -> bool:
        return choice is not None and self.words[choice].text == self.words[key].text

    def right_response(self) -> Assigned:
        return Assigned(self.key)

    def without_wrong(self, response: Response) -> Assigned | None:
        given = expect(Assigned, response).choices
        pairs = zip(given, self.key, strict=True)
        kept = Assigned(tuple(choice if self._same(choice, key) else None for choice, key in pairs))
        return None if kept.is_blank else kept

    def right_parts(self, response: Response) -> tuple[int, int]:
        given = expect(Assigned, response).choices
        return sum(self._same(choice, key) for choice, key in zip(given, self.key, strict=True)), len(self.key)

    def response_text(self, response: Response) -> str:
        given = iter(expect(Assigned, response).choices)

        def fill(_gap: re.Match[str]) -> str:
            choice = next(given)
            return "[…]" if choice is None else f"[{self.words[choice].text}]"

        return " ".join(_GAP.sub(fill, self.stem.value).split())


@dataclass(frozen=True, kw_only=True)
class DragWords(GapSelect):
    """As gap select, but a word that was dragged into a gap is gone, unless it is unlimited."""

    kind: ClassVar[str] = "drag-words"

    def _problems(self) -> Iterator[Problem]:
        yield from super()._problems()
        for number, count in Counter(self.key).items():
            if count > 1 and 0 <= number < len(self.words) and not self.words[number].is_unlimited:
                message = gettext_noop("Слово «%(text)s» нужно в нескольких пропусках. Разрешите брать его много раз.")
                yield Problem("words", message, {"text": self.words[number].text})

    def response_problems(self, response: Response) -> tuple[Problem, ...]:
        problems = super().response_problems(response)
        used = Counter(choice for choice in expect(Assigned, response).choices if choice is not None)
        if problems or all(count == 1 or self.words[choice].is_unlimited for choice, count in used.items()):
            return problems
        return (Problem("choices", gettext_noop("Это слово можно взять только один раз.")),)
