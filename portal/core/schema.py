"""The schema of an empty SQLite database in one file, so that a first start need not play three hundred migrations.

`schema.sql` beside this module is what the migrations give: tables, indexes, triggers and the few rows that migrations write.
`make schema` writes it, and a test compares it with the migrations. It serves an empty SQLite database only, and only while no
migration has changed since it was made; in every other case, and always on PostgreSQL, the migrations do their work.
"""

import hashlib
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

SCHEMA = Path(__file__).with_name("schema.sql")
HEAD = "-- What the migrations give, made by `make schema`. Migrations: "

logger = logging.getLogger(__name__)


def migrations_fingerprint() -> str:
    """Returns a digest of the names and texts of all migrations of the installed apps."""
    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label}/{file.name}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()


def lay_schema(connection: BaseDatabaseWrapper, file: Path = SCHEMA) -> bool:
    """Gives an empty SQLite database the schema of `file`; returns whether it did. Otherwise nothing has changed.

    What the signals after migrating do (permissions, for one) is left to `migrate`, which finds nothing else to do afterwards.
    """
    if connection.vendor != "sqlite" or connection.introspection.table_names() or not _is_of_today(file):
        return False
    database = connection.connection
    try:
        # One transaction: a start that is killed here leaves an empty database, not half of one.
        database.executescript(f"BEGIN;\n{file.read_text(encoding='utf-8')}\nCOMMIT;")
    except (
        sqlite3.DatabaseError
    ) as error:  # an SQLite without full-text tables, for one: there the migrations make another schema
        logger.warning("%s cannot be used here, the migrations are played instead: %s", file.name, error)
        database.rollback()
        return False
    return True


def schema_text(connection: BaseDatabaseWrapper) -> str:
    """Returns the open SQLite database as the text of `schema.sql`: the same for every database that was only migrated.

    Times and UUIDs of rows are written as expressions, so that every database gets its own.
    """
    return "\n".join([HEAD + migrations_fingerprint(), *_statements(connection)]) + "\n"


def _is_of_today(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open(encoding="utf-8") as lines:
        return lines.readline().strip() == HEAD + migrations_fingerprint()


def _statements(connection: BaseDatabaseWrapper) -> Iterator[str]:
    with connection.cursor() as cursor:
        objects = cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
    virtual = tuple(f"{name}_" for _, name, sql in objects if sql.startswith("CREATE VIRTUAL TABLE"))
    # The tables in which SQLite keeps a full-text table, and its own counter, appear by themselves.
    own = [row for row in objects if not row[1].startswith(("sqlite_", *virtual))]
    tables = [(name, sql) for kind, name, sql in own if kind == "table"]
    yield from (f"{sql};" for _, sql in tables)
    for name, sql in tables:
        if not sql.startswith("CREATE VIRTUAL TABLE"):
            yield from _rows(connection, name)
    for wanted in ("index", "trigger", "view"):
        yield from (f"{sql};" for kind, _, sql in own if kind == wanted)


def _rows(connection: BaseDatabaseWrapper, table: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        columns = [(name, kind) for _, name, kind, *_ in cursor.execute(f'PRAGMA table_info("{table}")').fetchall()]
        values = ", ".join(_value(name, kind) for name, kind in columns)
        names = ", ".join(f'"{name}"' for name, _ in columns)
        # Here and below the names come from the database itself, and the values are quoted by it.
        for row in cursor.execute(f'SELECT {values} FROM "{table}" ORDER BY 1').fetchall():  # noqa: S608
            yield f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(row)});'  # noqa: S608


def _value(column: str, kind: str) -> str:
    """Returns what selects a column's value as a literal, or as an expression where every database has its own."""
    if kind == "datetime":
        now = "strftime(''%Y-%m-%d %H:%M:%f'', ''now'')"
        return f"CASE WHEN \"{column}\" IS NULL THEN 'NULL' ELSE '{now}' END"
    if kind == "char(32)":  # how Django keeps a UUID in SQLite
        return f"CASE WHEN \"{column}\" IS NULL THEN 'NULL' ELSE 'lower(hex(randomblob(16)))' END"
    return f'quote("{column}")'
