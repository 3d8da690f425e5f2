"""Pass or fail: how sure the decision is, who chose what, what the figures say in words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import asin, exp, pi, sin, sqrt
from statistics import NormalDist

from quizzes.scoring.item_analysis import ItemStatistics
from quizzes.scoring.problems import gettext_noop

TOO_EASY, TOO_HARD, WEAK, MIN_ATTEMPTS = 95.0, 20.0, 15.0, 10
MIN_JUDGES = 8


def bivariate_normal(first: float, second: float, correlation: float) -> float:
    """P(X ≤ first, Y ≤ second) of the standard bivariate normal distribution, to about 1e-10.

    Φ2 = Φ(h)Φ(k) + (1/2π) ∫₀^{asin ρ} exp(−(h² + k² − 2hk·sin θ) / (2·cos² θ)) dθ (Drezner and Wesolowsky),
    by Simpson's rule; the bound ρ = ±1 by the one-dimensional distribution.
    """
    normal = NormalDist()
    if correlation >= 1:
        return normal.cdf(min(first, second))
    if correlation <= -1:
        return max(0.0, normal.cdf(first) + normal.cdf(second) - 1)
    steps, end = 2000, asin(correlation)

    def density(angle: float) -> float:
        # 1 − sin² is cos² without a division by a rounded zero near the ends.
        sine = sin(angle)
        return exp(-(first * first + second * second - 2 * first * second * sine) / (2 * (1 - sine * sine)))

    width = end / steps
    total = density(0) + density(end)
    total += 4 * sum(density(width * n) for n in range(1, steps, 2)) + 2 * sum(density(width * n) for n in range(2, steps, 2))
    return normal.cdf(first) * normal.cdf(second) + width / 3 * total / (2 * pi)


@dataclass(frozen=True)
class DecisionConsistency:
    """`p0`: the share that a second form would decide alike; `kappa`: the same beyond chance; `z`: the bar."""

    z: float
    p0: float
    kappa: float | None


def decision_consistency(*, cut: float, mean: float, standard_deviation: float, alpha: float) -> DecisionConsistency:
    """Peng and Subkoviak (1980): z = (cut − 0.5 − M)/SD, P0 = 1 + 2(Φ2(z, z; α) − Φ(z)); alpha from 0 to 1.

    ValueError where the scores do not vary or alpha lies outside of 0 to 1.
    """
    if standard_deviation <= 0 or not 0 <= alpha <= 1:
        raise ValueError("needs scores that vary and an alpha from 0 to 1")
    z = (cut - 0.5 - mean) / standard_deviation
    below = NormalDist().cdf(z)
    both = bivariate_normal(z, z, alpha)
    chance = below * (1 - below)
    return DecisionConsistency(z, 1 + 2 * (both - below), (both - below * below) / chance if chance > 0 else None)


@dataclass(frozen=True)
class DistractorRow:
    """How often an option was chosen by the lower, middle and upper third of the totals."""

    option: str
    lower: int
    middle: int
    upper: int


def distractor_table(chosen: Sequence[tuple[str, Fraction]]) -> list[DistractorRow]:
    """A row per option from pairs (option, total of the attempt); thirds by rank, ties kept together in the lower one.

    Options in the order of their names.
    """
    ranked = sorted(total for _option, total in chosen)
    count = len(ranked)
    if not count:
        return []
    low, high = ranked[(count - 1) // 3], ranked[(2 * count - 1) // 3]
    thirds = Counter((option, 0 if total <= low else 1 if total <= high else 2) for option, total in chosen)
    return [
        DistractorRow(option, *(thirds[option, third] for third in range(3)))
        for option in sorted({option for option, _total in chosen})
    ]


@dataclass(frozen=True)
class Flag:
    """Something a methodologist should look at: `code` for filters, `template` % `params` in words."""

    code: str
    template: str
    params: Mapping[str, object]

    def __str__(self) -> str:
        return self.template % self.params if self.params else self.template


def flags(row: ItemStatistics, *, key: str = "", table: Sequence[DistractorRow] = ()) -> list[Flag]:
    """What the figures of an item say in words; nothing under ten attempts, where they are chance."""
    if row.attempts < MIN_ATTEMPTS:
        return []
    found = []
    if row.facility is not None and row.facility > TOO_EASY:
        found.append(Flag("too-easy", gettext_noop("Слишком лёгкий: верно ответили почти все."), {}))
    if row.facility is not None and row.facility < TOO_HARD:
        found.append(Flag("too-hard", gettext_noop("Слишком трудный: верно ответили единицы."), {}))
    index = row.discrimination_index
    if index is not None and index < 0:
        message = gettext_noop("Сильные отвечают хуже слабых. Проверьте ключ и формулировку.")
        found.append(Flag("negative", message, {}))
    elif index is not None and index < WEAK:
        found.append(Flag("weak", gettext_noop("Почти не отличает сильных от слабых."), {}))
    return found + _key_flags(key, table)


def _key_flags(key: str, table: Sequence[DistractorRow]) -> list[Flag]:
    if not table or not key:
        return []
    found = []
    best = max(table, key=lambda row: row.upper)
    of_key = next((row.upper for row in table if row.option == key), 0)
    if best.option != key and best.upper > of_key:
        message = gettext_noop("Возможно, неверен ключ: лучшая треть выбрала «%(option)s».")
        found.append(Flag("key", message, {"option": best.option}))
    return found


@dataclass(frozen=True)
class AngoffResult:
    """The panel's cut score in marks, its standard error, the judges' own cuts; provisional under eight judges."""

    cut: float
    standard_error: float | None
    judges: tuple[float, ...]
    is_provisional: bool


def angoff(estimates: Mapping[str, Mapping[str, float]]) -> AngoffResult:
    """From each judge's estimates p (0 to 1) by item: cut = Σ over items of the mean p, SE = SD(judges' cuts)/√J.

    ValueError where there is no judge, judges rated different items, or a p lies outside of 0 to 1.
    """
    rounds = list(estimates.values())
    if not rounds or any(set(one) != set(rounds[0]) for one in rounds):
        raise ValueError("every judge has to rate the same items")
    if any(not 0 <= p <= 1 for one in rounds for p in one.values()):
        raise ValueError("an estimate is a share from 0 to 1")
    cuts = tuple(sum(one[item] for item in sorted(one)) for one in rounds)
    count, middle = len(cuts), sum(cuts) / len(cuts)
    error = sqrt(sum((cut - middle) ** 2 for cut in cuts) / (count - 1)) / sqrt(count) if count > 1 else None
    return AngoffResult(middle, error, cuts, count < MIN_JUDGES)
