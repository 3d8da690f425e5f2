"""The glossary: every term once, under its letter, with its definition, in the alphabet of the language."""

from typing import Any

import pytest
from django.test import Client

from portal.core.taxonomy import thesaurus
from portal.methodology.models import TermPage
from tests.core.dom import document, select


@pytest.mark.parametrize("lang", ["ru", "en", "id"])
def test_letters_hold_every_term_in_order(library: Any, client: Client, lang: str) -> None:
    root = document(client.get(f"/{lang}/glossary/").content)
    letters = [heading.text_content() for heading in select(root, ".o-letter h2")]
    shown = [[link.get("href") for link in select(section, "dt a")] for section in select(root, "section.o-letter")]
    terms = list(TermPage.objects.live().filter(locale__language_code=lang))
    assert letters == sorted({term.letter for term in terms})
    assert [address for section in shown for address in section] == [
        term.url for term in sorted(terms, key=lambda term: term.sort_key)
    ]
    assert [link.text_content() for link in select(root, ".o-letters a")] == letters


@pytest.mark.parametrize("lang", ["ru", "en", "id"])
def test_there_is_a_term_for_every_concept(library: Any, lang: str) -> None:
    terms = {term.concept for term in TermPage.objects.live().filter(locale__language_code=lang)}
    assert terms == {concept.code for concept in thesaurus().concepts}


def test_term_has_a_definition(library: Any) -> None:
    assert [term.url for term in TermPage.objects.live() if term.definition is None] == []


def test_yo_stands_with_ye(db: None) -> None:
    titles = [TermPage(title=title) for title in ("Ёлка", "Единство", "Жильё")]
    assert [term.title for term in sorted(titles, key=lambda term: term.sort_key)] == ["Единство", "Ёлка", "Жильё"]
    assert [term.letter for term in titles] == ["Е", "Е", "Ж"]


def test_other_words_of_a_term_are_searched(library: Any) -> None:
    term = TermPage.objects.get(slug="difficult-life-situation", locale__language_code="ru")
    assert "ТЖС" in term.search_keywords()
