"""Results of Wagtail's search layer: the index says what matches, the database what may be shown."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from django.db.models import Count, Model, QuerySet
from modelsearch.backends.base import BaseSearchResults, FilterFieldError

_MAX_PARAMETERS = 10_000
"""Primary keys that are given to the database in one query; SQLite accepts 32,766 values."""


class Results(BaseSearchResults):
    """Objects in order of relevance, or in the order of the queryset."""

    supports_facet = True

    @cached_property
    def _found(self) -> tuple[dict[Any, float], bool]:
        """Primary keys with scores, and whether all objects but these are meant."""
        keys, inverted = self.query_compiler.run(self.backend.engine)
        to_python = self.query_compiler.queryset.model._meta.pk.to_python
        return {to_python(key): score for key, score in keys.items()}, inverted

    @property
    def _matching(self) -> QuerySet[Model]:
        """The queryset without what does not match."""
        keys, inverted = self._found
        queryset = self.query_compiler.queryset
        if inverted:
            return queryset.exclude(pk__in=keys) if keys else queryset
        if len(keys) > _MAX_PARAMETERS:
            present = set(queryset.order_by().values_list("pk", flat=True))
            keys = dict(sorted(((k, s) for k, s in keys.items() if k in present), key=_by_score)[:_MAX_PARAMETERS])
        return queryset.filter(pk__in=keys)

    def _do_search(self) -> list[Model]:
        keys, inverted = self._found
        if self.query_compiler.order_by_relevance and not inverted:
            return list(self._with_scores(self._by_relevance(keys)))
        queryset = self._matching
        if not self.query_compiler.order_by_relevance and not queryset.query.order_by:
            # Without an order a page of results might repeat what the page before showed.
            queryset = queryset.order_by("-pk")
        return list(self._with_scores(queryset[self.start : self.stop]))

    def _by_relevance(self, keys: dict[Any, float]) -> list[Model]:
        allowed = set(self._matching.order_by().values_list("pk", flat=True))
        wanted = [key for key, _ in sorted(keys.items(), key=_by_score) if key in allowed][self.start : self.stop]
        objects = {obj.pk: obj for obj in self.query_compiler.queryset.filter(pk__in=wanted)}
        return [objects[key] for key in wanted if key in objects]

    def _with_scores(self, objects: Iterable[Model]) -> Iterator[Model]:
        keys, _ = self._found
        for obj in objects:
            if self._score_field:
                setattr(obj, self._score_field, float(keys.get(obj.pk, 0.0)))
            yield obj

    def _do_count(self) -> int:
        total = self._matching.order_by().values("pk").distinct().count()
        stop = total if self.stop is None else min(self.stop, total)
        return max(0, stop - self.start)

    def facet(self, field_name: str) -> "OrderedDict[Any, int]":
        """Return how often each value of a field occurs in the results, the most frequent first."""
        if self.query_compiler._get_filterable_field(field_name) is None:
            model = self.query_compiler.queryset.model.__name__
            raise FilterFieldError(
                f'Cannot facet search results with field "{field_name}". '
                f"Please add index.FilterField('{field_name}') to {model}.search_fields.",
                field_name=field_name,
            )
        rows = self._matching.order_by().values(field_name).annotate(count=Count("pk")).order_by("-count")
        return OrderedDict((row[field_name], row["count"]) for row in rows)

    def _clone(self) -> "Results":
        """Keep what was found: a slice of results need not search again."""
        clone: Results = super()._clone()
        if "_found" in self.__dict__:
            clone.__dict__["_found"] = self._found
        return clone


def _by_score(item: tuple[Any, float]) -> tuple[float, str]:
    return -item[1], str(item[0])
