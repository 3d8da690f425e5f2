"""The one spelling of a link's address inside Markdown."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

_SAFE = re.compile("[A-Za-z0-9._~/?#@$&+,;=:%\u0400-\u0482\u048a-\u052f-]*\\Z")
_ENCODED = frozenset(" \"'<>\\()[]{}|^*!`")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_ENTITY_LIKE = re.compile(r"&(?=#|[A-Za-z][A-Za-z0-9]*;)")
# A page or document of the site that no file stands for: kept, so that nothing is lost, and reported by the check.
SITE_LINK = re.compile(r"wagtail:([a-z][a-z-]*)/([0-9]+)")
SCHEMES = frozenset({"http:", "https:", "mailto:", "tel:", "wagtail:"})


def _encode(char: str) -> str:
    if char in _ENCODED or unicodedata.category(char)[0] in "ZCM":
        return quote(char, safe="", errors="ignore")
    return char


@lru_cache(maxsize=8192)
def normal_url(url: str) -> str:
    """The address with everything Markdown could stumble on percent-encoded; Cyrillic stays readable."""
    url = url.strip()
    if _SAFE.match(url):
        return url
    url = "".join(char for char in url if unicodedata.category(char) not in ("Cc", "Cs"))
    return "".join(_encode(char) for char in unicodedata.normalize("NFC", url))


def is_allowed(url: str) -> bool:
    """True for a web, mail or telephone address and for a relative path; False for any other scheme."""
    scheme = _SCHEME.match(url)
    return bool(url) and (scheme is None or scheme[0].lower() in SCHEMES)


def is_external(url: str) -> bool:
    """True if the address has a scheme or a host, that is, does not name a file of the library."""
    return url.startswith("//") or _SCHEME.match(url) is not None


def url_source(url: str) -> str:
    """The address as written in Markdown: an ampersand that would begin an entity is itself an entity."""
    return _ENTITY_LIKE.sub("&amp;", url) if "&" in url else url
