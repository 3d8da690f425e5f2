"""Characters of plain text."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.markup.characters import clean_character, clean_text, collapse_spaces, is_mark, is_ordinary
from tests.markup.strategies import texts


def test_ordinary_characters_are_what_the_slow_path_would_leave() -> None:
    ordinary = [char for char in map(chr, range(sys.maxunicode + 1)) if is_ordinary(char)]
    changed = [
        char for char in ordinary if clean_character(char) != char or is_mark(char) or unicodedata.normalize("NFC", char) != char
    ]
    assert changed == []


@pytest.mark.parametrize("char", ["≮", "й", "ё"])
def test_composable_pairs_are_not_ordinary_in_two_parts(char: str) -> None:
    assert is_ordinary(unicodedata.normalize("NFD", char)) is False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a   b  ", "a b"),
        ("a\u00a0 b", "a b"),
        ("a\u00a0\u00a0b", "a\u00a0b"),
        ("\u00a0a\u00a0", "a"),
        ("a\u202fb\u2007c", "a\u00a0b\u00a0c"),
        ("a\u2003b\tc\nd", "a b c d"),
        ("со\u00adци\u200bаль\ufeffный", "социальный"),
        ("и\u0306", "й"),
        ("\u0301а", "а"),
        ("а \u0301б", "а б"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("a\x00\x02\ue000b", "ab"),
    ],
)
def test_clean_text_has_one_spelling(text: str, expected: str) -> None:
    assert clean_text(text) == expected


@given(texts)
def test_clean_text_is_idempotent(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@given(st.text())
def test_clean_text_is_idempotent_on_any_text(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


def test_collapse_spaces_keeps_a_no_break_space_alone() -> None:
    assert collapse_spaces("№\u00a05 и \u00a0 6") == "№\u00a05 и 6"
