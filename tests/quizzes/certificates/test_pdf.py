"""The PDF: what archives and screen readers ask of it, and what the issuer puts on it."""

import io
import re

import pytest
from pypdf import PdfReader

from quizzes.certificates.codes import grouped
from quizzes.certificates.pdf import certificate_pdf
from quizzes.domain import reissue_certificate
from quizzes.models import Certificate, Issuer
from tests.quizzes.builders import make_certificate

pytestmark = pytest.mark.django_db
ADDRESS = "https://opora.example/verify/"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><rect width="60" height="40" fill="#2d2f6e"/></svg>'
WORDS = {
    "ru": {"name": "Центр «Север»", "signatory": "Орлова Мария Сергеевна", "position": "Директор"},
    "en": {"name": "North Centre", "signatory": "Maria Orlova", "position": "Director"},
    "id": {"name": "Pusat Utara", "signatory": "Maria Orlova", "position": "Direktur"},
}
HEADINGS = {"ru": "Сертификат", "en": "Certificate", "id": "Sertifikat"}


def reader_of(certificate: Certificate) -> PdfReader:
    return PdfReader(io.BytesIO(certificate_pdf(certificate, ADDRESS + certificate.code)))


def text_of(reader: PdfReader) -> str:
    return " ".join(reader.pages[0].extract_text().split())


def structure(node, found: list[str], alternatives: list[str]) -> None:
    """Collects the tags and alternative texts of the structure tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            structure(one, found, alternatives)
    elif isinstance(node, dict):
        found.extend([str(node["/S"])] if "/S" in node else [])
        alternatives.extend([str(node["/Alt"])] if "/Alt" in node else [])
        if "/K" in node:
            structure(node["/K"], found, alternatives)


@pytest.mark.parametrize("language", ["ru", "en", "id"])
def test_archival_accessible_and_in_its_language(language) -> None:
    issuer = Issuer.objects.create(words=WORDS, logo=SVG, logo_type="image/svg+xml")
    certificate = make_certificate()
    certificate.language = language
    reader = reader_of(certificate)
    root, text = reader.trailer["/Root"], text_of(reader)
    metadata = reader.xmp_metadata.rdf_root.toxml()
    identifiers = dict(re.findall(r"<(pdf(?:a|ua)id:\w+)>([^<]+)<", metadata))
    assert identifiers == {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == (language, True, True)
    assert (reader.metadata.title, reader.metadata.author) == (f"{HEADINGS[language]}: Основы", WORDS[language]["name"])
    words = [*WORDS[language].values(), HEADINGS[language], "Ёлкина Анна", grouped(certificate.code)]
    assert [word for word in words if word not in text] == []
    assert (len(reader.pages), issuer.pk) == (1, certificate.issuer_id)


def test_headings_are_tagged_and_pictures_described() -> None:
    Issuer.objects.create(words=WORDS, logo=SVG, logo_type="image/svg+xml")
    reader = reader_of(make_certificate())
    tags: list[str] = []
    alternatives: list[str] = []
    structure(reader.trailer["/Root"]["/StructTreeRoot"], tags, alternatives)
    assert (tags.count("/H1"), tags.count("/Figure"), "/Link" in tags) == (1, 2, True)
    assert [words.split(":")[0] for words in alternatives if words.startswith(("Логотип", "Код для проверки"))] == [
        "Логотип",
        "Код для проверки сертификата, ведёт по адресу https",
    ]


def test_every_font_is_embedded() -> None:
    fonts = [font.get_object() for font in reader_of(make_certificate()).pages[0]["/Resources"]["/Font"].values()]
    files = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert [file for file in files if not {"/FontFile2", "/FontFile3"} & set(file.get_object())] == []


def test_a_reissued_one_says_what_it_replaces() -> None:
    old = make_certificate()
    new = reissue_certificate(old, holder_name="Палкина Анна", actor=None, reason="новая фамилия")
    text = text_of(reader_of(new))
    assert ("Палкина Анна" in text, f"Выдан взамен сертификата {grouped(old.code)}" in text) == (True, True)


def test_markup_in_a_name_is_only_a_name() -> None:
    certificate = make_certificate()
    certificate.holder_name = '#panic("x") *Анна* $x$ <b>'
    assert '#panic("x") *Анна* $x$ <b>' in text_of(reader_of(certificate))


def test_long_words_of_every_kind_stay_on_one_page() -> None:
    words = {"ru": {"name": "Ц" * 160, "signatory": "О " * 40, "position": "Директор " * 10}}
    Issuer.objects.create(words=words, logo=SVG.replace(b"0 0 60 40", b"0 0 900 40"), logo_type="image/svg+xml")
    certificate = make_certificate()
    certificate.title = "Социальное сопровождение семей с детьми в трудной жизненной ситуации: право, уровни, программа"
    certificate.competencies = [f"Компетенция с длинным названием {number}" for number in range(12)]
    certificate.rests_on = [f"Стандарт социального сопровождения, версия 1.{number}" for number in range(6)]
    new = reissue_certificate(Certificate.objects.get(), holder_name="Константинопольская " * 4, actor=None, reason="имя")
    for name in ("title", "competencies", "rests_on"):
        setattr(new, name, getattr(certificate, name))
    assert len(reader_of(new).pages) == 1
