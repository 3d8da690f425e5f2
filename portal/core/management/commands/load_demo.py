"""`load_demo`: the library, the quizzes and an account for every role. Refused where the settings do not allow it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.handbook.models import SyncedFile
from portal.learning.quiz_pages import ensure_quiz_pages
from portal.people.demo import DEMO_PASSWORD, demo_accounts, ensure_demo_people
from portal.people.roles import ensure_roles
from quizzes.domain.badge_keys import ensure_demo_key
from quizzes.domain.bank import pin_references
from quizzes.loading import load_bank
from search.bulk import one_commit


class Command(BaseCommand):
    help = "Loads the library, the question bank and demo accounts. For trying out and training; refused in production."

    def handle(self, *args: Any, **options: Any) -> None:
        if not getattr(settings, "DEMO_ALLOWED", False):
            raise CommandError("Demo accounts have a public password and are refused with these settings. Use sync_content here.")
        is_first = not SyncedFile.objects.exists()
        call_command("sync_content", stdout=self.stdout)
        with one_commit(), transaction.atomic():
            load_bank()
            pin_references()
            ensure_quiz_pages()
            ensure_roles()
            ensure_demo_people()
            ensure_demo_key()
        if not is_first:  # an index lost or spoilt since the last time; the first time it was written just now
            call_command("update_index", repair=True, stdout=self.stdout)
        (Path(settings.VAR_DIR) / "demo-accounts.txt").write_text(self._accounts(), encoding="utf-8")
        self.stdout.write(self._accounts())

    def _accounts(self) -> str:
        rows = [f"  {account.email:<28} {account.role}" for account in demo_accounts()]
        head = f"\nDemo accounts, password for all: {DEMO_PASSWORD}"
        return "\n".join([head, *rows, "  Editors sign in at /admin/ with the same e-mail.\n"])
