"""The whole content folder: reading it and checking it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from portal.markup.document import loads
from portal.markup.errors import MarkupError, Problem
from portal.markup.front_matter import LANGUAGES
from portal.markup.library_rules import problems
from portal.markup.pages import SOURCE_LANGUAGE, Library, Page, page_id
from portal.markup.taxonomy import load_taxonomy, load_thesaurus

__all__ = ["SOURCE_LANGUAGE", "Library", "Page", "check", "check_folder", "page_files", "page_id", "read_library"]

PICTURES: Final = "img"


def page_files(root: Path) -> list[Path]:
    """The Markdown files of a content folder, in order."""
    return [path for language in LANGUAGES for path in sorted((root / language).rglob("*.md"))]


def read_library(root: Path, progress: Callable[[Path], None] | None = None) -> Library:
    """The library in the folder `root`; `progress` is called with each file before it is read.

    Never raises for a faulty file: its faults are in `unreadable`, and `check` names them.
    """
    library = Library(root)
    for load, name in ((load_taxonomy, "taxonomy"), (load_thesaurus, "thesaurus")):
        try:
            setattr(library, name, load(root))
        except MarkupError as error:
            library.unreadable += error.errors
    for path in page_files(root):
        if progress:
            progress(path)
        _add(library, path)
    library.pictures = frozenset(
        f"{PICTURES}/{path.relative_to(root / PICTURES).as_posix()}" for path in (root / PICTURES).rglob("*") if path.is_file()
    )
    return library


def _add(library: Library, path: Path) -> None:
    file = path.relative_to(library.root).as_posix()
    language, _, inner = file.partition("/")
    page_path = inner.removesuffix(".md")
    try:
        text = path.read_bytes().decode("utf-8")
        page = Page(page_path, language, file, text, loads(text, file))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = Problem(file, line, "encoding", "The file is not UTF-8.", "Save it as UTF-8.")
        library.unreadable.append(problem)
        library.unreadable_files.add(file)
    except MarkupError as error:
        library.unreadable += error.errors
        library.unreadable_files.add(file)
    else:
        library.pages.setdefault(page_path, {})[language] = page


def check(library: Library) -> list[Problem]:
    """Every fault of the library, in the order of files and lines."""
    return sorted(problems(library))


def check_folder(root: Path) -> list[Problem]:
    """Every fault of the content folder `root`, in the order of files and lines."""
    return check(read_library(root))
