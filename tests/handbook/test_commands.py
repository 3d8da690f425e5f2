"""`sync_content` and `export_content` at the terminal: what they print, and when they refuse."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.models import Page

from tests.handbook.conftest import page_at, publish
from tests.markup.content import LEVELS, files

LEVELS_FILE = f"ru/{LEVELS}.md"
Change = Callable[[str, str, str], None]


def sync(folder: Path, *options: str) -> list[str]:
    out = StringIO()
    call_command("sync_content", "--folder", str(folder), *options, stdout=out)
    return out.getvalue().splitlines()


def line_of(text: str) -> int:
    lines = files()[LEVELS_FILE].split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_plan_is_shown_and_carried_out(db: None, folder: Path) -> None:
    shown = sync(folder)
    assert shown[1] == "create: ru/glossary/curator.md"
    assert shown[-2:] == ["6 pages, 0 the same in both places.", "Done: 6 pages written."]
    assert sync(folder) == ["6 pages, 6 the same in both places.", "Done: 0 pages written."]


def test_check_passes_when_both_sides_are_equal(small_library: Path) -> None:
    assert sync(small_library, "--check")[-1] == "Files and pages say the same."


def test_check_fails_and_writes_nothing_when_they_differ(small_library: Path, change: Change) -> None:
    change(LEVELS_FILE, "summary: Что здесь есть.", "summary: Слова из файла.")
    with pytest.raises(CommandError, match="Files and pages differ"):
        sync(small_library, "--check")
    assert page_at(LEVELS).summary == "Что здесь есть."


def test_check_fails_when_the_portal_has_an_edit_to_export(small_library: Path) -> None:
    publish(page_at(LEVELS), summary="Слова с портала.")
    with pytest.raises(CommandError, match="Files and pages differ"):
        sync(small_library, "--check")


def test_conflict_shows_both_sides_and_the_cure(small_library: Path, change: Change) -> None:
    publish(page_at(LEVELS), summary="Слова с портала.")
    change(LEVELS_FILE, "summary: Что здесь есть.", "summary: Слова из файла.")
    with pytest.raises(CommandError) as caught:
        sync(small_library)
    lines = str(caught.value).splitlines()
    assert lines[0] == f"CONFLICT {LEVELS_FILE}"
    assert [line for line in lines if line.startswith(("-summary", "+summary"))] == [
        "-summary: Слова из файла.",
        "+summary: Слова с портала.",
    ]
    assert "export_content" in lines[-1]
    assert page_at(LEVELS).summary == "Слова с портала."


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "message"),
    [
        (LEVELS_FILE, "curator.md#t-curator", "curatr.md", line_of("словарь"), "There is no page for ../glossary/curatr.md."),
        (LEVELS_FILE, "levels: [basic]", "levels: [basik]", line_of("levels:"), "`levels` has the unknown code `basik`."),
        (
            LEVELS_FILE,
            "## Выбор {#choice}\n",
            "## Выбор {#choice}\n\nТекст.\n\n## Снова {#choice}\n",
            line_of("Выбор") + 4,
            f"The id `choice` already stands on line {line_of('Выбор')}.",
        ),
    ],
    ids=["broken link", "unknown code", "id twice on a page"],
)
def test_fault_of_a_file_stops_the_sync_with_its_place(
    db: None, folder: Path, change: Change, file: str, old: str, new: str, place: int, message: str
) -> None:
    change(file, old, new)
    before = Page.objects.count()
    with pytest.raises(CommandError) as caught:
        sync(folder)
    first, *_rest, last = str(caught.value).splitlines()
    assert first.startswith(f"{file}:{place}: {message}")
    assert last == "The library has 1 errors. Nothing was changed."
    assert Page.objects.count() == before


def test_missing_translation_of_a_marked_page_is_an_error_of_its_source(db: None, folder: Path) -> None:
    (folder / "en/glossary/curator.md").unlink()
    with pytest.raises(CommandError) as caught:
        sync(folder)
    assert str(caught.value).startswith("ru/glossary/curator.md:")
    assert "en/glossary/curator.md" in str(caught.value)


def test_same_page_id_in_two_files_is_an_error(db: None, folder: Path) -> None:
    copy = files()["ru/glossary/practice.md"]
    (folder / "ru/glossary/again.md").write_text(copy, encoding="utf-8")
    with pytest.raises(CommandError, match=r"ru/glossary/again\.md:2: "):
        sync(folder)


def test_folder_without_a_library_is_refused(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="taxonomy.yaml: The file is missing"):
        sync(tmp_path)


def test_export_lists_what_it_wrote(small_library: Path, tmp_path: Path) -> None:
    out = StringIO()
    call_command("export_content", str(tmp_path / "out"), stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[-1] == f"{len(lines) - 1} files written to {tmp_path / 'out'}."
    assert str(tmp_path / "out" / LEVELS_FILE) in lines
