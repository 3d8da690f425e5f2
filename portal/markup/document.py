"""A page's file: front matter and blocks, read and written."""

from __future__ import annotations

from dataclasses import dataclass

from portal.markup.blocks import Blocks
from portal.markup.body import read_body, write_body
from portal.markup.errors import MarkupError
from portal.markup.front_matter import FENCE, FrontMatter, dump_front_matter, parse_front_matter


@dataclass(frozen=True, slots=True)
class Document:
    """One page in one language."""

    front_matter: FrontMatter
    blocks: Blocks = ()


def loads(text: str, path: str | None = None) -> Document:
    """The page in a file's text; what is not understood in its body is kept verbatim in Raw blocks.

    Raises MarkupError (with `path`, lines and hints) if the front matter does not fit its schema.
    """
    head, body, _line = split_front_matter(text, path or "")
    return Document(parse_front_matter(head, path or "", 2), read_body(body))


def dumps(document: Document) -> str:
    """The page as a canonical file. `dumps(loads(x)) == x` for every canonical `x`."""
    head, body = dump_front_matter(document.front_matter), write_body(document.blocks)
    return f"{head}\n{body}" if body else head


def split_front_matter(text: str, path: str = "") -> tuple[str, str, int]:
    """The YAML between the fences, the body after them, and the file's line on which the body begins.

    Raises MarkupError if a fence is missing.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        hint = "Begin the file with a line `---`, the keys, and a line `---`."
        raise MarkupError(path, 1, "The file has no front matter.", hint)
    for index in range(1, len(lines)):
        if lines[index].rstrip() == FENCE:
            rest = lines[index + 1 :]
            skipped = 0
            while skipped < len(rest) - 1 and not rest[skipped].strip():
                skipped += 1
            return "\n".join(lines[1:index]), "\n".join(rest[skipped:]), index + 2 + skipped
    raise MarkupError(path, 1, "The front matter does not end.", "Close it with a line `---`.")
