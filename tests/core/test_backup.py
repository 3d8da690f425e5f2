"""`backup` and `restore`: what comes back is what was there, and nothing is lost on the way."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.core.backups.archive import read_manifest
from portal.core.backups.databases import file_name
from portal.core.backups.verbs import make_backup, portal_version, restore_backup
from portal.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def places(settings, tmp_path) -> Path:
    """A portal whose writable folders are the test's own, with one upload and one page of content."""
    settings.VAR_DIR, settings.MEDIA_ROOT, settings.CONTENT_DIR = tmp_path / "var", tmp_path / "var/media", tmp_path / "content"
    write(tmp_path / "var/media/documents/bylaws.docx", "устав")
    write(tmp_path / "content/ru/glossary/curator.md", "Куратор")
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def people() -> list[str]:
    return sorted(User.objects.values_list("email", flat=True))


def test_backup_names_version_database_migrations_and_files(places):
    manifest = make_backup(places / "a.tar.gz")

    assert manifest == read_manifest(places / "a.tar.gz")
    assert (manifest.version, manifest.vendor) == (portal_version(), connection.vendor)
    assert manifest.migrations["people"][0] == "0001_initial"
    assert sorted(manifest.files) == ["content/ru/glossary/curator.md", f"database/{file_name()}", "media/documents/bylaws.docx"]
    assert ((places / "a.tar.gz").stat().st_mode & 0o777, (places / "a.tar.gz.partial").exists()) == (0o600, False)


def test_restore_brings_back_database_media_and_content_and_keeps_what_was_there(places):
    User.objects.create_user("before@service.example", "x")
    make_backup(places / "a.tar.gz")
    User.objects.create_user("after@service.example", "x")
    write(places / "var/media/documents/bylaws.docx", "другой")
    write(places / "content/ru/glossary/new.md", "Новый")

    restored = restore_backup(places / "a.tar.gz", is_forced=True)

    assert (people(), restored.missing_migrations) == (["before@service.example"], 0)
    assert (places / "var/media/documents/bylaws.docx").read_text() == "устав"
    assert [path.name for path in (places / "content/ru/glossary").iterdir()] == ["curator.md"]
    assert (restored.previous / "content/ru/glossary/new.md").read_text() == "Новый"
    assert sorted(path.name for path in places.glob("var/*")) == sorted(["media", restored.previous.name])


def test_restore_leaves_equal_folders_where_they_are(places):
    make_backup(places / "a.tar.gz")
    inode = (places / "content").stat().st_ino
    restore_backup(places / "a.tar.gz", is_forced=True)
    assert (places / "content").stat().st_ino == inode


def test_restore_refuses_a_database_that_is_not_empty(places):
    make_backup(places / "a.tar.gz")
    User.objects.create_user("somebody@service.example", "x")

    with pytest.raises(CommandError, match=r"The database is not empty.*--force"):
        call_command("restore", places / "a.tar.gz")

    assert people() == ["somebody@service.example"]


def changed(archive: Path, **values: object) -> Path:
    """An archive like this one whose manifest says something else."""
    other = archive.with_name("changed.tar.gz")
    with tarfile.open(archive) as source, tarfile.open(other, "w:gz") as target:
        for member in source:
            data = source.extractfile(member).read()
            if member.name == "manifest.json":
                data = json.dumps({**json.loads(data), **values}).encode()
                member.size = len(data)
            target.addfile(member, io.BytesIO(data))
    return other


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"vendor": "oracle"}, "The archive is of oracle"),
        ({"migrations": {"people": ["0999_from_the_future"]}, "version": "9.0"}, r"version 9\.0.*people\.0999_from_the_future"),
        ({"files": {}}, "The archive has no database"),
    ],
)
def test_restore_refuses_an_archive_that_does_not_fit(places, values, message):
    make_backup(places / "a.tar.gz")
    with pytest.raises(CommandError, match=message):
        call_command("restore", changed(places / "a.tar.gz", **values), force=True)


def test_restore_of_a_damaged_database_changes_nothing(places):
    User.objects.create_user("somebody@service.example", "x")
    manifest = make_backup(places / "a.tar.gz")
    name = f"database/{file_name()}"
    broken = places / "broken.tar.gz"
    data = b"not a database at all"
    entry = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    text = json.dumps({**json.loads(manifest.dumps()), "files": {name: entry}}).encode()
    with tarfile.open(broken, "w:gz") as tar:
        for member, content in (("manifest.json", text), (name, data)):
            info = tarfile.TarInfo(member)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))

    with pytest.raises(CommandError, match=r"damaged|pg_restore failed"):
        call_command("restore", broken, force=True)

    assert people() == ["somebody@service.example"]
    assert (places / "var/media/documents/bylaws.docx").read_text() == "устав"
    assert (places / "content/ru/glossary/curator.md").read_text() == "Куратор"


def test_backup_says_where_there_is_no_folder(places):
    with pytest.raises(CommandError, match=r"There is no folder .*nowhere"):
        call_command("backup", places / "nowhere/a.tar.gz")


def test_commands_say_what_they_did_and_what_is_next(places, capsys):
    User.objects.create_user("somebody@service.example", "x")
    call_command("backup", places / "a.tar.gz")
    call_command("restore", places / "a.tar.gz", force=True)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{places / 'a.tar.gz'}: 3 files, ")
    assert lines[2].startswith("Restored 3 files of ")
    assert lines[-1] == "The search index was made anew. Next: manage.py doctor."
