"""Codes and concepts."""

from pathlib import Path

import pytest

from portal.markup import MarkupError
from portal.markup.taxonomy import GROUPS, load_taxonomy, load_thesaurus
from tests.markup.content import TAXONOMY, THESAURUS, write_content

CONTENT = Path(__file__).parents[2] / "content"


def test_labels_are_looked_up_by_code_and_language(tmp_path: Path) -> None:
    taxonomy = load_taxonomy(write_content(tmp_path))
    assert taxonomy.codes("levels") == ("basic", "crisis")
    assert taxonomy.label("levels", "basic", "en") == "Basic"
    assert taxonomy.label("levels", "basic", "ru") == "Базовый"
    assert taxonomy.label("levels", "none", "ru") == "none"
    assert taxonomy.choices("levels", "id") == [("basic", "Dasar"), ("crisis", "Krisis")]
    entry = taxonomy.entry("levels", "basic")
    assert entry is not None
    assert entry.summary is not None
    assert entry.summary.get("en") == "Prevents."


def test_concepts_have_words_in_every_language(tmp_path: Path) -> None:
    thesaurus = load_thesaurus(write_content(tmp_path))
    concept = thesaurus.concept("curator")
    assert concept is not None
    assert concept.words("ru") == ("куратор", "куратор семьи")
    assert thesaurus.label("curator", "en") == "case curator"
    assert thesaurus.concept("none") is None


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("    ru: Базовый\n", "", 2, "levels.1.ru: Field required."),
        ("code: crisis", "code: basic", 1, "levels: Value error, the code `basic` stands twice."),
        ("    en: Crisis", "    fr: Crise\n    en: Crisis", 9, "levels.2.fr: Extra inputs are not permitted."),
    ],
)
def test_a_fault_of_the_taxonomy_names_its_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in TAXONOMY
    folder = write_content(tmp_path, taxonomy=TAXONOMY.replace(old, new))
    with pytest.raises(MarkupError) as raised:
        load_taxonomy(folder)
    assert [(error.path, error.line, error.message) for error in raised.value.errors] == [("taxonomy.yaml", line, message)]


def test_a_fault_of_the_thesaurus_names_its_line(tmp_path: Path) -> None:
    folder = write_content(tmp_path, thesaurus=THESAURUS.replace("  en: [practice]\n", ""))
    with pytest.raises(MarkupError) as raised:
        load_thesaurus(folder)
    assert [(error.path, error.line) for error in raised.value.errors] == [("thesaurus.yaml", 5)]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MarkupError, match="taxonomy.yaml: The file is missing"):
        load_taxonomy(tmp_path)


def test_the_library_has_every_kind_of_code() -> None:
    taxonomy = load_taxonomy(CONTENT)
    assert {kind: len(taxonomy.codes(kind)) for kind in GROUPS} == {
        "levels": 4,
        "services": 6,
        "support_types": 6,
        "groups": 15,
        "stages": 7,
        "competencies": 12,
        "positions": 5,
        "regions": 89,
    }
