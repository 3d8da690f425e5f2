"""A version released ahead of its date comes into force on that day, without anybody publishing again."""

from datetime import date

import time_machine
from django.core.management import call_command

from portal.standards.models import StandardPage, StandardVersionPage


def test_version_comes_into_force_on_its_date(library):
    standard = StandardPage.objects.get(source_path="standards/consent", locale__language_code="ru")
    newest = StandardVersionPage.objects.child_of(standard).get(version="2.0")
    StandardVersionPage.objects.filter(pk=newest.pk).update(effective_on=date(2030, 1, 1))
    in_force = []
    for today in ("2029-12-31", "2030-01-01"):
        with time_machine.travel(f"{today} 12:00:00+03:00"):
            call_command("apply_effective_dates")
        standard = StandardPage.objects.get(pk=standard.pk)
        in_force.append(standard.current_version.version)
    assert in_force == ["1.0", "2.0"]
