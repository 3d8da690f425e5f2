"""The packed handbook: offered at the foot of every page once it is there, and nowhere before."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.core.dom import document, select


def offers(client: Client, lang: str) -> list[tuple[str, str]]:
    root = document(client.get(f"/{lang}/low-vision/").content)
    links = [(link.get("href"), " ".join(link.text_content().split())) for link in select(root, ".o-footer a")]
    return [(href, text) for href, text in links if href.endswith("handbook.zip")]


@pytest.fixture
def folder(settings: Any, tmp_path: Path, db: None) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


def test_nothing_is_offered_before_it_is_there_and_its_address_says_so(client: Client, folder: Path) -> None:
    answer = client.get("/ru/handbook.zip")
    words = select(document(answer.content), "h1")[0].text_content()
    assert (offers(client, "ru"), answer.status_code, words) == ([], 404, "Справочник готовится")


@pytest.mark.parametrize(
    ("lang", "year", "words"),
    [
        ("ru", 2026, "Справочник целиком, без сети (ZIP, 12 МБ, собран 22 ноября)"),
        ("en", 2026, "The whole handbook, offline (ZIP, 12 MB, built on 22 November)"),
        ("id", 2026, "Seluruh buku panduan, tanpa jaringan (ZIP, 12 MB, disusun 22 November)"),
        ("ru", 2025, "Справочник целиком, без сети (ZIP, 12 МБ, собран 22 ноября 2025)"),
    ],
)
def test_handbook_is_offered_with_its_size_and_day(client: Client, folder: Path, lang: str, year: int, words: str) -> None:
    archive, built = folder / "handbook.zip", datetime(year, 11, 22, 10, tzinfo=UTC).timestamp()
    archive.write_bytes(b"PK" + bytes(12 * 2**20))
    os.utime(archive, (built, built))
    with time_machine.travel("2026-12-01T10:00:00Z", tick=False):
        assert offers(client, lang) == [(f"/{lang}/handbook.zip", words)]
    answer = client.get(f"/{lang}/handbook.zip")
    assert b"".join(answer) == archive.read_bytes()
    assert answer["Content-Disposition"] == 'attachment; filename="opora-handbook.zip"'
