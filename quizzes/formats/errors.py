"""Errors of the formats: each names its place, what is wrong and what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from quizzes.scoring import Item, Problem


@dataclass(frozen=True)
class Fault:
    """One fault of a file: the line (from 1) or the element, what is wrong and the cure, translatable."""

    line: int
    template: str
    params: Mapping[str, object] = field(default_factory=dict)
    where: str = ""

    @property
    def reason(self) -> str:
        """What is wrong and what to do, in the language of the source."""
        return self.template % self.params if self.params else self.template

    def __str__(self) -> str:
        place = f"строка {self.line}" if self.line else self.where
        return f"{place}: {self.reason}"

    @classmethod
    def of(cls, line: int, problem: Problem) -> "Fault":
        """The fault that an item's own problem is for its file."""
        return cls(line, problem.template, problem.params, problem.where)


class FormatError(ValueError):
    """A file cannot be read or an item cannot be written; `faults` lists every place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))

    @property
    def line(self) -> int:
        """The line of the first fault, from 1; 0 where the fault has no line."""
        return self.faults[0].line


class UnsupportedItem(FormatError):
    """The format has no way to say this item; `item` is the item."""

    def __init__(self, item: Item, template: str, params: Mapping[str, object] | None = None) -> None:
        self.item = item
        super().__init__([Fault(0, template, params or {}, f"«{item.title}»")])


@dataclass(frozen=True)
class Reading:
    """What a file gave: items with the lines they begin on, and the faults of what could not be read."""

    items: tuple[Item, ...]
    lines: tuple[int, ...]
    faults: tuple[Fault, ...]
