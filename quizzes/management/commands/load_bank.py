"""Loads the shipped questions and the first quiz; any number of times with the same result."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from quizzes.domain.bank import pin_references
from quizzes.domain.errors import BankError
from quizzes.loading import load_bank


class Command(BaseCommand):
    help = "Загружает вопросы из поставки и первый тест. Что исправлено на портале, остаётся."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                plans = load_bank()
                pin_references()
        except BankError as error:
            raise CommandError(f"{error}\nНичего не загружено.") from error
        for language, plan in plans.items():
            self.stdout.write(f"{language}: {len(plan.rows)}")
