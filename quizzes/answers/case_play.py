"""A training case, node by node. Each decision is recorded with the whole path so far; a button decides, never a mere tick.

The form carries the path as it was when the page was made; whether it may go on so is for the server to say.
"""

from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quizzes import scoring
from quizzes.answers.arranging import order_rows, read_order
from quizzes.answers.widgets import Answering, Choice, Row, Widget, from_page, page_order, posted
from quizzes.models import FormItem
from quizzes.rendering import to_html
from quizzes.scoring import Move, Node, NodeKind, Walked

MAX_DIGITS = 5


@dataclass(frozen=True)
class Passed:
    """One decision that was made: where, what, and what it teaches where that may be said already."""

    number: int
    title: str
    html: SafeString
    facts: tuple[scoring.Fact, ...]
    decision: str
    feedback: list[SafeString] = field(default_factory=list)


@dataclass(frozen=True)
class Play:
    """Where the case stands: the decisions made, the node reached, the fields of its decision."""

    intro: SafeString
    passed: list[Passed]
    node: Node
    html: SafeString
    path: str
    can_step_back: bool
    choices: list[Choice]
    rows: list[Row]
    days: str

    @property
    def is_over(self) -> bool:
        return self.node.kind is NodeKind.END

    @property
    def takes_several(self) -> bool:
        return self.node.kind.takes_several

    @property
    def number(self) -> int:
        """The number of the decision to be made now."""
        return len(self.passed) + 1


def decision_words(node: Node, choices: tuple[int, ...]) -> str:
    """A decision in words; days with their unit."""
    return _("%(count)s дн.") % {"count": choices[0]} if node.kind is NodeKind.DAYS else node.words(choices)


def _order(item: FormItem, node: Node) -> list[int]:
    """The order in which the options of a node are shown: its part of the form's order."""
    content = item.version.content
    start = 0
    for one, count in zip(content.nodes, content.shuffled_groups, strict=True):
        if one.id == node.id:
            return page_order(item, count, start)
        start += count
    return []


# --- showing ---


def _show(
    item: FormItem, response: scoring.Response | None, data: QueryDict | None = None, *, shows_feedback: bool = False
) -> Widget:
    content = item.version.content
    walked = _sound(content, response)
    node = content.position(walked)
    passed = [
        Passed(
            number,
            step.node.title,
            to_html(step.node.text),
            step.node.facts,
            decision_words(step.node, step.choices),
            [to_html(text) for text in step.feedback] if shows_feedback else [],
        )
        for number, step in enumerate(content.steps(walked), start=1)
    ]
    is_open = node.kind is not NodeKind.END
    play = Play(
        to_html(content.stem),
        passed,
        node,
        to_html(node.text),
        _write_path(item, walked),
        content.can_step_back and bool(passed) and is_open,
        _choices(item, node, data) if is_open else [],
        _rows(item, node, data) if node.kind is NodeKind.STEPS else [],
        posted(data, "answer") if node.kind is NodeKind.DAYS else "",
    )
    anchor = {NodeKind.STEPS: "answer-0", NodeKind.DAYS: "answer"}.get(node.kind, "answer-1")
    ask = node.ask if is_open else _("Случай пройден")
    return Widget("case", ask, _("Примите хотя бы одно решение"), extra=play, has_own_text=True, anchor=anchor)


def _sound(content: scoring.Case, response: scoring.Response | None) -> Walked | None:
    """The path as far as it can be walked: the last decision may be missing or no decision at all."""
    moves = response.moves if isinstance(response, Walked) else ()
    while moves and content.response_problems(Walked(moves)):
        moves = moves[:-1]
    return Walked(moves) if moves else None


def _choices(item: FormItem, node: Node, data: QueryDict | None) -> list[Choice]:
    if node.kind in (NodeKind.STEPS, NodeKind.DAYS):
        return []
    ticked = set(data.getlist("answer")) if data is not None and posted(data, "node") == node.id else set()
    texts = [to_html(scoring.Text(option.text, scoring.TextFormat.PLAIN)) for option in node.options]
    return [Choice(str(place), texts[one], str(place) in ticked) for place, one in enumerate(_order(item, node))]


def _rows(item: FormItem, node: Node, data: QueryDict | None) -> list[Row]:
    texts = [to_html(scoring.Text(option.text, scoring.TextFormat.PLAIN)) for option in node.options]
    return order_rows(texts, _order(item, node), (), data if posted(data, "node") == node.id else None)


# --- reading ---


def _write_path(item: FormItem, walked: Walked | None) -> str:
    parts = []
    for move in walked.moves if walked else ():
        node = item.version.content.node(move.node)
        order = _order(item, node)
        places = [order.index(choice) for choice in move.choices] if order else list(move.choices)
        parts.append(f"{move.node}:{','.join(map(str, places))}")
    return ";".join(parts)


def _read_path(item: FormItem, text: str) -> tuple[Move, ...]:
    moves = []
    for part in filter(None, text.split(";")):
        name, _colon, places = part.rpartition(":")
        node = item.version.content.node(name)
        if node is None:
            break
        moves.append(Move(name, _from_page(places.split(","), _order(item, node))))
    return tuple(moves)


def _from_page(places: list[str], order: list[int]) -> tuple[int, ...]:
    if not order:
        return tuple(int(place) for place in places if _is_number(place))
    found = (from_page(place, order) for place in places)
    return tuple(one for one in found if one is not None)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS


def _read(item: FormItem, data: QueryDict) -> scoring.Response | None:
    content = item.version.content
    moves = _read_path(item, data.get("path", "")[:2000])
    if "step_back" in data:
        moves = moves[:-1]
    elif "decide" in data:
        node = content.node(data.get("node", ""))
        if node is not None:
            moves = (*moves, Move(node.id, _decision(item, node, data)))
    return Walked(moves) if moves else None


def _decision(item: FormItem, node: Node, data: QueryDict) -> tuple[int, ...]:
    order = _order(item, node)
    if node.kind is NodeKind.STEPS:
        return read_order(data, order)
    if node.kind is NodeKind.DAYS:
        return _from_page([data.get("answer", "").strip()], [])
    found = _from_page(data.getlist("answer"), order)
    return tuple(sorted(set(found)))


case = Answering(show=_show, read=_read)
