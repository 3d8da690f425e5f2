"""Files that views give away: kept by no shared cache, for what is in them is not for everybody."""

from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpResponse, StreamingHttpResponse

from quizzes.spreadsheets import CSV_TYPE, XLSX_TYPE, Cell, Table, csv_lines, to_xlsx


def private_file(body: bytes | Iterator[str], content_type: str, name: str) -> HttpResponse | StreamingHttpResponse:
    """A download of this name; lines are sent while they are read."""
    answer = HttpResponse if isinstance(body, bytes) else StreamingHttpResponse
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return answer(body, content_type=content_type, headers=headers)


def table_file(lines: Iterable[Sequence[Cell]], form: str, *, title: str, name: str) -> HttpResponse | StreamingHttpResponse:
    """The lines, of which the first is the head, as `name.xlsx` with a sheet of this title, or as `name.csv`."""
    if form == "xlsx":
        return private_file(to_xlsx([Table.of(title, lines)]), XLSX_TYPE, f"{name}.xlsx")
    return private_file(csv_lines(lines), CSV_TYPE, f"{name}.csv")
