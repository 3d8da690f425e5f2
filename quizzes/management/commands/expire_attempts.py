"""Ends the attempts whose time is over; run it every minute."""

from typing import Any

from django.core.management.base import BaseCommand

from quizzes.domain import expire_attempts


class Command(BaseCommand):
    help = "Завершает попытки, у которых вышло время; сохранённые ответы засчитываются."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Завершено попыток: {expire_attempts()}.")
