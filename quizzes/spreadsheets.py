"""Tables for spreadsheets, as CSV and XLSX; neither can start a formula in the program that opens them.

CSV is written as Russian Excel opens it by a double click: UTF-8 with a mark at its head, semicolons between the cells, a comma
in numbers, CRLF. There a text that would be taken for a formula gets an apostrophe; in XLSX a text is marked as a text.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

Cell = str | int | float | Decimal | date | datetime | None
# What a spreadsheet takes for the beginning of a formula or a command (OWASP, CSV injection), full-width signs included.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
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

    @classmethod
    def of(cls, title: str, lines: Iterable[Sequence[Cell]]) -> "Table":
        """The table of these lines, of which the first is the head."""
        head, *rows = lines
        return cls(title, [str(name) for name in head], rows)


def harmless(value: Cell) -> str:
    """The text of a cell of CSV; what would start a formula gets an apostrophe."""
    if isinstance(value, str):
        clean = UNPRINTABLE.sub("", value)
        return f"'{clean}" if clean.lstrip(" ").startswith(DANGEROUS) else clean
    if isinstance(value, float | Decimal):
        return _number(value)
    return "" if value is None else _plain(value)


def _number(value: float | Decimal) -> str:
    if isinstance(value, float):
        return f"{value:.6g}".replace(".", ",") if abs(value) < 1e6 else str(round(value))
    return f"{value:f}".replace(".", ",")


def _plain(value: int | date | datetime) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)


class _Line:
    """Gives the writer's lines back instead of keeping them."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a CSV file, one after the other: for long tables, which are sent while they are read."""
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")  # type: ignore[arg-type]  # it asks for no more
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([harmless(value) for value in row])  # type: ignore[misc]  # what _Line.write gives back


def to_csv(table: Table) -> bytes:
    """One table as CSV."""
    return "".join(csv_lines([table.head, *table.rows])).encode()


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
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:31] or "1"


def _widths(table: Table) -> list[float]:
    columns = zip(*([table.head, *table.rows[:200]]), strict=True)
    return [min(MAX_WIDTH, max(8, *(len(str(cell or "")) for cell in column)) + 2) for column in columns]


def _head_cell(sheet: object, name: str) -> WriteOnlyCell:
    cell = _cell(sheet, name)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: object, value: Cell) -> WriteOnlyCell:
    if value is None or isinstance(value, int | float | Decimal):
        return WriteOnlyCell(sheet, value=value)
    cell = WriteOnlyCell(sheet, value=UNPRINTABLE.sub("", value) if isinstance(value, str) else _plain(value))
    # Whatever it begins with, it is a text.
    cell.data_type = "s"
    return cell
