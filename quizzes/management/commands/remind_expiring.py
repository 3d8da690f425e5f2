"""`remind_expiring`: letters to those whose certificate ends in 90, 30 or 7 days."""

from typing import Any

from django.core.management.base import BaseCommand

from quizzes.domain.reminders import remind_expiring


class Command(BaseCommand):
    help = "Writes to those whose certificate ends in 90, 30 or 7 days, each once. Run it every day; repeats are harmless."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{remind_expiring()} letters on their way.")
