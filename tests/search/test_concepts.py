"""The thesaurus goes from file to rows and back, and a new synonym works with the next search."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from search import indexing
from search.concepts import add_synonym, export_concepts, import_concepts
from search.engine import Engine
from search.models import Concept

CONTENT = Path(django_settings.CONTENT_DIR) / "thesaurus.yaml"


Commit = Callable[..., Any]


@pytest.mark.django_db
def test_import_twice_changes_nothing_the_second_time() -> None:
    first, second = import_concepts(CONTENT), import_concepts(CONTENT)

    assert (first["changed"], second) == (0, {"added": 0, "changed": 0, "removed": 0})


@pytest.mark.django_db
def test_export_spells_what_the_file_spells() -> None:
    import_concepts(CONTENT)

    assert export_concepts() == CONTENT.read_text(encoding="utf-8")


def test_new_synonym_works_with_the_next_search(index: Engine, django_capture_on_commit_callbacks: Commit) -> None:
    assert index.search("закорючка", "ru") == []

    with django_capture_on_commit_callbacks(execute=True):
        add_synonym("early-help", "ru", "закорючка")

    assert "early-help" in index.search("закорючка", "ru")[0].url


def test_word_of_a_concept_edited_in_the_admin_finds_texts_at_once(
    index: Engine, library: Any, django_capture_on_commit_callbacks: Commit
) -> None:
    """Both ways: the new word in a query finds texts with the old ones, and the old ones find texts with the new word."""
    page = library.page("methodology/council")
    page.title = "Закорючка для куратора"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    before = [hit.url for hit in index.search("раннее вмешательство", "ru", 50)]

    concept = Concept.objects.get(code="early-help")
    concept.ru += "\nзакорючка"
    with django_capture_on_commit_callbacks(execute=True):
        concept.save()

    after = [hit.url for hit in index.search("раннее вмешательство", "ru", 50)]
    assert set(after) - set(before) == {page.url}
    assert "early-help" in " ".join(hit.url for hit in index.search("закорючка", "ru", 3))
    assert indexing.diagnose().is_healthy

    with django_capture_on_commit_callbacks(execute=True):
        concept.delete()
    assert [hit.url for hit in index.search("закорючка", "ru")] == [page.url]
    assert indexing.diagnose().is_healthy


def test_concept_on_too_many_pages_is_left_to_the_doctor(
    index: Engine, django_capture_on_commit_callbacks: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "MOST_FOR_CONCEPT", 1)
    with django_capture_on_commit_callbacks(execute=True):
        add_synonym("early-help", "ru", "ребёнок")

    assert str(indexing.diagnose()) == "missing 0, outdated 0, surplus 0, read with an older thesaurus"
    indexing.doctor()
    assert indexing.diagnose().is_healthy


@pytest.mark.django_db
def test_add_synonym_unknown_concept_is_refused() -> None:
    with pytest.raises(Concept.DoesNotExist):
        add_synonym("no-such", "ru", "слово")
