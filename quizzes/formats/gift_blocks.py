"""The outer form of GIFT: blocks between blank lines, comments, escapes, texts with a format mark."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from quizzes.formats.errors import Fault, FormatError
from quizzes.scoring import Text, TextFormat
from quizzes.scoring.problems import gettext_noop

# Escaped characters become noncharacters (which no text contains) while the text is taken apart.
_ESCAPED = dict(zip("\\:#={}~", map(chr, range(0xFDD0, 0xFDD7)), strict=True))
_NEWLINE = chr(0xFDD7)
_PLAIN = {ord(mark): char for char, mark in _ESCAPED.items()} | {ord(_NEWLINE): "\n"}
_ESCAPE = re.compile(r"\\([\\:#={}~n])")
_RESERVED = re.compile(r"[\\:#={}~]")
_TOKEN = re.compile(r"\[(id|tag|set):((?:\\\]|[^\]\x00-\x1f])+)\]")
_MARK = re.compile(r"\[(html|moodle|plain|markdown)\]")


@dataclass(frozen=True)
class Block:
    """The lines between two blank lines, comments apart; `line` is where its first line of text stands."""

    line: int
    text: str
    comments: str
    lines: tuple[int, ...] = ()

    @property
    def tokens(self) -> list[tuple[str, str]]:
        """The `[id:…]`, `[tag:…]` and `[set:…]` marks of the comments, in their order."""
        found = _TOKEN.findall(self.comments)
        return [(kind, value.strip().replace("\\]", "]")) for kind, value in found]

    def line_at(self, place: int) -> int:
        """The line of the file on which the character at `place` of `text` stands."""
        nth = self.text.count("\n", 0, place)
        return self.lines[nth] if nth < len(self.lines) else self.line


class GiftError(FormatError):
    """A GIFT text cannot be read; each fault names its line and what to do."""


def fault(line: int, template: str, **params: object) -> GiftError:
    """A GiftError with one fault."""
    return GiftError([Fault(line, template, params)])


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a text, in order; blocks of comments only are passed over."""
    return blocks_of(_lines(text))


def blocks_of(file: Iterable[str]) -> Iterator[Block]:
    """The blocks of a file, line by line."""
    taken: list[tuple[int, str]] = []
    comments: list[str] = []
    for number, raw in enumerate(file, start=1):
        line = (raw.removeprefix("\ufeff") if number == 1 else raw).strip()
        if not line:
            yield from _block(taken, comments)
            taken, comments = [], []
        elif line.startswith("//"):
            comments.append(line)
        else:
            taken.append((number, line))
    yield from _block(taken, comments)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _block(taken: list[tuple[int, str]], comments: list[str]) -> Iterator[Block]:
    if taken:
        numbers = tuple(number for number, _ in taken)
        yield Block(numbers[0], _protect("\n".join(line for _, line in taken)), "\n".join(comments), numbers)


def _protect(text: str) -> str:
    return _ESCAPE.sub(lambda hit: _NEWLINE if hit[1] == "n" else _ESCAPED[hit[1]], text)


def unprotect(text: str) -> str:
    """The text with its escapes resolved, without blanks around."""
    return text.translate(_PLAIN).strip()


def escape(text: str) -> str:
    r"""The text with GIFT's special characters escaped and line breaks written as `\n`."""
    return _RESERVED.sub(lambda hit: "\\" + hit[0], text).replace("\r", "").replace("\n", "\\n")


def read_text(raw: str, inherited: TextFormat) -> Text:
    """A text with its own format mark, or in the inherited format."""
    raw = raw.strip()
    mark = _MARK.match(raw)
    if mark is None:
        return Text(unprotect(raw), inherited)
    return Text(unprotect(raw[mark.end() :]), TextFormat(mark[1]))


def write_text(text: Text, inherited: TextFormat) -> str:
    """A text, with a format mark where it would inherit another or begins like a mark or a comment."""
    value = text.value.strip()
    needs_mark = (text and text.format is not inherited) or _MARK.match(value) or value.startswith("//")
    return f"[{text.format}]{escape(value)}" if needs_mark else escape(value)


def write_token(kind: str, value: str) -> str:
    """A mark for a comment line, such as `[tag:level]`."""
    return f"[{kind}:{value.replace(']', chr(92) + ']')}]"


NO_CATEGORY_BREAK = gettext_noop("После $CATEGORY нужна пустая строка: иначе вопрос уйдёт в имя раздела.")
