"""`backup FILE`: database, media and content in one archive."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import DownloadColumn, Progress, SpinnerColumn, TextColumn

from portal.core.backups.archive import ArchiveError
from portal.core.backups.verbs import make_backup


class Command(BaseCommand):
    help = "Writes database, media and content into FILE (tar.gz). The portal may go on working meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="for example /var/backups/opora-2026-11-22.tar.gz")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]  # OutputWrapper writes like a file
        columns = (SpinnerColumn(), TextColumn("{task.description}"), DownloadColumn())
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task("Reading", total=None)
            try:
                manifest = make_backup(file, lambda done: bar.advance(task, done))
            except ArchiveError as error:
                raise CommandError(str(error)) from error
        self.stdout.write(
            f"{file}: {len(manifest.files)} files, {manifest.size / 1e6:.1f} MB, packed {file.stat().st_size / 1e6:.1f} MB.\n"
            "It holds personal data and password hashes: keep it where only administrators can read it."
        )
