"""Files that hold no questions at all: pictures, documents, backups, web pages, letters. Said at once and plainly."""

import io
import re

from quizzes.formats.encodings import decode
from quizzes.formats.errors import Fault
from quizzes.scoring.problems import gettext_noop

_EMPTY = gettext_noop("Файл пуст. Выберите другой.")
_PICTURE = gettext_noop(
    "Это картинка, а не файл с вопросами. Картинку к вопросу загрузите в его форме, сюда — файл GIFT, Moodle XML, QTI или YAML."
)
_DOCUMENT = gettext_noop(
    "Это документ (%(kind)s), а не файл с вопросами. Скопируйте вопросы в форму или сохраните их простым текстом в виде GIFT."
)
_BACKUP = gettext_noop(
    "Это резервная копия курса Moodle. Откройте в Moodle «Банк вопросов», «Экспорт» и сохраните вопросы в Moodle XML."
)
_ARCHIVE = gettext_noop("Это архив, но не пакет QTI. Распакуйте его и выберите файл с вопросами.")
_PAGE = gettext_noop("Это веб-страница, а не файл с вопросами. Скачайте сам файл, а не страницу со ссылкой на него.")
_BINARY = gettext_noop("Внутри не текст: это не файл с вопросами. Нужен файл GIFT, Aiken, Moodle XML, QTI или YAML.")
_NO_QUESTION = gettext_noop(
    "В этом тексте нет вопросов: ни ответов в фигурных скобках (GIFT), ни строк ANSWER (Aiken). Тот ли это файл?"
)

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*")
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_OFFICE = ((b"word/document.xml", "Word"), (b"xl/workbook.xml", "Excel"), (b"ppt/presentation.xml", "PowerPoint"))
_BOMS = (b"\xff\xfe", b"\xfe\xff")
_WEB_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_HEAD = 4096


def foreign(data: bytes, *, is_named: bool = False) -> Fault | None:
    """Why a file is no bank of questions, None where it may be one. The beginning of a large file is enough.

    A plain text without a question is refused only where nobody has said (`is_named`) which format it is.
    """
    found = _by_signs(data)
    if found is not None or data.startswith(b"PK"):
        return found
    if _is_binary(data):
        return Fault(0, _BINARY)
    try:
        text = decode(data)[0]
    except UnicodeDecodeError:
        return None
    if not text.strip("\ufeff \t\r\n"):
        return Fault(0, _EMPTY)
    if _WEB_PAGE.match(text):
        return Fault(0, _PAGE)
    return Fault(0, _NO_QUESTION) if not is_named and _has_no_question(text) else None


def _by_signs(data: bytes) -> Fault | None:
    if data.startswith(b"PK"):
        return _zip(data)
    if data.startswith(b"%PDF"):
        return Fault(0, _DOCUMENT, {"kind": "PDF"})
    if data.startswith(b"{\\rtf"):
        return Fault(0, _DOCUMENT, {"kind": "RTF"})
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return Fault(0, _DOCUMENT, {"kind": "Word, Excel"})
    is_webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    if is_webp or (data.startswith(_PICTURES) and _is_binary(data)):
        return Fault(0, _PICTURE)
    return Fault(0, _ARCHIVE) if data.startswith(_ARCHIVES) else None


def _zip(data: bytes) -> Fault | None:
    for sign, kind in _OFFICE:
        if sign in data:
            return Fault(0, _DOCUMENT, {"kind": kind})
    if b"mimetypeapplication/vnd.oasis" in data[:200]:
        return Fault(0, _DOCUMENT, {"kind": "OpenDocument"})
    return Fault(0, _BACKUP) if b"moodle_backup.xml" in data else None


def _is_binary(data: bytes) -> bool:
    """Whether the beginning has signs that no text has; UTF-16 with its mark has empty bytes and is one."""
    head = data[:_HEAD]
    if head.startswith(_BOMS):
        return False
    return any(byte < 32 and byte not in b"\t\n\r\f\x1a\x1b" for byte in head)


def _has_no_question(text: str) -> bool:
    """Whether nothing in a plain text looks like a question of GIFT or Aiken, a mapping of YAML or an element of XML."""
    if "{" in text or text.lstrip("\ufeff \t\r\n").startswith("<"):
        return False
    lines = io.StringIO(text)
    return not any(re.match(r"\s*(?:ANSWER:|(?:- |---\s*)?\w+:)", line) for line in lines)
