"""Moodle XML: reads and writes question banks as Moodle does, pictures included. `loads(dumps(items)) == items`.

Fractions with decimals stand for the exact parts they were rounded from. What Moodle has no element for is kept in an
element of ours, which Moodle passes over.
"""

from collections.abc import Iterable, Mapping

from quizzes.formats.errors import FormatError
from quizzes.formats.moodle_xml.reading import read
from quizzes.formats.moodle_xml.writing import write
from quizzes.formats.pictures import Picture
from quizzes.scoring import Item

__all__ = ["dumps", "loads", "read", "write"]


def loads(data: bytes | str, *, keep_going: bool = False) -> list[Item]:
    """The items of a file; FormatError with every fault, or with `keep_going` the items without one."""
    reading = read(data)
    if reading.faults and not keep_going:
        raise FormatError(reading.faults)
    return list(reading.items)


def dumps(items: Iterable[Item], pictures: Mapping[str, Picture] | None = None) -> str:
    """The items as Moodle XML with their pictures (by key); UnsupportedItem where XML cannot hold one."""
    writing = write(items, pictures or {})
    if writing.refused:
        raise writing.refused[0]
    return writing.data.decode()
