"""What GIFT has no signs for, kept as `[set:key=value]` marks in the comment above an item."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from quizzes.formats.gift_blocks import Block, fault, write_token
from quizzes.scoring import Item, MultipleResponse, ShortAnswer
from quizzes.scoring.problems import gettext_noop

_FLAGS: dict[str, tuple[type[Item], str, str, bool]] = {
    "scoring": (MultipleResponse, "all_or_nothing", "all-or-nothing", True),
    "case": (ShortAnswer, "case_sensitive", "sensitive", True),
    "yo": (ShortAnswer, "fold_yo", "fold", True),
    "shuffle": (Item, "shuffle", "no", False),
}
_AMOUNTS = {"mark": "max_mark", "penalty": "penalty"}


def read_settings(item: Item, block: Block) -> Item:
    """The item with the settings of its comment; GiftError where a setting is not known or does not fit."""
    for kind, value in block.tokens:
        if kind == "set":
            item = _apply(item, block, *map(str.strip, value.partition("=")[::2]))
    return item


def _apply(item: Item, block: Block, key: str, value: str) -> Item:
    if key in _AMOUNTS and value.replace("/", "").replace(".", "").isdecimal():
        amount: dict[str, Any] = {_AMOUNTS[key]: Fraction(value)}
        return replace(item, **amount)
    if key in _FLAGS:
        kind, field, word, state = _FLAGS[key]
        if isinstance(item, kind) and hasattr(item, field) and value == word:
            flag: dict[str, Any] = {field: state}
            return replace(item, **flag)
    message = gettext_noop("Настройка [set:%(key)s=%(value)s] не подходит к вопросу. Исправьте её.")
    raise fault(block.line, message, key=key, value=value)


def write_settings(item: Item) -> list[str]:
    """The marks for what differs from the defaults of the item's type."""
    defaults = {field.name: field.default for field in item.__dataclass_fields__.values()}
    marks = [
        write_token("set", f"{key}={getattr(item, field)}")
        for key, field in _AMOUNTS.items()
        if getattr(item, field) != defaults[field]
    ]
    for key, (_, field, word, state) in _FLAGS.items():
        if field in defaults and getattr(item, field) == state != defaults[field]:
            marks.append(write_token("set", f"{key}={word}"))
    return marks
