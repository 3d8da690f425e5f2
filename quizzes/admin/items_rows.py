"""Repeatable rows of a form: options, pairs, hints. Buttons that post add, drop and move them; a script only saves the way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import Promise

ACTS = ("add", "drop", "up", "down")


class Row(forms.Form):
    """One row. It is left out where every field of `says` is empty, whatever its other fields are set to."""

    use_required_attribute = False
    says: ClassVar[tuple[str, ...]] = ("text",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    @property
    def is_blank(self) -> bool:
        return not any(str(self[name].value() or "").strip() for name in self.says)

    def forget_errors(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data = {}


@dataclass(frozen=True)
class RowKind:
    """What the rows of one name are: their form, how many to begin with, the words around them."""

    row: type[Row]
    title: str | Promise
    add: str | Promise
    help: str | Promise = ""
    least: int = 2
    can_move: bool = False


class RowSet:
    """The rows of one name in a form."""

    def __init__(
        self, name: str, kind: RowKind, data: Mapping[str, Any] | None, initial: Sequence[Mapping[str, Any]], **kwargs: Any
    ) -> None:
        self.name, self.kind, self.errors = name, kind, list[str]()
        count = count_rows(data, name) if data is not None else max(len(initial), kind.least)
        self.rows = [self._row(place, data, initial, kwargs) for place in range(count)]

    def _row(self, place: int, data: Any, initial: Sequence[Mapping[str, Any]], kwargs: dict[str, Any]) -> Row:
        given = dict(initial[place]) if data is None and place < len(initial) else {}
        return self.kind.row(data, prefix=f"{self.name}-{place}", initial=given, **kwargs)

    @property
    def spare(self) -> Row:
        """An empty row for the script to copy; `__place__` stands for its number."""
        return self.kind.row(prefix=f"{self.name}-__place__")

    @property
    def anchor(self) -> str:
        return f"rows-{self.name}"

    @property
    def filled(self) -> list[Row]:
        return [row for row in self.rows if not row.is_blank]

    def is_valid(self) -> bool:
        sound = [row.is_valid() for row in self.filled]
        return all(sound) and not self.errors

    def forget_errors(self) -> None:
        self.errors = []
        for row in self.rows:
            row.forget_errors()


def count_rows(data: Mapping[str, Any], name: str) -> int:
    """How many rows of a name were posted. Every row posts a field of its own, so there are never more than fields."""
    value = str(data.get(f"{name}-rows", "0"))
    return min(int(value), len(data)) if value.isascii() and value.isdigit() and len(value) < 6 else 0


def wanted_act(data: Mapping[str, Any], names: Iterable[str]) -> tuple[str, str, int] | None:
    """The button that was pressed: (act, name of the rows, place), None where it was another one."""
    for name in names:
        for act in ACTS:
            value = data.get(f"{act}-{name}")
            if value is not None:
                return act, name, int(value) if value.isascii() and value.isdigit() else 0
    return None


def order_after(act: str, count: int, place: int) -> list[int]:
    """The places of the rows as an act leaves them; a row that is added stands last with the number `count`."""
    order = list(range(count))
    if act == "add":
        order.append(count)
    elif act == "drop" and place in order:
        order.remove(place)
    elif act in ("up", "down") and place in order:
        other = place + (1 if act == "down" else -1)
        if other in order:
            order[place], order[other] = order[other], order[place]
    return order


def apply_act(data: QueryDict, act: str, name: str, place: int) -> QueryDict:
    """The posted data with a row added, dropped or moved; what was typed stays."""
    order = order_after(act, count_rows(data, name), place)
    changed = data.copy()
    for key in [key for key in data if key.startswith(f"{name}-") and key != f"{name}-rows"]:
        del changed[key]
    for new, old in enumerate(order):
        head = f"{name}-{old}-"
        for key in [key for key in data if key.startswith(head)]:
            changed.setlist(f"{name}-{new}-{key.removeprefix(head)}", data.getlist(key))
    changed[f"{name}-rows"] = str(len(order))
    return changed


def append_row(data: QueryDict, name: str, values: Mapping[str, str]) -> QueryDict:
    """The posted data with one more row that holds `values`."""
    changed = data.copy()
    count = count_rows(data, name)
    for key, value in values.items():
        changed[f"{name}-{count}-{key}"] = value
    changed[f"{name}-rows"] = str(count + 1)
    return changed
