"""One chain from text to terms, when indexing and when asking."""

import pytest

from search.text.analysis import words
from search.text.stems import terms_of


def _units(text: str, lang: str) -> list[tuple[str, ...]]:
    return [unit for word in words(text, lang) for unit in word.units]


@pytest.mark.parametrize(
    ("lang", "first", "second"),
    [
        ("ru", "социального сопровождения", "Социальное сопровождение"),
        ("ru", "ребёнок", "детей"),
        ("ru", "уровней", "уровень"),
        ("en", "Organisation of counselling", "organization counseling"),
        ("en", "centres and programmes", "center program"),
        ("en", "families", "family"),
        ("id", "pendampingan keluarga", "pendampingan keluarganya"),
    ],
)
def test_terms_other_form_of_words_meets(lang: str, first: str, second: str) -> None:
    pairs = zip(_units(first, lang), _units(second, lang), strict=True)

    assert [not set(a).isdisjoint(b) for a, b in pairs] == [True] * len(_units(first, lang))


def test_terms_latin_word_in_russian_text_is_english() -> None:
    assert terms_of("families", "ru") == terms_of("families", "en")


def test_words_stopwords_keep_their_places() -> None:
    assert [(word.token.text, word.position) for word in words("как выбрать уровень", "ru")] == [
        ("выбрать", 1),
        ("уровень", 2),
    ]
