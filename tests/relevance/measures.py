"""Measures of a ranking (Manning, Raghavan, Schütze, Introduction to Information Retrieval, 2008, chapter 8)."""

from collections.abc import Mapping, Sequence
from math import log2


def ndcg(ranking: Sequence[str], answers: Mapping[str, int], depth: int = 10) -> float:
    """Return the normalised discounted cumulative gain with gains 2^grade - 1."""
    gains = [2 ** answers.get(page, 0) - 1 for page in ranking[:depth]]
    ideal = sorted((2**grade - 1 for grade in answers.values()), reverse=True)[:depth]
    return _discounted(gains) / _discounted(ideal)


def reciprocal_rank(ranking: Sequence[str], answers: Mapping[str, int], depth: int = 10) -> float:
    """Return one over the place of the first page that answers; zero if none is among the first ten."""
    return next((1 / place for place, page in enumerate(ranking[:depth], 1) if page in answers), 0.0)


def recall(ranking: Sequence[str], answers: Mapping[str, int], depth: int = 10) -> float:
    """Return the share of the answering pages among the first ten."""
    return len(set(ranking[:depth]) & set(answers)) / len(answers)


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / log2(place + 1) for place, gain in enumerate(gains, 1))
