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


@pytest.mark.django_db
def test_shipped_translations_are_one_question_with_their_original():
    call_command("load_bank")
    lonely = Item.objects.exclude(language="ru").exclude(
        translation_key__in=Item.objects.filter(language="ru").values("translation_key")
    )
    cases = Item.objects.filter(translation_key=Item.objects.get(code="ru-case-01").translation_key)
    assert list(lonely) == []
    assert sorted(cases.values_list("code", flat=True)) == ["en-case-01", "id-case-01", "ru-case-01"]
