"""GIFT: reads and writes question banks as Moodle does. `loads(dumps(items)) == items`.

A weight such as 33.333 % stands for the exact third. What GIFT itself cannot say about an item (marks,
all-or-nothing, case, ё, shuffling) is kept in `[set:…]` marks of its comment, which Moodle passes over.
"""

from collections.abc import Iterable

from quizzes.formats import gift_read, gift_write
from quizzes.formats.errors import Fault, Reading
from quizzes.formats.gift_blocks import GiftError, blocks
from quizzes.scoring import Item

__all__ = ["GiftError", "dumps", "loads", "read"]


def read(text: str) -> Reading:
    """Everything that can be read of a file, beside the faults of the rest."""
    items: list[Item] = []
    lines: list[int] = []
    faults: list[Fault] = []
    category = ""
    for block in blocks(text):
        try:
            if gift_read.is_category(block):
                category = gift_read.read_category(block)
                continue
            item = gift_read.read_item(block, category)
        except GiftError as error:
            faults.extend(error.faults)
            continue
        problems = item.problems()
        faults.extend(Fault.of(block.line, problem) for problem in problems)
        if not problems:
            items.append(item)
            lines.append(block.line)
    return Reading(tuple(items), tuple(lines), tuple(faults))


def loads(text: str, *, keep_going: bool = False) -> list[Item]:
    """The items of a GIFT text; GiftError with every fault, or with `keep_going` the items without one."""
    reading = read(text)
    if reading.faults and not keep_going:
        raise GiftError(reading.faults)
    return list(reading.items)


def dumps(items: Iterable[Item]) -> str:
    """The items as GIFT; UnsupportedItem where GIFT has no way to say one."""
    return gift_write.write(items)
