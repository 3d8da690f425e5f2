"""Words and numbers with their places."""

import time

from hypothesis import given
from hypothesis import strategies as st

from search.text.tokens import tokenise


def _texts(text: str) -> list[str]:
    return [token.text for token in tokenise(text)]


def test_tokenise_sentence_gives_words_and_places() -> None:
    text = "Куратор звонит: 3.2!"

    assert [(token.text, text[token.start : token.end]) for token in tokenise(text)] == [
        ("куратор", "Куратор"),
        ("звонит", "звонит"),
        ("3.2", "3.2"),
    ]


def test_tokenise_law_number_keeps_whole_and_parts() -> None:
    assert [(token.text, token.parts) for token in tokenise("№ 442-ФЗ, 442фз, 442 ФЗ")] == [
        ("442фз", ("442", "фз")),
        ("442фз", ("442", "фз")),
        ("442", ()),
        ("фз", ()),
    ]


def test_tokenise_compound_has_parts() -> None:
    token = next(tokenise("Социально‑педагогическое"))

    assert (token.text, token.parts) == ("социальнопедагогическое", ("социально", "педагогическое"))


def test_tokenise_numbers_with_dots_are_one() -> None:
    assert _texts("п. 3.2, 01.09.2025, 1,5, конец 7.") == ["п", "3.2", "01.09.2025", "1.5", "конец", "7"]


def test_tokenise_english_ending_is_no_part() -> None:
    assert [token.parts for token in tokenise("children's needs")] == [("children",), ()]


@given(st.text(max_size=300))
def test_tokenise_any_text_places_lie_in_order(text: str) -> None:
    places = [place for token in tokenise(text) for place in (token.start, token.end)]

    assert places == sorted(places)
    assert not places or (places[0] >= 0 and places[-1] <= len(text))


def test_tokenise_megabyte_without_spaces_is_fast() -> None:
    start = time.process_time()

    count = sum(1 for _ in tokenise("а-" * 250_000 + "1." * 250_000))

    assert count > 0
    assert time.process_time() - start < 3
