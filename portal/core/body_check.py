"""What a page's body must keep to before it is published: anchors, numbers, the order of headings. Errors sit at their blocks."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import StructBlockValidationError

from portal.markup.blocks import ID_PATTERN, NUMBER_PATTERN

from .anchors import anchor_of, clause_anchor, free_anchor

ANCHORED = ("heading", "clause", "term")
PREFIXES = {"clause": "c-", "term": "t-"}


def fill_anchors(body: Any) -> list[int]:
    """Gives every heading, clause and term that has no anchor one of its own, from its words or number. In place.

    Returns the indexes of the blocks that got one.
    """
    filled = []
    taken = {block.value["anchor"] for block in body if block.block_type in ANCHORED}
    for index, block in enumerate(body):
        if block.block_type in ANCHORED and not block.value["anchor"]:
            wanted = _wanted(block)
            if wanted:
                block.value["anchor"] = free_anchor(wanted, taken)
                taken.add(block.value["anchor"])
                filled.append(index)
    return filled


def take_anchors(body: Any, source: Any, filled: Collection[int]) -> None:
    """Gives the blocks at `filled` the anchors of their counterparts in the source text. In place.

    A translation has the headings, clauses and terms of its source in the same order; where the two begin to differ, the
    rest keep anchors of their own.
    """
    for index in filled:
        body[index].value["anchor"] = ""
    taken = {block.value["anchor"] for block in body if block.block_type in ANCHORED}
    ours = ((index, block) for index, block in enumerate(body) if block.block_type in ANCHORED)
    theirs = (block for block in source if block.block_type in ANCHORED)
    for (index, block), counterpart in zip(ours, theirs, strict=False):
        if _shape(block) != _shape(counterpart):
            break
        if index in filled and counterpart.value["anchor"] not in taken:
            block.value["anchor"] = counterpart.value["anchor"]
    fill_anchors(body)


def _shape(block: Any) -> tuple[str, str]:
    detail = {"heading": "level", "clause": "number"}.get(block.block_type)
    return block.block_type, str(block.value[detail]) if detail else ""


def _wanted(block: Any) -> str:
    if block.block_type == "clause":
        return clause_anchor(block.value["number"] or "")
    if block.block_type == "term":
        return anchor_of(block.value["term"] or "", "t-")
    return anchor_of(block.value["text"] or "")


def body_errors(body: Any) -> dict[int, ValidationError]:
    """Returns the errors of a body by the index of the block."""
    errors: dict[int, dict[str, str]] = {}
    seen: dict[str, int] = {}
    level = 1
    for index, block in enumerate(body):
        if block.block_type not in ANCHORED:
            continue
        found = _anchor_error(block, seen)
        if found:
            errors.setdefault(index, {})["anchor"] = found
        seen.setdefault(block.value["anchor"], index)
        if block.block_type == "clause" and not NUMBER_PATTERN.fullmatch(block.value["number"] or ""):
            errors.setdefault(index, {})["number"] = _("Номер пункта пишут цифрами через точку, например 3.2.")
        if block.block_type == "heading":
            step = int(block.value["level"])
            if step > level + 1:
                errors.setdefault(index, {})["level"] = _level_error(step, level)
            level = step
    return {index: _block_error(found) for index, found in errors.items()}


def _anchor_error(block: Any, seen: dict[str, int]) -> str:
    anchor = block.value["anchor"]
    prefix = PREFIXES.get(block.block_type, "")
    if not anchor:
        return _("Укажите якорь: латинские буквы, цифры и дефис.")
    if not ID_PATTERN.fullmatch(anchor):
        return _("Якорь начинается с латинской буквы и состоит из строчных латинских букв, цифр и дефисов.")
    if anchor in seen:
        return _("Якорь «%(anchor)s» уже есть выше на этой странице. Дайте этому блоку другой.") % {"anchor": anchor}
    if not anchor.startswith(prefix):
        return _("Якорь этого блока начинается с «%(prefix)s», например %(prefix)s%(anchor)s.") % {
            "prefix": prefix,
            "anchor": anchor,
        }
    return ""


def _level_error(step: int, level: int) -> str:
    if level == 1:
        return _("Первый заголовок страницы — уровня 2.")
    return _("После заголовка уровня %(level)s не может идти уровень %(step)s. Выберите %(right)s.") % {
        "level": level,
        "step": step,
        "right": level + 1,
    }


def _block_error(fields: dict[str, str]) -> StructBlockValidationError:
    return StructBlockValidationError(block_errors={name: ValidationError(text) for name, text in fields.items()})
