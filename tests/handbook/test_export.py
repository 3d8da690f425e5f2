"""Export is the inverse of sync: the same bytes, and after an edit only the lines that were edited."""

from difflib import unified_diff
from pathlib import Path
from typing import Any

from portal.handbook.apply import apply_sync, plan_sync
from portal.handbook.export import export_library
from tests.handbook.conftest import draft, page_at, publish
from tests.markup.content import LEVELS, files

LEVELS_FILE = f"ru/{LEVELS}.md"


def bytes_of(folder: Path, pattern: str = "**/*") -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.glob(pattern) if path.is_file()}


def changed_lines(folder: Path, exported: Path) -> dict[str, list[str]]:
    """File → removed and added lines, for every page whose text differs."""
    old, new = bytes_of(folder, "*/**/*.md"), bytes_of(exported, "*/**/*.md")
    found = {}
    for name in sorted({*old, *new}):
        lines = unified_diff(old.get(name, b"").decode().splitlines(), new.get(name, b"").decode().splitlines(), lineterm="", n=0)
        differing = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
        if differing:
            found[name] = differing
    return found


def test_library_comes_back_byte_for_byte(library: Any, tmp_path: Path) -> None:
    export_library(tmp_path)
    expected, exported = bytes_of(library.folder), bytes_of(tmp_path)
    assert sorted(expected) == sorted(exported)
    assert [name for name in expected if expected[name] != exported[name]] == []


def test_sync_and_export_of_the_small_library_are_inverse(small_library: Path, tmp_path: Path) -> None:
    export_library(tmp_path / "out")
    assert changed_lines(small_library, tmp_path / "out") == {}


def test_edit_on_the_portal_changes_only_its_line(small_library: Path, tmp_path: Path) -> None:
    publish(page_at(LEVELS), summary="Слова с портала.")
    export_library(tmp_path / "out")
    assert changed_lines(small_library, tmp_path / "out") == {
        LEVELS_FILE: ["-summary: Что здесь есть.", "+summary: Слова с портала."]
    }


def test_edited_paragraph_changes_only_its_line(small_library: Path, tmp_path: Path) -> None:
    page = page_at(LEVELS)
    raw = page.body.get_prep_value()
    text = next(block for block in raw if block["type"] == "text")
    text["value"] = text["value"].replace("Смотрите", "Откройте")
    publish(page, body=page.body.stream_block.to_python(raw))
    export_library(tmp_path / "out")
    (lines,) = changed_lines(small_library, tmp_path / "out").values()
    assert [(line[0], line[1:9]) for line in lines] == [("-", "Смотрите"), ("+", "Откройте")]


def test_draft_is_not_exported(small_library: Path, tmp_path: Path) -> None:
    draft(page_at(LEVELS), summary="Ещё не готово.")
    export_library(tmp_path / "out")
    assert changed_lines(small_library, tmp_path / "out") == {}


def test_page_taken_down_on_the_portal_becomes_a_draft_file(small_library: Path, tmp_path: Path) -> None:
    page_at(LEVELS).unpublish()
    export_library(tmp_path / "out")
    assert changed_lines(small_library, tmp_path / "out") == {LEVELS_FILE: ["-status: published", "+status: draft"]}


def test_page_of_a_removed_file_does_not_come_back(small_library: Path, tmp_path: Path) -> None:
    (small_library / LEVELS_FILE).unlink()
    apply_sync(small_library)
    export_library(tmp_path / "out")
    assert (tmp_path / "out" / LEVELS_FILE).exists() is False


def test_unfinished_page_of_an_author_is_not_exported(small_library: Path, tmp_path: Path) -> None:
    finished = page_at(LEVELS)
    begun = type(finished)(title="Начато", slug="begun", source_path="methodology/begun", locale=finished.locale, live=False)
    finished.get_parent().add_child(instance=begun)
    export_library(tmp_path / "out")
    assert changed_lines(small_library, tmp_path / "out") == {}


def test_page_first_published_on_the_portal_becomes_a_file(small_library: Path, tmp_path: Path) -> None:
    known = page_at(LEVELS)
    fresh = known.copy(update_attrs={"title": "Новая", "slug": "fresh", "source_path": "methodology/fresh"}, keep_live=False)
    fresh.get_latest_revision().publish()
    export_library(tmp_path / "out")
    assert list(changed_lines(small_library, tmp_path / "out")) == ["ru/methodology/fresh.md"]


def test_only_files_whose_text_differs_are_written(small_library: Path, tmp_path: Path) -> None:
    publish(page_at(LEVELS), summary="Слова с портала.")
    written = export_library(tmp_path / "out")
    again = export_library(tmp_path / "out")
    pages = [path for path in written if path.suffix == ".md"]
    assert (len(pages), [path for path in again if path.suffix == ".md"]) == (6, [])


def test_export_into_the_sites_own_folder_settles_both_sides(small_library: Path, settings: Any) -> None:
    settings.CONTENT_DIR = small_library
    publish(page_at(LEVELS), summary="Слова с портала.")
    written = export_library(small_library)
    assert ([path.relative_to(small_library).as_posix() for path in written], plan_sync(small_library).plan.is_clean) == (
        [LEVELS_FILE],
        True,
    )
    assert (small_library / LEVELS_FILE).read_text() == files()[LEVELS_FILE].replace("Что здесь есть.", "Слова с портала.")
