"""Runs of inline text and their normal form (what a line of text may consist of, spelt one way)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Literal, NamedTuple

from markdown_it.common.utils import isPunctChar, isWhiteSpace

from portal.markup.characters import (
    NBSP,
    clean_character,
    collapse_spaces,
    has_space_run,
    is_mark,
    is_ordinary,
)
from portal.markup.urls import is_allowed, normal_url, url_source

Style = Literal["", "bold", "italic"]
_SPACES = f" {NBSP}"


class Run(NamedTuple):
    """A stretch of text of one look. One style a character: bold beats italic; a link is outside a style."""

    text: str
    style: Style = ""
    href: str = ""


Inline = tuple[Run, ...]


class _Char(NamedTuple):
    text: str
    style: Style
    href: str


@lru_cache(maxsize=4096)
def _is_space(char: str) -> bool:
    return isWhiteSpace(ord(char))


@lru_cache(maxsize=4096)
def _is_punctuation(char: str) -> bool:
    return isPunctChar(char)


def plain(text: str) -> Inline:
    """Text without styles and links, in normal form."""
    return normal_inline((Run(text),))


def inline_text(runs: Iterable[Run]) -> str:
    """The characters of the runs without their look."""
    return "".join(run.text for run in runs)


def can_open(before: str, first: str) -> bool:
    """True if CommonMark opens a style between the two characters ("" is the edge of the line)."""
    return not _is_punctuation(first) or before == "" or _is_space(before) or _is_punctuation(before)


def can_close(last: str, after: str) -> bool:
    """True if CommonMark closes a style between the two characters ("" is the edge of the line)."""
    return not _is_punctuation(last) or after == "" or _is_space(after) or _is_punctuation(after)


def normal_inline(runs: Iterable[Run]) -> Inline:
    """The runs in normal form: the same look, one spelling. Idempotent."""
    return _normal(tuple(runs))


@lru_cache(maxsize=16384)
def _normal(runs: Inline) -> Inline:
    while not is_normal(runs):
        step = _edges_moved(_grouped(_untouched(_spaced(_composed(_cleaned(runs))))))
        if step == runs:
            raise AssertionError(f"no normal form for {runs!r}")
        runs = step
    return runs


def is_normal(runs: Sequence[Run]) -> bool:
    """True if the runs need no change (the fast path: most texts arrive in normal form)."""
    if not runs:
        return True
    if runs[0].text[:1] in _SPACES or runs[-1].text[-1:] in _SPACES:
        return False
    return all(_run_is_normal(run) for run in runs) and all(_neighbours_are_normal(runs, index) for index in range(len(runs)))


def _run_is_normal(run: Run) -> bool:
    text = run.text
    if not text or has_space_run(text):
        return False
    if run.style and (text[0] in _SPACES or text[-1] in _SPACES):
        return False
    if run.href and (normal_url(run.href) != run.href or not is_allowed(run.href)):
        return False
    return is_ordinary(text) or _text_is_composed(text)


def _text_is_composed(text: str) -> bool:
    if any(clean_character(char) != char for char in text) or is_mark(text[0]):
        return False
    if any(is_mark(char) and before in _SPACES for before, char in zip(text, text[1:], strict=False)):
        return False
    return unicodedata.is_normalized("NFC", text)


def _outer(runs: Sequence[Run], index: int, step: int) -> str:
    """The character that stands in Markdown beside a run: its neighbour's, or a bracket of its link."""
    other = index + step
    inside = 0 <= other < len(runs) and runs[other].href == runs[index].href
    if inside or not runs[index].href:
        if not 0 <= other < len(runs):
            return ""
        if runs[other].href and not inside:
            return "[" if step > 0 else ")"
        return runs[other].text[0 if step > 0 else -1]
    return "]" if step > 0 else "["


def _neighbours_are_normal(runs: Sequence[Run], index: int) -> bool:
    run = runs[index]
    if index:
        before = runs[index - 1]
        if before.href == run.href and (before.style == run.style or (before.style and run.style)):
            return False
        if before.text[-1] in _SPACES and run.text[0] in _SPACES:
            return False
        if before.href != run.href and ((run.href and run.text[0] in _SPACES) or (before.href and before.text[-1] in _SPACES)):
            return False
    elif run.href and run.text[0] in _SPACES:
        return False
    return not run.style or (can_open(_outer(runs, index, -1), run.text[0]) and can_close(run.text[-1], _outer(runs, index, 1)))


def _cleaned(runs: Iterable[Run]) -> list[_Char]:
    """Characters with their look; invisible ones dropped; a mark has the look of the letter it sits on."""
    chars: list[_Char] = []
    for run in runs:
        href = normal_url(run.href)
        href = href if is_allowed(href) else ""
        for raw in run.text:
            text = clean_character(raw)
            if not text:
                continue
            if is_mark(text):
                if chars and chars[-1].text not in _SPACES:
                    chars.append(chars[-1]._replace(text=text))
                continue
            chars.append(_Char(text, run.style, href))
    return chars


def _composed(chars: list[_Char]) -> list[_Char]:
    result: list[_Char] = []
    for (style, href), group in groupby(chars, key=lambda char: (char.style, char.href)):
        text = unicodedata.normalize("NFC", "".join(char.text for char in group))
        result += [_Char(char, style, href) for char in text]
    return result


def _spaced(chars: list[_Char]) -> list[_Char]:
    """Single spaces, none at the ends; a space keeps a look only between two characters of that look."""
    result: list[_Char] = []
    gap: list[_Char] = []
    for char in chars:
        if char.text in _SPACES:
            gap.append(char)
            continue
        if gap and result:
            result.append(_space_between(result[-1], gap, char))
        gap = []
        result.append(char)
    return result


def _space_between(before: _Char, gap: list[_Char], after: _Char) -> _Char:
    text = collapse_spaces("".join(char.text for char in gap))
    href = before.href if before.href == after.href and all(c.href == before.href for c in gap) else ""
    same = before.style == after.style and all(c.style == before.style for c in gap)
    return _Char(text, before.style if same and href == before.href == after.href else "", href)


def _untouched(chars: list[_Char]) -> list[_Char]:
    """Two styles may not touch: the italic one gives way to the bold one."""
    spans = [list(group) for _, group in groupby(chars, key=lambda char: (char.style, char.href))]
    for span, following in zip(spans, spans[1:], strict=False):
        if span[0].href == following[0].href and span[0].style and following[0].style:
            weak = span if span[0].style == "italic" else following
            weak[:] = [char._replace(style="") for char in weak]
    return [char for span in spans for char in span]


def _grouped(chars: list[_Char]) -> list[Run]:
    return [
        Run("".join(char.text for char in group), style, href)
        for (style, href), group in groupby(chars, key=lambda char: (char.style, char.href))
    ]


def _edges_moved(runs: list[Run]) -> Inline:
    """Punctuation leaves the edge of a style where CommonMark would not open or close it."""
    result: list[Run] = []
    for index, run in enumerate(runs):
        text, left, right = run.text, "", ""
        if run.style and not can_open(_outer(runs, index, -1), text[0]):
            left, text = text[0], text[1:]
        if run.style and text and not can_close(text[-1], _outer(runs, index, 1)):
            text, right = text[:-1], text[-1]
        result += [Run(left, "", run.href)] if left else []
        result += [run._replace(text=text)] if text else []
        result += [Run(right, "", run.href)] if right else []
    return tuple(result)


_SPECIAL = re.compile(r"[\\`*_\[\]{}&<]")
_ENTITIES = {"&": "&amp;", "<": "&lt;"}
_MARKS = {"": "", "bold": "**", "italic": "*"}
_LINE_START = re.compile(
    r"""(?P<number>\d+)(?P<point>[.)])(?=\ |$)
      | (?P<sign>[#>]|!(?=!!)|[-+](?=\ |$)|-(?=--|[ -]*$))
      | (?P<entity>\?(?=\?\?)|~(?=~~)|=(?===))""",
    re.VERBOSE,
)


def escape(text: str) -> str:
    """Plain text as Markdown source, for the middle of a line."""
    return _SPECIAL.sub(lambda sign: _ENTITIES.get(sign[0]) or "\\" + sign[0], text)


def escape_line_start(source: str) -> str:
    """Markdown source of a line that must not begin a block (list, heading, quote, rule, container)."""
    match = _LINE_START.match(source)
    if match is None:
        return source
    rest = source[match.end() :]
    if match["number"]:
        return f"{match['number']}\\{match['point']}{rest}"
    return f"\\{match['sign']}{rest}" if match["sign"] else f"&#{ord(match['entity'])};{rest}"


def link_source(text: str, href: str, *, at_start: bool = False) -> str:
    """A link whose text is Markdown source already; `at_start` if it begins a line."""
    if at_start:
        # Python-Markdown takes `[...]:` at the start of a line for a definition, even where the bracket is escaped.
        text = text.replace("\\]:", "\\]&#58;")
    if text.startswith("^"):
        # `[^` is a footnote where that extension is on, and a caret has no backslash escape there.
        text = "&#94;" + text[1:]
    return f"[{text}]({url_source(href)})"


def write_inline(runs: Inline, *, cell: bool = False) -> str:
    """The runs (in normal form) as Markdown source of one line; with `cell`, of one table cell."""
    parts: list[str] = []
    for href, group in groupby(runs, key=lambda run: run.href):
        text = "".join(_MARKS[run.style] + escape(run.text) + _MARKS[run.style] for run in group)
        if href and parts and parts[-1].endswith("!"):
            parts[-1] = parts[-1][:-1] + "\\!"
        parts.append(link_source(text, href, at_start=not parts and not cell) if href else text)
    source = "".join(parts)
    return source.replace("|", "\\|") if cell else escape_line_start(source)
