"""Where a text's links lead: to the same language, to the version in force, to the source language with a word about it."""

from typing import Any

import pytest
from django.utils import translation

from portal.core.links import places, resolve_href, resolve_path, rewrite_links


def test_link_to_a_version_in_force_leads_to_its_standard(library: Any) -> None:
    found = resolve_href("ru", "methodology/ethics", "../standards/consent/2.0.md#c-2-1")
    assert found is not None
    assert (found.url, found.is_foreign) == ("/ru/standards/consent/#c-2-1", False)


def test_link_to_an_older_version_leads_to_that_version(library: Any) -> None:
    found = resolve_href("ru", "methodology/ethics", "../standards/consent/1.0.md#c-2-1")
    assert found is not None
    assert found.url == "/ru/standards/consent/1-0/#c-2-1"


def test_link_without_a_translation_leads_to_the_source_language(library: Any) -> None:
    found = resolve_path("id", "methodology/process")
    assert found is not None
    assert (found.url, found.is_foreign) == ("/ru/methodology/process/", True)


def test_link_that_leads_nowhere_is_none(library: Any) -> None:
    assert resolve_path("ru", "methodology/none") is None


@pytest.mark.parametrize(
    ("lang", "html", "expected"),
    [
        ("ru", '<a href="process.md">путь</a>', '<a href="/ru/methodology/process/">путь</a>'),
        ("ru", '<a href="process.md#c1">путь</a>', '<a href="/ru/methodology/process/#c1">путь</a>'),
        ("ru", '<a href="none.md">слова</a>', "слова"),
        ("ru", '<a href="https://a.example/?a=1&amp;b=2">вне</a>', '<a href="https://a.example/?a=1&amp;b=2">вне</a>'),
        ("ru", '<a href="#here">тут</a>', '<a href="#here">тут</a>'),
        (
            "id",
            '<a href="process.md">proses</a>',
            '<a href="/ru/methodology/process/" hreflang="ru">proses</a> (dalam bahasa Rusia)',
        ),
    ],
)
def test_links_of_a_text_become_addresses(library: Any, lang: str, html: str, expected: str) -> None:
    with translation.override(lang):
        assert rewrite_links(html, lang, "methodology/levels") == expected


def test_places_are_asked_for_once(library: Any, django_assert_num_queries: Any) -> None:
    places()
    with django_assert_num_queries(1):
        places()


def test_page_taken_down_is_no_place_any_more(library: Any) -> None:
    assert ("ru", "methodology/process") in places()
    library.page("methodology/process").unpublish()
    assert ("ru", "methodology/process") not in places()
