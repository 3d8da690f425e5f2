"""Low-vision settings: a small value that a cookie, the profile and `<html data-lv-*>` share.

The cookie reads like `wb-150-t1-l1-serif-grey`: tokens in any order, unknown tokens are ignored, so an old or a tampered
cookie never breaks a page. Text sizes and schemes follow GOST R 52872-2019 («версия для слабовидящих») and WCAG 2.2.
"""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

COOKIE = "lv"
COOKIE_AGE = 365 * 24 * 60 * 60

SCHEMES = ("bw", "wb", "blue", "beige", "brown")
SIZES = ("150", "200")
TRACKS = ("1", "2")
LEADS = ("1",)
FONTS = ("serif",)
IMAGES = ("grey", "off")


@dataclass(frozen=True, slots=True)
class LowVision:
    """A reader's settings; an empty string means «as usual»."""

    scheme: str = ""
    size: str = ""
    track: str = ""
    lead: str = ""
    font: str = ""
    images: str = ""

    def attributes(self) -> dict[str, str]:
        """Returns the names after `data-lv-` and their values, only for what differs from the usual."""
        return {field.name: getattr(self, field.name) for field in fields(self) if getattr(self, field.name)}

    def __bool__(self) -> bool:
        return bool(self.attributes())


_TOKENS: dict[str, tuple[str, str]] = {
    **{scheme: ("scheme", scheme) for scheme in SCHEMES},
    **{size: ("size", size) for size in SIZES},
    **{f"t{track}": ("track", track) for track in TRACKS},
    **{f"l{lead}": ("lead", lead) for lead in LEADS},
    **{font: ("font", font) for font in FONTS},
    **{images: ("images", images) for images in IMAGES},
}
_TOKEN_OF = {setting: token for token, setting in _TOKENS.items()}


def parse(value: str | None) -> LowVision:
    """Returns the settings that a cookie's value stands for; what it does not know it leaves out."""
    known = (_TOKENS[token] for token in (value or "")[:80].split("-") if token in _TOKENS)
    return LowVision(**dict(known))


def serialise(settings: LowVision) -> str:
    """Returns the cookie's value for `settings`; empty if everything is as usual. Inverse of `parse`."""
    return "-".join(_TOKEN_OF[setting] for setting in settings.attributes().items())


def settings_of(request: "HttpRequest") -> dict[str, str]:
    """Returns the `data-lv-*` attributes for this reader: the device's cookie first, else what the profile keeps."""
    cookie = request.COOKIES.get(COOKIE)
    if cookie is None:
        cookie = getattr(getattr(request, "user", None), "low_vision", "")
    return parse(cookie).attributes()
