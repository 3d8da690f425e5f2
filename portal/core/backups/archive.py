"""The archive: a tar.gz that begins with a manifest of every file's size and SHA-256. No Django in here.

Reading trusts nothing: a member that the manifest does not list, is not a plain file, leaves the target folder, is longer
than announced or has another digest stops the reading, and what was read so far is the caller's temporary folder only.
"""

import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
PARTS = ("database", "media", "content")
CHUNK = 1 << 20
MANIFEST_LIMIT = 64 << 20

Progress = Callable[[int], None]


class ArchiveError(Exception):
    """The archive cannot be written or trusted; the text says why and what to do."""


@dataclass(frozen=True)
class Entry:
    """A file of the archive: size in bytes, SHA-256 as hexadecimal digits."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What the archive is of. `migrations` are the applied ones by app; `files` are the members by name."""

    version: str
    made_at: str
    vendor: str
    migrations: Mapping[str, list[str]]
    files: Mapping[str, Entry] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def size(self) -> int:
        """Returns the bytes of all files together, unpacked."""
        return sum(entry.size for entry in self.files.values())

    def dumps(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def loads(cls, data: bytes) -> "Manifest":
        """Raises ArchiveError for anything but a manifest of this format with safe names."""
        try:
            raw: dict[str, Any] = json.loads(data)
            found = raw["format"]
            if found != FORMAT:
                raise ArchiveError(
                    f"The archive has format {found}; this portal reads format {FORMAT}. Use the portal's version that made it."
                )
            files = {_safe(name): Entry(int(entry["size"]), str(entry["sha256"])) for name, entry in raw.pop("files").items()}
            return cls(**raw, files=files)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ArchiveError(f"{MANIFEST} of the archive cannot be read: {error}.") from error


def _safe(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or len(path.parts) < 2 or path.parts[0] not in PARTS or path.as_posix() != name:
        raise ArchiveError(f"The archive has a member «{name}», which does not belong into a backup. Nothing was restored.")
    return name


def digest_of(file: Path, progress: Progress = lambda done: None) -> Entry:
    """Returns size and digest of a file."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            progress(len(chunk))
    return Entry(size, digest.hexdigest())


def members_of(folder: Path, part: str) -> dict[str, Path]:
    """Returns the plain files under a folder by their name in the archive; links are left out."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {f"{part}/{path.relative_to(folder).as_posix()}": path for path in files}


def write_archive(
    target: IO[bytes], manifest: Manifest, members: Mapping[str, Path], progress: Progress = lambda done: None
) -> None:
    """Writes manifest and members. Raises ArchiveError if a file is no longer what the manifest says."""
    with tarfile.open(fileobj=target, mode="w:gz", compresslevel=6) as tar:
        _add(tar, MANIFEST, io.BytesIO(data := manifest.dumps()), len(data))
        for name, path in members.items():
            entry = manifest.files[name]
            with path.open("rb") as file:
                source = _Checked(file, entry, progress)
                try:
                    _add(tar, name, source, entry.size)
                except OSError as error:
                    raise ArchiveError(_CHANGED.format(name=name)) from error
                source.finish(_CHANGED.format(name=name))


_CHANGED = "{name} changed while the backup was made. Run the backup again."
_DAMAGED = "{name} in the archive is not what its manifest says: the archive is damaged. Nothing was restored."


def _add(tar: tarfile.TarFile, name: str, source: Any, size: int) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    tar.addfile(info, source)


class _Checked:
    """A file read through a digest."""

    def __init__(self, source: IO[bytes], entry: Entry, progress: Progress) -> None:
        self._source, self._entry, self._progress = source, entry, progress
        self._digest, self._size = hashlib.sha256(), 0

    def read(self, size: int = CHUNK) -> bytes:
        chunk = self._source.read(size)
        self._digest.update(chunk)
        self._size += len(chunk)
        self._progress(len(chunk))
        return chunk

    def finish(self, complaint: str) -> None:
        if (self._size, self._digest.hexdigest()) != (self._entry.size, self._entry.sha256) or self._source.read(1):
            raise ArchiveError(complaint)


def read_manifest(archive: Path) -> Manifest:
    """Returns the manifest without unpacking anything else. Raises ArchiveError."""
    with _reading(archive) as tar:
        return _manifest(tar)


def unpack(archive: Path, folder: Path, progress: Progress = lambda done: None) -> Manifest:
    """Unpacks every member into `folder`, an empty temporary one, and checks each. Raises ArchiveError."""
    with _reading(archive) as tar:
        manifest = _manifest(tar)
        waiting = dict(manifest.files)
        while (member := tar.next()) is not None:
            entry = waiting.pop(member.name, None)
            if entry is None or not member.isreg():
                raise ArchiveError(f"The archive has a member «{member.name}» that its manifest lacks. Nothing was restored.")
            _write(tar, member, entry, folder / member.name, progress)
    if waiting:
        raise ArchiveError(f"The archive ends early: {min(waiting)} is missing. Nothing was restored.")
    return manifest


@contextmanager
def _reading(archive: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(archive, mode="r:gz") as tar:
            yield tar
    except (OSError, tarfile.TarError, EOFError, zlib.error) as error:
        raise ArchiveError(f"{archive} cannot be read as a backup: {error}. Nothing was restored.") from error


def _manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    source = tar.extractfile(first) if first is not None and first.name == MANIFEST and first.isreg() else None
    if first is None or source is None or first.size > MANIFEST_LIMIT:
        raise ArchiveError(f"The archive does not begin with {MANIFEST}: it was not made by this portal's backup command.")
    return Manifest.loads(source.read())


def _write(tar: tarfile.TarFile, member: tarfile.TarInfo, entry: Entry, target: Path, progress: Progress) -> None:
    source = tar.extractfile(member)
    if source is None or member.size != entry.size:
        raise ArchiveError(_DAMAGED.format(name=member.name))
    target.parent.mkdir(parents=True, exist_ok=True)
    checked = _Checked(source, entry, progress)
    with target.open("xb") as file:
        while chunk := checked.read():
            file.write(chunk)
    checked.finish(_DAMAGED.format(name=member.name))
