"""Tables as a workbook (XLSX). Loaded when one is asked for: see `quizzes.spreadsheets.to_xlsx`."""

import io
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from quizzes.spreadsheets import UNPRINTABLE, Cell, Table, plain

MAX_WIDTH = 60


def workbook_of(tables: Iterable[Table]) -> bytes:
    """The bytes of an XLSX file with a sheet for each table; the head stays in sight."""
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
    cell = WriteOnlyCell(sheet, value=UNPRINTABLE.sub("", value) if isinstance(value, str) else plain(value))
    # Whatever it begins with, it is a text.
    cell.data_type = "s"
    return cell
