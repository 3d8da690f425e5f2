"""Faults found in canonical files, worded for the person who wrote the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to look at: where it is, what is wrong and what to do about it.

    `path` is relative to the content folder, `line` counts from 1 (0 when the whole file is meant).
    """

    path: str
    line: int
    code: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.message}" + (f" {self.hint}" if self.hint else "")


class MarkupError(ValueError):
    """A file cannot be read as a page. `errors` holds every fault found, not only the first."""

    def __init__(
        self,
        path: str,
        line: int,
        message: str,
        hint: str = "",
        errors: Sequence[Problem] | None = None,
    ) -> None:
        self.path = path
        self.line = line
        self.message = message
        self.hint = hint
        self.errors: list[Problem] = list(errors or [Problem(path, line, "front-matter", message, hint)])
        super().__init__("\n".join(str(error) for error in self.errors))

    @classmethod
    def of(cls, errors: Sequence[Problem]) -> MarkupError:
        """The exception for a list of faults (at least one)."""
        first = errors[0]
        return cls(first.path, first.line, first.message, first.hint, errors)
