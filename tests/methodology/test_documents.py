"""Forms as documents: Word files with real headings and tables, PDFs that a screen reader can read."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader

from portal.core.stream import document_blocks
from portal.markup import blocks as b
from portal.methodology.models import FormPage

SLUGS = ("individual-programme", "living-conditions-act", "consent-form", "council-protocol", "practice-passport")
LANGS = ("ru", "en")
TAGS = {"ru": "ru-RU", "en": "en-GB"}


def form(slug: str, lang: str) -> FormPage:
    page: FormPage = FormPage.objects.get(slug=slug, locale__language_code=lang)
    return page


def words(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


def plain(runs: Any) -> str:
    return words("".join(run.text for run in runs))


def downloaded(client: Client, page: FormPage, kind: str) -> bytes:
    answer = client.get(f"{page.url}{kind}/")
    assert answer["Content-Disposition"] == f'attachment; filename="{page.slug}-{page.lang}.{kind}"'
    return bytes(answer.content)


def test_there_are_five_forms_in_two_languages(library: Any) -> None:
    found = set(FormPage.objects.live().values_list("slug", "locale__language_code"))
    assert found == {(slug, lang) for slug in SLUGS for lang in LANGS}


@pytest.mark.parametrize("slug", SLUGS)
def test_word_file_has_the_headings_and_tables_of_the_page(library: Any, client: Client, slug: str) -> None:
    for lang in LANGS:
        page = form(slug, lang)
        blocks = document_blocks(page.body)
        file = Document(BytesIO(downloaded(client, page, "docx")))
        headings = [
            (paragraph.style.name, words(paragraph.text))
            for paragraph in file.paragraphs
            if paragraph.style.name.startswith("Heading")
        ]
        expected = [(f"Heading {block.level}", words(block.text)) for block in blocks if isinstance(block, b.Heading)]
        assert headings == [("Heading 1", words(page.title)), *expected]
        tables = [[[words(cell.text) for cell in row.cells] for row in table.rows] for table in file.tables]
        assert tables == [
            [[plain(cell) for cell in row] for row in (block.header, *block.rows)]
            for block in blocks
            if isinstance(block, b.Table)
        ]
        assert (file.core_properties.title, file.core_properties.language) == (page.title, TAGS[lang])


@pytest.mark.parametrize("slug", SLUGS)
def test_pdf_is_tagged_in_its_language_and_says_what_the_page_says(library: Any, client: Client, slug: str) -> None:
    for lang in LANGS:
        page = form(slug, lang)
        file = PdfReader(BytesIO(downloaded(client, page, "pdf")))
        root: Any = file.trailer["/Root"]
        assert (str(root["/Lang"])[:2], bool(root["/MarkInfo"]["/Marked"]), "/StructTreeRoot" in root) == (lang, True, True)
        assert file.metadata is not None
        assert file.metadata.title == page.title
        text = words(" ".join(sheet.extract_text() for sheet in file.pages))
        cells = [block for block in document_blocks(page.body) if isinstance(block, b.Table)]
        missing = [
            plain(row[0]) for table in cells for row in table.rows if "".join(plain(row[0]).split()) not in "".join(text.split())
        ]
        assert (bool(cells), missing) == (True, [])


def test_form_page_offers_both_files(library: Any, client: Client) -> None:
    page = form("consent-form", "ru")
    assert page.downloads == [("docx", f"{page.url}docx/"), ("pdf", f"{page.url}pdf/")]
    text = client.get(page.url).content.decode()
    assert [address in text for _kind, address in page.downloads] == [True, True]


def test_unknown_kind_of_file_is_not_found(library: Any, client: Client) -> None:
    assert client.get(f"{form('consent-form', 'ru').url}exe/").status_code == 404
