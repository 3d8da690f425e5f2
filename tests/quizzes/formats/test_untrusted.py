"""XML and packages made to do harm, or broken on the way: each is refused with its place and a cure."""

import io
import struct
import time
import tracemalloc
import zipfile

import pytest

from quizzes.formats import item_yaml, untrusted
from quizzes.formats.errors import FormatError
from quizzes.formats.untrusted import Package, parse_xml

BOMB = """<?xml version="1.0"?>
<!DOCTYPE quiz [<!ENTITY a "ха"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<quiz>&c;</quiz>"""
OUTSIDE = '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<quiz>&x;</quiz>'
REMOTE = '<!-- так\n --><!DOCTYPE quiz SYSTEM "http://example.org/quiz.dtd">\n<quiz/>'


def refused(work) -> str:
    with pytest.raises(FormatError) as caught:
        work()
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (BOMB, "строка 2: Описания DOCTYPE"),
        (BOMB.encode("utf-16"), "строка 2: Описания DOCTYPE"),
        (OUTSIDE, "строка 1: Описания DOCTYPE"),
        (REMOTE, "строка 2: Описания DOCTYPE"),
        ("<quiz>\n<a>&nbsp;</a>\n\n</quiz>", "строка 2: Сокращение вида"),
        ("<quiz>\n<a></b>\n<c/>\n</quiz>", "строка 2: XML нарушен"),
        ("<quiz>\n<question>\n", "обрывается"),
        ("<quiz>\n<question><text><![CDATA[пол", "обрывается"),
        ("", "Файл пуст"),
        ("Кто? {=а ~б}", "Это не XML"),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + "Да".encode("windows-1251"), "строка 3: Файл назван"),
        (b'<?xml version="1.0" encoding="klingon"?>\n<quiz/>', "«klingon» не известна"),
        ("<a>" * 300 + "</a>" * 300 + "\n\n", "XML нарушен"),
    ],
)
def test_xml_is_refused_by_line(data, words) -> None:
    assert words in refused(lambda: parse_xml(data))


def test_a_bomb_is_refused_before_it_costs_anything() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE quiz [<!ENTITY e0 "ха">{levels}]><quiz>&e11;</quiz>'
    tracemalloc.start()
    started = time.perf_counter()
    refused(lambda: parse_xml(bomb))
    spent, peak = time.perf_counter() - started, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (spent < 1, peak < 1_000_000) == (True, True)


def test_a_large_file_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(untrusted, "MAX_XML", 1_000_000)
    assert "больше 1 МБ" in refused(lambda: parse_xml("<quiz>" + " " * 1_000_000 + "</quiz>"))


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-8", "utf-16", "koi8-r"])
def test_the_declared_encoding_is_read(encoding) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?>\n<quiz>Ёлка</quiz>'.encode(encoding)
    assert parse_xml(data).text == "Ёлка"


def test_a_doctype_inside_a_text_is_text() -> None:
    assert parse_xml("<quiz><![CDATA[<!DOCTYPE html>]]></quiz>").text == "<!DOCTYPE html>"


# --- packages ---


def packed(*members: tuple[str | zipfile.ZipInfo, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


def with_flag(data: bytes) -> bytes:
    """The archive with the mark of encryption in its directory."""
    place = data.rindex(b"PK\x01\x02") + 8
    return data[:place] + struct.pack("<H", 1) + data[place + 2 :]


GOOD = packed(("imsmanifest.xml", b"<manifest/>"), ("items/a.xml", b"<item/>" * 100))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (packed(("../evil.xml", b"")), "«../evil.xml» ведёт из архива наружу"),
        (packed(("a/../../evil.xml", b"")), "наружу"),
        (packed(("/etc/passwd", b"")), "«/etc/passwd» ведёт из архива наружу"),
        (packed(("C:/evil.xml", b"")), "наружу"),
        (packed(("..\\evil.xml", b"")), "наружу"),
        (packed((link("a.xml"), b"/etc/passwd")), "a.xml: Это ссылка"),
        (packed(("a.xml", b"x"), compression=zipfile.ZIP_BZIP2), "a.xml: Неизвестный способ сжатия"),
        (with_flag(packed(("a.xml", b"x"))), "a.xml: Файл зашифрован"),
        (packed(*((f"{n}.xml", b"") for n in range(20_001))), "слишком много файлов"),
        (GOOD[: len(GOOD) // 2], "загружен не до конца"),
        (GOOD[:-30], "загружен не до конца"),
        (b"PK\x03\x04", "загружен не до конца"),
    ],
)
def test_a_package_is_refused_before_it_is_unpacked(data, words) -> None:
    assert words in refused(lambda: Package(data))


def test_two_members_of_one_name() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = packed(("a.xml", b"1"), ("a.xml", b"2"))
    assert "a.xml: В архиве два файла" in refused(lambda: Package(data))


def read_all(data: bytes) -> list[bytes]:
    package = Package(data)
    return [package.read(name) for name in package]


def test_a_good_package_is_read() -> None:
    assert read_all(GOOD) == [b"<manifest/>", b"<item/>" * 100]
    assert "items/a.xml" in Package(GOOD)


def test_a_package_in_a_package() -> None:
    assert "a.zip: Архив внутри архива" in refused(lambda: read_all(packed(("a.zip", GOOD))))


def test_a_damaged_member() -> None:
    place = GOOD.index(b"items/a.xml") + 15
    assert "повреждён" in refused(lambda: read_all(GOOD[:place] + b"\xff\xff\xff\xff" + GOOD[place + 4 :]))


@pytest.fixture(scope="module")
def gigabyte() -> bytes:
    """A gigabyte of zeros in fifty members, one megabyte packed."""
    block = bytes(20_000_000)
    return packed(*((f"{n}.xml", block) for n in range(50)))


def test_a_gigabyte_of_zeros_is_refused_while_it_is_read(gigabyte) -> None:
    tracemalloc.start()
    words = refused(lambda: read_all(gigabyte))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ("Архив сжат подозрительно" in words, peak < 150_000_000) == (True, True)


def test_one_large_member_is_refused() -> None:
    data = packed(("a.xml", bytes(26_000_000)), ("b.bin", bytes(range(256)) * 4000))
    assert "a.xml: " in refused(lambda: read_all(data))


def test_what_the_header_says_of_the_size_is_not_believed() -> None:
    data = bytearray(packed(("a.xml", bytes(26_000_000))))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.rindex(signature) + offset
        data[place : place + 4] = struct.pack("<L", 10)
    assert "a.xml: Файл в архиве повреждён" in refused(lambda: read_all(bytes(data)))


# --- YAML ---


def test_aliases_of_yaml_are_refused_by_line() -> None:
    levels = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 11))
    with pytest.raises(FormatError, match=r"строка 2: Это не YAML: \*a0"):
        item_yaml.loads(f"a0: &a0 [x]\n{levels}\n")


def test_yaml_of_a_thousand_levels_is_refused() -> None:
    with pytest.raises(FormatError, match="Слишком глубокая вложенность"):
        item_yaml.loads("{" * 1000)
