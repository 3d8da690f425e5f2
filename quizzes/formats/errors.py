"""Errors of the formats: each names its place, what is wrong and what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from quizzes.formats.pictures import Picture
from quizzes.scoring import Item, Problem
from quizzes.scoring.problems import gettext_noop

# So many faults mean another format, or a file made to fill the memory with them.
MAX_FAULTS = 1_000
_TOO_MANY = gettext_noop("Ошибок больше %(limit)s, дальше файл не читается. Проверьте, тот ли это формат.")


@dataclass(frozen=True)
class Fault:
    """One fault of a file: the line (from 1) or the element, what is wrong and the cure, translatable.

    `source` is the file inside a package. A note has the same form: something that was not carried over.
    """

    line: int
    template: str
    params: Mapping[str, object] = field(default_factory=dict)
    where: str = ""
    source: str = ""

    @property
    def reason(self) -> str:
        """What is wrong and what to do, in the language of the source."""
        return self.template % self.params if self.params else self.template

    def __str__(self) -> str:
        line = f"строка {self.line}" if self.line else ""
        place = ", ".join(part for part in (self.source, line) if part) or self.where
        return f"{place}: {self.reason}" if place else self.reason

    @classmethod
    def too_many(cls, line: int) -> "Fault":
        """The last fault of a file that has too many."""
        return cls(line, _TOO_MANY, {"limit": MAX_FAULTS})

    @classmethod
    def of(cls, line: int, problem: Problem, source: str = "") -> "Fault":
        """The fault that an item's own problem is for its file."""
        return cls(line, problem.template, problem.params, problem.where, source)


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
class Found:
    """One item of a file with the place it begins at, and what of it was not carried over."""

    item: Item
    line: int
    source: str = ""
    notes: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What a file gave: items with the lines they begin on, the faults of what could not be read, the pictures."""

    items: tuple[Item, ...]
    lines: tuple[int, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    found: tuple[Found, ...] = ()

    @classmethod
    def of(cls, found: Iterable[Found], faults: Iterable[Fault], pictures: Mapping[str, Picture]) -> "Reading":
        """The reading of a format whose items come with their places and notes; items with problems become faults."""
        kept: list[Found] = []
        refused = list(faults)
        for one in found:
            problems = one.item.problems()
            refused.extend(Fault.of(one.line, problem, one.source) for problem in problems)
            if not problems:
                kept.append(one)
        return cls(
            tuple(one.item for one in kept),
            tuple(one.line for one in kept),
            tuple(sorted(refused, key=lambda fault: (fault.source, fault.line))),
            tuple(note for one in kept for note in one.notes),
            pictures,
            tuple(kept),
        )


@dataclass(frozen=True)
class Writing:
    """What was written, the items that the format cannot say, and what other programs will not find in the rest."""

    data: bytes
    count: int
    refused: tuple[UnsupportedItem, ...] = ()
    notes: tuple[Fault, ...] = ()
