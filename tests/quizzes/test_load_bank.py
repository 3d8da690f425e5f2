"""The shipped bank on a server: loaded by a command, any number of times with the same result."""

import pytest
from django.core.management import call_command

from quizzes.models import Item, ItemVersion, Quiz


@pytest.mark.django_db
def test_load_bank_twice_adds_nothing():
    counts = []
    for _time in range(2):
        call_command("load_bank")
        counts.append((Item.objects.count(), ItemVersion.objects.count(), Quiz.objects.count()))
    assert counts[0] == counts[1]
    assert counts[0][0] >= 40
