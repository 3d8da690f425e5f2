"""Typography of running text: short words and numbers stay with their neighbours.

Rules of Russian typesetting (Мильчин, «Справочник издателя и автора», 2014, on breaks that are not allowed): a short
preposition or conjunction is not left at the end of a line, a number is not parted from its unit, a dash does not begin a
line. Only spaces and hyphens change, never words.
"""

import re

NBSP = "\u00a0"
NB_HYPHEN = "\u2011"

# A longer word stays free: tied to its «и» it would not fit a telephone's line and would break in the middle.
LONG_WORD = 14
_SHORT_WORDS = "а|без|в|во|да|для|до|за|и|из|или|к|как|ко|на|над|не|ни|но|о|об|от|по|под|при|про|с|со|то|у|что|я"
_SHORT = re.compile(rf"(?<![\w-])({_SHORT_WORDS}|п\.|ст\.|ч\.|№|§) (?=[\w«(№])(?!\w{{{LONG_WORD}}})", re.IGNORECASE)
_PARTICLE = re.compile(r"(?<=\w) (бы|ли|же)(?![\w-])")
_NUMBER_UNIT = re.compile(
    r"(?<=\d) (?=(?:года?|лет|мин|минут[аы]?|час(?:а|ов)?|дн(?:я|ей)|день|месяц(?:а|ев)?|недел[яьи]|процент\w*|тыс\.|млн"
    r"|руб\.|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)(?!\w))"
)
_DASH = re.compile(r" (?=[—–] )")
_LAW_NUMBER = re.compile(r"(?<=\d)-(?=ФЗ)")
_INITIALS = re.compile(r"(?<![\w.])([А-ЯЁ]\.) (?=[А-ЯЁ])")

_EN_SHORT = re.compile(r"(?<![\w-])(a|an|No\.|I) (?=[\w\"“(])")
_ID_NUMBER = re.compile(r"(?<![\w-])(No\.|ke) (?=\d)")

_TEXT_BETWEEN_TAGS = re.compile(r"(<[^>]*>)")
_OPAQUE = re.compile(r"<(/?)(pre|code|textarea|script|style|option|title|svg)\b", re.IGNORECASE)


def tie_text(text: str, language: str = "ru") -> str:
    """Returns plain `text` with no-break spaces where a line must not end; idempotent."""
    text = _DASH.sub(NBSP, text)
    if language == "ru":
        for _ in range(2):  # «и в доме»: matches touch, so the second pass takes the neighbour
            text = _SHORT.sub(rf"\1{NBSP}", text)
        text = _PARTICLE.sub(rf"{NBSP}\1", text)
        text = _NUMBER_UNIT.sub(NBSP, text)
        text = _INITIALS.sub(rf"\1{NBSP}", text)
        return _LAW_NUMBER.sub(NB_HYPHEN, text)
    return (_EN_SHORT if language == "en" else _ID_NUMBER).sub(rf"\1{NBSP}", text)


def tie_html(html: str, language: str = "ru") -> str:
    """Returns `html` with its text tied; tags, and the text of `pre`, `code`, form values and scripts, stay as they are."""
    pieces, opaque = _TEXT_BETWEEN_TAGS.split(html), 0
    for index, piece in enumerate(pieces):
        if index % 2:
            match = _OPAQUE.match(piece)
            if match:
                opaque = max(0, opaque + (-1 if match[1] else 1))
        elif not opaque and " " in piece or "-ФЗ" in piece:
            pieces[index] = piece if opaque else tie_text(piece, language)
    return "".join(pieces)
