"""Guess the language of a short text among ru, en and id."""

import re

from search.text.stopwords import EN, ID
from search.text.tokens import tokenise

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z]")
# Words of the field that an Indonesian or an English query consists of, beyond the stop lists.
_ID_WORDS = frozenset(
    """
    anak asuh anggota bantuan bayi bekerja bersama cacat danau data daerah desa dewan dini disabilitas dukungan ekonomi
    formulir hak harian hukum ibu instansi intervensi izin kasus keamanan kebutuhan kehidupan keluarga kerahasiaan
    kerja khusus kekerasan kelelahan kota krisis kunjungan lahir layanan lembaga lintas masalah mediasi miskin
    orang pelayanan pendampingan pengganti penilaian perlindungan persetujuan pertolongan praktik
    rencana ruang rumah sertifikasi situasi sosial standar supervisi sukarela sulit surat tahap tangga target tingkat
    tua tujuan wali wilayah yatim
    """.split()  # noqa: SIM905 - a readable list
)
_ID_SHAPE = re.compile(r"^(?:meng|meny|mem|men|peng|peny|pem|pen|ber|ter|ke|per)[a-z]{4,}(?:kan|an|i)$|(?:nya|kan)$")
_EN_SHAPE = re.compile(r"(?:tion|ing|ment|ness|ship|ance|ence|ity|ies|ed|ly|ful|ous|th|ght|wh|ck|ee|oo)|^(?:th|wh|qu)|y$")


def detect(text: str) -> str | None:
    """Return `ru`, `en` or `id`, or None when nothing tells (numbers, an unknown Latin abbreviation)."""
    cyrillic, latin = len(_CYRILLIC.findall(text[:2000])), len(_LATIN.findall(text[:2000]))
    if not cyrillic and not latin:
        return None
    if cyrillic >= latin:
        return "ru"
    indonesian = english = 0.0
    for token in tokenise(text[:2000]):
        for word in token.parts or (token.text,):
            indonesian += 2 * (word in ID or word in _ID_WORDS) + 0.7 * bool(_ID_SHAPE.search(word))
            english += 2 * (word in EN) + 0.7 * bool(_EN_SHAPE.search(word))
    if indonesian == english:
        return None
    return "id" if indonesian > english else "en"
