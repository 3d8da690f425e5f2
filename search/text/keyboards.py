"""Text typed in the wrong keyboard layout, and Russian written in Latin letters."""

import re
from collections.abc import Iterator
from itertools import islice, product

_EN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RU = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_RU = str.maketrans(_EN.upper() + _EN + '~{}:"<>', _RU.upper() + _RU + "ЁХЪЖЭБЮ")
_TO_EN = str.maketrans(_RU + _RU.upper(), _EN + _EN.upper())
_LATIN = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[А-Яа-яЁё]")

# Latin spellings of Russian sounds, longest first; several readings where people differ.
_SOUNDS: dict[str, tuple[str, ...]] = {
    "shch": ("щ",), "sch": ("щ", "сч"), "yo": ("е",), "jo": ("е",), "zh": ("ж",), "kh": ("х",), "ts": ("ц", "тс"),
    "ch": ("ч",), "sh": ("ш", "щ"), "yu": ("ю",), "ju": ("ю",), "iu": ("ю", "иу"), "ya": ("я",), "ja": ("я",),
    "ia": ("ия", "иа", "я"), "iya": ("ия",), "ie": ("ие", "е"), "iy": ("ий", "ы"), "yy": ("ый",), "ye": ("е",),
    "ii": ("ии", "ий"),
    "a": ("а",), "b": ("б",), "v": ("в",), "w": ("в",), "g": ("г",), "d": ("д",), "e": ("е", "э"), "z": ("з",), "i": ("и", "й"),
    "j": ("й", "ж"), "k": ("к",), "l": ("л", "ль"), "m": ("м",), "n": ("н", "нь"), "o": ("о",), "p": ("п",), "r": ("р",),
    "s": ("с",), "t": ("т", "ть"), "u": ("у",), "f": ("ф",), "h": ("х",), "c": ("ц", "к"), "y": ("ы", "й"), "x": ("кс", "х"),
    "q": ("к",), "'": ("ь",),
}  # fmt: skip
_MAX_READINGS = 256


def other_layout(text: str) -> str:
    """Return `text` as its keys read in the other layout: `ghbdtn` -> `привет`, `сщгтсшд` -> `council`."""
    if len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text)):
        return text.translate(_TO_EN)
    return text.translate(_TO_RU)


def cyrillic_readings(word: str) -> Iterator[str]:
    """Yield what a Latin word may stand for in Russian letters, the likeliest reading first."""
    sounds = list(_cut(word.lower()))
    if not sounds or not _LATIN.search(word) or len(word) > 40:
        return
    # The readings of early sounds change slowest; a bounded number is enough for words of the field.
    yield from islice(map("".join, product(*sounds)), _MAX_READINGS)


def _cut(word: str) -> Iterator[tuple[str, ...]]:
    place = 0
    while place < len(word):
        for length in (4, 3, 2, 1):
            piece = word[place : place + length]
            if len(piece) == length and piece in _SOUNDS:
                yield _SOUNDS[piece]
                place += length
                break
        else:
            if word[place].isalnum() or word[place] in "-":
                yield (word[place],)
            place += 1
