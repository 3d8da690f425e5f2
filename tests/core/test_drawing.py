"""Drawings: how many pillars stand, and what a screen reader hears."""

import pytest
from lxml import etree

from portal.core import drawing


def classes(svg: str, tag: str = "rect") -> list[str]:
    return [element.get("class", "") for element in etree.fromstring(svg).iter(tag)]


@pytest.mark.parametrize("number", range(5))
def test_level_mark_has_as_many_pillars_as_the_level(number: int) -> None:
    assert classes(drawing.level_mark(number)) == ["f", *["f"] * number, *["v"] * (4 - number)]


def test_bars_show_reached_and_needed() -> None:
    assert classes(drawing.bars(1, 4, need=3)) == ["f", "n", "n", "v"]


def test_drawing_without_a_label_is_hidden_from_screen_readers() -> None:
    root = etree.fromstring(drawing.icon("check"))
    assert (root.get("aria-hidden"), root.get("role")) == ("true", None)


def test_label_is_escaped() -> None:
    root = etree.fromstring(drawing.icon("check", 'знак «"&<»'))
    assert (root.get("role"), root.get("aria-label")) == ("img", 'знак «"&<»')


@pytest.mark.parametrize("name", sorted(drawing.ICONS))
def test_every_icon_is_well_formed(name: str) -> None:
    assert etree.fromstring(drawing.icon(name)).get("viewBox") == "0 0 32 32"


def test_diagram_draws_four_families_with_one_to_four_pillars() -> None:
    drawn = classes(drawing.levels_diagram("Схема"))
    assert (len(drawn), drawn.count("f")) == (4 + 1 + 2 + 3 + 4, 14)


def test_tile_map_names_every_tile_and_fills_the_chosen() -> None:
    tiles = [drawing.Tile(0, 0, "ПК", True), drawing.Tile(2, 1, "ИР", False)]
    root = etree.fromstring(drawing.tile_map(tiles, "Схема регионов"))
    assert root.get("viewBox") == "0 0 102 68"
    assert [(group.get("class"), group[1].text) for group in root.iter("g")] == [("on", "ПК"), (None, "ИР")]
