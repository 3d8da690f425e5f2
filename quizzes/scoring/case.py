"""Training cases: a branching story about a fictional family, scored per competency, by its level and its timing.

The marks of a case are those of its key path: the decisions that earn everything. What a detour gives back counts
towards them, never beyond. The marks for the level and for the time come at the end, unless the end is a failure.
A decision is final once it is recorded; a case may allow one step back (`can_step_back`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from quizzes.scoring.base import ONE, ZERO, Item, Part, Response, expect
from quizzes.scoring.case_graph import graph_problems
from quizzes.scoring.case_nodes import MAX_DAYS, Branch, CaseOption, Move, Node, NodeKind, Walked
from quizzes.scoring.problems import Problem, gettext_noop
from quizzes.scoring.text import Text


@dataclass(frozen=True)
class LevelKey:
    """The level of support that the family needs in the end, and the marks for having reached it."""

    level: str
    competency: str
    mark: Fraction = ONE


@dataclass(frozen=True)
class Deadline:
    """In how many days the case should be led to its end, and the marks for that."""

    days: int
    competency: str
    mark: Fraction = ONE


@dataclass(frozen=True)
class Step:
    """One decision of a path: the node, what was chosen there, what it earned per competency, where it led."""

    node: Node
    choices: tuple[int, ...]
    shares: dict[str, Fraction]
    to: str

    @property
    def chosen(self) -> tuple[CaseOption, ...]:
        """The options taken."""
        return self.node.chosen(self.choices)

    @property
    def is_critical(self) -> bool:
        """Whether the decision put a child into danger."""
        return any(option.is_critical for option in self.chosen)

    @property
    def branch(self) -> Branch | None:
        """The branch taken, where the node branches by score."""
        return self.node.branch(self.choices) if self.node.kind.branches_by_score else None

    @property
    def earned(self) -> Fraction:
        """The share of the node's marks."""
        return self.node.earned(self.choices)

    @property
    def feedback(self) -> tuple[Text, ...]:
        """What the decision teaches: by option, by branch, by node."""
        branch = self.branch
        texts = (*(option.feedback for option in self.chosen), branch.feedback if branch else None, self.node.feedback)
        return tuple(text for text in texts if text)


@dataclass(frozen=True, kw_only=True)
class Case(Item):
    """A training case. Score: marks per competency on the path taken of those on the key path; see the module.

    `critical_cap` is the most that a path with a dangerous decision can earn.
    """

    kind: ClassVar[str] = "case"
    nodes: tuple[Node, ...]
    start: str = ""
    level_key: LevelKey | None = None
    deadline: Deadline | None = None
    critical_cap: Fraction = Fraction(2, 5)
    can_step_back: bool = False

    def tag_values(self, key: str) -> tuple[str, ...]:
        """As for every item; the clauses that nodes rest on are references of the case."""
        own = self.own_tag_values(key)
        return tuple(dict.fromkeys((*own, *(ref for node in self.nodes for ref in node.refs)))) if key == "ref" else own

    @property
    def first(self) -> str:
        """The node that the case begins at."""
        return self.start or (self.nodes[0].id if self.nodes else "")

    def node(self, name: str) -> Node | None:
        """The node of this name."""
        return next((node for node in self.nodes if node.id == name), None)

    @property
    def shuffled_groups(self) -> tuple[int, ...]:
        return tuple(0 if node.kind is NodeKind.DAYS else len(node.options) for node in self.nodes)

    # --- the path ---

    def steps(self, response: Response | None) -> tuple[Step, ...]:
        """The decisions of a fitting path in their order."""
        moves = () if response is None else expect(Walked, response).moves
        steps = []
        for move in moves:
            node = self.node(move.node)
            if node is not None:
                steps.append(Step(node, move.choices, node.shares(move.choices), node.next(move.choices)))
        return tuple(steps)

    def position(self, response: Response | None) -> Node | None:
        """The node that a path has reached: the one to decide now, or the end."""
        steps = self.steps(response)
        return self.node(steps[-1].to if steps else self.first)

    def is_finished(self, response: Response | None) -> bool:
        """Whether the path has reached an end."""
        node = self.position(response)
        return node is not None and node.kind is NodeKind.END

    def level_reached(self, response: Response | None) -> str:
        """The level of support chosen last on the path, empty where none was."""
        levels = [option.level for step in self.steps(response) for option in step.chosen if option.level]
        return levels[-1] if levels else ""

    def days_taken(self, response: Response | None) -> int:
        """How many days the decisions of the path took."""
        return sum(step.node.days(step.choices) for step in self.steps(response))

    def made_critical_error(self, response: Response | None) -> bool:
        """Whether a decision of the path put a child into danger."""
        return any(step.is_critical for step in self.steps(response))

    def right_response(self) -> Walked | None:
        moves: list[Move] = []
        at = self.node(self.first)
        while at is not None and at.kind is not NodeKind.END and len(moves) <= len(self.nodes):
            choices = at.right_choices()
            if not choices:
                return None
            moves.append(Move(at.id, choices))
            at = self.node(at.next(choices))
        return Walked(tuple(moves)) if moves and at is not None and at.kind is NodeKind.END else None

    # --- faults ---

    def _problems(self) -> Iterator[Problem]:
        if not ZERO <= self.critical_cap < ONE:
            yield Problem("critical_cap", gettext_noop("Предел балла после опасной ошибки — доля от 0 до 1, меньше 1."))
        if self.level_key and self.level_key.level not in self._levels:
            message = gettext_noop("Уровень «%(level)s» стоит в ключе, но ни один вариант его не выбирает.")
            yield Problem("level_key", message, {"level": self.level_key.level})
        yield from graph_problems(self.nodes, self.first)
        yield from self._key_path_problems()

    @property
    def _levels(self) -> set[str]:
        return {option.level for node in self.nodes for option in node.options}

    def _key_path_problems(self) -> Iterator[Problem]:
        key = self.right_response()
        if key is None:
            yield Problem("nodes", gettext_noop("Верные решения не доводят случай до конца. Проверьте, куда они ведут."))
            return
        if self.level_key and self.level_key.level in self._levels and self.level_reached(key) != self.level_key.level:
            message = gettext_noop("Верный путь не приходит к уровню «%(level)s» из ключа. Исправьте ключ или варианты.")
            yield Problem("level_key", message, {"level": self.level_key.level})
        if self.deadline and self.days_taken(key) > self.deadline.days:
            message = gettext_noop("Верный путь занимает дней: %(days)s, а срок — %(limit)s. Исправьте срок или дни вариантов.")
            yield Problem("deadline", message, {"days": self.days_taken(key), "limit": self.deadline.days})

    def response_problems(self, response: Response) -> tuple[Problem, ...]:
        at = self.node(self.first)
        for place, move in enumerate(expect(Walked, response).moves):
            where = f"moves[{place}]"
            if at is None or at.kind is NodeKind.END or move.node != at.id:
                message = gettext_noop("До сцены «%(node)s» этот путь не доходит. Продолжите с того места, где остановились.")
                return (Problem(where, message, {"node": move.node}),)
            problem = _choice_problem(at, move.choices)
            if problem:
                return (Problem(where, problem, {"limit": MAX_DAYS}),)
            at = self.node(at.next(move.choices))
        return ()

    def change_problems(self, before: Response | None, response: Response | None) -> tuple[Problem, ...]:
        """A recorded decision stays: a path only goes on, or one step back where the case allows that and is not over."""
        old = () if before is None else expect(Walked, before).moves
        new = () if response is None else expect(Walked, response).moves
        if new[: len(old)] == old:
            return ()
        if not self.can_step_back:
            return (Problem("moves", gettext_noop("Решение принято: изменить его нельзя, как и в жизни. Продолжите случай.")),)
        if self.is_finished(before):
            return (Problem("moves", gettext_noop("Случай пройден до конца: вернуться в нём уже нельзя.")),)
        if new[: len(old) - 1] == old[:-1]:
            return ()
        return (Problem("moves", gettext_noop("Вернуться можно только на один шаг.")),)

    # --- the score ---

    def _sums(self, response: Response) -> dict[str, Fraction]:
        """Marks per competency along a path, detours included."""
        sums: dict[str, Fraction] = {}
        for step in self.steps(response):
            for weight in step.node.weights:
                gain = weight.value * step.shares[weight.competency]
                sums[weight.competency] = sums.get(weight.competency, ZERO) + gain
        end = self.position(response)
        if end is None or end.kind is not NodeKind.END or end.is_failure:
            return sums
        key, due = self.level_key, self.deadline
        if key and self.level_reached(response) == key.level:
            sums[key.competency] = sums.get(key.competency, ZERO) + key.mark
        if due and self.days_taken(response) <= due.days:
            sums[due.competency] = sums.get(due.competency, ZERO) + due.mark
        return sums

    def parts(self, response: Response | None) -> tuple[Part, ...]:
        key = self.right_response()
        full = self._sums(key) if key else {}
        whole = sum(full.values(), ZERO)
        if not whole:
            return ()
        given = {} if response is None else self._sums(response)
        earned = {code: min(max(given.get(code, ZERO), ZERO), most) for code, most in full.items()}
        share = sum(earned.values(), ZERO) / whole
        scale = self.critical_cap / share if self.made_critical_error(response) and share > self.critical_cap else ONE
        unit = self.max_mark / whole
        return tuple(Part(code, earned[code] * scale * unit, most * unit) for code, most in full.items() if most)

    def grade(self, response: Response) -> Fraction:
        parts = self.parts(response)
        return sum((part.earned for part in parts), ZERO) / self.max_mark if parts else ZERO

    def response_text(self, response: Response) -> str:
        return " / ".join(f"{step.node.title}: {step.node.words(step.choices)}" for step in self.steps(response))

    def _feedback_for(self, response: Response) -> tuple[Text, ...]:
        return tuple(text for step in self.steps(response) for text in step.feedback)


def _choice_problem(node: Node, choices: tuple[int, ...]) -> str:
    if node.kind is NodeKind.DAYS:
        if len(choices) == 1 and 0 <= choices[0] <= MAX_DAYS and node.chosen(choices):
            return ""
        return gettext_noop("Введите число дней от 0 до %(limit)s.")
    if node.kind is NodeKind.STEPS:
        if sorted(choices) == list(range(len(node.options))):
            return ""
        return gettext_noop("Расставьте все строки, каждую один раз.")
    if any(not 0 <= place < len(node.options) for place in choices):
        return gettext_noop("Такого варианта нет. Выберите один из показанных.")
    if node.kind.takes_several:
        if choices and choices == tuple(sorted(set(choices))):
            return ""
        return gettext_noop("Выберите хотя бы один вариант, каждый один раз.")
    return "" if len(choices) == 1 else gettext_noop("Выберите один вариант.")
