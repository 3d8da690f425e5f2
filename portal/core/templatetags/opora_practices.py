"""Template tags of the registry of practices: counts, the tile map, the table behind it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.core import drawing
from portal.core.html import as_html

register = template.Library()


@register.simple_tag
def registry_counts(practices: Sequence[Any]) -> dict[str, int]:
    """Returns how many practices there are, from how many regions, and how many are described."""
    return {
        "practices": len(practices),
        "regions": len({practice.region for practice in practices}),
        "described": sum(not practice.is_announced for practice in practices),
    }


@register.simple_tag
def regions_with_practices(regions: Iterable[Any]) -> list[Any]:
    """Returns the rows that have something to show, most described first."""
    rows = [row for row in regions if row.described or row.announced]
    return sorted(rows, key=lambda row: (-row.described, -row.announced, row.label))


@register.simple_tag
def region_map(regions: Sequence[Any]) -> SafeString:
    """Returns the tile map; its label names the regions that are marked, the table repeats the numbers."""
    tiles = [drawing.Tile(row.column, row.row, row.short, bool(row.described or row.announced)) for row in regions]
    marked = ", ".join(row.label for row in regions_with_practices(regions))
    label = _("Плиточная схема регионов. Отмечены: %(regions)s. Данные есть в таблице ниже.") % {"regions": marked}
    return as_html(drawing.tile_map(tiles, label))
