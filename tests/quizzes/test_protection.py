"""Facts are appended, never edited: by the models and by the database."""

import pytest
from django.db import DatabaseError, connection, transaction

from quizzes.domain import start_attempt, submit_attempt
from quizzes.models import Certificate, FormItem, ItemVersion, Outcome, Response
from quizzes.models.appended import AppendedRowError
from tests.quizzes.builders import answer_rightly, make_bank, make_quiz, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rows() -> None:
    make_bank()
    attempt = start_attempt(make_quiz(), make_user())
    answer_rightly(attempt)
    submit_attempt(attempt)


@pytest.mark.parametrize("model", [ItemVersion, FormItem, Response, Outcome, Certificate])
def test_models_refuse_to_change_a_fact(model) -> None:
    row = model.objects.first()
    for change in (row.save, row.delete, model.objects.all().delete, lambda: model.objects.update(pk=1)):
        with pytest.raises(AppendedRowError):
            change()


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("quizzes_itemversion", "title"),
        ("quizzes_formitem", "position"),
        ("quizzes_response", "content"),
        ("quizzes_outcome", "total"),
        ("quizzes_certificate", "code"),
        ("quizzes_certificateevent", "reason"),
    ],
)
def test_the_database_refuses_too(table, column) -> None:
    with pytest.raises(DatabaseError, match="never updated"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = {column}")


def test_a_holders_name_can_be_erased_by_law() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE quizzes_certificate SET holder_name = ''")
    assert Certificate.objects.get().holder_name == ""
