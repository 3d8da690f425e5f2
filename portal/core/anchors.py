"""Anchors and slugs out of words: Latin letters, digits and hyphens, as `docs/content-format.md` has them."""

import re
import unicodedata
from collections.abc import Collection

# The passport table of ICAO Doc 9303 without its apostrophes; readable, and short enough for an address.
_LETTERS = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
        "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    }
)  # fmt: skip
LIMIT = 60


def latin(text: str) -> str:
    """Returns the text as words of Latin letters and digits joined by hyphens, at most 60 characters; "" if none is left."""
    spelled = text.lower().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    while len("-".join(words)) > LIMIT and len(words) > 1:
        words.pop()
    return "-".join(words)[:LIMIT].strip("-")


def anchor_of(text: str, prefix: str = "") -> str:
    """Returns an anchor for a heading or term: Latin, beginning with a letter."""
    words = latin(text)
    if prefix:
        return f"{prefix}{words}" if words else ""
    return words if not words or words[0].isalpha() else f"s-{words}"


def clause_anchor(number: str) -> str:
    """Returns the anchor of a clause by its number: `c-3-2` of «3.2»."""
    words = latin(number.strip().rstrip(".").replace(".", " "))
    return f"c-{words}" if words else ""


def free_anchor(wanted: str, taken: Collection[str]) -> str:
    """Returns the anchor itself, or with -2, -3 … where the page has it already."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
