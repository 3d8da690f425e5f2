"""Ids and block keys that stay with their text when a page is imported again.

Matching, in this order: the same anchor (clause, heading, term), the same content, the order within a type.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from typing import Any

from portal.markup.html import with_keys_of, without_keys

RawBlock = dict[str, Any]


def inherit_ids(stream: list[RawBlock], previous: list[RawBlock]) -> list[RawBlock]:
    """`stream` with the ids and keys of what it has in common with `previous`."""
    pairs = _pairs(stream, previous)
    taken = {old.get("id") for old in pairs.values()}
    result = []
    for index, block in enumerate(stream):
        old = pairs.get(index)
        if old is not None:
            value = _inherited(block["value"], old["value"], str(old.get("id")))
            result.append({**block, "value": value, "id": old.get("id") or block["id"]})
        else:
            result.append({**block, "id": _free_id(block["id"], taken)})
        taken.add(result[-1]["id"])
    return result


def _free_id(identity: str, taken: set[Any]) -> str:
    # Deterministic ids come from ordinals: a block that moved may hold the one a new block would get.
    while identity in taken:
        identity = str(uuid.uuid5(uuid.UUID(identity), "next"))
    return identity


def _pairs(stream: list[RawBlock], previous: list[RawBlock]) -> dict[int, RawBlock]:
    pairs: dict[int, RawBlock] = {}
    left = list(previous)
    for sign in (_anchor, _content, _type):
        waiting: defaultdict[Any, list[RawBlock]] = defaultdict(list)
        for block in left:
            waiting[sign(block)].append(block)
        for index, block in enumerate(stream):
            mark = sign(block)
            if index not in pairs and mark is not None and waiting[mark]:
                pairs[index] = waiting[mark].pop(0)
        used = {id(block) for block in pairs.values()}
        left = [block for block in left if id(block) not in used]
    return pairs


def _anchor(block: RawBlock) -> Any:
    value = block["value"]
    anchor = value.get("anchor") if isinstance(value, dict) else None
    return (block["type"], anchor) if anchor else None


def _content(block: RawBlock) -> Any:
    return block["type"], json.dumps(_bare(block["value"]), sort_keys=True, ensure_ascii=False)


def _type(block: RawBlock) -> Any:
    return block["type"]


def _bare(value: Any) -> Any:
    """The value without ids and keys: what it says."""
    if isinstance(value, str):
        return without_keys(value)
    if isinstance(value, dict):
        return {key: _bare(part) for key, part in value.items() if key != "id"}
    return [_bare(part) for part in value] if isinstance(value, list) else value


def _inherited(value: Any, old: Any, seed: str) -> Any:
    if isinstance(value, str) and isinstance(old, str):
        return with_keys_of(value, old, seed) if "data-block-key" in value else value
    if isinstance(value, dict) and isinstance(old, dict):
        return {key: _inherited(part, old.get(key), f"{seed}:{key}") for key, part in value.items()}
    if isinstance(value, list) and isinstance(old, list):
        items = [item for item in old if isinstance(item, dict) and "value" in item and item.get("id")]
        return inherit_ids(value, items)
    return value
