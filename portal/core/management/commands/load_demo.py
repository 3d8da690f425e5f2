"""`load_demo`: the library, the quizzes and an account for every role. Refused where the settings do not allow it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.learning.quiz_pages import ensure_quiz_pages
from portal.people.demo import DEMO_PASSWORD, demo_accounts, ensure_demo_people
from portal.people.roles import ensure_roles
from quizzes.loading import load_bank


class Command(BaseCommand):
    help = "Loads the library, the question bank and demo accounts. For trying out and training; refused in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--show-accounts", action="store_true", help="only print the demo accounts")

    def handle(self, *args: Any, show_accounts: bool, **options: Any) -> None:
        if not getattr(settings, "DEMO_ALLOWED", False):
            raise CommandError("Demo accounts have a public password and are refused with these settings. Use sync_content here.")
        if not show_accounts:
            self._load()
        else:
            self._print_accounts()

    def _load(self) -> None:
        call_command("sync_content", stdout=self.stdout)
        with transaction.atomic():
            load_bank()
            ensure_quiz_pages()
            ensure_roles()
            ensure_demo_people()
        call_command("update_index", stdout=self.stdout)

    def _print_accounts(self) -> None:
        self.stdout.write("\nDemo accounts, password for all: " + DEMO_PASSWORD)
        for account in demo_accounts():
            self.stdout.write(f"  {account.email:<28} {account.role}")
        self.stdout.write("  Editors sign in at /admin/ with the same e-mail.")
