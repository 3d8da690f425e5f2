"""The formats by name: how each is found out, read piece by piece, and written."""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import BinaryIO

from quizzes.formats import aiken, gift, item_yaml, moodle_xml, qti
from quizzes.formats.encodings import decode, encoding_of
from quizzes.formats.errors import Fault, Found, Reading, UnsupportedItem, Writing
from quizzes.formats.pictures import Picture, Pictures, keys_of
from quizzes.scoring import Item
from quizzes.scoring.problems import gettext_noop

Entry = Found | Fault | Picture
_UNREADABLE = gettext_noop("Кодировка файла не распознана. Сохраните его в UTF-8.")
_NO_PICTURES = gettext_noop("Картинки в этом формате не перейдут. Возьмите Moodle XML или QTI.")


@dataclass(frozen=True)
class Format:
    """A format of item banks. `entries` gives what a file holds, in its order, pictures before the items."""

    name: str
    title: str
    ending: str
    mime: str
    entries: Callable[[BinaryIO], Iterator[Entry]]
    write: Callable[[Iterable[Item], Pictures], Writing]


def _gift(file: BinaryIO) -> Iterator[Entry]:
    lines = io.TextIOWrapper(file, encoding=encoding_of(file))
    try:
        yield from gift.stream(lines)
    except UnicodeDecodeError:
        yield Fault(1, _UNREADABLE)
    finally:
        lines.detach()


def _texts(read: Callable[[str], Reading]) -> Callable[[BinaryIO], Iterator[Entry]]:
    def entries(file: BinaryIO) -> Iterator[Entry]:
        try:
            text, _encoding = decode(file.read())
        except UnicodeDecodeError:
            yield Fault(1, _UNREADABLE)
        else:
            yield from _of_reading(read(text))

    return entries


def _bytes(read: Callable[[bytes], Reading]) -> Callable[[BinaryIO], Iterator[Entry]]:
    def entries(file: BinaryIO) -> Iterator[Entry]:
        yield from _of_reading(read(file.read()))

    return entries


def _of_reading(reading: Reading) -> Iterator[Entry]:
    yield from reading.pictures.values()
    plain = (Found(item, line) for item, line in zip(reading.items, reading.lines, strict=True))
    yield from reading.found or plain
    yield from reading.faults


def _written(module: ModuleType) -> Callable[[Iterable[Item], Pictures], Writing]:
    def write(items: Iterable[Item], pictures: Pictures) -> Writing:
        kept: list[Item] = []
        refused: list[UnsupportedItem] = []
        notes: list[Fault] = []
        for item in items:
            try:
                module.dumps([item])
            except UnsupportedItem as error:
                refused.append(error)
                continue
            kept.append(item)
            if keys_of(item):
                notes.append(Fault(0, _NO_PICTURES, where=f"«{item.title}»"))
        return Writing(module.dumps(kept).encode(), len(kept), tuple(refused), tuple(notes))

    return write


def _qti_22(items: Iterable[Item], pictures: Pictures) -> Writing:
    return qti.write(items, pictures, "2.2")


FORMATS = {
    one.name: one
    for one in (
        Format("gift", "GIFT", "gift", "text/plain; charset=utf-8", _gift, _written(gift)),
        Format("aiken", "Aiken", "txt", "text/plain; charset=utf-8", _texts(aiken.read), _written(aiken)),
        Format("moodle-xml", "Moodle XML", "xml", "application/xml", _bytes(moodle_xml.read), moodle_xml.write),
        Format("qti", "QTI 3.0", "zip", "application/zip", _bytes(qti.read), qti.write),
        Format("qti-2.2", "QTI 2.2", "zip", "application/zip", _bytes(qti.read), _qti_22),
        Format("yaml", "YAML", "yaml", "application/yaml", _texts(item_yaml.read), _written(item_yaml)),
    )
}
# Both versions of QTI are read by one reader, which finds the version out.
READABLE = tuple(name for name in FORMATS if name != "qti-2.2")

_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_ANSWER = re.compile(r"^\s*ANSWER:\s*[A-Z]\s*$", re.MULTILINE)
_KIND = re.compile(r"^(?:- )?kind:", re.MULTILINE)


def detect(name: str, data: bytes) -> str:
    """The name of the format of a file, by what is in it; its ending decides between texts that could be several."""
    if data.startswith(b"PK"):
        return "qti"
    head = data[:200_000]
    try:
        text = decode(head if len(head) == len(data) else head[: head.rfind(b"\n") + 1] or head)[0]
    except UnicodeDecodeError:
        text = head.decode("latin-1")
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        tags = _ROOT.findall(re.sub(r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^\[>]*(\[.*?\])?\s*>", "", text, flags=re.DOTALL))
        return "moodle-xml" if not tags or tags[0] == "quiz" else "qti"
    ending = name.lower().rpartition(".")[2]
    if ending in ("yaml", "yml") or (ending not in ("gift", "txt") and _KIND.search(text)):
        return "yaml"
    return "aiken" if ending != "gift" and _ANSWER.search(text) and "{" not in text else "gift"
