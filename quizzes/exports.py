"""Tables for spreadsheets, as CSV and XLSX.

CSV is written as Russian Excel opens it by a double click: UTF-8 with a mark at its head, semicolons between the cells, a comma
in numbers, CRLF. Texts that a spreadsheet would take for a formula get an apostrophe before them; numbers stay numbers.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

Cell = str | int | float | None
FORMULA = re.compile(r"^\s*[=+\-@]|^[\t\r\n]")
# Characters that XML cannot carry, and that no reader of a table misses.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_WIDTH = 60


@dataclass(frozen=True)
class Table:
    """A table with its name and its head."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def safe_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    clean = UNPRINTABLE.sub("", text)
    return f"'{clean}" if FORMULA.match(clean) else clean


def to_csv(table: Table) -> bytes:
    """One table as CSV for Russian Excel."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe_text(name) for name in table.head])
    writer.writerows([_csv_cell(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.6g}".replace(".", ",") if abs(cell) < 1e6 else str(round(cell))
    return str(cell) if isinstance(cell, int) else safe_text(cell)


def to_xlsx(tables: Iterable[Table]) -> bytes:
    """A workbook with a sheet for each table; the head stays in sight."""
    book = Workbook(write_only=True)
    # A fixed date: the same figures give the same file.
    book.properties.created = book.properties.modified = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    for table in tables:
        sheet = book.create_sheet(_sheet_title(table.title))
        sheet.freeze_panes = "A2"
        for place, width in enumerate(_widths(table), start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.append([_head_cell(sheet, name) for name in table.head])
        for row in table.rows:
            sheet.append([_cell(sheet, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet_title(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "1"


def _widths(table: Table) -> list[float]:
    columns = zip(*([table.head, *table.rows[:200]]), strict=True)
    return [min(MAX_WIDTH, max(8, *(len(str(cell or "")) for cell in column)) + 2) for column in columns]


def _head_cell(sheet: object, name: str) -> WriteOnlyCell:
    cell = _cell(sheet, name)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: object, value: Cell) -> WriteOnlyCell:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value=value)
    cell = WriteOnlyCell(sheet, value=safe_text(value))
    # Whatever it begins with, it is a text.
    cell.data_type = "s"
    return cell
