"""The encoding of a bank's file, found without guessing libraries: what old banks really use."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHUNK = 1 << 16


def encoding_of(stream: BinaryIO) -> str:
    """The name of a file's encoding: by mark, UTF-8, else windows-1251 or windows-1252; read in pieces, left at the start.

    The two old code pages accept almost any bytes; Russian text has its letters in the upper half of 1251, so the
    page is 1251 where most of the bytes above 127 are letters there that stand beside another such letter.
    """
    head = stream.read(3)
    stream.seek(0)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(stream):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "windows-1251" if _looks_russian(stream) else "windows-1252"
    finally:
        stream.seek(0)
    return "utf-8"


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. UnicodeDecodeError where even the old code pages fail."""
    encoding = encoding_of(io.BytesIO(data))
    return data.decode(encoding), encoding


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        yield chunk


def _looks_russian(stream: BinaryIO) -> bool:
    high = together = 0
    for data in _chunks(stream):
        places = [place for place, byte in enumerate(data) if byte > 127]
        letters = {place for place in places if data[place] >= 0xC0 or data[place] in (0xA8, 0xB8)}
        high += len(places)
        together += sum(place + 1 in letters or place - 1 in letters for place in letters)
    return 2 * together > high
