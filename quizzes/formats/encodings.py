"""The encoding of a bank's file, found without guessing libraries: what old banks really use."""

import codecs

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: by mark, UTF-8, else windows-1251 or windows-1252.

    The two old code pages accept almost any bytes; Russian text has its letters in the upper half of 1251, so the
    page is 1251 where most of the bytes above 127 are letters there that stand beside another such letter.
    UnicodeDecodeError where even that fails.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        encoding = "windows-1251" if _looks_russian(data) else "windows-1252"
        return data.decode(encoding), encoding


def _looks_russian(data: bytes) -> bool:
    high = [place for place, byte in enumerate(data) if byte > 127]
    letters = {place for place in high if data[place] >= 0xC0 or data[place] in (0xA8, 0xB8)}
    together = [place for place in letters if place + 1 in letters or place - 1 in letters]
    return 2 * len(together) > len(high)
