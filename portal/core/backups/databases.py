"""A database into a file and back. SQLite by its own online backup; PostgreSQL by its own pg_dump and pg_restore."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from .archive import ArchiveError

FILES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
CONNECTION_VARIABLES = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST", "PORT": "PGPORT"}


def file_name() -> str:
    """Returns the name of the dump in an archive. Raises ArchiveError for a database that has no backup here."""
    if connection.vendor not in FILES:
        raise ArchiveError(f"There is no backup for {connection.vendor}: use SQLite or PostgreSQL.")
    return FILES[connection.vendor]


def applied_migrations() -> dict[str, list[str]]:
    """Returns the applied migrations by app, in order of name."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def is_empty() -> bool:
    """Whether nobody would miss the database: no people, and no page but the one Wagtail makes by itself."""
    tables = connection.introspection.table_names()
    return not any(
        _rows(table) > expected for table, expected in (("people_user", 0), ("wagtailcore_page", 2)) if table in tables
    )


def _rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  (the names above)
        row = cursor.fetchone()
    return int(row[0])


def dump(target: Path) -> None:
    """Writes a consistent copy of the database while others go on using it. Raises ArchiveError."""
    _DUMP[connection.vendor](target)


def load(source: Path, aside: Path) -> Callable[[], None]:
    """Replaces the database by a dump, whole or not at all; returns what undoes it. Raises ArchiveError.

    SQLite's old file is moved to `aside`; PostgreSQL's old tables are gone with the transaction that replaces them.
    """
    return _LOAD[connection.vendor](source, aside)


# SQLite


def _dump_sqlite(target: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        # The copy travels as one file: without this it would ask for its -wal beside it.
        copy.execute("PRAGMA journal_mode=DELETE")


def _load_sqlite(source: Path, aside: Path) -> Callable[[], None]:
    try:
        with closing(sqlite3.connect(source)) as copy:
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    if verdict != "ok":
        raise ArchiveError(f"The database in the archive is damaged ({verdict}). Nothing was restored.")
    path = Path(connection.settings_dict["NAME"])
    if path.exists():
        # Everything into the file itself, so that the old database is complete where it is put.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return _swap_file(source, path, aside / path.name)


def _swap_file(source: Path, path: Path, aside: Path) -> Callable[[], None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    existed = path.exists()
    if existed:
        shutil.move(path, aside)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.move(source, path)

    def undo() -> None:
        path.unlink(missing_ok=True)
        if existed:
            shutil.move(aside, path)

    return undo


# PostgreSQL


def _environment() -> dict[str, str]:
    # By environment and not by arguments, which every user of the machine can read.
    settings: dict[str, Any] = connection.settings_dict
    given = {variable: str(settings[key]) for key, variable in CONNECTION_VARIABLES.items() if settings.get(key)}
    options = {f"PG{name.upper()}": str(value) for name, value in settings.get("OPTIONS", {}).items() if name.startswith("ssl")}
    return {**os.environ, **given, **options}


def _run(program: str, *arguments: str | Path) -> None:
    path = shutil.which(program)
    if path is None:
        raise ArchiveError(
            f"{program} is missing: install PostgreSQL's client programs. On Debian: apt-get install postgresql-client"
        )
    done = subprocess.run([path, *arguments], env=_environment(), capture_output=True, text=True, check=False)  # noqa: S603  (our own arguments)
    if done.returncode:
        raise ArchiveError(f"{program} failed: {done.stderr.strip()[-2000:]}")


def _dump_postgresql(target: Path) -> None:
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", target)


def _load_postgresql(source: Path, aside: Path) -> Callable[[], None]:
    script, before = source.with_suffix(".sql"), source.with_name("before.sql")
    _run("pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", "--file", script, source)
    quoted = ", ".join(connection.ops.quote_name(name) for name in connection.introspection.table_names())
    # Tables of a newer version than the archive's would stay behind and stop its migrations later.
    before.write_text(f"DROP TABLE IF EXISTS {quoted} CASCADE;\n" if quoted else "", encoding="utf-8")
    connection.close()
    _run("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file", before, "--file", script)
    return lambda: None


_DUMP: dict[str, Callable[[Path], None]] = {"sqlite": _dump_sqlite, "postgresql": _dump_postgresql}
_LOAD: dict[str, Callable[[Path, Path], Callable[[], None]]] = {"sqlite": _load_sqlite, "postgresql": _load_postgresql}
