"""A throwaway PostgreSQL: `python -m tests.postgres COMMAND...` runs COMMAND with DATABASE_URL pointing to it.

The cluster lives in a temporary folder, listens on a socket there and nowhere else, and is gone when the command ends.
Nothing here is for keeping data: durability is switched off.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAME = "opora"
DEBIAN_FOLDER = Path("/usr/lib/postgresql")
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off", "max_connections=60")
START_SECONDS = 30


class PostgresError(Exception):
    """The cluster could not be made; the text says why and what to do."""


def binaries() -> Path:
    """Returns the folder with initdb and postgres, the newest version where there are several."""
    found = sorted(DEBIAN_FOLDER.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise PostgresError("PostgreSQL is missing. On Debian: apt-get install postgresql")
    return Path(on_path).resolve().parent


def unprivileged() -> dict[str, Any]:
    """Returns the arguments of subprocess that give up root: initdb and postgres refuse to run as root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def cluster() -> Iterator[str]:
    """Yields the DATABASE_URL of a new, empty database. Raises PostgresError."""
    folder = Path(tempfile.mkdtemp(prefix="opora-pg-"))
    identity = unprivileged()
    if identity:
        os.chown(folder, identity["user"], identity["group"])
    server = None
    try:
        server = _start(folder, identity)
        _call([binaries() / "createdb", "-h", folder, "-U", NAME, NAME], folder, identity)
        yield f"postgresql://{NAME}@/{NAME}?host={folder}"
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)  # "fast": ends connections instead of waiting for them
            server.wait(timeout=START_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, identity: dict[str, Any]) -> "subprocess.Popen[bytes]":
    data = folder / "data"
    # C.UTF-8 sorts by code point, as SQLite does, so an ordering cannot hold on one database and fail on the other.
    _call(
        [binaries() / "initdb", "-D", data, "-U", NAME, "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"],
        folder,
        identity,
    )
    settings = [part for setting in (*FAST, "listen_addresses=", f"unix_socket_directories={folder}") for part in ("-c", setting)]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [binaries() / "postgres", "-D", data, *settings], stdout=log, stderr=log, cwd=folder, **identity
        )
    _wait(server, folder)
    return server


def _wait(server: "subprocess.Popen[bytes]", folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while subprocess.run([binaries() / "pg_isready", "-q", "-h", folder], check=False).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            server.kill()
            raise PostgresError(f"PostgreSQL did not start:\n{(folder / 'server.log').read_text(errors='replace')[-2000:]}")
        time.sleep(0.1)


def _call(command: list[Any], folder: Path, identity: dict[str, Any]) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **identity)
    if done.returncode:
        raise PostgresError(f"{Path(command[0]).name} failed: {done.stderr.strip()}")


def main(command: list[str]) -> int:
    """Runs the command on a new cluster; returns its exit code, or 2 where there is no cluster to be had."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with cluster() as address:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode
    except PostgresError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
