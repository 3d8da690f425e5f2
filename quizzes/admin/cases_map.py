"""The map of a training case: scenes in rows from the beginning down, ways between them, the right way marked.

Pure: a case that is still being written, with holes and circles, is drawn as it stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from quizzes.scoring import Node, NodeKind
from quizzes.scoring.base import ZERO

BOX_WIDTH, BOX_HEIGHT, GAP_X, GAP_Y, MARGIN, BEND = 168, 56, 20, 36, 8, 20
LINE_LENGTH, LINES = 19, 2


@dataclass(frozen=True)
class Way:
    """One way out of a scene: the words of the decision, where it leads, whether it is the best or a dangerous one."""

    to: str
    words: str
    is_best: bool = False
    is_critical: bool = False


@dataclass(frozen=True)
class Spot:
    """A scene on the map: its place in the case, its ways, where it is drawn."""

    id: str
    place: int
    title: str
    kind: NodeKind
    is_failure: bool
    ways: tuple[Way, ...]
    is_reached: bool = True
    is_best: bool = False
    x: int = 0
    y: int = 0

    @property
    def number(self) -> int:
        return self.place + 1

    @property
    def anchor(self) -> str:
        return f"scene-{self.place}"

    @property
    def is_end(self) -> bool:
        return self.kind is NodeKind.END

    @property
    def lines(self) -> tuple[tuple[int, int, str], ...]:
        """The title in lines that fit the box: (x, y, words)."""
        found = _wrapped(f"{self.number}. {self.title}" if self.title.strip() else str(self.number))
        top = self.y + BOX_HEIGHT // 2 - (len(found) - 1) * 9 + 5
        return tuple((self.x + BOX_WIDTH // 2, top + 18 * number, line) for number, line in enumerate(found))

    @property
    def css(self) -> str:
        """The classes of the box."""
        told = {"is-end": self.is_end, "is-failure": self.is_failure, "is-best": self.is_best, "is-lost": not self.is_reached}
        return " ".join(name for name, holds in told.items() if holds)


@dataclass(frozen=True)
class Line:
    """A drawn way: the path of an SVG, the classes."""

    path: str
    css: str


@dataclass(frozen=True)
class CaseMap:
    """The drawn map. `routes` are the ways of every scene with the scene they lead to, None where there is none."""

    spots: tuple[Spot, ...]
    lines: tuple[Line, ...]
    width: int
    height: int

    @property
    def routes(self) -> list[tuple[Spot, list[tuple[Way, Spot | None]]]]:
        known = {spot.id: spot for spot in self.spots}
        return [(spot, [(way, known.get(way.to)) for way in spot.ways]) for spot in self.spots]


def ways_of(node: Node) -> tuple[Way, ...]:
    """The ways out of a scene, in their order; an end has none."""
    if node.kind is NodeKind.END:
        return ()
    if not node.kind.branches_by_score:
        return tuple(Way(one.to, one.text, one.is_full, one.is_critical) for one in node.options)
    best = max((one.at_least for one in node.branches), default=ZERO)
    branches = tuple(Way(one.to, f"≥ {round(one.at_least * 100)} %", one.at_least == best) for one in node.branches)
    return (*branches, *(Way(one.to, one.text, is_critical=True) for one in node.options if one.is_critical and one.to))


def draw(nodes: Sequence[Node], start: str = "") -> CaseMap:
    """The map of a case. Scenes that cannot be reached stand in the last row."""
    known = {node.id: node for node in nodes}
    first = start if start in known else next(iter(known), "")
    ways = {name: ways_of(node) for name, node in known.items()}
    depths = _depths(ways, first)
    best = _best_path(ways, first)
    rows = _rows(ways, depths, best)
    places = {name: at for at, name in enumerate(known)}
    width = max((_width(row) for row in rows), default=0) + 2 * MARGIN
    spots: dict[str, Spot] = {}
    points: dict[str, tuple[int, int]] = {}
    for depth, row in enumerate(rows):
        x, y = (width - _width(row)) // 2, MARGIN + depth * (BOX_HEIGHT + GAP_Y)
        for name in row:
            points[name] = (x, y)
            if name in known:
                node = known[name]
                told = Spot(name, places[name], node.title, node.kind, node.is_failure, ways[name], name in depths, name in best)
                spots[name] = replace(told, x=x, y=y)
            x += (BOX_WIDTH if name in known else BEND) + GAP_X
    lines = tuple(_lines(ways, depths, points, best))
    height = 2 * MARGIN + len(rows) * BOX_HEIGHT + max(0, len(rows) - 1) * GAP_Y
    return CaseMap(tuple(spots[name] for name in known), lines, width, height)


def _width(row: Sequence[str]) -> int:
    return sum(BEND if _is_bend(name) else BOX_WIDTH for name in row) + GAP_X * max(0, len(row) - 1)


def _is_bend(name: str) -> bool:
    return name.startswith("\0")


def _bend(start: str, end: str, depth: int) -> str:
    """The name of the place where a long way passes a row; no scene can be called so."""
    return f"\0{start}\0{end}\0{depth}"


def _depths(ways: Mapping[str, Sequence[Way]], first: str) -> dict[str, int]:
    """The row of every scene that can be reached: below every scene that leads to it, unless that goes round in a circle."""
    depths: dict[str, int] = {}
    waiting: list[tuple[str, int, frozenset[str]]] = [(first, 0, frozenset())] if first else []
    while waiting:
        name, depth, above = waiting.pop()
        if name in above or depths.get(name, -1) >= depth:
            continue
        depths[name] = depth
        targets = dict.fromkeys(way.to for way in ways[name] if way.to in ways)
        waiting.extend((target, depth + 1, above | {name}) for target in reversed(targets))
    return depths


def _best_path(ways: Mapping[str, Sequence[Way]], first: str) -> dict[str, str]:
    """The scenes of the right way with the scene that comes next on it."""
    path: dict[str, str] = {}
    at = first
    while at and at not in path:
        path[at] = next((way.to for way in ways[at] if way.is_best and way.to in ways), "")
        at = path[at]
    return path


def _edges(ways: Mapping[str, Sequence[Way]]) -> list[tuple[str, str]]:
    return [
        (name, target) for name, listed in ways.items() for target in dict.fromkeys(way.to for way in listed if way.to in ways)
    ]


def _rows(ways: Mapping[str, Sequence[Way]], depths: Mapping[str, int], best: Mapping[str, str]) -> list[list[str]]:
    """The names in every row, with a bend where a long way passes; ordered so that few ways cross, the right way first."""
    rows: list[list[str]] = [[] for _ in range(max(depths.values(), default=-1) + 1)]
    for name, depth in depths.items():
        rows[depth].append(name)
    above: dict[str, list[str]] = {}
    right = set(best)
    for start, end in _edges(ways):
        if start in depths and depths[end] > depths[start]:
            before = start
            for depth in range(depths[start] + 1, depths[end]):
                bend = _bend(start, end, depth)
                rows[depth].append(bend)
                above[bend], before = [before], bend
                right |= {bend} if best.get(start) == end else set()
            above.setdefault(end, []).append(before)
    for upper, row in zip(rows, rows[1:], strict=False):
        at = {name: place for place, name in enumerate(upper)}
        row.sort(key=lambda name: (_mean([at[one] for one in above.get(name, []) if one in at]), name not in right))
    lost = [name for name in ways if name not in depths]
    return [*rows, lost] if lost else rows


def _mean(numbers: Sequence[int]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0


def _lines(
    ways: Mapping[str, Sequence[Way]],
    depths: Mapping[str, int],
    points: Mapping[str, tuple[int, int]],
    best: Mapping[str, str],
) -> list[Line]:
    lines = []
    for start, end in _edges(ways):
        between = range(depths.get(start, 0) + 1, depths.get(end, 0)) if start in depths else range(0)
        stops = [points[_bend(start, end, depth)] for depth in between]
        is_best = best.get(start) == end
        is_critical = not is_best and all(way.is_critical for way in ways[start] if way.to == end)
        css = "is-best" if is_best else "is-critical" if is_critical else ""
        lines.append(Line(_curve(points[start], stops, points[end]), css))
    return sorted(lines, key=lambda line: line.css == "is-best")


def _curve(start: tuple[int, int], stops: Sequence[tuple[int, int]], end: tuple[int, int]) -> str:
    """From the foot of one box through the bends to the head of another."""
    x, y = start[0] + BOX_WIDTH // 2, start[1] + BOX_HEIGHT
    path = f"M{x} {y}"
    for stop in stops:
        middle = stop[0] + BEND // 2
        path += f" C{x} {y + GAP_Y // 2} {middle} {stop[1] - GAP_Y // 2} {middle} {stop[1]} V{stop[1] + BOX_HEIGHT}"
        x, y = middle, stop[1] + BOX_HEIGHT
    head = end[0] + BOX_WIDTH // 2
    return f"{path} C{x} {y + GAP_Y // 2} {head} {end[1] - GAP_Y // 2} {head} {end[1]}"


def _wrapped(words: str) -> list[str]:
    """Words in lines that fit a box; what does not fit ends with an ellipsis."""
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= LINE_LENGTH:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    kept = lines[:LINES]
    if len(lines) > LINES:
        kept[-1] = f"{kept[-1][: LINE_LENGTH - 1]}…"
    return [line if len(line) <= LINE_LENGTH else f"{line[: LINE_LENGTH - 1]}…" for line in kept]
