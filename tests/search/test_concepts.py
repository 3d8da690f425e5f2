"""The thesaurus goes from file to rows and back, and a new synonym works with the next search."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from search.concepts import add_synonym, export_concepts, import_concepts
from search.engine import Engine
from search.models import Concept
from search.text.thesaurus import load

CONTENT = Path(django_settings.CONTENT_DIR) / "thesaurus.yaml"


@pytest.mark.django_db
def test_import_twice_changes_nothing_the_second_time() -> None:
    first, second = import_concepts(CONTENT), import_concepts(CONTENT)

    assert (first["changed"], second) == (0, {"added": 0, "changed": 0, "removed": 0})


@pytest.mark.django_db
def test_export_says_what_the_file_says(tmp_path: Path) -> None:
    import_concepts(CONTENT)
    copy = tmp_path / "thesaurus.yaml"
    copy.write_text(export_concepts(), encoding="utf-8")

    assert sorted(load(copy).concepts, key=lambda c: c.code) == sorted(load(CONTENT).concepts, key=lambda c: c.code)


def test_new_synonym_works_with_the_next_search(index: Engine, django_capture_on_commit_callbacks: Any) -> None:
    import_concepts(CONTENT)
    assert index.search("закорючка", "ru") == []

    with django_capture_on_commit_callbacks(execute=True):
        add_synonym("early-help", "ru", "закорючка")

    assert "early-help" in index.search("закорючка", "ru")[0].url


@pytest.mark.django_db
def test_add_synonym_unknown_concept_is_refused() -> None:
    with pytest.raises(Concept.DoesNotExist):
        add_synonym("no-such", "ru", "слово")
