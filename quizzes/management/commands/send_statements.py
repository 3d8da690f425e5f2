"""`send_statements`: tells the Learning Record Store what is due."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quizzes.interfaces import lrs
from quizzes.interfaces.outbox import send_statements
from quizzes.models import LearningRecord


class Command(BaseCommand):
    help = "Sends attempts and results to the Learning Record Store (XAPI_ENDPOINT). What does not arrive is tried again later."

    def handle(self, *args: Any, **options: Any) -> None:
        if not lrs.is_on():
            self.stdout.write("There is no store: XAPI_ENDPOINT is not set. Nothing to do.")
            return
        arrived, failed = send_statements()
        self.stdout.write(f"{arrived} records arrived, {failed} did not.")
        if failed:
            last = LearningRecord.objects.filter(sent_at=None).exclude(error="").order_by("-tries").first()
            raise CommandError(last.error if last else "The store did not take them.")
