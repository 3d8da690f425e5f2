"""What the templates of items are given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString

from quizzes import scoring
from quizzes.models import FormItem


@dataclass(frozen=True)
class Choice:
    """One thing to choose: its place on the page, its words, whether it is chosen now, whether it may be taken many times."""

    value: str
    html: SafeString
    is_chosen: bool
    is_unlimited: bool = False
    group: int = 1


@dataclass(frozen=True)
class Slot:
    """One premise or gap with the list to choose from; `label` names a gap that has no words of its own."""

    name: str
    html: SafeString
    choices: Sequence[Choice]
    label: str = ""


@dataclass(frozen=True)
class Piece:
    """A piece of a text with gaps, and the gap that follows it."""

    html: SafeString
    slot: Slot | None = None


@dataclass(frozen=True)
class Row:
    """One line to put in order: the name of its field, its words, the place it has been given ("" for none)."""

    name: str
    html: SafeString
    place: str


@dataclass(frozen=True)
class Widget:
    """How an item is answered: `shape` names the template, `ask` is the short instruction, `missing` the error.

    `has_own_text`: the widget shows the question's text itself. `anchor` is the id of the first field, for the error
    summary.
    """

    shape: str
    ask: str = ""
    missing: str = ""
    choices: Sequence[Choice] = ()
    slots: Sequence[Slot] = ()
    text: str = ""
    units: Sequence[str] = field(default_factory=tuple)
    pieces: Sequence[Piece] = ()
    rows: Sequence[Row] = ()
    extra: Any = None
    has_own_text: bool = False
    anchor: str = "answer-1"

    @property
    def template(self) -> str:
        """The template of the shape."""
        return f"quizzes/widgets/{self.shape}.html"


def page_order(item: FormItem, count: int, start: int = 0) -> list[int]:
    """The order in which `count` things are shown, of the form's own order from `start` on."""
    order = [int(place) for place in item.option_order[start : start + count]]
    return order if sorted(order) == list(range(count)) else list(range(count))


def from_page(value: str, order: list[int]) -> int | None:
    """The place in the item of a thing at a place of the page; None where there is none."""
    is_place = value.isascii() and value.isdigit() and len(value) < 6 and int(value) < len(order)
    return order[int(value)] if is_place else None


def posted(data: QueryDict | None, name: str) -> str:
    """A posted value, empty where nothing was posted."""
    return data.get(name, "") if data is not None else ""


@dataclass(frozen=True)
class Answering:
    """How items of one type are answered: `show` gives the widget, `read` the response of a posted form."""

    show: Callable[..., Widget]
    read: Callable[[FormItem, QueryDict], scoring.Response | None]
