"""`doctor`: looks at everything the portal rests on; exit code 1 if something is wrong."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from portal.core.doctor import CHECKS, State, examine

COLOURS = {State.WELL: "green", State.NOTE: "yellow", State.PROBLEM: "red"}


class Command(BaseCommand):
    help = "Looks at database, content, search index, files, mail and disk; says what is wrong and what to do."
    # Django's own checks and migrations are two of ours: a doctor who refuses the ill is of no use.
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="mend what can be mended without a decision")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]  # OutputWrapper writes like a file
        table = Table("", "part", "what", "what to do", box=None, pad_edge=False)
        problems = 0
        with console.status("Looking …") as status:
            for check, finding in examine(CHECKS, is_repairing=repair):
                status.update(f"Looking: {check.name} …")
                problems += finding.state is State.PROBLEM
                colour = COLOURS[finding.state]
                table.add_row(f"[{colour}]{finding.state}[/]", check.name, _plain(finding.text), _plain(finding.cure))
        console.print(table)
        if problems:
            raise CommandError(f"{problems} problem{'s' if problems > 1 else ''} found.")


def _plain(text: str) -> str:
    return text.replace("[", r"\[")
