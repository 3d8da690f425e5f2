"""Test databases in three states, made once and copied: `bare` (migrated, no page of ours), `small` (a library of six pages) and
`library` (content loaded).

Migrating takes a quarter of a minute and loading the library longer, so each state is a template that outlives the run,
kept under a fingerprint of everything it was made from: a changed migration or page gives another fingerprint, and the
template is made anew. Each process of pytest-xdist works on its own copy. Tests inside a transaction leave the copy as it was;
after a test that commits, the copy is taken anew. The search index belongs to the state and is copied with it.
"""

import fcntl
import hashlib
import os
import re
import shutil
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[1]
# Files that decide what is in a template, as patterns from the root.
SCHEMA = ("*/migrations/*.py", "*/*/migrations/*.py", "*/apps.py", "*/*/apps.py", "quizzes/protection.py", "requirements.lock")
LIBRARY = (
    "content/**/*",
    "quizzes/bank/**/*",
    "portal/**/*.py",
    "quizzes/**/*.py",
    "search/**/*.py",
    "tests/databases.py",
    "tests/markup/content.py",
)
# What answers a request or draws a page has no part in loading the library; editing it should not cost a new template.
NOT_LOADING = re.compile(
    r"/(templatetags|management|admin|backups|certificates|settings|theme)/"
    r"|/(views|\w+_views|urls|\w+_urls|forms|viewsets|wagtail_hooks|middleware|context|errors|health|doctor\w*|reports|api|openapi)\.py$"
)
# With KEEP_LIBRARY=1 an edited module keeps the template: for a day of small edits; never set where the result counts.
KEPT_ANYWAY = (
    "content/**/*",
    "quizzes/bank/**/*",
    "search/engine/codec.py",
    "search/engine/store.py",
    "search/engine/records.py",
)
KEPT = 4


def fingerprint(*patterns: str) -> str:
    """Returns a short digest of the names and bytes of all files that match."""
    digest = hashlib.sha256()
    for file in sorted({path for pattern in patterns for path in ROOT.glob(pattern)}):
        if not file.is_file() or NOT_LOADING.search(file.as_posix()):
            continue
        digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


class Store(ABC):
    """Where databases live: their names, and how one becomes a copy of another."""

    @abstractmethod
    def name(self, label: str) -> str:
        """Returns the database name for a label."""

    @abstractmethod
    def exists(self, name: str) -> bool:
        """Whether there is a database of this name."""

    @abstractmethod
    def copy(self, source: str, target: str) -> None:
        """Makes `target` a copy of `source`, replacing it. Nobody may be connected to either."""

    @abstractmethod
    def create(self, name: str) -> None:
        """Makes an empty database, replacing one of this name."""

    @abstractmethod
    def drop(self, name: str) -> None:
        """Removes the database if it exists."""

    @abstractmethod
    def rename(self, source: str, target: str) -> None:
        """Gives a database nobody is connected to another name."""

    @abstractmethod
    def templates(self, prefix: str) -> list[str]:
        """Returns the names that begin with a label's prefix, oldest first where the database knows their age."""


class SqliteStore(Store):
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def name(self, label: str) -> str:
        return str(self.folder / f"{label}.sqlite3")

    def exists(self, name: str) -> bool:
        return Path(name).is_file()

    def copy(self, source: str, target: str) -> None:
        self.drop(target)
        shutil.copyfile(source, target)

    def create(self, name: str) -> None:
        self.drop(name)

    def drop(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)

    def rename(self, source: str, target: str) -> None:
        Path(source).replace(target)

    def templates(self, prefix: str) -> list[str]:
        found = sorted(self.folder.glob(f"{prefix}*.sqlite3"), key=lambda path: path.stat().st_mtime)
        return [str(path) for path in found]


class PostgresStore(Store):
    """Databases of one server; a copy is `CREATE DATABASE ... TEMPLATE`, which takes part of a second."""

    def __init__(self, original: str) -> None:
        self.original = original

    def name(self, label: str) -> str:
        return f"test_{self.original}_{label}".replace("-", "_")

    def exists(self, name: str) -> bool:
        return bool(self._run("SELECT 1 FROM pg_database WHERE datname = %s", name))

    def copy(self, source: str, target: str) -> None:
        self.drop(target)
        self._run(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    def create(self, name: str) -> None:
        self.drop(name)
        self._run(f'CREATE DATABASE "{name}"')

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def rename(self, source: str, target: str) -> None:
        self._run(f'ALTER DATABASE "{source}" RENAME TO "{target}"')

    def templates(self, prefix: str) -> list[str]:
        rows = self._run("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid", self.name(prefix))
        return [name for (name,) in rows]

    def _run(self, statement: str, *values: str) -> list[tuple[Any, ...]]:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []


@dataclass(frozen=True)
class Copy:
    """A database by name, and the folder of its search index."""

    name: str
    index: Path


class TestDatabases:
    """The states of one process. `use(state)` makes the default connection point to a clean copy of that state."""

    __test__ = False  # not a test class, whatever its name says

    def __init__(self, worker: str) -> None:
        self.worker = f"{worker}-{os.getpid()}"
        self.folder = ROOT / "build" / "test-databases"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.run_folder = Path(tempfile.mkdtemp(prefix="opora-test-run-"))
        self.original = str(connection.settings_dict["NAME"])
        self.templates: Store = SqliteStore(self.folder) if connection.vendor == "sqlite" else PostgresStore(self.original)
        self.copies: Store = SqliteStore(self.run_folder) if connection.vendor == "sqlite" else self.templates
        self.is_dirty = False
        self.state: str | None = None
        self._ready: dict[str, str] = {}
        self._taken: dict[str, Copy] = {}  # states with a clean copy
        self._numbers = count()
        self._failed: dict[str, Exception] = {}

    def use(self, state: str) -> None:
        """Switches to a state; copies it anew if the last test committed something."""
        used = self._taken.pop(self.state, None) if self.is_dirty and self.state else None
        if state != self.state or state not in self._taken:
            connections.close_all()
            if state not in self._taken:
                self._taken[state] = self._take(state)
            self._connect(self._taken[state])
        if used:
            self.copies.drop(used.name)
        self.state, self.is_dirty = state, False
        forget_caches()

    def close(self) -> None:
        """Removes this process's copies and leaves the connection as it was."""
        connections.close_all()
        self._connect(Copy(self.original, self.run_folder))
        for copy in self._taken.values():
            self.copies.drop(copy.name)
        shutil.rmtree(self.run_folder, ignore_errors=True)

    def _connect(self, copy: Copy) -> None:
        connections.settings["default"]["NAME"] = connection.settings_dict["NAME"] = copy.name
        settings.WAGTAILSEARCH_BACKENDS["default"]["PATH"] = str(copy.index)

    def _take(self, state: str) -> Copy:
        template = self._template(state)
        # A path of its own for every copy: the engine of this process remembers what it read under a path, and a thread of the
        # live server that still answers a closing page would take away the files that SQLite keeps beside a newer database.
        copy = self.copies.name(f"{self.worker}-{state}-{next(self._numbers)}")
        index = Path(tempfile.mkdtemp(prefix=f"index-{state}-", dir=self.run_folder))
        # PostgreSQL copies a database only while nobody else does; a file of SQLite does not mind.
        with self._locked(state) if connection.vendor == "postgresql" else nullcontext():
            self.copies.copy(template, copy)
        if self._template_index(state).is_dir():
            shutil.copytree(self._template_index(state), index, dirs_exist_ok=True)
        return Copy(copy, index)

    # Templates

    def _label(self, state: str) -> str:
        library = KEPT_ANYWAY if os.environ.get("KEEP_LIBRARY") else LIBRARY
        patterns = SCHEMA if state == "bare" else (*SCHEMA, *library)
        return f"template-{state}-{fingerprint(*patterns)}"

    def _template_index(self, state: str) -> Path:
        return self.folder / f"{self._ready[state]}-{connection.vendor}-index"

    def _template(self, state: str) -> str:
        """Returns the name of the state's template, made now if there is none. One process makes it, the others wait."""
        if state in self._failed:
            raise self._failed[state]
        if state not in self._ready:
            try:
                with self._locked(state):
                    self._ensure(state)
            except Exception as error:
                # Every test would try again, each for half a minute.
                self._failed[state] = error
                raise
        return self.templates.name(self._ready[state])

    def _ensure(self, state: str) -> None:
        label = self._label(state)
        name = self.templates.name(label)
        if not self.templates.exists(name):
            self._make(state, label)
            self._forget_old(state, name)
        self._ready[state] = label

    def _make(self, state: str, label: str) -> None:
        unfinished = self.templates.name(f"{self.worker}-unfinished-{state}")
        index = self.folder / f"{label}-{connection.vendor}-index"
        shutil.rmtree(index, ignore_errors=True)
        if state == "bare":
            self.templates.create(unfinished)
        else:
            bare = self._template("bare")
            with self._locked("bare") if connection.vendor == "postgresql" else nullcontext():
                self.templates.copy(bare, unfinished)
        self._connect(Copy(unfinished, index))
        forget_caches()
        try:
            _FILL[state]()
        except BaseException:
            connections.close_all()
            self.templates.drop(unfinished)
            raise
        connections.close_all()
        self.templates.rename(unfinished, self.templates.name(label))

    def _forget_old(self, state: str, newest: str) -> None:
        others = [name for name in self.templates.templates(f"template-{state}-") if name != newest]
        for name in others[: max(0, len(others) - KEPT + 1)]:
            self.templates.drop(name)
        indexes = sorted(self.folder.glob(f"template-{state}-*-index"), key=lambda path: path.stat().st_mtime)
        for index in indexes[:-KEPT]:
            shutil.rmtree(index, ignore_errors=True)

    @contextmanager
    def _locked(self, state: str) -> Iterator[None]:
        # One lock for each state: who needs no library does not wait for one being loaded.
        with (self.folder / f"{state}-{connection.vendor}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def forget_caches() -> None:
    """Forgets what Django and Wagtail remember of the rows of another database."""
    from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415  (this module is loaded before the apps are)

    cache.clear()
    ContentType.objects.clear_cache()


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def _load_small() -> None:
    from portal.handbook.apply import apply_sync  # noqa: PLC0415  (needs the apps)
    from tests.markup.content import write_content  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        apply_sync(write_content(Path(folder)))


def _load_library() -> None:
    from portal.handbook.apply import apply_sync  # noqa: PLC0415  (needs the apps)
    from portal.learning.quiz_pages import ensure_quiz_pages  # noqa: PLC0415
    from portal.people.roles import ensure_roles  # noqa: PLC0415
    from quizzes.loading import load_bank  # noqa: PLC0415

    apply_sync(Path(settings.CONTENT_DIR))
    load_bank()
    ensure_quiz_pages()
    ensure_roles()


_FILL: dict[str, Callable[[], None]] = {"bare": _migrate, "small": _load_small, "library": _load_library}
