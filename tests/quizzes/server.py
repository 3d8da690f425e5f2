"""A real gunicorn on the test's database, and candidates that talk to it: for what only processes can show."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
CSRF = "a" * 32


def database_url() -> str:
    """The address of the database that this test works on, for another process."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    return f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"


@dataclass
class Server:
    """gunicorn with the application loaded before it forks: a killed worker is replaced in a moment."""

    folder: Path
    workers: int = 2
    threads: int = 8
    settings: str = "portal.settings.test"
    extra: dict[str, str] = field(default_factory=dict)
    address: str = ""
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Starts on the same port as before, and returns when it answers."""
        if not self.port:
            with socket.socket() as one:
                one.bind(("127.0.0.1", 0))
                self.port = one.getsockname()[1]
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": self.settings,
            "DATABASE_URL": self.address or database_url(),
            "TMPDIR": str(self.folder),
            **self.extra,
        }
        options = f"--preload -k gthread --workers {self.workers} --threads {self.threads} --bind 127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "gunicorn", *options.split(), "--backlog", "512", "portal.wsgi"]
        with (self.folder / "gunicorn.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            self.check_alive()
            time.sleep(0.05)
        raise AssertionError("gunicorn did not start.")

    def check_alive(self) -> None:
        """AssertionError with the end of the log where the server has gone by itself."""
        assert self.process is not None
        assert self.process.poll() is None, (self.folder / "gunicorn.log").read_text()[-3000:]

    def worker_pids(self) -> list[int]:
        assert self.process is not None
        with suppress(OSError):
            pid = self.process.pid
            return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return []

    def kill_workers(self) -> int:
        """kill -9 to every process that answers requests, in the middle of whatever they do; returns how many."""
        pids = self.worker_pids()
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(pids)

    def kill(self) -> None:
        """kill -9 to the whole server, as a power cut does."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def served(folder: Path, **fields: Any) -> Iterator[Server]:
    """A server that runs as long as the block, on the test's database."""
    server = Server(folder, **fields)
    server.start()
    try:
        yield server
    finally:
        server.kill()


class Caller:
    """One candidate's browser, as far as the server can tell."""

    def __init__(self, server: Server, session: str) -> None:
        self.server, self.session = server, session
        self._line: http.client.HTTPConnection | None = None

    @classmethod
    def of(cls, server: Server, person: Any) -> "Caller":
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return cls(server, client.cookies["sessionid"].value)

    def post(self, path: str, data: dict[str, Any], *, accept: str = "application/json") -> tuple[int, Any]:
        """Status and answer (JSON where it is that). OSError or HTTPException where the server went away meanwhile."""
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        headers = {
            "Cookie": f"sessionid={self.session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": accept,
        }
        try:
            self._line.request("POST", path, urlencode(data), headers)
            reply = self._line.getresponse()
            body = reply.read()
        except BaseException:
            self._line.close()
            self._line = None
            raise
        is_json = reply.headers.get_content_type() == "application/json"
        return reply.status, json.loads(body) if is_json else body.decode(errors="replace")

    def once(self, path: str, data: dict[str, Any]) -> int:
        """The status of one post on a connection of its own."""
        other = Caller(self.server, self.session)
        try:
            return other.post(path, data)[0]
        finally:
            other.close()

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
