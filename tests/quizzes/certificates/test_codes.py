"""Verification codes: enough chance, and one character that catches slips."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.certificates.codes import ALPHABET, LENGTH, check_character, grouped, is_well_formed, new_code, tidy

codes = st.lists(st.sampled_from(ALPHABET), min_size=LENGTH - 1, max_size=LENGTH - 1).map(
    lambda body: "".join(body) + check_character("".join(body))
)
places = st.integers(0, LENGTH - 1)


def test_a_code_carries_at_least_128_bits() -> None:
    assert math.log2(len(ALPHABET)) * (LENGTH - 1) > 128
    assert len({new_code() for _number in range(200)}) == 200


@given(codes)
def test_what_is_made_is_well_formed_however_it_is_written(code) -> None:
    assert is_well_formed(code)
    assert (tidy(grouped(code)), tidy(code.lower()), tidy(f" {code} ")) == (code, code, code)


def test_letters_of_the_russian_layout_that_look_alike_are_taken_for_the_codes_own() -> None:
    printed, typed = "ABCEHKMPTXY3", "авсенкмртхуз"
    assert (tidy(typed), tidy(typed.upper())) == (printed, printed)
    assert tidy("ЖЩ") == "ЖЩ"


@given(codes, places, st.sampled_from(ALPHABET))
def test_any_one_wrong_character_is_caught(code, place, character) -> None:
    wrong = code[:place] + character + code[place + 1 :]
    assert is_well_formed(wrong) is (wrong == code)


@given(codes, places, places)
def test_any_exchange_of_two_characters_is_caught(code, one, other) -> None:
    letters = list(code)
    letters[one], letters[other] = letters[other], letters[one]
    assert is_well_formed("".join(letters)) is ("".join(letters) == code)


@pytest.mark.parametrize("code", ["", "2" * 27, "0" * 28, "ABC", "2" * 29, "Ж" * 28])
def test_what_cannot_be_a_code_is_refused(code) -> None:
    assert not is_well_formed(code)
