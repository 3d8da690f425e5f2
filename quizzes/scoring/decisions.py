"""Pass or fail: how sure the decision is that a cut score makes."""

from dataclasses import dataclass
from math import asin, ceil, exp, pi, sin, sqrt
from statistics import NormalDist

# Decision consistency that a certification should reach (ours, docs/statistics.md).
CONSISTENCY_BAR = 0.85


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
        return exp(-(first * first + second * second - 2 * first * second * sine) / (2 * max(1 - sine * sine, 1e-300)))

    width = end / steps
    total = density(0) + density(end)
    total += 4 * sum(density(width * n) for n in range(1, steps, 2)) + 2 * sum(density(width * n) for n in range(2, steps, 2))
    return normal.cdf(first) * normal.cdf(second) + width / 3 * total / (2 * pi)


@dataclass(frozen=True)
class DecisionConsistency:
    """How alike two forms would decide, with the steps that lead there.

    `z`: the cut in standard deviations from the mean; `below`: Φ(z), the share expected to fail; `both`: Φ2(z, z; α), the
    share expected to fail twice; `p0`: the share decided alike; `kappa`: the same beyond chance.
    """

    z: float
    below: float
    both: float
    p0: float
    kappa: float | None

    @property
    def reaches_bar(self) -> bool:
        """Whether it is enough for a certification."""
        return self.p0 >= CONSISTENCY_BAR


def decision_consistency(*, cut: float, mean: float, standard_deviation: float, alpha: float) -> DecisionConsistency:
    """Peng and Subkoviak (1980): z = (cut − 0.5 − M)/SD, P0 = 1 + 2(Φ2(z, z; α) − Φ(z)); alpha from 0 to 1, the rest in marks.

    ValueError where the scores do not vary or alpha lies outside of 0 to 1.
    """
    if standard_deviation <= 0 or not 0 <= alpha <= 1:
        raise ValueError("needs scores that vary and an alpha from 0 to 1")
    z = (cut - 0.5 - mean) / standard_deviation
    below = NormalDist().cdf(z)
    both = bivariate_normal(z, z, alpha)
    chance = below * (1 - below)
    return DecisionConsistency(z, below, both, 1 + 2 * (both - below), (both - below * below) / chance if chance > 0 else None)


def standard_error_at(
    cut: float, *, places: int, full: float, mean: float, standard_deviation: float, alpha: float
) -> float | None:
    """The standard error, in marks, of a score that lies at the cut: Lord's binomial error with Keats's correction.

    √(x(n − x)/(n − 1) · (1 − α)/(1 − KR21)), with n the number of places and x the cut on a scale of 0 to n
    (Lord 1955, Keats 1957). Unlike the error of the whole test it is greatest in the middle of the scale. `cut`, `full`,
    `mean` and `standard_deviation` are in marks. Exact for items scored 0 or 1, an approximation where parts are given.
    None where scores do not vary or the test has one place.
    """
    if places < 2 or full <= 0 or standard_deviation <= 0:
        return None
    unit = full / places
    x, middle, spread = cut / unit, mean / unit, standard_deviation / unit
    kr21 = places / (places - 1) * (1 - middle * (places - middle) / (places * spread * spread))
    if kr21 >= 1 or alpha > 1:
        return None
    lord = max(x * (places - x), 0.0) / (places - 1)
    return unit * sqrt(lord * (1 - alpha) / (1 - kr21))


def places_needed(places: int, alpha: float, wanted: float) -> int | None:
    """How many places of the same kind would give the wanted alpha (Spearman and Brown); None where alpha is not above 0."""
    if not 0 < alpha < 1 or not 0 < wanted < 1:
        return None
    exact = places * wanted * (1 - alpha) / (alpha * (1 - wanted))
    # A whole number that a float misses by a hair must not cost a place more.
    return max(1, ceil(exact - 1e-9))
