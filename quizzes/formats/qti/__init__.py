"""QTI 2.1, 2.2 and 3.0: reads single items and content packages, writes packages. `loads(dumps(items)) == items`.

What QTI has no words for is kept in the manifest, as metadata in a namespace of ours, which other programs pass over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from quizzes.formats import leftovers
from quizzes.formats.errors import Fault, FormatError, Found, Reading
from quizzes.formats.pictures import Picture
from quizzes.formats.qti.packages import MANIFEST, Listed, listed_items
from quizzes.formats.qti.reading import read_root
from quizzes.formats.qti.writing import VERSIONS, write
from quizzes.formats.untrusted import Package, line_of, parse_xml
from quizzes.scoring import Item

__all__ = ["MANIFEST", "VERSIONS", "dumps", "loads", "read", "write"]


def read(data: bytes | str) -> Reading:
    """Everything that can be read of a package or a single item, beside the faults of the rest."""
    found: list[Found] = []
    faults: list[Fault] = []
    pictures: dict[str, Picture] = {}
    try:
        package = Package(data) if isinstance(data, bytes) and data.startswith(b"PK") else None
        listed, broken = listed_items(package) if package else ([Listed("", "")], [])
    except FormatError as error:
        return Reading((), (), error.faults)
    faults.extend(fault for error in broken for fault in error.faults)
    for one in listed:
        try:
            found.append(_read_one(one, package.read(one.path) if package else data, package, pictures))
        except FormatError as error:
            faults.extend(replace(fault, source=fault.source or one.path) for fault in error.faults)
    return Reading.of(found, faults, pictures)


def _read_one(one: Listed, data: bytes | str, package: Package | None, pictures: dict[str, Picture]) -> Found:
    root = parse_xml(data, one.path)
    line = line_of(root)

    def open_file(path: str) -> bytes | None:
        return package.read(path) if package and path in package else None

    natural, context = read_root(root, one.path, open_file)
    item: Item | None = natural
    notes = tuple(context.notes)
    if one.rest:
        item, told = leftovers.restore(natural, one.rest, line, one.path)
        # What is told of the natural reading holds no more where the item is what was written.
        notes = told
    pictures.update(context.pictures)
    return Found(item or natural, line, one.path, notes)


def loads(data: bytes | str, *, keep_going: bool = False) -> list[Item]:
    """The items of a package or a document; FormatError with every fault, or with `keep_going` the items without one."""
    reading = read(data)
    if reading.faults and not keep_going:
        raise FormatError(reading.faults)
    return list(reading.items)


def dumps(items: Iterable[Item], pictures: Mapping[str, Picture] | None = None, *, version: str = "3.0") -> bytes:
    """The items as a content package with their pictures (by key); UnsupportedItem where XML cannot hold one."""
    writing = write(items, pictures or {}, version)
    if writing.refused:
        raise writing.refused[0]
    return writing.data
