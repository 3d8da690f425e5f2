"""Hotspot: point at places of a picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from quizzes.scoring.base import ONE, ZERO, Item, Response, expect
from quizzes.scoring.problems import Problem, gettext_noop
from quizzes.scoring.text import NO_TEXT, Text


@dataclass(frozen=True)
class Pointed(Response):
    """Points of the picture, in its own pixels from the upper left corner."""

    points: tuple[tuple[int, int], ...]
    kind: ClassVar[str] = "pointed"

    @property
    def is_blank(self) -> bool:
        return not self.points


class Shape(StrEnum):
    """`circle`: x, y, radius; `rect`: x1, y1, x2, y2; `poly`: x, y of each corner."""

    CIRCLE = "circle"
    RECT = "rect"
    POLY = "poly"


@dataclass(frozen=True)
class Area:
    """A place of the picture with its words (for those who cannot see it) and its share of the mark."""

    name: str
    shape: Shape
    coords: tuple[int, ...]
    fraction: Fraction = ZERO
    feedback: Text = NO_TEXT

    def contains(self, x: int, y: int) -> bool:
        """Whether the point lies in the area, its edge included."""
        if self.shape is Shape.CIRCLE:
            left, top, radius = self.coords
            return (x - left) ** 2 + (y - top) ** 2 <= radius**2
        if self.shape is Shape.RECT:
            left, top, right, bottom = self.coords
            return left <= x <= right and top <= y <= bottom
        return self._in_polygon(x, y)

    @property
    def _corners(self) -> list[tuple[int, int]]:
        return list(zip(self.coords[::2], self.coords[1::2], strict=True))

    def _in_polygon(self, x: int, y: int) -> bool:
        inside = False
        corners = self._corners
        for (x1, y1), (x2, y2) in pairwise([*corners, corners[0]]):
            cross = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
            if cross == 0 and min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2):
                return True
            if (y1 > y) != (y2 > y) and (cross > 0) == (y2 > y1):
                inside = not inside
        return inside

    @property
    def centre(self) -> tuple[int, int]:
        """A point of the area to stand for it, where it is chosen by its name."""
        if self.shape is Shape.CIRCLE:
            return self.coords[0], self.coords[1]
        if self.shape is Shape.RECT:
            return (self.coords[0] + self.coords[2]) // 2, (self.coords[1] + self.coords[3]) // 2
        return self._corners[0]

    @property
    def is_sound(self) -> bool:
        """Whether the numbers make a shape."""
        if self.shape is Shape.CIRCLE:
            return len(self.coords) == 3 and self.coords[2] > 0
        if self.shape is Shape.RECT:
            return len(self.coords) == 4 and self.coords[0] < self.coords[2] and self.coords[1] < self.coords[3]
        return len(self.coords) >= 6 and len(self.coords) % 2 == 0


@dataclass(frozen=True, kw_only=True)
class Hotspot(Item):
    """Score: the sum of the fractions of the areas hit, each once, within [0, 1]; a point hits the first area it is in.

    `width` and `height` are those of the picture in pixels, 0 where they are not known.
    """

    kind: ClassVar[str] = "hotspot"
    picture: str
    alternative: str
    areas: tuple[Area, ...]
    max_points: int = 1
    width: int = 0
    height: int = 0

    def _problems(self) -> Iterator[Problem]:
        if not self.picture or not self.alternative.strip():
            yield Problem("picture", gettext_noop("Нужны картинка и её описание словами."))
        if self.width < 0 or self.height < 0:
            yield Problem("picture", gettext_noop("Ширина и высота картинки не могут быть отрицательными."))
        for place, area in enumerate(self.areas):
            if not area.is_sound or not area.name.strip():
                message = gettext_noop("У области нужны название и верные координаты.")
                yield Problem(f"areas[{place}]", message)
        right = [area for area in self.areas if area.fraction > 0]
        if sum((area.fraction for area in right), ZERO) != ONE:
            yield Problem("areas", gettext_noop("Веса верных областей вместе должны давать 100 %."))
        if len(right) > self.max_points:
            yield Problem("max_points", gettext_noop("Верных областей больше, чем можно отметить точек."))

    def _hit(self, response: Response) -> list[Area]:
        found = (next((area for area in self.areas if area.contains(x, y)), None) for x, y in expect(Pointed, response).points)
        return list(dict.fromkeys(area for area in found if area is not None))

    def response_problems(self, response: Response) -> tuple[Problem, ...]:
        points = expect(Pointed, response).points
        if any(x < 0 or y < 0 or (self.width and x > self.width) or (self.height and y > self.height) for x, y in points):
            return (Problem("points", gettext_noop("Точка лежит вне картинки. Отметьте её на картинке.")),)
        if len(points) <= self.max_points:
            return ()
        message = gettext_noop("Можно отметить точек: %(limit)s. Уберите лишние.")
        return (Problem("points", message, {"limit": self.max_points}),)

    def grade(self, response: Response) -> Fraction:
        return min(max(sum((area.fraction for area in self._hit(response)), ZERO), ZERO), ONE)

    def right_response(self) -> Pointed:
        return Pointed(tuple(area.centre for area in self.areas if area.fraction > 0))

    def without_wrong(self, response: Response) -> Pointed | None:
        right = [area for area in self.areas if area.fraction > 0]
        points = tuple(point for point in expect(Pointed, response).points if any(area.contains(*point) for area in right))
        return Pointed(points) if points else None

    def right_parts(self, response: Response) -> tuple[int, int]:
        right = sum(area.fraction > 0 for area in self.areas)
        return sum(area.fraction > 0 for area in self._hit(response)), right

    def response_text(self, response: Response) -> str:
        names = [area.name for area in self._hit(response)]
        missed = len(expect(Pointed, response).points) - len(names)
        return "; ".join(names + ["—"] * missed)

    def _feedback_for(self, response: Response) -> tuple[Text, ...]:
        return tuple(area.feedback for area in self._hit(response) if area.feedback)
