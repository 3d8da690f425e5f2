"""Pictures that items carry. An item names a picture by what is in it, `media:<sha-256>.png`, in a text or as its scene."""

import hashlib
import io
import json
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from PIL import Image

from quizzes.scoring import Item, Problem
from quizzes.scoring.codec import dump_item
from quizzes.scoring.problems import gettext_noop

MAX_PICTURE = 5_000_000
# A picture of a few bytes may unpack to gigabytes in every reader's browser.
MAX_PIXELS = 40_000_000
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

    @cached_property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels; zeros where the picture cannot be opened."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                with Image.open(io.BytesIO(self.data), formats=("PNG", "JPEG", "GIF", "WEBP")) as image:
                    if image.width * image.height <= MAX_PIXELS:
                        image.load()
                    return image.size
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, EOFError, IndexError, TypeError):
            return 0, 0

    def problem(self) -> Problem | None:
        """Why the picture may not be shown, with the cure; None where it may."""
        params = {"name": self.name, "limit": MAX_PICTURE // 1_000_000, "pixels": MAX_PIXELS // 1_000_000}
        if len(self.data) > MAX_PICTURE:
            return Problem("picture", gettext_noop("Картинка «%(name)s» больше %(limit)s МБ. Уменьшите её."), params)
        if sniff(self.data) == "image/svg+xml":
            message = gettext_noop("«%(name)s»: рисунок SVG может содержать программу. Сохраните его как PNG.")
            return Problem("picture", message, params)
        if not self.mime:
            message = gettext_noop("Файл «%(name)s» — не картинка. Переносятся PNG, JPEG, GIF и WebP.")
            return Problem("picture", message, params)
        width, height = self.size
        if not width:
            message = gettext_noop("Картинка «%(name)s» повреждена. Сохраните её заново.")
            return Problem("picture", message, params)
        if width * height > MAX_PIXELS:
            message = gettext_noop("Картинка «%(name)s» больше %(pixels)s миллионов точек. Уменьшите её.")
            return Problem("picture", message, params)
        return None


Pictures = Mapping[str, Picture]


def keys_in(text: str) -> tuple[str, ...]:
    """The keys of the pictures a text names, each once, in their order."""
    return tuple(dict.fromkeys(REFERENCE.findall(text)))


def keys_of(item: Item) -> tuple[str, ...]:
    """The keys of all pictures an item names, in whatever part of it."""
    return keys_in(json.dumps(dump_item(item)))
