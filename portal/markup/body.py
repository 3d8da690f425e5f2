"""The body of a page: Markdown text to blocks and back, stable from the first round on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.markup import blocks as b
from portal.markup.normal import normal_blocks
from portal.markup.reader import Piece, read_pieces, source_lines
from portal.markup.writer import write_blocks


@dataclass(frozen=True, slots=True)
class Located:
    """A block in normal form with the line (from 1, within the body) where its source begins."""

    block: b.Block
    line: int


def read_body(text: str) -> b.Blocks:
    """The blocks of a body. What is not understood is kept verbatim in Raw blocks.

    `write_body(read_body(x))` is `x` for canonical `x`, and reads back as the same blocks for any `x`.
    """
    lines = source_lines(text)
    pieces = read_pieces(lines)
    blocks = _blocks(pieces)
    written = write_blocks(blocks)
    if written == text or _blocks(read_pieces(source_lines(written))) == blocks:
        return blocks
    return _stable(lines, pieces)


def write_body(blocks: Iterable[b.Block]) -> str:
    """Canonical Markdown of the blocks, which need not be in normal form."""
    return write_blocks(blocks)


def _blocks(pieces: Iterable[Piece]) -> b.Blocks:
    return normal_blocks(piece.block for piece in pieces)


def _stable(lines: list[str], pieces: list[Piece]) -> b.Blocks:
    """Raw source can change the meaning of what stands beside it: widen it until it does not."""
    reach = 1
    while reach < 2 * len(pieces):
        blocks = _blocks(_widened(lines, pieces, reach))
        if _blocks(read_pieces(source_lines(write_blocks(blocks)))) == blocks:
            return blocks
        reach *= 2
    return normal_blocks([b.Raw("\n".join(lines))])


def _widened(lines: list[str], pieces: list[Piece], reach: int) -> list[Piece]:
    raw = {
        beside
        for index, piece in enumerate(pieces)
        if isinstance(piece.block, b.Raw)
        for beside in range(index - reach, index + reach + 1)
    }
    result: list[Piece] = []
    for index, piece in enumerate(pieces):
        if index not in raw:
            result.append(piece)
            continue
        joins = bool(result) and isinstance(result[-1].block, b.Raw)
        start = result.pop().start if joins else piece.start
        result.append(Piece(b.Raw("\n".join(lines[start : piece.end])), start, piece.end))
    return result
