"""`restore FILE`: puts back what `backup` wrote."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from portal.core.backups.archive import ArchiveError, read_manifest
from portal.core.backups.verbs import Restored, restore_backup


class Command(BaseCommand):
    help = "Puts database, media and content back from FILE, all or nothing. Stop the portal first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--force", action="store_true", help="replace a database that is not empty")

    def handle(self, *args: Any, file: Path, force: bool, **options: Any) -> None:
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]  # OutputWrapper writes like a file
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
        try:
            total = read_manifest(file).size
            with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
                task = bar.add_task("Checking", total=total)
                restored = restore_backup(file, is_forced=force, progress=lambda done: bar.advance(task, done))
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        self._report(restored)

    def _report(self, restored: Restored) -> None:
        manifest = restored.manifest
        self.stdout.write(f"Restored {len(manifest.files)} files of {manifest.made_at} (version {manifest.version}).")
        if restored.previous:
            self.stdout.write(f"What was here before lies in {restored.previous}: delete it when all is well.")
        if restored.missing_migrations:
            self.stdout.write("This portal is newer than the backup. Next: manage.py migrate, then manage.py update_index.")
        else:
            # The index is made from the database, so it is not in the archive.
            call_command("update_index", stdout=self.stdout, verbosity=0)
            self.stdout.write("The search index was made anew. Next: manage.py doctor.")
