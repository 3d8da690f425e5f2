"""What the result page shows: facets with their values, chips to remove them, pages of results."""

from dataclasses import dataclass
from typing import NamedTuple

from django.http import QueryDict

from search.asking import FACETS, MAX_PAGE, PAGE_SIZE
from search.engine import Results
from search.labels import FACET_NAMES, TYPES, value_label
from search.text.queries import MAX_CHARACTERS


class Value(NamedTuple):
    """A value of a facet with the number of pages that have it."""

    code: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with those of its values that occur."""

    name: str
    label: str
    values: list[Value]

    @property
    def is_long(self) -> bool:
        """Say whether the values are folded away at first."""
        return len(self.values) > 6

    @property
    def is_open(self) -> bool:
        """Say whether a folded facet is open: when something is chosen in it."""
        return any(value.is_chosen for value in self.values)


class Chip(NamedTuple):
    """A chosen value, and the address without it."""

    label: str
    remove: str


class PageLink(NamedTuple):
    """A page of results."""

    number: int
    query: str
    is_current: bool


def facets_of(results: Results, data: QueryDict) -> list[Facet]:
    """Return the facets worth showing: those that can narrow the results, and those in use."""
    found = []
    for name in ("type", *FACETS, "lang"):
        chosen = set(data.getlist(name))
        counts = dict(results.facets.get(name, {})) | {c: results.facets.get(name, {}).get(c, 0) for c in chosen}
        values = [Value(code, value_label(name, code), count, code in chosen) for code, count in counts.items()]
        if len(values) > 1 or chosen:
            found.append(Facet(name, str(FACET_NAMES[name]), _ordered(name, values)))
    return found


def _ordered(name: str, values: list[Value]) -> list[Value]:
    if name == "year":
        return sorted(values, key=lambda value: value.code, reverse=True)
    if name == "type":
        order = list(TYPES)
        return sorted(values, key=lambda value: order.index(value.code) if value.code in order else 99)
    return sorted(values, key=lambda value: (-value.count, value.label))


def chips_of(data: QueryDict) -> list[Chip]:
    """Return a chip for every chosen value."""
    chips = []
    for name in ("type", *FACETS, "lang"):
        for code in dict.fromkeys(data.getlist(name)):
            rest = without(data, "page")
            rest.setlist(name, [other for other in data.getlist(name) if other != code])
            chips.append(Chip(value_label(name, code), rest.urlencode()))
    return chips


def without(data: QueryDict, *names: str) -> QueryDict:
    """Return the address's values without some."""
    rest = data.copy()
    for name in names:
        rest.pop(name, None)
    if len(rest.get("q", "")) > MAX_CHARACTERS:
        rest["q"] = rest["q"][:MAX_CHARACTERS]
    return rest


def query_with(data: QueryDict, **values: str) -> str:
    """Return the address's values with some replaced, first page, as text for a link."""
    rest = without(data, "page", *values)
    rest.update(values)
    return rest.urlencode()


def pages_of(results: Results, data: QueryDict, current: int) -> list[PageLink]:
    """Return links to the pages of results around the current one, the first and the last; none for one page."""
    last = min(MAX_PAGE, -(-results.total // PAGE_SIZE))
    if last < 2:
        return []
    wanted = sorted({1, last, *range(max(1, current - 2), min(last, current + 2) + 1)})
    return [PageLink(number, query_with(data) + f"&page={number}", number == current) for number in wanted]
