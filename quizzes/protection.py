"""Triggers that refuse to update appended rows, so that no script and no console edits a fact by accident.

They are made after every `migrate` (SQLite drops them whenever a migration rebuilds a table). A holder's name, the words
of a declaration, the reason of an accommodation and the exact addresses in the oversight log are left out: the law has
them erased (152-ФЗ art. 5 and 21). Deleting is refused by the models and by PROTECT.
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

ERASABLE = {
    "quizzes_certificate": {"holder_name"},
    "quizzes_declaration": {"text"},
    "quizzes_accommodation": {"reason"},
    "quizzes_logentry": {"address", "address_salt"},
}
_FUNCTION = """
CREATE OR REPLACE FUNCTION quizzes_refuse_update() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'rows of % are never updated', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def protect_appended_rows(*, using: str = DEFAULT_DB_ALIAS, apps: Any = None, **kwargs: Any) -> None:
    """Makes the triggers for every appended model that is migrated (receiver of `post_migrate`)."""
    connection = connections[using]
    if connection.vendor not in ("sqlite", "postgresql"):
        return
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for model in _appended_models():
            if model._meta.db_table in existing:
                for statement in _statements(connection, model):
                    cursor.execute(statement)


def _appended_models() -> list[type[models.Model]]:
    from quizzes.models.appended import Appended  # noqa: PLC0415  (models are not loaded when this module is)

    return [model for model in Appended.__subclasses__() if not model._meta.abstract]


def _statements(connection: BaseDatabaseWrapper, model: type[models.Model]) -> list[str]:
    table = model._meta.db_table
    columns = [field.column for field in model._meta.local_fields if field.column not in ERASABLE.get(table, ())]
    quote = connection.ops.quote_name
    trigger, listed = quote(f"{table}_appended"), ", ".join(map(quote, columns))
    drop = f"DROP TRIGGER IF EXISTS {trigger}" + (f" ON {quote(table)}" if connection.vendor == "postgresql" else "")
    head = f"CREATE TRIGGER {trigger} BEFORE UPDATE OF {listed} ON {quote(table)}"
    if connection.vendor == "postgresql":
        return [drop, f"{head} FOR EACH ROW EXECUTE FUNCTION quizzes_refuse_update()"]
    return [drop, f"{head} BEGIN SELECT RAISE(ABORT, 'rows of {table} are never updated'); END"]
