"""The thesaurus goes between file and portal by the rule of pages, and comes back byte for byte."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.handbook.apply import apply_sync, plan_sync
from portal.handbook.export import export_library
from portal.handbook.plan import Act
from search.models import Concept

NAME = "thesaurus.yaml"


def act(folder: Path) -> Act | None:
    sync = plan_sync(folder).thesaurus
    return sync.step.act if sync else None


def edit(folder: Path, old: str, new: str) -> None:
    text = (folder / NAME).read_text(encoding="utf-8")
    assert old in text
    (folder / NAME).write_text(text.replace(old, new), encoding="utf-8")


def on_the_portal(code: str, lang: str, *words: str) -> None:
    concept = Concept.objects.get(code=code)
    concept.set_words(lang, [*concept.words(lang), *words])
    concept.save()


def test_concepts_come_from_the_file_in_its_order(small_library: Path) -> None:
    assert [(c.code, c.words("ru"), c.words("id")) for c in Concept.objects.all()] == [
        ("curator", ["куратор", "куратор семьи"], ["kurator kasus"]),
        ("practice", ["практика"], ["praktik"]),
    ]
    assert (act(small_library), plan_sync(small_library).is_clean) == (Act.SAME, True)


def test_library_with_its_thesaurus_comes_back_byte_for_byte(library: Any, tmp_path: Path) -> None:
    assert Concept.objects.count() == 30
    export_library(tmp_path)
    assert (tmp_path / NAME).read_bytes() == (library.folder / NAME).read_bytes()


def test_rows_alone_spell_the_library_as_its_file_does(library: Any, tmp_path: Path, settings: Any) -> None:
    original = (library.folder / NAME).read_bytes()
    settings.CONTENT_DIR = tmp_path / "elsewhere"
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "taxonomy.yaml").write_text("")
    (tmp_path / "out").mkdir()
    export_library(tmp_path / "out")
    assert (tmp_path / "out" / NAME).read_bytes() == original


def test_comment_in_the_file_is_no_change_and_survives_the_export(small_library: Path, settings: Any, tmp_path: Path) -> None:
    settings.CONTENT_DIR = small_library
    edit(small_library, "- code: practice", "# for practices\n- code: practice")
    assert (act(small_library), plan_sync(small_library).is_clean) == (Act.SAME, True)
    export_library(tmp_path / "out")
    assert (tmp_path / "out" / NAME).read_bytes() == (small_library / NAME).read_bytes()


def test_changed_file_changes_the_concepts(small_library: Path) -> None:
    edit(small_library, "[практика]", "[практика, опыт]")
    assert act(small_library) == Act.UPDATE
    apply_sync(small_library)
    assert (Concept.objects.get(code="practice").words("ru"), act(small_library)) == (["практика", "опыт"], Act.SAME)


def test_removed_and_moved_rows_are_followed(small_library: Path) -> None:
    rows = (small_library / NAME).read_text(encoding="utf-8").split("- code: ")
    (small_library / NAME).write_text("- code: " + "- code: ".join([rows[2], rows[1]]), encoding="utf-8")
    apply_sync(small_library)
    assert [c.code for c in Concept.objects.all()] == ["practice", "curator"]
    (small_library / NAME).write_text("- code: " + rows[1], encoding="utf-8")
    apply_sync(small_library)
    assert [c.code for c in Concept.objects.all()] == ["curator"]


def test_edit_on_the_portal_is_kept_and_exported(small_library: Path, settings: Any, tmp_path: Path) -> None:
    settings.CONTENT_DIR = small_library
    on_the_portal("curator", "ru", "наставник семьи")
    Concept.objects.create(code="fresh", ru="новое\nсвежее")
    assert act(small_library) == Act.EXPORT
    apply_sync(small_library)
    assert "наставник семьи" in Concept.objects.get(code="curator").words("ru")
    written = export_library(small_library)
    assert ([file.name for file in written], act(small_library)) == ([NAME], Act.SAME)
    assert (small_library / NAME).read_text(encoding="utf-8").splitlines()[1::7] == [
        "  ru: [куратор, куратор семьи, наставник семьи]",
        "- code: fresh",
    ]


def test_both_sides_changed_is_a_conflict_that_changes_nothing(small_library: Path) -> None:
    edit(small_library, "[практика]", "[практика, опыт]")
    on_the_portal("curator", "ru", "наставник семьи")
    with pytest.raises(CommandError) as refused:
        call_command("sync_content", "--folder", str(small_library))
    assert "CONFLICT thesaurus.yaml" in str(refused.value)
    assert "-  ru: [практика, опыт]" in str(refused.value).splitlines()
    assert "+  ru: [куратор, куратор семьи, наставник семьи]" in str(refused.value).splitlines()
    assert Concept.objects.get(code="practice").words("ru") == ["практика"]


def test_the_same_edit_on_both_sides_is_adopted(small_library: Path) -> None:
    edit(small_library, "[практика]", "[практика, опыт]")
    on_the_portal("practice", "ru", "опыт")
    assert act(small_library) == Act.ADOPT
    apply_sync(small_library)
    assert act(small_library) == Act.SAME


def test_folder_without_a_thesaurus_says_nothing_about_it(small_library: Path) -> None:
    (small_library / NAME).unlink()
    apply_sync(small_library)
    assert (act(small_library), Concept.objects.count()) == (None, 2)
