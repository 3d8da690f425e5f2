"""The characteristic of an item as a drawing: coordinates for an SVG that needs no style and no script."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from quizzes.admin.figures import number, percent
from quizzes.scoring.score_groups import ScoreGroup

WIDTH, HEIGHT = 520, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 16, 52


@dataclass(frozen=True)
class Point:
    """One group: where its facility and the ends of its interval stand, and its row in the table."""

    x: float
    y: float
    top: float
    bottom: float
    name: str
    count: int
    facility: str
    interval: str


@dataclass(frozen=True)
class Mark:
    """A tick of an axis with its words."""

    at: float
    words: str


@dataclass(frozen=True)
class Plot:
    """The drawing: points from weak to strong, the line between them, ticks, the line of guessing, a description in words."""

    points: tuple[Point, ...]
    path: str
    rows: tuple[Mark, ...]
    guess: float | None
    description: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM
    foot: int = HEIGHT - BOTTOM + 20
    caption: int = HEIGHT - 8
    middle: float = (LEFT + WIDTH - RIGHT) / 2


def _down(share: float) -> float:
    """From a share of 0 to 1 to the height in the drawing."""
    return round(TOP + (1 - min(1.0, max(0.0, share))) * (HEIGHT - TOP - BOTTOM), 1)


def characteristic(groups: Sequence[ScoreGroup], guess: float | None) -> Plot | None:
    """The drawing of an item's groups; `guess` is what guessing earns in per cent. None without groups."""
    if not groups:
        return None
    step = (WIDTH - LEFT - RIGHT) / len(groups)
    points = tuple(_point(group, round(LEFT + step * (n + 0.5), 1)) for n, group in enumerate(groups))
    path = " ".join(f"{'L' if n else 'M'}{point.x} {point.y}" for n, point in enumerate(points))
    rows = tuple(Mark(_down(share / 100), f"{share} %") for share in (0, 25, 50, 75, 100))
    return Plot(points, path, rows, None if guess is None else _down(guess / 100), _words(points))


def _point(group: ScoreGroup, x: float) -> Point:
    low, high = _mark(group.low), _mark(group.high)
    return Point(
        x,
        _down(group.facility),
        _down(group.upper),
        _down(group.lower),
        low if low == high else f"{low}–{high}",
        group.count,
        percent(100 * group.facility, 0),
        f"{percent(100 * group.lower, 0)} – {percent(100 * group.upper, 0)}",
    )


def _mark(mark: Fraction) -> str:
    return number(float(mark), 0 if mark.denominator == 1 else 1)


def _words(points: Sequence[Point]) -> str:
    parts = [_("баллы %(name)s: решают %(facility)s") % {"name": one.name, "facility": one.facility} for one in points]
    return "; ".join(parts)
