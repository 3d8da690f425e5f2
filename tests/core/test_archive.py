"""The archive comes back as it went in, and nothing else comes out of it."""

import io
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.backups.archive import (
    ArchiveError,
    Entry,
    Manifest,
    digest_of,
    members_of,
    read_manifest,
    unpack,
    write_archive,
)

FILES = {"database/database.sqlite3": b"rows", "media/files/a.docx": b"", "content/ru/methodology/levels.md": "Уровни".encode()}


def manifest_of(files: dict[str, Entry]) -> Manifest:
    return Manifest("0.1.0", "2026-11-22T10:00:00+03:00", "sqlite", {"core": ["0001_initial"]}, files)


@pytest.fixture
def members(tmp_path: Path) -> dict[str, Path]:
    for name, data in FILES.items():
        path = tmp_path / "live" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
    return {name: tmp_path / "live" / name for name in FILES}


def written(archive: Path, manifest: Manifest, members: dict[str, Path]) -> Path:
    with archive.open("wb") as file:
        write_archive(file, manifest, members)
    return archive


def tar_of(archive: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(archive, "w:gz") as tar:
        for info, data in members:
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return archive


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_archive_comes_back_as_it_went_in(tmp_path, members):
    manifest = manifest_of({name: digest_of(path) for name, path in members.items()})
    archive = written(tmp_path / "a.tar.gz", manifest, members)

    assert read_manifest(archive) == manifest
    assert unpack(archive, tmp_path / "out") == manifest
    assert contents(tmp_path / "out") == FILES


def test_archive_refuses_a_file_that_changes_meanwhile(tmp_path, members):
    manifest = manifest_of({name: digest_of(path) for name, path in members.items()})
    for text in (b"row2", b"longer rows", b""):
        members["database/database.sqlite3"].write_bytes(text)
        with pytest.raises(ArchiveError, match=r"database.sqlite3 changed while the backup was made"):
            written(tmp_path / "a.tar.gz", manifest, members)


def test_members_of_a_folder_leave_links_out(tmp_path):
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").symlink_to("/etc/passwd")
    assert members_of(tmp_path, "media") == {"media/a.txt": tmp_path / "a.txt"}


@pytest.mark.parametrize("name", ["../etc/passwd", "media/../../x", "/etc/passwd", "media", "var/x", "media//x", "./media/x", ""])
def test_manifest_refuses_a_name_outside_its_parts(name):
    with pytest.raises(ArchiveError, match="does not belong into a backup"):
        Manifest.loads(manifest_of({name: Entry(0, "")}).dumps())


def test_unpack_refuses_a_link_under_a_known_name(tmp_path):
    manifest = manifest_of({"media/x": Entry(0, digest_of(empty(tmp_path)).sha256)})
    link = tarfile.TarInfo("media/x")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    archive = tar_of(tmp_path / "a.tar.gz", (tarfile.TarInfo("manifest.json"), manifest.dumps()), (link, b""))
    with pytest.raises(ArchiveError, match="that its manifest lacks"):
        unpack(archive, tmp_path / "out")


def empty(folder: Path) -> Path:
    (folder / "empty").touch()
    return folder / "empty"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("media/y", b"ok", "that its manifest lacks"),
        ("media/x", b"no", "is damaged"),
        ("media/x", b"longer", "is damaged"),
    ],
)
def test_unpack_refuses_what_the_manifest_does_not_say(tmp_path, name, data, message):
    (tmp_path / "x").write_bytes(b"ok")
    manifest = manifest_of({"media/x": digest_of(tmp_path / "x")})
    archive = tar_of(tmp_path / "a.tar.gz", (tarfile.TarInfo("manifest.json"), manifest.dumps()), (tarfile.TarInfo(name), data))
    with pytest.raises(ArchiveError, match=message):
        unpack(archive, tmp_path / "out")


def test_unpack_refuses_a_second_member_of_one_name(tmp_path):
    (tmp_path / "x").write_bytes(b"ok")
    manifest = manifest_of({"media/x": digest_of(tmp_path / "x")})
    twice = [(tarfile.TarInfo("media/x"), b"ok")] * 2
    archive = tar_of(tmp_path / "a.tar.gz", (tarfile.TarInfo("manifest.json"), manifest.dumps()), *twice)
    with pytest.raises(ArchiveError, match="that its manifest lacks"):
        unpack(archive, tmp_path / "out")


def test_unpack_names_the_file_that_is_missing(tmp_path, members):
    manifest = manifest_of({name: digest_of(path) for name, path in members.items()})
    archive = tar_of(tmp_path / "a.tar.gz", (tarfile.TarInfo("manifest.json"), manifest.dumps()))
    with pytest.raises(ArchiveError, match=r"content/ru/methodology/levels.md is missing"):
        unpack(archive, tmp_path / "out")


@given(cut=st.floats(0, 1, exclude_max=True))
def test_unpack_refuses_an_archive_that_was_cut_off(tmp_path_factory, cut):
    folder = tmp_path_factory.mktemp("cut")
    (folder / "x").write_bytes(bytes(range(256)) * 200)
    members = {"media/x": folder / "x"}
    data = written(folder / "a.tar.gz", manifest_of({"media/x": digest_of(folder / "x")}), members).read_bytes()
    # gzip's last eight bytes are its own check, which tar does not need to have read.
    (folder / "a.tar.gz").write_bytes(data[: int((len(data) - 40) * cut)])
    with pytest.raises(ArchiveError):
        unpack(folder / "a.tar.gz", folder / "out")


def test_reading_says_what_is_no_archive_of_ours(tmp_path):
    (tmp_path / "text").write_text("no archive")
    other = tar_of(tmp_path / "other.tar.gz", (tarfile.TarInfo("readme"), b"x"))
    newer = tar_of(tmp_path / "newer.tar.gz", (tarfile.TarInfo("manifest.json"), b'{"format": 2}'))
    for archive, message in [
        (tmp_path / "missing", "cannot be read as a backup"),
        (tmp_path / "text", "cannot be read as a backup"),
        (other, r"does not begin with manifest\.json"),
        (newer, "has format 2"),
    ]:
        with pytest.raises(ArchiveError, match=message):
            read_manifest(archive)
