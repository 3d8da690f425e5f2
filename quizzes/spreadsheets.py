"""Tables for spreadsheets: CSV and XLSX, neither of which can start a formula in the program that opens them."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from django.utils import timezone

Cell = str | int | float | Decimal | date | datetime | None
# What a spreadsheet takes for the beginning of a formula or a command (OWASP, CSV injection), full-width signs included.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], "")

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>'
)
_BOOK = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_SHEET = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)


def harmless(value: Cell) -> str:
    """The text of a cell; what would start a formula gets an apostrophe, which spreadsheets hide."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal):
        return str(value)
    return f"'{value}" if value.lstrip(" ").startswith(_DANGEROUS) else value


class _Line:
    """Gives the writer's lines back instead of keeping them."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Lines of a CSV file with a byte order mark, by which spreadsheets know UTF-8; semicolons, as in Russian Excel."""
    writer = csv.writer(_Line(), delimiter=";", quoting=csv.QUOTE_ALL)  # type: ignore[arg-type]
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([harmless(value) for value in row])  # type: ignore[misc]


def xlsx(rows: Iterable[Sequence[Cell]], *, name: str) -> bytes:
    """An XLSX file of one sheet. Texts are inline strings, which no program evaluates; numbers are numbers."""
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", _TYPES)
            archive.writestr("_rels/.rels", _RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"))
            archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml"))
            archive.writestr("xl/workbook.xml", _BOOK.format(name=_attribute(name)))
            body = "".join(_row(number, row) for number, row in enumerate(rows, start=1))
            archive.writestr("xl/worksheets/sheet1.xml", f"{_SHEET}{body}</sheetData></worksheet>")
        return file.getvalue()


def _attribute(name: str) -> str:
    """A sheet's name has at most 31 characters and none of those below."""
    kept = "".join(sign for sign in name if sign not in "[]:*?/\\'")[:31]
    return escape(kept, {'"': "&quot;"}) or "1"


def _row(number: int, row: Sequence[Cell]) -> str:
    return f'<row r="{number}">{"".join(_cell(value) for value in row)}</row>'


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return f"<c><v>{value}</v></c>"
    text = harmless(value) if isinstance(value, date) else str(value)
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text.translate(_CONTROL))}</t></is></c>'
