"""Pictures that items carry. An item names a picture by what is in it, `media:<sha-256>.png`, in a text or as its scene."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from quizzes.scoring import Item
from quizzes.scoring.codec import dump_item

MAX_PICTURE = 5_000_000
SCHEME = "media:"
REFERENCE = re.compile(r"media:([0-9a-f]{64}\.(?:png|jpg|gif|webp))")
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


def sniff(data: bytes) -> str:
    """The type by the first bytes, whatever the name says: one of the four that are shown, `image/svg+xml`, or nothing."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    return "image/svg+xml" if b"<svg" in data[:1000].lower() else ""


@dataclass(frozen=True)
class Picture:
    """A picture's bytes with the name it came under."""

    name: str
    data: bytes

    @property
    def mime(self) -> str:
        """The type by the first bytes; empty where it is none that is shown."""
        found = sniff(self.data)
        return found if found in _ENDINGS else ""

    @property
    def key(self) -> str:
        """The SHA-256 of the bytes with the ending of the type; KeyError where the type is not shown."""
        return f"{hashlib.sha256(self.data).hexdigest()}.{_ENDINGS[self.mime]}"

    @property
    def reference(self) -> str:
        """How an item names the picture."""
        return SCHEME + self.key


Pictures = Mapping[str, Picture]


def keys_in(text: str) -> tuple[str, ...]:
    """The keys of the pictures a text names, each once, in their order."""
    return tuple(dict.fromkeys(REFERENCE.findall(text)))


def keys_of(item: Item) -> tuple[str, ...]:
    """The keys of all pictures an item names, in whatever part of it."""
    return keys_in(json.dumps(dump_item(item)))
