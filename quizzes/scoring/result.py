"""From marks to a verdict: total, cut score, result per competency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Mark:
    """The mark of one item: `earned` of `full`, None as long as a person has to mark it; `full` 0 carries no mark."""

    competency: str
    earned: Fraction | None
    full: Fraction


@dataclass(frozen=True)
class CompetencyResult:
    """What was earned in one competency: marks, how many of its items were fully right, and how many wait for a marker."""

    competency: str
    earned: Fraction
    full: Fraction
    right: int
    items: int
    waiting: int = 0

    @property
    def share(self) -> Fraction:
        """The share of the marks, 0 to 1 (0 where no item carries a mark)."""
        return self.earned / self.full if self.full else Fraction(0)


def by_competency(marks: Iterable[Mark]) -> list[CompetencyResult]:
    """A result for each competency, the weakest first; items that carry no mark are left out."""
    groups: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.full:
            groups.setdefault(mark.competency, []).append(mark)
    results = [_sum(competency, group) for competency, group in groups.items()]
    return sorted(results, key=lambda result: (result.share, result.competency))


def _sum(competency: str, marks: list[Mark]) -> CompetencyResult:
    return CompetencyResult(
        competency,
        sum((mark.earned or Fraction(0) for mark in marks), Fraction(0)),
        sum((mark.full for mark in marks), Fraction(0)),
        sum(mark.earned == mark.full for mark in marks),
        len(marks),
        sum(mark.earned is None for mark in marks),
    )


def has_passed(marks: Iterable[Mark], cut: Fraction, competency_cuts: Mapping[str, Fraction]) -> bool | None:
    """Whether the cut scores (in per cent) are reached, overall and in each competency that has one.

    None as long as marks by a person are missing that can still decide it.
    """
    listed = [mark for mark in marks if mark.full]
    if _reaches(listed, cut, competency_cuts, Fraction(0)):
        return True
    return None if _reaches(listed, cut, competency_cuts, Fraction(1)) else False


def _reaches(marks: list[Mark], cut: Fraction, cuts: Mapping[str, Fraction], hoped: Fraction) -> bool:
    """Whether the cuts are reached if every missing mark becomes `hoped` × its full mark."""
    filled = [Mark(m.competency, hoped * m.full if m.earned is None else m.earned, m.full) for m in marks]
    total = _sum("", filled)
    if not total.full or total.share * 100 < cut:
        return False
    return all(result.share * 100 >= cuts.get(result.competency, Fraction(0)) for result in by_competency(filled))
