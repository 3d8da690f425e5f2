"""The registry: described practices first, announced ones honest, and a table that says what the map says."""

from typing import Any

from django.test import Client
from django.utils import translation

from portal.core.taxonomy import taxonomy
from portal.practices.models import RegionRow, region_rows
from tests.core.dom import document, select

DESCRIBED = ["irkutsk-family-department", "primorye-coordination-councils", "primorye-early-help", "primorye-resource-center"]
ANNOUNCED = ["mordovia-experience", "stavropol-experience", "tyva-experience"]


def rows(library: Any, lang: str = "ru") -> dict[str, RegionRow]:
    with translation.override(lang):
        return {row.code: row for row in region_rows(library.page("practices", lang).practices())}


def test_described_practices_stand_before_announced_ones(library: Any) -> None:
    practices = library.page("practices").practices()
    assert (sorted(page.slug for page in practices[:4]), sorted(page.slug for page in practices[4:])) == (DESCRIBED, ANNOUNCED)
    assert [page.is_announced for page in practices] == [False] * 4 + [True] * 3
    assert [page.title for page in practices] == [
        *sorted(page.title for page in practices[:4]),
        *sorted(page.title for page in practices[4:]),
    ]


def test_announced_practice_claims_nothing(library: Any) -> None:
    claims = [
        (page.evidence, page.transfer, page.organisation, page.years)
        for page in library.page("practices").practices()
        if page.is_announced
    ]
    assert claims == [("", "", "", "")] * 3


def test_described_practice_has_both_marks_and_says_why(library: Any) -> None:
    marked = [
        all((page.evidence, page.evidence_note, page.transfer, page.transfer_note))
        for page in library.page("practices").practices()
        if not page.is_announced
    ]
    assert marked == [True] * 4


def test_region_rows_count_described_and_announced(library: Any) -> None:
    counted = {code: (row.described, row.announced) for code, row in rows(library).items() if row.described or row.announced}
    assert counted == {
        "primorsky-krai": (3, 0),
        "irkutsk-oblast": (1, 0),
        "stavropol-krai": (0, 1),
        "mordovia": (0, 1),
        "tyva": (0, 1),
    }


def test_every_region_has_a_tile_of_its_own(library: Any) -> None:
    found = rows(library)
    tiles = {(row.column, row.row) for row in found.values()}
    assert (len(found), len(tiles), set(found)) == (89, 89, {entry.code for entry in taxonomy().entries("regions")})
    assert len({row.short for row in found.values()}) == 89


def test_region_is_named_in_the_readers_language(library: Any) -> None:
    assert [rows(library, lang)["primorsky-krai"].label for lang in ("ru", "en", "id")] == [
        "Приморский край",
        "Primorsky Krai",
        "Krai Primorsky",
    ]


def test_map_and_table_say_the_same(library: Any, client: Client) -> None:
    root = document(client.get("/ru/practices/").content)
    table = {
        " ".join(row.xpath("string(th)").split()): [int(cell.text_content()) for cell in row.xpath("td[@class='n']")]
        for row in select(root, "table.o-t tbody tr")
    }
    expected = {row.label: [row.described, row.announced] for row in rows(library).values() if row.described or row.announced}
    assert table == expected


def test_filter_by_region(library: Any, client: Client) -> None:
    root = document(client.get("/ru/practices/?regions=primorsky-krai").content)
    shown = {link.get("href") for link in select(root, ".o-hits h3 a")}
    assert shown == {f"/ru/practices/{slug}/" for slug in DESCRIBED if slug.startswith("primorye")}
