"""Every spelling of a word comes to one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.normalise import normalise, printable


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Ребёнок", "ребенок"),
        ("по́мощь", "помощь"),
        ("со\u00adпровождение", "сопровождение"),
        ("сем\u200bья", "семья"),
        ("социально\u2011педагогическое", "социально-педагогическое"),
        ("МОЙ", "мой"),
        ("café", "cafe"),
        ("ﬁne", "fine"),
        ("children’s", "children's"),
    ],
)
def test_normalise_word_one_form(typed: str, expected: str) -> None:
    assert normalise(typed) == expected


@given(st.text(max_size=200))
def test_normalise_any_text_is_stable(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once


def test_printable_control_characters_become_spaces() -> None:
    assert printable("а\x00б\u202eв") == "а бв"
