"""`python -m portal.markup.check content`: what is wrong in the content folder, by file and line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from portal.markup.errors import Problem
from portal.markup.library import Library, check, page_files, read_library
from portal.markup.readability_rules import known_words, page_readability
from portal.markup.taxonomy import TAXONOMY_FILE

READABILITY_CODES: Final = frozenset({"sentence", "mean", "long-words"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, report, and with `--fix` rewrite to canonical form. Returns 1 if an error is left, else 0."""
    options = _options(arguments)
    console = Console(soft_wrap=True, highlight=False)
    found = [(path, _root(path)) for path in options.paths]
    lost = [path for path, root in found if root is None or not path.exists()]
    if lost:
        console.print(f"{lost[0]} is not in a content folder (one with {TAXONOMY_FILE}).", style="red")
        return 2
    failed = False
    for root in dict.fromkeys(root for _path, root in found if root):
        within = [path.resolve().relative_to(root).as_posix() for path, its_root in found if its_root == root]
        failed |= _check_folder(console, root, within, options)
    return int(failed)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m portal.markup.check", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, help="the content folder, or folders and files inside it")
    parser.add_argument("--fix", action="store_true", help="rewrite files to canonical form first")
    parser.add_argument("--readability-only", action="store_true", help="measure the text, check nothing else")
    return parser.parse_args(arguments)


def _root(path: Path) -> Path | None:
    resolved = path.resolve()
    return next((folder for folder in (resolved, *resolved.parents) if (folder / TAXONOMY_FILE).is_file()), None)


def _check_folder(console: Console, root: Path, within: list[str], options: argparse.Namespace) -> bool:
    library = _read(console, root)
    if options.fix:
        fixed = _fix(library, within)
        console.print(f"Rewritten to canonical form: {len(fixed)} {', '.join(fixed)}".rstrip())
        library = _read(console, root) if fixed else library
    problems = [problem for problem in check(library) if _is_within(problem.path, within)]
    if options.readability_only:
        problems = [problem for problem in problems if problem.code in READABILITY_CODES]
        _print_readability(console, library, within)
    _print_problems(console, problems)
    errors = sum(problem.severity == "error" for problem in problems)
    pages = sum(_is_within(page.file, within) for page in library)
    warnings = len(problems) - errors
    console.print(f"{pages} pages, {errors} errors, {warnings} warnings.", style="red" if errors else "green")
    return errors > 0


def _is_within(file: str, within: list[str]) -> bool:
    return any(path in (".", file) or file.startswith(f"{path}/") for path in within)


def _read(console: Console, root: Path) -> Library:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Reading", total=len(page_files(root)))
        return read_library(root, lambda _path: progress.advance(task))


def _fix(library: Library, within: list[str]) -> list[str]:
    fixed = []
    for page in library:
        if page.text != page.canonical and _is_within(page.file, within):
            (library.root / page.file).write_bytes(page.canonical.encode())
            fixed.append(page.file)
    return fixed


def _print_problems(console: Console, problems: list[Problem]) -> None:
    for path, group in groupby(problems, key=lambda problem: problem.path):
        console.print(Text(path, style="bold"))
        for problem in group:
            text = Text(f"  {problem.line or '-':>4}  ")
            text.append(problem.code, style="red" if problem.severity == "error" else "yellow")
            text.append(f"  {problem.message}")
            text.append(f" {problem.hint}" if problem.hint else "", style="dim")
            console.print(text)


def _print_readability(console: Console, library: Library, within: list[str]) -> None:
    known = known_words(library)
    table = Table("page", "sentences", "words", "mean", "longest", "long words")
    for page in library:
        if _is_within(page.file, within):
            found = page_readability(page, known[page.language])
            longest = found.worst(1)[0].words if found.sentences else 0
            numbers = (
                found.prose_sentences,
                found.words,
                f"{found.mean:.1f}",
                longest,
                f"{found.long_share:.1%}",
            )
            table.add_row(page.file, *map(str, numbers))
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
