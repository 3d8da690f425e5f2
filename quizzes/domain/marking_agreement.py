"""How far two markers agree, by item and criterion: what a methodologist reads before trusting a rubric."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from quizzes.domain.marking import rubric_of
from quizzes.domain.rulings import margin_of
from quizzes.models import CriterionMark, ItemVersion, Mark
from quizzes.scoring.agreement import kappa_word, percent_agreement, quadratic_weights, weighted_kappa

FEWEST_PAIRS = 10  # with fewer, kappa is chance


@dataclass(frozen=True)
class CriterionAgreement:
    """One criterion of one version: pairs of marks, equal ones in per cent, weighted kappa with its word (None, "": too few)."""

    title: str
    pairs: int
    percent: float | None
    kappa: float | None

    @property
    def word(self) -> str:
        return "" if self.kappa is None else kappa_word(self.kappa)


@dataclass(frozen=True)
class ItemAgreement:
    """One version: answers marked by two, the share of them within the margin in per cent, and its criteria."""

    version: ItemVersion
    answers: int
    within_margin: float
    criteria: tuple[CriterionAgreement, ...]


def agreement_by_item() -> list[ItemAgreement]:
    """A row for each version that two people marked answers of; three queries."""
    marks = Mark.objects.filter(number__lte=2).select_related("response__form_item__version", "response__attempt__quiz")
    pairs: dict[int, list[Mark]] = {}
    for mark in marks.order_by("response", "number"):
        pairs.setdefault(mark.response_id, []).append(mark)
    both = [(rows[0], rows[1]) for rows in pairs.values() if len(rows) == 2 and _were_independent(rows)]
    values = _values(mark.pk for pair in both for mark in pair)
    by_version: dict[ItemVersion, list[tuple[Mark, Mark]]] = {}
    for first, second in both:
        by_version.setdefault(first.response.form_item.version, []).append((first, second))
    return [_item(version, group, values) for version, group in sorted(by_version.items(), key=lambda row: row[0].title)]


def _were_independent(rows: list[Mark]) -> bool:
    """Where one marker is enough, a second mark is a review after an appeal."""
    return rows[0].response.attempt.quiz.markers_needed == 2


def _values(marks: Iterable[int]) -> dict[tuple[int, int], Fraction]:
    rows = CriterionMark.objects.filter(mark__in=list(marks))
    return {(row.mark_id, row.place): row.value for row in rows}


def _item(version: ItemVersion, group: list[tuple[Mark, Mark]], values: dict[tuple[int, int], Fraction]) -> ItemAgreement:
    near = sum(abs(a.fraction - b.fraction) <= margin_of(a.response.attempt.quiz) for a, b in group)
    rows = []
    for place, criterion in enumerate(rubric_of(version.content)):
        levels = [mark for mark, _words in criterion.levels]
        found = [(levels.index(values[a.pk, place]), levels.index(values[b.pk, place])) for a, b in group]
        kappa = weighted_kappa(found, quadratic_weights(len(levels))) if len(found) >= FEWEST_PAIRS else None
        rows.append(CriterionAgreement(criterion.title, len(found), percent_agreement(found), kappa))
    return ItemAgreement(version, len(group), 100 * near / len(group), tuple(rows))
