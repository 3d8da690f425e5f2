"""Tables for spreadsheets, as CSV and XLSX; neither can start a formula in the program that opens them.

CSV is written as Russian Excel opens it by a double click: UTF-8 with a mark at its head, semicolons between the cells, a comma
in numbers, CRLF. There a text that would be taken for a formula gets an apostrophe; in XLSX a text is marked as a text.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

Cell = str | int | float | Decimal | date | datetime | None
# What a spreadsheet takes for the beginning of a formula or a command (OWASP, CSV injection), full-width signs included.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Characters that XML cannot carry, and that no reader of a table misses.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    return "" if value is None else plain(value)


def _number(value: float | Decimal) -> str:
    if isinstance(value, float):
        return f"{value:.6g}".replace(".", ",") if abs(value) < 1e6 else str(round(value))
    return f"{value:f}".replace(".", ",")


def plain(value: int | date | datetime) -> str:
    """A number or a moment as a text; a moment in local time, to the minute."""
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
    from quizzes.workbooks import workbook_of  # noqa: PLC0415  (openpyxl would lengthen every start)

    return workbook_of(tables)
