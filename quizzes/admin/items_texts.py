"""Texts of items as an author types them: `**bold**`, `*italic*`, lists with `- `; and back to the last sign."""

import re

from quizzes.scoring import NO_TEXT, Text, TextFormat

_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_MARKED = re.compile(r"\*|[<&]|^\s*(?:[-+]|\d+[.)])\s", re.MULTILINE)
_LIST_LINE = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
_SPECIAL = re.compile(r"(?<!\\)([_`])|^(\s*)([#>])", re.MULTILINE)
_ESCAPED = re.compile(r"\\([_`#>])")
_SIMPLE = (
    (re.compile(r"</?(?:b|strong)>", re.IGNORECASE), "**"),
    (re.compile(r"</?(?:i|em)>", re.IGNORECASE), "*"),
    (re.compile(r"<br\s*/?>\n?", re.IGNORECASE), "\n"),
    (re.compile(r"\s*</p>\s*<p>\s*", re.IGNORECASE), "\n\n"),
    (re.compile(r"</?p>", re.IGNORECASE), ""),
    (re.compile(r"\s*<ul>\s*<li>|</li>\s*<li>(?=(?:(?!</?ul>).)*</ul>)", re.IGNORECASE | re.DOTALL), "\n- "),
    (re.compile(r"</li>\s*</ul>\s*", re.IGNORECASE), "\n"),
)
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&nbsp;", "\u00a0"), ("&amp;", "&"))


def shown(text: Text) -> str:
    """The text as its author sees it in a field; HTML that has no simple signs stays HTML."""
    if text.format is TextFormat.MARKDOWN:
        return re.sub(r" {2}$", "", _ESCAPED.sub(r"\1", text.value), flags=re.MULTILINE)
    if text.format is TextFormat.PLAIN or not _MARKED.search(text.value):
        return text.value
    value = text.value
    for pattern, sign in _SIMPLE:
        value = pattern.sub(sign, value)
    if _TAG.search(value):
        return text.value
    for entity, sign in _ENTITIES:
        value = value.replace(entity, sign)
    return value.strip()


def typed(value: str) -> Text:
    """What an author typed as a text of an item: plain words as they are, signs as Markdown, tags as HTML."""
    value = value.replace("\r\n", "\n").strip()
    if not value:
        return NO_TEXT
    if _TAG.search(value):
        return Text(value, TextFormat.HTML)
    return Text(_markdown(value), TextFormat.MARKDOWN) if _MARKED.search(value) else Text(value)


def _markdown(value: str) -> str:
    """A line break that the author made is kept as one; only `*` and lists are signs, what else Markdown knows is not."""
    escaped = _SPECIAL.sub(lambda hit: f"\\{hit[1]}" if hit[1] else f"{hit[2]}\\{hit[3]}", value)
    lines = escaped.split("\n")
    kept = [
        f"{line}  " if line.strip() and after.strip() and not _LIST_LINE.match(after) and not _LIST_LINE.match(line) else line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
    ]
    return "\n".join(_with_gaps(kept))


def _with_gaps(lines: list[str]) -> list[str]:
    """An empty line before a list: without it Markdown would take a numbered one for a part of the paragraph."""
    told: list[str] = []
    for line in lines:
        if _LIST_LINE.match(line) and told and told[-1].strip() and not _LIST_LINE.match(told[-1]):
            told.append("")
        told.append(line)
    return told


class Memory:
    """The texts a form was opened with: what comes back as it was shown keeps its format to the last sign."""

    def __init__(self) -> None:
        self._known: dict[str, Text] = {}

    def show(self, text: Text) -> str:
        """The text for a field, remembered."""
        value = shown(text)
        self._known.setdefault(value.strip(), text)
        return value

    def read(self, value: str) -> Text:
        """The text that a field holds: the remembered one where nothing was changed."""
        value = value.replace("\r\n", "\n").strip()
        return self._known.get(value) or typed(value)
