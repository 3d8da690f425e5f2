"""Tables that no spreadsheet takes for formulas."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from lxml import etree

from quizzes.spreadsheets import Table, csv_lines, harmless, to_csv, to_xlsx

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+7 900", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_what_looks_like_a_formula_gets_an_apostrophe(text) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Ёлкина Анна", "Ёлкина Анна"),
        (-5, "-5"),
        (Decimal("74.50"), "74,50"),
        (0.25, "0,25"),
        (1234567.8, "1234568"),
        (None, ""),
        (date(2026, 11, 22), "2026-11-22"),
        (datetime(2026, 11, 22, 7, 30, tzinfo=UTC), "2026-11-22 10:30"),
    ],
)
def test_other_values_stay_what_they_are(value, text) -> None:
    assert harmless(value) == text


def test_csv_has_a_byte_order_mark_and_quotes_what_needs_it() -> None:
    lines = [["Имя", "Баллы"], ['Анна "А"; Ё', 5]]
    text = '\ufeffИмя;Баллы\r\n"Анна ""А""; Ё";5\r\n'
    assert "".join(csv_lines(lines)) == text
    assert to_csv(Table.of("Итоги", lines)).decode() == text


def test_xlsx_keeps_texts_as_texts_and_numbers_as_numbers() -> None:
    lines = [["=1+1", "", "", "", ""], ["=1+1", 5, None, "<b>&\x07", Decimal("0.5")]]
    data = to_xlsx([Table.of("Итоги: 2026/11", lines)])
    archive = zipfile.ZipFile(io.BytesIO(data))
    sheet = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    cells = [(cell.get("t"), "".join(cell.itertext())) for cell in sheet.findall(f".//{SPACE}row[2]/{SPACE}c")]
    assert cells == [("inlineStr", "=1+1"), ("n", "5"), ("inlineStr", "<b>&"), ("n", "0.5")]
    assert not list(sheet.iter(f"{SPACE}f"))
    for name in archive.namelist():
        etree.fromstring(archive.read(name))
