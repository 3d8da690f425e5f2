"""`manage.py update_index`: build all search indexes anew while the old ones go on answering."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from modelsearch.management.commands.rebuild_modelsearch_index import Command as RebuildObjects
from rich.progress import Progress, SpinnerColumn, TextColumn

from search.indexing import doctor, rebuild


class Command(BaseCommand):
    """Rebuilds; with `--repair` only what differs from the database."""

    help = "Rebuild the search indexes from the database; readers keep the old ones until the new ones are whole."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="index only pages that differ from the database")
        parser.add_argument("--pages-only", action="store_true", help="leave the index of Wagtail's own search alone")

    def handle(self, *args: Any, repair: bool = False, pages_only: bool = False, verbosity: int = 1, **_: Any) -> None:
        if repair:
            self.stdout.write(f"Pages: {doctor()}")
            return
        if not pages_only:
            call_command(RebuildObjects(), verbosity=max(0, verbosity - 1), stdout=self.stdout)
        columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed}"))
        with Progress(*columns, disable=verbosity < 1 or not self.stdout.isatty(), transient=True) as progress:
            task = progress.add_task("Sections")
            count = rebuild(lambda done: progress.update(task, completed=done))
        if verbosity:
            self.stdout.write(f"Indexed {count} sections")
