"""The portal's drawings as SVG text: icons, the mark of a level, scales of pillars, the diagram, the tile map.

Everything is coloured by classes of portal.css (`f` filled, `v` void, `n` needed, `a` accent, `g` ground), so dark mode
and the low-vision schemes need no second drawing. Pillars always stand beside words; alone they say nothing to a
screen reader and are hidden from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

LEVEL_COUNT = 4

_STROKE = 'fill="none" stroke="currentColor" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round"'
ICONS = {
    "book": '<path d="M5 6.5c4-1.5 8-1 11 1 3-2 7-2.5 11-1V25c-4-1.5-8-1-11 1-3-2-7-2.5-11-1zM16 7.5V26"/>',
    "find": '<circle cx="14" cy="14" r="8.5"/><path d="M20.5 20.5 28 28"/>',
    "seal": '<path d="M7 4h18v17H7zM11 10h10M11 15h6"/><circle cx="21" cy="22" r="4.5"/>'
    '<path d="M18.5 26v4l2.5-1.5L23.5 30v-4"/>',
    "info": '<circle cx="16" cy="16" r="12"/><path d="M16 15v8M16 9.5v.1"/>',
    "care": '<path d="M16 4.5 29 27H3zM16 12.5v7M16 23.3v.1"/>',
    "stop": '<path d="M10.5 4h11L28 10.5v11L21.5 28h-11L4 21.5v-11zM16 9.5v8M16 22.2v.1"/>',
    "check": '<circle cx="16" cy="16" r="12"/><path d="m10 16.5 4 4 8-9"/>',
    "case": '<path d="M4 10h24v16H4zM12 10V6h8v4M4 17h24"/>',
    "tip": '<path d="M16 4a9 9 0 0 1 5 16.5V24H11v-3.5A9 9 0 0 1 16 4zM12 28h8"/>',
    "cross": '<path d="m8 8 16 16M24 8 8 24"/>',
    "cloud": '<path d="M9 24a6 6 0 0 1-.5-12A8 8 0 0 1 24 13.5 5.5 5.5 0 0 1 23 24zM5 5l22 23"/>',
    "file": '<path d="M8 3h11l6 6v20H8zM19 3v6h6M12 17h9M12 22h9"/>',
    "down": '<path d="M16 4v17M9 15l7 7 7-7M5 28h22"/>',
    "people": '<circle cx="12" cy="10" r="5"/><path d="M3 27c0-6 4-9 9-9s9 3 9 9M22 6a5 5 0 0 1 0 9M24 19c3 1 5 4 5 8"/>',
    "map": '<path d="M4 7l8-3 8 3 8-3v21l-8 3-8-3-8 3zM12 4v21M20 7v21"/>',
    "scales": '<path d="M16 4v24M9 28h14M6 9h20M6 9l-4 9h8zM26 9l-4 9h8z"/>',
}


def svg(box: str, body: str, css_class: str = "", label: str = "") -> str:
    """Returns an `<svg>`; with a label it is an image for screen readers, without one it is hidden from them."""
    access = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    css = f' class="{css_class}"' if css_class else ""
    return f'<svg viewBox="0 0 {box}"{css} {access} focusable="false">{body}</svg>'


def icon(name: str, label: str = "") -> str:
    """Returns an icon of `ICONS`; raises KeyError for an unknown name."""
    return svg("32 32", f"<g {_STROKE}>{ICONS[name]}</g>", "o-icon", label)


def level_mark(number: int) -> str:
    """Returns the sign of a level of support: one beam, four places for a pillar, `number` of them filled."""
    pillars = []
    for place in range(LEVEL_COUNT):
        filled = place < number
        top, height, kind = (12, 16, "f") if filled else (12.5, 15, "v")
        pillars.append(f'<rect class="{kind}" x="{3.5 + place * 7:g}" y="{top:g}" width="4.5" height="{height}" rx=".5"/>')
    beam = '<rect class="f" x="2" y="5" width="28" height="5" rx="1"/>'
    return svg("32 32", beam + "".join(pillars), "o-mark")


def bars(have: int, of: int, need: int = 0) -> str:
    """Returns a scale of rising pillars: `have` of `of` filled, dashed up to `need`."""
    width, out = 40 / of, []
    for place in range(of):
        height = 8 + 18 * (place + 1) / of
        kind = "f" if place < have else "n" if place < need else "v"
        out.append(
            f'<rect class="{kind}" x="{place * width + 1:.1f}" y="{28 - height:.1f}"'
            f' width="{width - 3:.1f}" height="{height:.1f}" rx="1"/>'
        )
    return svg("40 29", "".join(out), "o-bars")


_GROUND = (150, 180, 212, 246)  # the ground falls away from level to level; the families stay at one height


def levels_diagram(label: str) -> str:
    """Returns the diagram of the four levels; `label` describes it for those who do not see it."""
    steps = " ".join(f"{i * 180},{y} {(i + 1) * 180},{y}" for i, y in enumerate(_GROUND))
    families = "".join(_family(i, ground) for i, ground in enumerate(_GROUND))
    body = f'<g transform="translate(0 -32)"><path class="g" d="M0 300 L{steps} 720,300Z"/>{families}</g>'
    return svg("720 268", body, "o-diagram o-pic", label)


def _family(index: int, ground: int) -> str:
    top, centre, pillars = 112, index * 180 + 90, index + 1
    out = (
        f'<circle class="a" cx="{centre}" cy="76" r="26"/>'
        f'<rect class="f" x="{centre - 64}" y="{top - 6}" width="128" height="16" rx="2"/>'
    )
    for pillar in range(pillars):
        x = centre if pillars == 1 else centre - 50 + pillar * 100 / (pillars - 1)
        out += f'<rect class="f" x="{x - 7:.0f}" y="{top + 8}" width="14" height="{ground - top - 8}"/>'
    return out + f'<text x="{centre}" y="{ground + 38}" text-anchor="middle">{pillars}</text>'


def hero() -> str:
    """Returns the sign of the portal drawn large, for the home page."""
    return svg(
        "200 250",
        '<circle class="a" cx="100" cy="46" r="40"/><rect class="f" x="8" y="98" width="184" height="34" rx="3"/>'
        '<rect class="f" x="8" y="130" width="36" height="120"/><rect class="f" x="156" y="130" width="36" height="120"/>',
        "o-diagram o-pic",
    )


_MODALITY_SHAPES = {
    "must": '<path d="M2 2h12v12H2z" fill="currentColor"/>',
    "should": '<path d="M3 3h10v10H3z" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3 2"/>',
    "may": '<path d="M3 3h10v10H3z" fill="none" stroke="currentColor" stroke-width="1.5"/>',
    "info": '<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="1.5"/>',
}


def modality_shape(kind: str) -> str:
    """Returns the sign of a clause's modality (`must`, `should`, `may`, `info`)."""
    return svg("16 16", _MODALITY_SHAPES.get(kind, _MODALITY_SHAPES["info"]))


@dataclass(frozen=True, slots=True)
class Tile:
    """A region's square: column and row of the grid, short code, whether something is there to see."""

    x: int
    y: int
    code: str
    is_on: bool


def tile_map(tiles: Iterable[Tile], label: str) -> str:
    """Returns the tile map of regions; each tile carries its code, filled tiles have practices."""
    drawn, right, bottom = [], 0, 0
    for tile in tiles:
        right, bottom = max(right, tile.x + 1), max(bottom, tile.y + 1)
        css = ' class="on"' if tile.is_on else ""
        drawn.append(
            f'<g{css}><rect x="{tile.x * 34 + 2}" y="{tile.y * 34 + 2}" width="30" height="30" rx="4"/>'
            f'<text x="{tile.x * 34 + 17}" y="{tile.y * 34 + 21}">{escape(tile.code)}</text></g>'
        )
    return svg(f"{right * 34} {bottom * 34}", "".join(drawn), "o-tiles o-pic", label)
