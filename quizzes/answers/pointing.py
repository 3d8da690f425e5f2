"""Hotspot: places of a picture, by a click, by a movable cursor (script), or by their names.

A form says what was there when the page was made (`spots_before`), what the script makes of it (`spots`), which named
places are ticked (`answer`), and where the picture was clicked (`point.x`, `point.y`). What was changed last counts.
"""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _

from quizzes import scoring
from quizzes.answers.widgets import Answering, Choice, Widget, posted
from quizzes.models import FormItem
from quizzes.rendering import picture_url

MAX_DIGITS = 5
Points = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Spot:
    """A point that is marked, with its number."""

    number: int
    x: int
    y: int


@dataclass(frozen=True)
class Scene:
    """The picture with what is marked on it; `viewbox` is empty where its size is not known."""

    url: str
    alternative: str
    width: int
    height: int
    spots: list[Spot]
    value: str
    limit: int
    is_single: bool

    @property
    def viewbox(self) -> str:
        return f"0 0 {self.width} {self.height}" if self.width and self.height else ""


def _show(item: FormItem, response: scoring.Response | None, data: QueryDict | None) -> Widget:
    content = item.version.content
    points = response.points if isinstance(response, scoring.Pointed) else ()
    spots = [Spot(number, x, y) for number, (x, y) in enumerate(points, start=1)]
    scene = Scene(
        picture_url(content.picture),
        content.alternative,
        content.width,
        content.height,
        spots,
        _write(points),
        content.max_points,
        content.max_points == 1,
    )
    ask = _("Отметьте место на картинке")
    if content.max_points > 1:
        ask = _("Отметьте места на картинке, не больше: %(count)s") % {"count": content.max_points}
    missing = _("Отметьте хотя бы одно место")
    return Widget("hotspot", ask, missing, _named(content, points), extra=scene, anchor="spots-picture")


def _named(content: scoring.Hotspot, points: Points) -> list[Choice]:
    """The places by name, in alphabetical order. Where all places are right ones, a list of them would be the key: none."""
    if all(area.fraction > 0 for area in content.areas):
        return []
    marked = _areas_of(content, points)
    ranked = sorted(range(len(content.areas)), key=lambda place: (content.areas[place].name.casefold(), place))
    names = [conditional_escape(content.areas[place].name) for place in ranked]
    return [Choice(str(row), name, ranked[row] in marked) for row, name in enumerate(names)]


def _areas_of(content: scoring.Hotspot, points: Points) -> set[int]:
    found = (next((place for place, area in enumerate(content.areas) if area.contains(*point)), None) for point in points)
    return {place for place in found if place is not None}


def _write(points: Points) -> str:
    return ";".join(f"{x},{y}" for x, y in points)


def _parse(text: str) -> Points:
    points = []
    for pair in text.split(";"):
        x, comma, y = pair.partition(",")
        if comma and _is_number(x) and _is_number(y):
            points.append((int(x), int(y)))
    return tuple(points)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS


def _read(item: FormItem, data: QueryDict) -> scoring.Response | None:
    content = item.version.content
    before = _parse(posted(data, "spots_before"))
    points = _parse(posted(data, "spots"))
    if _is_number(posted(data, "point.x")) and _is_number(posted(data, "point.y")):
        clicked = (int(data["point.x"]), int(data["point.y"]))
        points = (*points, clicked)[-content.max_points :]
    elif points == before:
        points = _by_name(content, before, data.getlist("answer"))
    return scoring.Pointed(points) if points else None


def _by_name(content: scoring.Hotspot, before: Points, ticked: list[str]) -> Points:
    """The points once the list of names has had its say: places unticked are gone, places newly ticked have their centre."""
    names = _named(content, before)
    if not names:
        return before
    ranked = sorted(range(len(content.areas)), key=lambda place: (content.areas[place].name.casefold(), place))
    wanted = {ranked[int(value)] for value in ticked if _is_number(value) and int(value) < len(ranked)}
    marked = _areas_of(content, before)
    if wanted == marked:
        return before
    kept = tuple(point for point in before if _areas_of(content, (point,)) <= wanted and _areas_of(content, (point,)))
    return (*kept, *(content.areas[place].centre for place in sorted(wanted - marked)))


hotspot = Answering(show=_show, read=_read)
