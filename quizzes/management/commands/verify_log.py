import argparse
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from quizzes.domain.oversight import seal_pending, verify


def _head(text: str) -> tuple[int, str]:
    number, _colon, digest = text.partition(":")
    if not number.isdigit() or len(digest) != 64:
        raise argparse.ArgumentTypeError("write NUMBER:DIGEST, as this command printed it earlier")
    return int(number), digest


class Command(BaseCommand):
    help = "Recomputes the chain of the oversight log and prints its head. Exit code 1 where a row was changed or cut out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", type=_head, metavar="NUMBER:DIGEST", help="a head written down earlier has to be there")

    def handle(self, *args: Any, **options: Any) -> None:
        late = seal_pending(since=datetime.min.replace(tzinfo=UTC))
        found = verify(options["head"])
        if late:
            self.stdout.write(f"{late} entries waited for their seal (a process was killed?); sealed now.")
        for number, reason in found.faults[:20]:
            self.stderr.write(f"{number}: {reason}")
        if not found.is_whole:
            raise CommandError(f"The log does not hold: {len(found.faults)} faults. Compare it with a backup.")
        self.stdout.write(f"{found.sealed} entries, the chain holds. Head: {found.sealed}:{found.head}")
