"""The parts of a training case: what happened, what is to be decided, where each decision leads."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from quizzes.scoring.base import ONE, ZERO, Response
from quizzes.scoring.ordering import concordant_pairs
from quizzes.scoring.text import NO_TEXT, Text

MAX_DAYS = 3650


@dataclass(frozen=True)
class Move:
    """What was decided at a node.

    `choices` are the places of the options (from 0): one, a sorted set, or an order; at a timing node the days themselves.
    """

    node: str
    choices: tuple[int, ...]


@dataclass(frozen=True)
class Walked(Response):
    """The whole path so far, so that nothing is lost, whenever it is recorded."""

    moves: tuple[Move, ...]
    kind: ClassVar[str] = "walked"

    @property
    def is_blank(self) -> bool:
        return not self.moves


class NodeKind(StrEnum):
    """What is decided: one option, the level of support, whom to call, which measures, in which order, in how many days."""

    CHOICE = "choice"
    LEVEL = "level"
    COUNCIL = "council"
    MEASURES = "measures"
    STEPS = "steps"
    DAYS = "days"
    END = "end"

    @property
    def takes_several(self) -> bool:
        """Whether several options may be chosen together."""
        return self in (NodeKind.COUNCIL, NodeKind.MEASURES)

    @property
    def branches_by_score(self) -> bool:
        """Whether the share earned decides where the path goes, and not the option itself."""
        return self.takes_several or self is NodeKind.STEPS


@dataclass(frozen=True)
class Fact:
    """A dated fact: when it was and what happened, as in the family's file."""

    when: str
    text: str


@dataclass(frozen=True)
class Weight:
    """The marks that a node (or an option, then as a share of them from −1 to 1) has for a competency."""

    competency: str
    value: Fraction


@dataclass(frozen=True)
class CaseOption:
    """One way to decide: the share of the node's marks it earns, the node it leads to, what it teaches.

    `takes` are days that pass; `level` is the level it chooses; `first_day` and `last_day` bound a span at a timing node.
    """

    text: str
    score: tuple[Weight, ...] = ()
    to: str = ""
    feedback: Text = NO_TEXT
    is_critical: bool = False
    level: str = ""
    takes: int = 0
    first_day: int = 0
    last_day: int = MAX_DAYS

    def share(self, competency: str) -> Fraction:
        """The share of the node's marks for a competency, 0 where none is given."""
        return next((one.value for one in self.score if one.competency == competency), ZERO)

    @property
    def is_full(self) -> bool:
        """Whether it earns everything there is."""
        return not self.is_critical and bool(self.score) and all(one.value == ONE for one in self.score)


@dataclass(frozen=True)
class Branch:
    """Where the path goes from a node that earned at least this share."""

    to: str
    at_least: Fraction = ZERO
    feedback: Text = NO_TEXT


@dataclass(frozen=True)
class Node:
    """One situation and its decision. `weights` are its marks per competency.

    An end has no decision; an `is_failure` end is one that good work would have prevented.
    """

    id: str
    title: str
    text: Text
    kind: NodeKind = NodeKind.CHOICE
    facts: tuple[Fact, ...] = ()
    ask: str = ""
    weights: tuple[Weight, ...] = ()
    options: tuple[CaseOption, ...] = ()
    branches: tuple[Branch, ...] = ()
    feedback: Text = NO_TEXT
    refs: tuple[str, ...] = ()
    is_failure: bool = False

    def chosen(self, choices: tuple[int, ...]) -> tuple[CaseOption, ...]:
        """The options that a decision takes; at a timing node the span that the days lie in."""
        if self.kind is NodeKind.DAYS:
            return tuple(one for one in self.options if one.first_day <= choices[0] <= one.last_day)[:1]
        return tuple(self.options[place] for place in choices)

    def shares(self, choices: tuple[int, ...]) -> dict[str, Fraction]:
        """The share of its marks that a decision earns, per competency."""
        if self.kind is NodeKind.STEPS:
            return dict.fromkeys((one.competency for one in self.weights), concordant_pairs(choices))
        taken = self.chosen(choices)
        sums = {one.competency: sum((option.share(one.competency) for option in taken), ZERO) for one in self.weights}
        if self.kind.takes_several:
            return {competency: min(max(share, ZERO), ONE) for competency, share in sums.items()}
        return sums

    def earned(self, choices: tuple[int, ...]) -> Fraction:
        """The share of all its marks together."""
        shares = self.shares(choices)
        full = sum((one.value for one in self.weights), ZERO)
        return sum((one.value * shares[one.competency] for one in self.weights), ZERO) / full if full else ZERO

    def branch(self, choices: tuple[int, ...]) -> Branch | None:
        """The branch that a decision takes, at a node that branches by score."""
        share = self.earned(choices)
        ranked = sorted(self.branches, key=lambda one: one.at_least, reverse=True)
        return next((one for one in ranked if share >= one.at_least), None)

    def next(self, choices: tuple[int, ...]) -> str:
        """The node that a decision leads to. A dangerous choice with a place of its own goes there, whatever else was chosen."""
        taken = self.chosen(choices)
        danger = next((one.to for one in taken if one.is_critical and one.to), "")
        if danger or not self.kind.branches_by_score:
            return danger or next((one.to for one in taken), "")
        branch = self.branch(choices)
        return branch.to if branch else ""

    def days(self, choices: tuple[int, ...]) -> int:
        """How many days the decision takes."""
        spent = sum(one.takes for one in self.chosen(choices))
        return spent + (choices[0] if self.kind is NodeKind.DAYS else 0)

    def targets(self) -> Iterator[str]:
        """Every node that a decision here may lead to."""
        yield from (one.to for one in self.options if one.to and not (self.kind.branches_by_score and not one.is_critical))
        yield from (one.to for one in self.branches)

    def right_choices(self) -> tuple[int, ...]:
        """The decision that earns all marks of the node; empty where there is none."""
        if self.kind is NodeKind.STEPS:
            return tuple(range(len(self.options)))
        if self.kind.takes_several:
            return tuple(place for place, one in enumerate(self.options) if any(share.value > 0 for share in one.score))
        best = next((place for place, one in enumerate(self.options) if one.is_full), None)
        if best is None:
            return ()
        return (self.options[best].first_day if self.kind is NodeKind.DAYS else best,)

    def words(self, choices: tuple[int, ...]) -> str:
        """A decision in plain words."""
        if self.kind is NodeKind.DAYS:
            return str(choices[0])
        join = " → " if self.kind is NodeKind.STEPS else "; "
        return join.join(option.text for option in self.chosen(choices))
