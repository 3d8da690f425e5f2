"""Files that are no banks of questions are named for what they are; banks in every format and encoding are let through."""

import io
import zipfile

import pytest
from PIL import Image

from quizzes.formats import gift, item_yaml, qti
from quizzes.formats.foreign import foreign

ITEMS = gift.loads("Кто решает? {=Опека#Да. ~Школа ~Суд}")


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "#336699").save(out, kind)
    return out.getvalue()


def packed(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Файл пуст"),
        (b"\xef\xbb\xbf \r\n\r\n", "Файл пуст"),
        (picture("JPEG"), "Это картинка"),
        (picture("PNG"), "Это картинка"),
        (picture("GIF"), "Это картинка"),
        (picture("WEBP"), "Это картинка"),
        (picture("BMP"), "Это картинка"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj", "Это документ (PDF)"),
        (b"{\\rtf1\\ansi {=x}}", "Это документ (RTF)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, "Это документ (Word, Excel)"),
        (packed("[Content_Types].xml", "word/document.xml"), "Это документ (Word)"),
        (packed("xl/workbook.xml"), "Это документ (Excel)"),
        (packed("files.xml", "moodle_backup.xml"), "Это резервная копия курса Moodle"),
        (b"\x1f\x8b\x08\0\0", "Это архив, но не пакет QTI"),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 90, "Внутри не текст"),
        (b"<!-- saved -->\n<!DOCTYPE html><html><body>{=x}</body></html>", "Это веб-страница"),
        ("Здравствуйте!\n\nПосылаю вопросы завтра.\n".encode(), "В этом тексте нет вопросов"),
    ],
)
def test_what_is_no_bank_is_named(data, words) -> None:
    fault = foreign(data)
    assert fault is not None
    assert (str(fault).startswith(words), fault.line) == (True, 0)


@pytest.mark.parametrize(
    "data",
    [
        gift.dumps(ITEMS).encode(),
        gift.dumps(ITEMS).encode("utf-8-sig"),
        gift.dumps(ITEMS).encode("utf-16"),
        gift.dumps(ITEMS).encode("windows-1251"),
        "Кто решает?\nA. Опека\nB. Школа\nANSWER: A\n".encode(),
        item_yaml.dumps(ITEMS).encode(),
        b"<?xml version='1.0'?>\n<quiz><question type='essay'/></quiz>",
        qti.dumps(ITEMS),
        b"BMW {=a car ~a bank}",
        b"<quiz><question",
    ],
)
def test_banks_are_let_through(data) -> None:
    assert foreign(data) is None


def test_a_text_without_questions_is_taken_by_who_names_its_format() -> None:
    text = "Прочитайте историю семьи. Дальше о ней будут вопросы.".encode()
    assert (foreign(text) is None, foreign(text, is_named=True)) == (False, None)
