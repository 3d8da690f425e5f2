"""Unusual speed: answers faster than anybody reads.

The normative threshold method (Wise and Ma, Setting response time thresholds for a CAT item pool: the normative threshold
method, NCME 2012): an answer given in less than 10 % of the mean time that others spent on the item, at most 10 seconds,
is a rapid one. The share of answers that are not rapid is the response time effort of Wise and Kong (Applied Measurement
in Education 18, 2005); below 0.9 an examiner should look.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

THRESHOLD, MOST_SECONDS, LEAST_EFFORT, FEWEST_OTHERS = 0.1, 10.0, 0.9, 5


@dataclass(frozen=True)
class Pace:
    """How one candidate went through the items: answers timed, rapid ones, and the share of the others."""

    answers: int
    rapid: int

    @property
    def effort(self) -> float | None:
        """Response time effort, 0 to 1; None where no answer could be judged."""
        return 1 - self.rapid / self.answers if self.answers else None

    @property
    def is_unusual(self) -> bool:
        return self.effort is not None and self.effort < LEAST_EFFORT


def thresholds(times: Mapping[Hashable, Sequence[float]]) -> dict[Hashable, float]:
    """For each item the seconds below which an answer is rapid; none for items that fewer than five people answered."""
    return {
        item: min(MOST_SECONDS, THRESHOLD * fmean(seconds)) for item, seconds in times.items() if len(seconds) >= FEWEST_OTHERS
    }


def pace(seconds: Mapping[Hashable, float], limits: Mapping[Hashable, float]) -> Pace:
    """The pace of one candidate by the seconds spent on each item and the thresholds of all."""
    judged = [item for item in seconds if item in limits]
    return Pace(len(judged), sum(seconds[item] < limits[item] for item in judged))
