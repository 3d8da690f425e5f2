"""Filters of a list: what passes, what each box would show, and how a filter is taken off."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.test import Client

from portal.core.facets import FacetList
from tests.core.dom import document, select


@dataclass
class Row:
    name: str
    levels: tuple[str, ...] = ()
    groups: str = ""


CHOICES = {
    "levels": [("basic", "Базовый"), ("crisis", "Кризисный"), ("emergency", "Экстренный")],
    "groups": [("large", "Многодетные"), ("poor", "Малообеспеченные")],
}
ROWS = [Row("a", ("basic",), "large"), Row("b", ("basic", "crisis"), "poor"), Row("c", ("crisis",), "poor"), Row("d")]


def listing(query: str) -> FacetList:
    return FacetList(ROWS, ("levels", "groups"), QueryDict(query), CHOICES)


def names(query: str) -> str:
    return "".join(row.name for row in listing(query).pages)


def test_within_a_facet_any_code_between_facets_all() -> None:
    assert [names(query) for query in ("", "levels=basic", "levels=basic&levels=crisis", "levels=basic&groups=poor")] == [
        "abcd",
        "ab",
        "abc",
        "b",
    ]


def test_unknown_codes_and_facets_are_ignored() -> None:
    assert (names("levels=none&color=red"), listing("levels=none").is_filtered) == ("abcd", False)


def test_count_says_what_ticking_the_box_would_show() -> None:
    levels, groups = listing("levels=basic").facets
    assert [(value.code, value.count, value.is_chosen) for value in levels.values] == [("basic", 2, True), ("crisis", 2, False)]
    assert [(value.code, value.count, value.is_chosen) for value in groups.values] == [("large", 1, False), ("poor", 1, False)]
    assert (levels.is_open, groups.is_open) == (True, False)


def test_code_that_no_page_has_is_not_offered() -> None:
    assert [value.code for value in listing("").facets[0].values] == ["basic", "crisis"]


def test_chip_takes_off_its_own_filter_only() -> None:
    chips = listing("levels=basic&levels=crisis&groups=poor&page=2").chips
    assert [(chip.label, chip.remove_query) for chip in chips] == [
        ("Базовый", "levels=crisis&groups=poor&page=2"),
        ("Кризисный", "levels=basic&groups=poor&page=2"),
        ("Малообеспеченные", "levels=basic&levels=crisis&page=2"),
    ]


def test_index_page_filters_and_offers_to_take_filters_off(library: Any, client: Client) -> None:
    root = document(client.get("/ru/methodology/?levels=emergency&competencies=child-safety").content)
    shown = {link.get("href") for link in select(root, ".o-hit h3 a")}
    expected = {
        page.url
        for page in library.page("methodology").specific.pages()
        if "emergency" in page.levels and "child-safety" in page.competencies
    }
    assert (shown, bool(expected)) == (expected, True)
    chips = [chip.get("href") for chip in select(root, "a.o-chip")]
    assert chips == ["/ru/methodology/?competencies=child-safety", "/ru/methodology/?levels=emergency"]
    ticked = {(box.get("name"), box.get("value")) for box in select(root, "form input[checked]")}
    assert ticked == {("levels", "emergency"), ("competencies", "child-safety")}


def test_standards_are_filtered_by_the_version_in_force(library: Any, client: Client) -> None:
    root = document(client.get("/ru/standards/?services=legal").content)
    assert "/ru/standards/legal/" in {link.get("href") for link in select(root, ".o-hit h3 a")}


def test_filters_that_nothing_passes_say_so(library: Any, client: Client) -> None:
    root = document(client.get("/ru/practices/?regions=tyva&regions=mordovia&evidence=E2").content)
    assert (select(root, ".o-hit"), len(select(root, "a.o-chip"))) == ([], 3)
