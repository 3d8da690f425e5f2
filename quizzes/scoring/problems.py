"""What is wrong with an item or a response, in words that the shell around this package can translate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


def gettext_noop(message: str) -> str:
    """Marks a message for translation; the Django shell translates `Problem.template`, never this package."""
    return message


@dataclass(frozen=True)
class Problem:
    """One fault: `where` names the part (`options[2].text`), `template` % `params` say what and the cure."""

    where: str
    template: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % self.params if self.params else self.template


class ItemError(ValueError):
    """An item breaks the rules of its type; `problems` lists every fault found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, self.problems)))


class ResponseError(ValueError):
    """A response does not fit its item (wrong type, an option that does not exist); see `problems`."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, self.problems)))
