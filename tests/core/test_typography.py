"""Short words, numbers and dashes stay with their neighbours; nothing but spaces and hyphens changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.typography import tie_html, tie_text


def marked(text: str) -> str:
    return text.replace("\u00a0", "~").replace("\u2011", "=")


@pytest.mark.parametrize(
    ("text", "tied"),
    [
        ("Опора и в доме", "Опора и~в~доме"),
        ("В деле семьи", "В~деле семьи"),
        ("согласие — основа", "согласие~— основа"),
        ("закон № 442-ФЗ", "закон №~442=ФЗ"),
        ("через 5 минут", "через 5~минут"),
        ("с 1 сентября", "с~1~сентября"),
        ("пункт п. 3.2", "пункт п.~3.2"),
        ("если бы семья", "если~бы семья"),
        ("И. И. Петров", "И.~И.~Петров"),
        ("вид и к «своим»", "вид и~к~«своим»"),
        ("кто-то и что-то", "кто-то и~что-то"),
        ("согласие и конфиденциальность", "согласие и конфиденциальность"),
        ("социально-правовая помощь", "социально-правовая помощь"),
    ],
)
def test_russian_text_is_tied(text: str, tied: str) -> None:
    assert marked(tie_text(text)) == tied


@pytest.mark.parametrize(
    ("language", "text", "tied"),
    [
        ("en", "a family and an act", "a~family and an~act"),
        ("en", "Law No. 442 — in force", "Law No.~442~— in force"),
        ("id", "Undang-Undang No. 14", "Undang-Undang No.~14"),
    ],
)
def test_other_languages_have_their_own_rules(language: str, text: str, tied: str) -> None:
    assert marked(tie_text(text, language)) == tied


def test_html_is_tied_between_tags_only() -> None:
    html = '<p class="и в">в доме</p><textarea>в доме</textarea><pre>в доме</pre><a href="/ru/и в/">в дом</a>'
    assert marked(tie_html(html)) == (
        '<p class="и в">в~доме</p><textarea>в доме</textarea><pre>в доме</pre><a href="/ru/и в/">в~дом</a>'
    )


def test_text_after_an_opaque_element_is_tied_again() -> None:
    assert marked(tie_html("<code>и в</code> и в")) == "<code>и в</code> и~в"


@given(st.text(alphabet="абвиксоуя бежиз —-1234№.ФЗ«»"), st.sampled_from(["ru", "en", "id"]))
def test_tying_twice_changes_nothing_more(text: str, language: str) -> None:
    once = tie_text(text, language)
    assert tie_text(once, language) == once


@given(st.text(), st.sampled_from(["ru", "en", "id"]))
def test_only_spaces_and_hyphens_change(text: str, language: str) -> None:
    def loosened(value: str) -> str:
        return value.replace("\u00a0", " ").replace("\u2011", "-")

    assert loosened(tie_text(text, language)) == loosened(text)
