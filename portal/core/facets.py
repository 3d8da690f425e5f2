"""Filters of an index page: a plain GET form, with counts and chips to take a filter off."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from .taxonomy import facet_choices

FACET_LABELS = {
    "levels": _("Уровень"),
    "services": _("Категория услуг"),
    "support_types": _("Вид сопровождения"),
    "groups": _("Целевая группа"),
    "stages": _("Этап работы"),
    "competencies": _("Компетенция"),
    "positions": _("Для кого"),
    "regions": _("Регион"),
    "evidence": _("Подтверждение результата"),
    "transfer": _("Готовность к переносу"),
}


@dataclass(frozen=True)
class FacetValue:
    code: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def is_open(self) -> bool:
        return any(value.is_chosen for value in self.values)


@dataclass(frozen=True)
class Chip:
    label: str
    remove_query: str


class FacetList:
    """Pages filtered by the facets chosen in a query string.

    Within a facet any chosen code is enough, between facets all must hold; a facet's counts are taken over the pages that
    pass the *other* facets, so that a count says what ticking the box would show. Unknown codes are ignored.
    """

    def __init__(
        self,
        pages: Sequence[Any],
        facets: Iterable[str],
        query: QueryDict,
        choices: dict[str, list[tuple[str, str]]] | None = None,
    ) -> None:
        self.all = list(pages)
        self._names = tuple(facets)
        self._query = query
        self._choices = {name: (choices or {}).get(name) or facet_choices(name) for name in self._names}
        self.chosen = {
            name: [code for code, _label in self._choices[name] if code in query.getlist(name)] for name in self._names
        }

    @staticmethod
    def codes_of(page: Any, facet: str) -> tuple[str, ...]:
        value = getattr(page, facet, ())
        return (value,) if isinstance(value, str) else tuple(value or ())

    def _passes(self, page: Any, without: str = "") -> bool:
        return all(
            not codes or name == without or set(codes) & set(self.codes_of(page, name)) for name, codes in self.chosen.items()
        )

    @cached_property
    def pages(self) -> list[Any]:
        return [page for page in self.all if self._passes(page)]

    @property
    def total(self) -> int:
        return len(self.all)

    @property
    def is_filtered(self) -> bool:
        return any(self.chosen.values())

    @cached_property
    def facets(self) -> list[Facet]:
        found = [self._facet(name) for name in self._names]
        return [facet for facet in found if facet.values]

    def _facet(self, name: str) -> Facet:
        counts = Counter(code for page in self.all if self._passes(page, name) for code in self.codes_of(page, name))
        used = {code for page in self.all for code in self.codes_of(page, name)}
        values = tuple(
            FacetValue(code, label, counts[code], code in self.chosen[name])
            for code, label in self._choices[name]
            if code in used
        )
        return Facet(name, str(FACET_LABELS[name]), values)

    @cached_property
    def chips(self) -> list[Chip]:
        labels = {(name, code): label for name in self._names for code, label in self._choices[name]}
        return [
            Chip(labels[name, code], self._query_without(name, code)) for name, codes in self.chosen.items() for code in codes
        ]

    def _query_without(self, name: str, code: str) -> str:
        query = self._query.copy()
        query.setlist(name, [value for value in query.getlist(name) if value != code])
        return query.urlencode()
