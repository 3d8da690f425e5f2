"""A request that cannot be read is answered in the reader's language with what to do; a program gets the same as JSON."""

import json
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import translation

from portal.core.errors import bad_request
from tests.core.dom import document, select

ADDRESS = "/{lang}/account/login/"


def told(answer: Any) -> tuple[int, str, str]:
    root = document(answer.content)
    return answer.status_code, root.get("lang"), select(root, "h1")[0].text_content()


@pytest.mark.parametrize(
    ("lang", "title"), [("ru", "Слишком много текста"), ("en", "Too much text"), ("id", "Teks terlalu banyak")]
)
def test_too_long_a_text_is_refused_in_words(client: Client, db: None, lang: str, title: str) -> None:
    answer = client.post(ADDRESS.format(lang=lang), {"login": "а" * 3_000_000})
    assert told(answer) == (413, lang, title)
    assert "2,5" in answer.content.decode() if lang == "ru" else "2." in answer.content.decode() or lang == "id"


def test_too_many_fields_and_files_are_refused_in_words(client: Client, db: None, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS, settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3, 1
    files = {name: SimpleUploadedFile(f"{name}.txt", b"x") for name in ("a", "b")}
    assert told(client.post(ADDRESS.format(lang="ru"), dict.fromkeys("abcd", "1"))) == (413, "ru", "Слишком много полей")
    assert told(client.post(ADDRESS.format(lang="ru"), files)) == (413, "ru", "Слишком много файлов")


def test_a_damaged_form_is_refused_in_words(client: Client, db: None) -> None:
    answer = client.post(ADDRESS.format(lang="en"), b"--x", content_type="multipart/form-data; boundary=" + "x" * 500)
    assert told(answer) == (400, "en", "The request arrived damaged")


def test_programs_get_the_reason_as_json(client: Client, db: None) -> None:
    answer = client.post(ADDRESS.format(lang="en"), {"login": "a" * 3_000_000}, headers={"accept": "application/json"})
    assert (answer.status_code, json.loads(answer.content)["error"].split(".")[0]) == (413, "Too much text")
    with translation.override("ru"):
        answer = bad_request(RequestFactory().get("/api/search"), SuspiciousOperation())
    assert (answer.status_code, json.loads(answer.content)["error"].split(".")[0]) == (400, "Запрос пришёл повреждённым")


def test_an_unknown_host_is_told_no_more(client: Client, db: None, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    answer = client.get("/ru/low-vision/", headers={"host": "evil.example"})
    assert (answer.status_code, answer.content) == (400, b"Unknown host.\n")
