"""`load_demo`: the library, the quizzes and an account for every role. Refused where the settings do not allow it."""

import multiprocessing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections, transaction

from portal.core.schema import lay_schema
from portal.handbook.models import SyncedFile
from portal.learning.quiz_pages import ensure_quiz_pages
from portal.people.demo import DEMO_PASSWORD, demo_accounts, ensure_demo_people
from portal.people.roles import ensure_roles
from quizzes.domain.badge_keys import ensure_demo_key
from quizzes.domain.bank import pin_references
from quizzes.loading import load_bank
from search.bulk import index_held, one_commit
from search.indexing import held_back


class Command(BaseCommand):
    help = "Loads the library, the question bank and demo accounts. For trying out and training; refused in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--index-apart",
            action="store_true",
            help="the first time, build the search index in a process of its own while the question bank is loaded",
        )
        parser.add_argument("--migrate", action="store_true", help="first bring the database to today's schema")

    def handle(self, *args: Any, index_apart: bool = False, migrate: bool = False, **options: Any) -> None:
        if not getattr(settings, "DEMO_ALLOWED", False):
            raise CommandError("Demo accounts have a public password and are refused with these settings. Use sync_content here.")
        if migrate:
            lay_schema(connection)
            call_command("migrate", interactive=False, verbosity=0)
        is_first = not SyncedFile.objects.exists()
        if is_first and index_apart:
            self._load_and_index_apart()
        else:
            call_command("sync_content", stdout=self.stdout)
            self._load_people_and_quizzes()
        if not is_first:  # an index lost or spoilt since the last time; the first time it was written just now
            call_command("update_index", repair=True, stdout=self.stdout)
        accounts = Path(settings.VAR_DIR) / "demo-accounts.txt"
        accounts.write_text(self._accounts(), encoding="utf-8")
        self.stdout.write(f"The demo accounts stand in {accounts}.")

    def _load_and_index_apart(self) -> None:
        with held_back():
            call_command("sync_content", stdout=self.stdout)
        connections.close_all()  # a connection must not be shared with the child
        # A fork, as the server makes of its loaded application: a process started anew would load everything once more.
        indexer = multiprocessing.get_context("fork").Process(
            target=call_command, args=("update_index",), kwargs={"verbosity": 0}
        )
        indexer.start()
        with held_back() as late:
            self._load_people_and_quizzes()
        indexer.join()
        if indexer.exitcode != 0:
            raise CommandError("The search index was not built; what went wrong stands above. Run: manage.py update_index")
        index_held(late)

    def _load_people_and_quizzes(self) -> None:
        with one_commit(), transaction.atomic():
            load_bank()
            pin_references()
            ensure_quiz_pages()
            ensure_roles()
            ensure_demo_people()
            ensure_demo_key()

    def _accounts(self) -> str:
        rows = [f"  {account.email:<28} {account.role}" for account in demo_accounts()]
        head = f"\nDemo accounts, password for all: {DEMO_PASSWORD}"
        return "\n".join([head, *rows, "  Editors sign in at /admin/ with the same e-mail.\n"])
