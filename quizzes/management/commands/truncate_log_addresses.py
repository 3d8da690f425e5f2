from typing import Any

from django.core.management.base import BaseCommand

from quizzes.domain.oversight import truncate_addresses


class Command(BaseCommand):
    help = "Erases exact addresses in the oversight log that are older than the retention time; the network part stays."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{truncate_addresses()} addresses erased")
