"""Unknown words are repaired, known ones never touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.keyboards import cyrillic_readings, other_layout
from search.text.repair import repair
from search.text.spelling import Vocabulary, distance

KNOWN = {
    "трудная": 5, "жизненная": 5, "ситуация": 9, "сопровождение": 30, "семьи": 40, "опека": 7, "помощь": 30,
    "индивидуальная": 8, "программа": 20, "совет": 9, "council": 5, "coordination": 5, "assessment": 6,
}  # fmt: skip


class Words:
    """A lexicon of a few words."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary(KNOWN)

    def knows(self, word: str) -> bool:
        return word in KNOWN or word.isdigit()

    def completes(self, word: str) -> bool:
        return any(known.startswith(word) for known in KNOWN)

    def near(self, word: str) -> list[str]:
        return self.vocabulary.near(word)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("nhelyfz ;bpytyyfz cbnefwbz", "трудная жизненная ситуация"),
        ("сщгтсшд", "council"),
        ("soprovozhdenie sem'i", "сопровождение семьи"),
        ("opeka", "опека"),
        ("сопровоздение семьи", "сопровождение семьи"),
        ("сопрвождение", "сопровождение"),
        ("индивидуальня програма", "индивидуальная программа"),
        ("coordinaton counsil", "coordination council"),
        ("cjdtn", "совет"),
        ("gjvjom", "помощь"),
        ("CJDTN", "СОВЕТ"),
    ],
)
def test_repair_damaged_query_as_meant(typed: str, expected: str) -> None:
    assert repair(typed, Words()) == expected


@pytest.mark.parametrize("typed", ["опека", "council 442", "", "сопровожд", "велосипед", "???", '"опека" -семьи'])
def test_repair_known_unfinished_or_hopeless_stays(typed: str) -> None:
    assert repair(typed, Words()) is None


@given(st.text(max_size=200))
def test_repair_any_text_gives_text_or_nothing(text: str) -> None:
    repaired = repair(text, Words())

    assert repaired is None or repaired != text


@given(st.text("абв", max_size=8), st.text("абв", max_size=8))
def test_distance_is_symmetric_and_bounded(first: str, second: str) -> None:
    assert distance(first, second, 2) == distance(second, first, 2)
    assert (distance(first, second, 9) == 0) == (first == second)


def test_distance_swap_of_neighbours_is_one_error() -> None:
    assert distance("опека", "опкеа", 2) == 1


def test_other_layout_twice_is_the_same_text() -> None:
    assert other_layout(other_layout("привет")) == "привет"


def test_cyrillic_readings_are_bounded() -> None:
    assert len(list(cyrillic_readings("lntlntlntlntlnt"))) == 256
