"""Deterministic YAML of front matter: block mappings, flow lists of codes, no folding, no surprises."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import yaml

_NOT_PRINTABLE = re.compile("[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_LEADING = frozenset(",[]{}#&*!|>'\"%@`")
_LEADING_IF_APART = frozenset("-?:")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_STRING_TAG = "tag:yaml.org,2002:str"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=8192)
def is_plain(text: str) -> bool:
    """True if YAML 1.1 reads `text`, written without quotes as a block value, as this very string."""
    if not text or text != text.strip(" ") or _NOT_PRINTABLE.search(text):
        return False
    if text[0] in _LEADING or (text[0] in _LEADING_IF_APART and (len(text) == 1 or text[1] == " ")):
        return False
    if ": " in text or " #" in text or text.endswith(":"):
        return False
    return _resolves_to_string(text)


def _resolves_to_string(text: str) -> bool:
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    candidates = [*resolvers.get(text[0], ()), *resolvers.get(None, ())]
    return not any(pattern.match(text) for _tag, pattern in candidates)


def _escaped(char: re.Match[str]) -> str:
    code = ord(char[0])
    return _ESCAPES.get(char[0]) or (f"\\u{code:04x}" if code > 0xFF else f"\\x{code:02x}")


def quoted(text: str) -> str:
    """The string in double quotes."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_NOT_PRINTABLE.sub(_escaped, text)}"'


def scalar(text: str) -> str:
    """The string plain where YAML allows it, else in double quotes."""
    return text if is_plain(text) else quoted(text)


def flow_list(codes: Iterable[str]) -> str:
    """A list of codes on one line."""
    return f"[{', '.join(codes)}]"


def compose(text: str) -> yaml.Node | None:
    """The node tree of a YAML text, whose marks give line numbers. Raises yaml.YAMLError."""
    node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    return node


def construct(node: yaml.Node) -> Any:
    """The Python value of a node, by the safe schema."""
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


def line_of(node: yaml.Node | None, location: Sequence[int | str]) -> int:
    """The line (from 0) of the key or item that `location` leads to, or of its nearest parent."""
    line = 0
    for step in location:
        child = _child(node, step)
        if child is None:
            break
        line, node = child
    return line


def _child(node: yaml.Node | None, step: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key.start_mark.line, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line, node.value[step]
    return None


def repeated_keys(node: yaml.Node | None) -> list[tuple[str, int]]:
    """Keys that stand twice in one mapping, with the line (from 0) of the second."""
    found: list[tuple[str, int]] = []
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                found.append((str(key.value), key.start_mark.line))
            seen.add(key.value)
            found += repeated_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            found += repeated_keys(item)
    return found
