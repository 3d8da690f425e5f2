"""GIFT: reads and writes question banks as Moodle does. `loads(dumps(items)) == items`.

A weight such as 33.333 % stands for the exact third. What GIFT itself cannot say about an item (marks,
all-or-nothing, case, ё, shuffling) is kept in `[set:…]` marks of its comment, which Moodle passes over.
"""

from collections.abc import Iterable, Iterator

from quizzes.formats import gift_read, gift_write
from quizzes.formats.errors import Fault, Found, Reading
from quizzes.formats.gift_blocks import Block, GiftError, blocks, blocks_of
from quizzes.scoring import Item

__all__ = ["GiftError", "dumps", "loads", "read", "stream"]


def stream(lines: Iterable[str]) -> Iterator[Found | Fault]:
    """The items and faults of a file, line by line: nothing is kept of what was read."""
    return _entries(blocks_of(lines))


def _entries(some: Iterable[Block]) -> Iterator[Found | Fault]:
    category = ""
    for block in some:
        try:
            if gift_read.is_category(block):
                category = gift_read.read_category(block)
                continue
            item = gift_read.read_item(block, category)
        except GiftError as error:
            yield from error.faults
            continue
        problems = item.problems()
        yield from (Fault.of(block.line, problem) for problem in problems)
        if not problems:
            yield Found(item, block.line)


def read(text: str) -> Reading:
    """Everything that can be read of a text, beside the faults of the rest."""
    entries = list(_entries(blocks(text)))
    found = [entry for entry in entries if isinstance(entry, Found)]
    faults = tuple(entry for entry in entries if isinstance(entry, Fault))
    return Reading(tuple(one.item for one in found), tuple(one.line for one in found), faults)


def loads(text: str, *, keep_going: bool = False) -> list[Item]:
    """The items of a GIFT text; GiftError with every fault, or with `keep_going` the items without one."""
    reading = read(text)
    if reading.faults and not keep_going:
        raise GiftError(reading.faults)
    return list(reading.items)


def dumps(items: Iterable[Item]) -> str:
    """The items as GIFT; UnsupportedItem where GIFT has no way to say one."""
    return gift_write.write(items)
