"""The two verbs: `make_backup` and `restore_backup`."""

import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from . import archive, databases
from .archive import ArchiveError, Manifest, Progress


@dataclass(frozen=True)
class Restored:
    """What a restore did: the archive's manifest, where the previous data lie (None if there were none), and what is next."""

    manifest: Manifest
    previous: Path | None
    missing_migrations: int


def portal_version() -> str:
    """Returns the version in pyproject.toml."""
    with (Path(settings.BASE_DIR) / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def _folders() -> dict[str, Path]:
    return {"media": Path(settings.MEDIA_ROOT), "content": Path(settings.CONTENT_DIR)}


def make_backup(target: Path, progress: Progress = lambda done: None) -> Manifest:
    """Writes the archive; it appears whole or not at all, and only its owner may read it. Raises ArchiveError.

    `progress` is called with the bytes read; every byte is read twice, once for the manifest and once for the archive.
    """
    if not target.parent.is_dir():
        raise ArchiveError(f"There is no folder {target.parent}. Make it, or name another file.")
    partial = target.with_name(f"{target.name}.partial")
    with tempfile.TemporaryDirectory(prefix="opora-backup-") as work, ExitStack() as cleanup:
        cleanup.callback(partial.unlink, missing_ok=True)
        dump = Path(work) / databases.file_name()
        databases.dump(dump)
        members = {f"database/{dump.name}": dump}
        for part, folder in _folders().items():
            members.update(archive.members_of(folder, part))
        manifest = Manifest(
            version=portal_version(),
            made_at=timezone.now().isoformat(timespec="seconds"),
            vendor=connection.vendor,
            migrations=databases.applied_migrations(),
            files={name: archive.digest_of(path, progress) for name, path in members.items()},
        )
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            archive.write_archive(file, manifest, members, progress)
            os.fsync(file.fileno())
        partial.replace(target)
    return manifest


def restore_backup(source: Path, *, is_forced: bool = False, progress: Progress = lambda done: None) -> Restored:
    """Puts database, media and content back as the archive has them, all or nothing. Raises ArchiveError.

    Everything is unpacked and checked beside the live data first. What was there before is moved aside, not deleted.
    """
    manifest = archive.read_manifest(source)
    _refuse_unsuitable(manifest)
    if not is_forced and not databases.is_empty():
        raise ArchiveError("The database is not empty. Stop the portal and repeat with --force to replace it.")
    base = Path(settings.VAR_DIR)
    base.mkdir(parents=True, exist_ok=True)
    aside = base / f"before-restore-{datetime.now():%Y%m%d-%H%M%S-%f}"
    with tempfile.TemporaryDirectory(prefix="restore-", dir=base) as work:
        unpacked = Path(work)
        archive.unpack(source, unpacked, progress)
        aside.mkdir()
        _swap_all(unpacked, aside)
    cache.clear()
    is_kept = any(aside.iterdir())
    if not is_kept:
        aside.rmdir()
    return Restored(manifest, aside if is_kept else None, _missing_migrations())


def _refuse_unsuitable(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise ArchiveError(
            f"The archive is of {manifest.vendor}, this portal runs on {connection.vendor}. Restore it on {manifest.vendor}."
        )
    if f"database/{databases.file_name()}" not in manifest.files:
        raise ArchiveError("The archive has no database. Nothing was restored.")
    archived = {(app, name) for app, names in manifest.migrations.items() for name in names}
    if unknown := sorted(archived - _known_migrations()):
        app, name = unknown[0]
        raise ArchiveError(
            f"The archive was made by version {manifest.version}, which has the migration {app}.{name} that this portal "
            f"({portal_version()}) does not. Install that version first. Nothing was restored."
        )


def _known_migrations() -> set[tuple[str, str]]:
    on_disk = MigrationLoader(None).disk_migrations
    # A squashed migration notes those it replaces as applied too, whether or not their files are still there.
    replaced = {key for migration in on_disk.values() for key in migration.replaces}
    return set(on_disk) | replaced


def _missing_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _swap_all(unpacked: Path, aside: Path) -> None:
    with ExitStack() as undo:
        for part, folder in _folders().items():
            undo.callback(_swap_folder(unpacked / part, folder, aside / part))
        # Last, because PostgreSQL's cannot be taken back.
        databases.load(unpacked / "database" / databases.file_name(), aside)
        undo.pop_all()


def _swap_folder(new: Path, live: Path, aside: Path) -> Callable[[], None]:
    if _is_same(new, live):
        return lambda: None
    existed = live.exists()
    try:
        if existed:
            shutil.move(live, aside)
        new.mkdir(parents=True, exist_ok=True)
        shutil.move(new, live)
    except OSError as error:
        if existed and aside.exists() and not live.exists():
            shutil.move(aside, live)
        raise ArchiveError(f"{live} cannot be replaced ({error.strerror}). Nothing was restored.") from error

    def undo() -> None:
        shutil.rmtree(live, ignore_errors=True)
        if existed:
            shutil.move(aside, live)

    return undo


def _is_same(new: Path, live: Path) -> bool:
    """Whether both folders hold the same bytes; then nothing has to be moved, and a read-only content folder does no harm."""
    left, right = archive.members_of(new, "x"), archive.members_of(live, "x")
    return left.keys() == right.keys() and all(archive.digest_of(left[name]) == archive.digest_of(right[name]) for name in left)
