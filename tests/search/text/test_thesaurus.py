"""Concepts are found in texts and queries in any language and form."""

from pathlib import Path

import pytest

from search.text.queries import Clause, clauses
from search.text.thesaurus import Mention, Thesaurus, from_rows, load

ROWS = [
    {"code": "difficult-life-situation", "ru": ["трудная жизненная ситуация", "ТЖС"], "en": ["difficult life situation"]},
    {"code": "social-support", "ru": ["социальное сопровождение"], "en": ["social support"], "id": ["pendampingan sosial"]},
    {"code": "programme", "ru": ["индивидуальная программа социального сопровождения", "ИППСУ"]},
    {"code": "guardianship", "ru": ["опека"]},
    {"code": "substitute-family", "ru": ["замещающая семья", "опека"]},
]


@pytest.fixture
def thesaurus() -> Thesaurus:
    return from_rows(ROWS)


def _units(text: str, thesaurus: Thesaurus, lang: str) -> list[Clause]:
    return list(clauses(text, (lang,), thesaurus))


def test_mentions_abbreviation_and_phrase_are_one_concept(thesaurus: Thesaurus) -> None:
    found = [[c.wholes for c in _units(text, thesaurus, "ru")] for text in ("ТЖС", "в трудной жизненной ситуации")]

    assert found == [[("§difficult-life-situation",)]] * 2


def test_longest_mentions_outer_concept_takes_its_words(thesaurus: Thesaurus) -> None:
    units = [u for c in _units("индивидуальную программу социального сопровождения", Thesaurus(), "ru") for u in c.units]

    assert thesaurus.longest_mentions(units, "ru") == [Mention("programme", 0, 4)]
    assert thesaurus.mentions(units, "ru") == [Mention("programme", 0, 4), Mention("social-support", 2, 4)]


def test_clauses_word_of_two_concepts_may_mean_both(thesaurus: Thesaurus) -> None:
    assert [set(c.wholes) for c in _units("опека", thesaurus, "ru")] == [{"§guardianship", "§substitute-family"}]


def test_clauses_indonesian_phrase_is_the_russian_concept(thesaurus: Thesaurus) -> None:
    assert [c.wholes for c in _units("pendampingan sosial", thesaurus, "id")] == [("§social-support",)]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"ru": ["а"]}], "row 1"),
        ([{"code": "a"}, {"code": "a"}], "row 2"),
        ([{"code": "a", "ru": "слово"}], "`ru` has to be a list"),
    ],
)
def test_from_rows_bad_row_is_named(rows: list[dict[str, object]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        from_rows(rows)


def test_load_content_file_has_every_concept_in_three_languages() -> None:
    concepts = load(Path(__file__).parents[3] / "content" / "thesaurus.yaml").concepts

    assert len(concepts) >= 30
    assert [c.code for c in concepts if not all(c.forms[lang] for lang in ("ru", "en", "id"))] == []
