"""Reading XML and zip files that nobody vouches for: no entities, no network, no surprise in size, no way out of the folder.

Every limit is counted on what was really read; what a file says about itself is not believed.
"""

import codecs
import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import cast

from lxml import etree

from quizzes.formats.errors import Fault, FormatError
from quizzes.scoring.problems import gettext_noop

MAX_XML = 60_000_000
MAX_MEMBERS = 20_000
MAX_MEMBER = 25_000_000
MAX_TOTAL = 200_000_000
# A text packs to a tenth at best, a bomb to a thousandth; small files may pack as well as they like.
MAX_RATIO, RATIO_FROM = 100, 5_000_000
_CHUNK = 65_536
_DIRECTORY_ENTRY = 300

_PROLOG = re.compile(r"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def refusal(template: str, source: str = "", line: int = 0, **params: object) -> FormatError:
    """A FormatError with one fault."""
    return FormatError([Fault(line, template, params, source=source)])


_CUT_OFF = {
    etree.ErrorTypes.ERR_DOCUMENT_END,
    etree.ErrorTypes.ERR_TAG_NOT_FINISHED,
    etree.ErrorTypes.ERR_CDATA_NOT_FINISHED,
    etree.ErrorTypes.ERR_COMMENT_NOT_FINISHED,
}

# --- XML ---


def parse_xml(data: bytes | str, source: str = "") -> etree._Element:
    """The root of a document; FormatError with the line where it is broken, or has a DTD or an entity of its own."""
    if len(data) > MAX_XML:
        message = gettext_noop("Файл слишком большой: больше %(limit)s МБ. Разделите его на части.")
        raise refusal(message, source, limit=MAX_XML // 1_000_000)
    text = data if isinstance(data, str) else decode_xml(data, source)
    text = text.removeprefix("\ufeff")
    _refuse_dtd(text, source)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError as error:
        raise _broken(text, error, source) from None


def decode_xml(data: bytes, source: str = "") -> str:
    """The text of a document by its byte order mark, its declaration, else UTF-8; FormatError names the line that is not."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if not encoding:
        declared = _DECLARED.match(data[:400])
        encoding = declared[1].decode("ascii") if declared else "utf-8"
    try:
        return data.decode(encoding)
    except LookupError:
        message = gettext_noop("Кодировка «%(encoding)s» не известна. Сохраните файл в UTF-8.")
        raise refusal(message, source, 1, encoding=encoding) from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = gettext_noop("Файл назван файлом в %(encoding)s, но здесь другие байты. Сохраните его в UTF-8.")
        raise refusal(message, source, line, encoding=encoding) from None


def line_of(element: etree._Element) -> int:
    """The line an element begins on, from 1; 0 where it was not read from a file."""
    return cast("int | None", element.sourceline) or 0


def _code(error: etree.XMLSyntaxError) -> int:
    return int(getattr(error, "code", 0) or 0)


def _refuse_dtd(text: str, source: str) -> None:
    place = 0
    while hit := _PROLOG.match(text, place):
        place = hit.end()
    if text.startswith("<!DOCTYPE", place):
        line = text.count("\n", 0, place) + 1
        message = gettext_noop("Описания DOCTYPE и ENTITY не читаются: через них портят чужие серверы. Уберите их.")
        raise refusal(message, source, line)


def _broken(text: str, error: etree.XMLSyntaxError, source: str) -> FormatError:
    line = error.lineno or 1
    if not text.strip():
        return refusal(gettext_noop("Файл пуст. Выгрузите его заново."), source, 1)
    if not text.lstrip().startswith("<"):
        return refusal(gettext_noop("Это не XML. Выберите другой формат или выгрузите файл заново."), source, 1)
    if not text.rstrip().endswith(">") or _code(error) in _CUT_OFF:
        message = gettext_noop("Файл обрывается: конец документа не найден. Выгрузите и загрузите его заново целиком.")
        return refusal(message, source, line)
    if _code(error) == etree.ErrorTypes.ERR_UNDECLARED_ENTITY:
        message = gettext_noop("Сокращение вида &имя; в XML не объявлено. Замените его самим знаком.")
        return refusal(message, source, line)
    message = gettext_noop("XML нарушен: %(detail)s. Исправьте эту строку или выгрузите файл заново.")
    return refusal(message, source, line, detail=(error.msg or "").split(", line")[0])


# --- packages ---


class Package:
    """The members of a zip, checked before and while they are read."""

    def __init__(self, data: bytes) -> None:
        _check_directory(data)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, EOFError, struct.error, OverflowError, NotImplementedError):
            raise _half_a_zip() from None
        self._size = len(data)
        self._unpacked = 0
        self._known: dict[str, zipfile.ZipInfo] = {}
        self._kept: dict[str, bytes] = {}
        members = self._archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise _too_many()
        for info in members:
            self._admit(info)

    def __contains__(self, name: str) -> bool:
        return name in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def _admit(self, info: zipfile.ZipInfo) -> None:
        name = info.orig_filename
        parts = name.replace("\\", "/").split("/")
        if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\\" in name or not name.isprintable():
            message = gettext_noop("Путь «%(name)s» ведёт из архива наружу. Упакуйте файлы заново.")
            raise refusal(message, name=ascii(name).strip("'"))
        if stat.S_ISLNK(info.external_attr >> 16):
            message = gettext_noop("Это ссылка, а не файл. Положите в архив сам файл.")
            raise refusal(message, info.filename)
        if info.is_dir():
            return
        if info.flag_bits & 0x1:
            raise refusal(gettext_noop("Файл зашифрован. Упакуйте архив без пароля."), info.filename)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refusal(gettext_noop("Неизвестный способ сжатия. Упакуйте обычный zip."), info.filename)
        if info.filename in self._known:
            message = gettext_noop("В архиве два файла с этим именем. Оставьте один.")
            raise refusal(message, info.filename)
        self._known[info.filename] = info

    def read(self, name: str) -> bytes:
        """The bytes of a member; FormatError where it is too large, packed too well, damaged, or a package itself."""
        if name not in self._kept:
            self._kept[name] = self._unpack(name)
        return self._kept[name]

    def _unpack(self, name: str) -> bytes:
        parts: list[bytes] = []
        size = 0
        try:
            with self._archive.open(self._known[name]) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._unpacked += len(chunk)
                    self._count(name, size)
                    parts.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError) as error:
            if isinstance(error, FormatError):
                raise
            message = gettext_noop("Файл в архиве повреждён. Выгрузите и загрузите архив заново целиком.")
            raise refusal(message, name) from None
        data = b"".join(parts)
        if data.startswith(b"PK\x03\x04"):
            raise refusal(gettext_noop("Архив внутри архива. Загрузите его отдельно."), name)
        return data

    def _count(self, name: str, size: int) -> None:
        if size > MAX_MEMBER:
            message = gettext_noop("Файл больше %(limit)s МБ. Уменьшите его.")
            raise refusal(message, name, limit=MAX_MEMBER // 1_000_000)
        if self._unpacked > MAX_TOTAL:
            message = gettext_noop("Содержимое архива больше %(limit)s МБ. Разделите его на части.")
            raise refusal(message, name, limit=MAX_TOTAL // 1_000_000)
        if self._unpacked > RATIO_FROM and self._unpacked > MAX_RATIO * self._size:
            message = gettext_noop("Архив сжат подозрительно сильно, как вредоносный. Упакуйте нужные файлы заново.")
            raise refusal(message, name)


def _half_a_zip() -> FormatError:
    return refusal(gettext_noop("Архив повреждён или загружен не до конца. Выгрузите и загрузите его заново целиком."))


def _too_many() -> FormatError:
    message = gettext_noop("В архиве слишком много файлов: больше %(limit)s. Разделите его на части.")
    return refusal(message, limit=MAX_MEMBERS)


def _check_directory(data: bytes) -> None:
    """Refuses a directory of too many members before anything is made of it."""
    place = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if place < 0 or place + 22 > len(data):
        raise _half_a_zip()
    count, size = struct.unpack_from("<HL", data, place + 10)
    if count > MAX_MEMBERS or size > MAX_MEMBERS * _DIRECTORY_ENTRY:
        raise _too_many()
