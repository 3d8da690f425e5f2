"""Judged queries run through a search function, measured by group."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from statistics import fmean
from typing import NamedTuple

from tests.relevance.corpus import Judged
from tests.relevance.measures import ndcg, recall, reciprocal_rank

Search = Callable[[str, str, int], list[str]]
"""Query, language of the results, limit -> keys of pages such as `ru/methodology/levels`."""


class Score(NamedTuple):
    """Means over a group of queries."""

    queries: int
    ndcg: float
    mrr: float
    recall: float


def evaluate(search: Search, queries: Iterable[Judged]) -> dict[str, Score]:
    """Return scores by `language group`, and over all under `all`."""
    rows: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for query in queries:
        ranking = [key.split("/", 1)[1] for key in search(query.text, query.lang, 10)]
        row = (ndcg(ranking, query.answers), reciprocal_rank(ranking, query.answers), recall(ranking, query.answers))
        rows[f"{query.lang} {query.group}"].append(row)
        rows["all"].append(row)
    return {name: Score(len(listed), *map(fmean, zip(*listed, strict=True))) for name, listed in rows.items()}
