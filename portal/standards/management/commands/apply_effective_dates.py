"""`apply_effective_dates`: puts into force the released versions whose date has come. Run it every night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from portal.standards.domain import point_to_version_in_force


class Command(BaseCommand):
    help = "Puts into force the released versions of standards whose effective date has come. Run it every night."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        point_to_version_in_force()
        self.stdout.write("Standards point to the versions in force today.")
