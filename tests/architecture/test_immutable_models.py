"""Facts are appended: every model of a fact refuses changes, in Python and in the database, and has a test that says so."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection

from portal.people.models import ConsentRecord
from quizzes.models.appended import Appended, AppendedRowError

FACTS = sorted((model for model in apps.get_models() if issubclass(model, Appended)), key=lambda model: model.__name__)
# The table of data in the design: what has to be among them, whatever else is.
NAMED = {"ItemVersion", "TestForm", "Response", "Outcome", "Certificate", "CertificateEvent"}


def triggers() -> set[str]:
    query = {
        "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%UPDATE%'",
        "postgresql": "SELECT event_object_table FROM information_schema.triggers WHERE event_manipulation = 'UPDATE'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {table for (table,) in cursor.fetchall()}


def test_the_facts_of_the_design_are_models_that_are_appended():
    assert sorted(NAMED - {model.__name__ for model in FACTS}) == []


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_fact_is_protected_in_the_database(db, model):
    assert model._meta.db_table in triggers()


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_fact_refuses_changes_in_python(model):
    row = model()
    row._state.adding = False
    for change in (row.save, row.delete, model.objects.all().update, model.objects.all().delete):
        with pytest.raises(AppendedRowError):
            change()


def test_consent_is_never_edited():
    row = ConsentRecord()
    row._state.adding = False
    with pytest.raises(ValidationError, match="не меняют"):
        row.save()
