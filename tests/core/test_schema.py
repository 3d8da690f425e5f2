"""The schema of an empty SQLite database: it is what the migrations give, and it is laid whole or not at all."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from portal.core.schema import SCHEMA, lay_schema, migrations_fingerprint, schema_text

Open = Callable[[str], BaseDatabaseWrapper]


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Open]:
    """Opens a SQLite file of this test by its name."""
    opened = []

    def open_one(name: str) -> BaseDatabaseWrapper:
        handler = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / name)}})
        opened.append(handler["default"])
        return opened[-1]

    with django_db_blocker.unblock():
        yield open_one
        for one in opened:
            one.close()


def _plain(text: str) -> list[str]:
    # How names are quoted after a table was renamed differs between releases of SQLite.
    return text.replace('"', "").splitlines()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the schema is kept for SQLite; PostgreSQL always plays the migrations")
def test_schema_is_what_the_migrations_give(db: None) -> None:
    assert _plain(SCHEMA.read_text(encoding="utf-8")) == _plain(schema_text(connection)), (
        "Migrations have changed. Run: make schema"
    )


def test_laid_schema_leaves_no_migration_to_apply(database: Open) -> None:
    empty = database("empty")
    assert lay_schema(empty)
    applied = set(_rows(empty, "SELECT app, name FROM django_migrations"))
    assert set(MigrationLoader(None).graph.nodes) - applied == set()
    assert schema_text(empty) == SCHEMA.read_text(encoding="utf-8")


def test_every_database_has_keys_and_times_of_its_own(database: Open) -> None:
    keys, times = set(), set()
    for name in ("one", "two"):
        lay_schema(database(name))
        keys |= {key for (key,) in _rows(database(name), "SELECT translation_key FROM wagtailcore_page")}
        times |= {time for (time,) in _rows(database(name), "SELECT max(applied) FROM django_migrations")}
    assert (len(keys), len(times)) == (4, 2)  # two pages in each


def test_database_with_a_table_is_left_alone(database: Open) -> None:
    used = database("used")
    _rows(used, "CREATE TABLE notes (text)")
    assert not lay_schema(used)
    assert used.introspection.table_names() == ["notes"]


def test_schema_of_other_migrations_is_not_laid(database: Open, tmp_path: Path) -> None:
    older = tmp_path / "older.sql"
    older.write_text(SCHEMA.read_text(encoding="utf-8").replace(migrations_fingerprint(), "0" * 64), encoding="utf-8")
    empty = database("empty")
    assert not lay_schema(empty, older)
    assert not lay_schema(empty, tmp_path / "missing.sql")
    assert empty.introspection.table_names() == []


def test_schema_that_breaks_off_leaves_the_database_empty(
    database: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lines = SCHEMA.read_text(encoding="utf-8").splitlines()
    broken = tmp_path / "broken.sql"
    broken.write_text("\n".join([*lines[:900], "CREATE VIRTUAL TABLE words USING fts99(text);", *lines[900:]]), encoding="utf-8")
    empty = database("empty")
    assert not lay_schema(empty, broken)
    assert empty.introspection.table_names() == []
    assert "broken.sql cannot be used here, the migrations are played instead: no such module: fts99" in caplog.text
    assert lay_schema(empty), "the same connection can still be used"


def _rows(database: BaseDatabaseWrapper, statement: str) -> list[tuple[str, ...]]:
    with database.cursor() as cursor:
        return cursor.execute(statement).fetchall()
