"""Items as YAML, for what GIFT cannot say: cases, orders, gaps, hotspots, rubrics, units. `loads(dumps(items)) == items`.

One document an item. Fields are those of the item's type; a text is a plain string in Markdown or `{format, value}`, a
fraction a number, `1/3` or `33 %`, nodes of a case are a mapping by their name, and marks a mapping by competency. Each
error names the line, and the node where it is in one.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from fractions import Fraction
from functools import cache
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

import yaml

from quizzes.formats.errors import Fault, Reading
from quizzes.formats.yaml_reading import Leaf, Listing, Mapping, Tree, YamlError, documents, fault
from quizzes.scoring import ITEM_TYPES, NO_TEXT, Item, Node, Text, TextFormat, Weight
from quizzes.scoring.case_graph import place_of
from quizzes.scoring.numbers import show_number
from quizzes.scoring.problems import gettext_noop

__all__ = ["YamlError", "dumps", "loads", "read"]

_WIDTH = 110


# --- reading ---


def read(text: str) -> Reading:
    """Everything that can be read of a file, beside the faults of the rest."""
    items: list[Item] = []
    lines: list[int] = []
    faults: list[Fault] = []
    try:
        trees = documents(text)
    except YamlError as error:
        return Reading((), (), error.faults)
    for tree in trees:
        try:
            item = _item(tree)
        except YamlError as error:
            faults.extend(error.faults)
            continue
        problems = item.problems()
        faults.extend(Fault.of(_line_of(tree, problem.where), problem) for problem in problems)
        if not problems:
            items.append(item)
            lines.append(tree.line)
    return Reading(tuple(items), tuple(lines), tuple(faults))


def loads(text: str, *, keep_going: bool = False) -> list[Item]:
    """The items of a YAML text; YamlError with every fault, or with `keep_going` the items without one."""
    reading = read(text)
    if reading.faults and not keep_going:
        raise YamlError(reading.faults)
    return list(reading.items)


def _line_of(tree: Tree, where: str) -> int:
    """The line of the part of a node that a problem names, as near as the file has one; else that of the item."""
    at = tree
    for step in ("nodes", *filter(None, place_of(where) or ())):
        if isinstance(at, Mapping) and step in at.parts:
            at = at.parts[step]
        elif isinstance(at, Listing) and step.isdigit() and int(step) < len(at.parts):
            at = at.parts[int(step)]
        else:
            break
    return at.line if at is not _part(tree, "nodes") else tree.line


def _part(tree: Tree, name: str) -> Tree | None:
    return tree.parts.get(name) if isinstance(tree, Mapping) else None


def _item(tree: Tree) -> Item:
    parts = _mapping(tree).parts
    kind = parts.get("kind")
    known = ITEM_TYPES.get(kind.text) if isinstance(kind, Leaf) else None
    if known is None:
        message = gettext_noop("Не сказано, что это за вопрос: «kind» должен быть одним из: %(known)s.")
        raise fault(kind.line if kind else tree.line, message, known=", ".join(ITEM_TYPES))
    rest = Mapping({name: part for name, part in parts.items() if name != "kind"}, tree.line)
    return cast(Item, _fields(known, rest))


def _mapping(tree: Tree) -> Mapping:
    if not isinstance(tree, Mapping):
        raise fault(tree.line, gettext_noop("Здесь нужны строки вида «ключ: значение»."))
    return tree


def _leaf(tree: Tree) -> Leaf:
    if not isinstance(tree, Leaf):
        raise fault(tree.line, gettext_noop("Здесь нужно одно значение, а не список."))
    return tree


def _listing(tree: Tree) -> Listing:
    if not isinstance(tree, Listing):
        raise fault(tree.line, gettext_noop("Здесь нужен список: строки, которые начинаются с «- »."))
    return tree


def _fields(kind: type[Any], tree: Tree) -> Any:
    parts = _mapping(tree).parts
    readers = _readers(cast(Hashable, kind))
    for name, part in parts.items():
        if name not in readers:
            message = gettext_noop("Поле «%(name)s» здесь не знакомо. Возможны: %(known)s.")
            raise fault(part.line, message, name=name, known=", ".join(readers))
    needed = [one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING]
    missing = [name for name in needed if name not in parts]
    if missing:
        raise fault(tree.line, gettext_noop("Не хватает поля: %(names)s."), names=", ".join(missing))
    return kind(**{name: readers[name](part) for name, part in parts.items()})


@cache
def _readers(kind: Hashable) -> dict[str, Callable[[Tree], object]]:
    hints = get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in fields(cast(Any, kind))}


def _reader(hint: Any) -> Callable[[Tree], object]:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        inner = _reader(next(arg for arg in args if arg is not type(None)))
        return lambda tree: None if isinstance(tree, Leaf) and tree.text in ("", "~", "null") else inner(tree)
    if hint == tuple[Node, ...]:
        return _nodes
    if hint == tuple[Weight, ...]:
        return _weights
    if origin is tuple and args[-1] is Ellipsis:
        each = _reader(args[0])
        return lambda tree: tuple(each(part) for part in _listing(tree).parts)
    if origin is tuple:
        readers = [_reader(arg) for arg in args]
        return lambda tree: _pair(readers, tree)
    return _simple_reader(hint)


def _simple_reader(hint: Any) -> Callable[[Tree], object]:
    if hint is Text:
        return _text
    if is_dataclass(hint):
        return lambda tree: _fields(cast(type[Any], hint), tree)
    if hint is Fraction:
        return lambda tree: _fraction(_leaf(tree))
    if hint is bool:
        return lambda tree: _bool(_leaf(tree))
    if hint is int:
        return lambda tree: _int(_leaf(tree))
    if issubclass(hint, Enum):
        return lambda tree: _enum(hint, _leaf(tree))
    return lambda tree: _leaf(tree).text


def _pair(readers: list[Callable[[Tree], object]], tree: Tree) -> tuple[object, ...]:
    parts = _listing(tree).parts
    if len(parts) != len(readers):
        raise fault(tree.line, gettext_noop("Здесь нужно значений: %(count)s."), count=len(readers))
    return tuple(read_one(part) for read_one, part in zip(readers, parts, strict=True))


def _nodes(tree: Tree) -> tuple[Node, ...]:
    found: list[Node] = []
    faults: list[Fault] = []
    for name, part in _mapping(tree).parts.items():
        named = Mapping({"id": Leaf(name, part.line), **_mapping(part).parts}, part.line)
        try:
            found.append(_fields(Node, named))
        except YamlError as error:
            faults.extend(Fault(one.line, one.template, one.params, f"nodes[{name}]") for one in error.faults)
    if faults:
        raise YamlError(faults)
    return tuple(found)


def _weights(tree: Tree) -> tuple[Weight, ...]:
    return tuple(Weight(name, _fraction(_leaf(part))) for name, part in _mapping(tree).parts.items())


def _text(tree: Tree) -> Text:
    if isinstance(tree, Leaf):
        return Text(tree.text.strip("\n"), TextFormat.MARKDOWN)
    return cast(Text, _fields(Text, tree))


def _fraction(leaf: Leaf) -> Fraction:
    text = leaf.text.replace(",", ".").strip()
    share = text.endswith("%")
    try:
        value = Fraction(text.removesuffix("%").strip())
    except (ValueError, ZeroDivisionError):
        raise fault(leaf.line, gettext_noop("«%(text)s» — не число. Пишите 1, 0.5, 1/3 или 33 %%."), text=leaf.text) from None
    return value / 100 if share else value


def _bool(leaf: Leaf) -> bool:
    said = {"true": True, "yes": True, "false": False, "no": False}.get(leaf.text.lower())
    if said is None:
        raise fault(leaf.line, gettext_noop("«%(text)s»: пишите true или false."), text=leaf.text)
    return said


def _int(leaf: Leaf) -> int:
    try:
        return int(leaf.text)
    except ValueError:
        raise fault(leaf.line, gettext_noop("«%(text)s» — не целое число."), text=leaf.text) from None


def _enum(hint: type[Enum], leaf: Leaf) -> Enum:
    try:
        return hint(leaf.text)
    except ValueError:
        known = ", ".join(str(one.value) for one in hint)
        raise fault(
            leaf.line, gettext_noop("«%(text)s» не подходит. Возможны: %(known)s."), text=leaf.text, known=known
        ) from None


# --- writing ---


class _Writer(yaml.SafeDumper):
    """Texts of several lines as blocks, lists indented, no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _string(writer: yaml.SafeDumper, text: str) -> yaml.Node:
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Writer.add_representer(str, _string)


def dumps(items: Iterable[Item]) -> str:
    """The items in the canonical form: one document each, fields in the order of their type, defaults left out."""
    plain = [{"kind": item.kind, **_plain_fields(item)} for item in items]
    options: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": _WIDTH, "explicit_start": len(plain) > 1}
    return yaml.dump_all(plain, Dumper=_Writer, **options) if plain else ""


def _plain_fields(value: Any) -> dict[str, Any]:
    ordered = sorted(fields(value), key=lambda one: one.name not in _FIRST)
    given = ((one, getattr(value, one.name)) for one in ordered)
    return {one.name: _plain(part) for one, part in given if one.default is MISSING or part != one.default}


_FIRST = {"id", "name", "category", "tags", "title"}


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        is_short = value == NO_TEXT or (value.format is TextFormat.MARKDOWN and value.value == value.value.strip("\n"))
        return value.value if is_short else {"value": value.value, "format": value.format.value}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Fraction):
        return _number(value)
    if isinstance(value, tuple) and value and isinstance(value[0], Node):
        return {node.id: {name: part for name, part in _plain_fields(node).items() if name != "id"} for node in value}
    if isinstance(value, tuple) and value and isinstance(value[0], Weight):
        return {one.competency: _number(one.value) for one in value}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return _plain_fields(value) if is_dataclass(value) else value


def _number(value: Fraction) -> Any:
    if value.denominator == 1:
        return int(value)
    exact = show_number(value)
    return float(exact) if Fraction(exact) == value and len(exact) < 8 else str(value)
