"""Ends the attempts whose time is over, and forgets uploaded banks that nobody confirmed; run it every minute."""

from typing import Any

from django.core.management.base import BaseCommand

from quizzes.domain import expire_attempts
from quizzes.domain.pending_imports import drop_expired_imports


class Command(BaseCommand):
    help = "Завершает попытки, у которых вышло время; сохранённые ответы засчитываются."

    def handle(self, *args: Any, **options: Any) -> None:
        drop_expired_imports()
        self.stdout.write(f"Завершено попыток: {expire_attempts()}.")
