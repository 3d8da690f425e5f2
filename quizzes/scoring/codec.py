"""Items and responses as JSON values and back, exactly: fractions stay fractions, defaults are left out."""

import re
import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from quizzes.scoring import ITEM_TYPES, RESPONSE_TYPES
from quizzes.scoring.base import Item, Response

_FRACTION = re.compile(r"-?\d{1,1000}(?:[/.]\d{1,1000})?")
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class CodecError(ValueError):
    """A JSON value is not an item or a response: the text says which part is not understood."""


def dump_item(item: Item) -> dict[str, Json]:
    """The item as a JSON object with its `kind`."""
    return {"kind": item.kind, **_dump_fields(item)}


def load_item(data: Mapping[str, Json]) -> Item:
    """The item that `dump_item` wrote; CodecError where the object is not one."""
    return cast(Item, _load_kind(data, ITEM_TYPES))


def dump_response(response: Response) -> dict[str, Json]:
    """The response as a JSON object with its `kind`."""
    return {"kind": response.kind, **_dump_fields(response)}


def load_response(data: Mapping[str, Json]) -> Response:
    """The response that `dump_response` wrote; CodecError where the object is not one."""
    return cast(Response, _load_kind(data, RESPONSE_TYPES))


def _dump_fields(value: Any) -> dict[str, Json]:
    given = ((field, getattr(value, field.name)) for field in fields(value))
    return {field.name: _dump(part) for field, part in given if not _is_default(field, part)}


def _is_default(field: Field[Any], part: object) -> bool:
    return field.default is not MISSING and type(part) is type(field.default) and part == field.default


def _dump(value: object) -> Json:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [_dump(part) for part in value]
    if is_dataclass(value):
        return _dump_fields(value)
    return cast(Json, value)


def _load_kind(data: Mapping[str, Json], known: Mapping[str, type[Any]]) -> object:
    kind = known.get(str(data.get("kind")))
    if kind is None:
        raise CodecError(f"unknown kind: {data.get('kind')!r}; known are {', '.join(known)}")
    return _load_fields(kind, {name: part for name, part in data.items() if name != "kind"})


def _load_fields(kind: type[Any], data: Mapping[str, Json]) -> object:
    readers = _readers(cast(Hashable, kind))
    foreign = set(data) - set(readers)
    if foreign:
        raise CodecError(f"{kind.__name__} has no {', '.join(sorted(foreign))}")
    try:
        return kind(**{name: readers[name](part) for name, part in data.items()})
    except (TypeError, ValueError, ZeroDivisionError) as error:
        raise CodecError(f"{kind.__name__}: {error}") from error


@cache
def _readers(kind: Hashable) -> dict[str, Callable[[Any], object]]:
    hints = get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in fields(cast(Any, kind))}


def _reader(hint: Any) -> Callable[[Any], object]:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        inner = _reader(next(arg for arg in args if arg is not type(None)))
        return lambda part: None if part is None else inner(part)
    if origin is tuple and args[-1] is Ellipsis:
        each = _reader(args[0])
        return lambda part: tuple(each(one) for one in _expect(list, part))
    if origin is tuple:
        readers = [_reader(arg) for arg in args]
        return lambda part: tuple(read(one) for read, one in zip(readers, _expect(list, part), strict=True))
    if is_dataclass(hint):
        return lambda part: _load_fields(cast(type[Any], hint), _expect(dict, part))
    if hint is Fraction:
        return _fraction
    if issubclass(hint, Enum):
        return cast(Callable[[Any], object], hint)
    return lambda part: _expect(hint, part)


def _fraction(part: Any) -> Fraction:
    # No other way of writing is read: Fraction("1e999999999") would fill the memory.
    if not _FRACTION.fullmatch(_expect(str, part)):
        raise CodecError(f"{part!r} is not a fraction such as 1/3")
    return Fraction(part)


def _expect(kind: type[Any], part: object) -> Any:
    if type(part) is not kind:
        raise CodecError(f"{part!r} is not a {kind.__name__}")
    return part
