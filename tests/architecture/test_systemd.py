"""The units that operations.md installs: what they start is there, and nothing that has to run by the clock is forgotten."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
UNITS = {file.name: file.read_text() for file in sorted((ROOT / "docs/systemd").iterdir())}
TIMERS = [name for name in UNITS if name.endswith(".timer")]
OPERATIONS = (ROOT / "docs/operations.md").read_text()
RUN = re.compile(r"/srv/opora/app/\.venv/bin/python manage\.py (\S+)")


def started_by(timer: str) -> str:
    """The command that a timer runs: of the service of its name, or as the instance of `opora@.service`."""
    service = timer.replace(".timer", ".service")
    if service in UNITS:
        return RUN.search(UNITS[service])[1]
    return re.fullmatch(r"opora@(\w+)\.timer", timer)[1]


def test_every_command_that_a_unit_starts_exists() -> None:
    named = {command for text in UNITS.values() for command in RUN.findall(text)} - {"%i"}
    assert sorted((named | {started_by(timer) for timer in TIMERS}) - set(get_commands())) == []
    assert RUN.findall(UNITS["opora@.service"]) == ["%i"]


def test_every_command_that_operations_wants_regularly_has_a_timer() -> None:
    rows = re.findall(r"^\| `(\w+)[^`]*` \| (.+) \|$", OPERATIONS.split("## Commands", 1)[1], re.MULTILINE)
    regular = {command for command, said in rows if re.search(r"run (it|that) every", said)}
    wanted = regular | {"expire_attempts", "backup", "doctor", "verify_log", "clearsessions", "prune_db_task_results"}
    assert sorted({started_by(timer) for timer in TIMERS}) == sorted(wanted | {"publish_scheduled"})


def test_operations_names_every_unit_and_no_other() -> None:
    table = OPERATIONS.split("## Services", 1)[1].split("\n## ", 1)[0]
    assert sorted(set(re.findall(r"`(opora[\w@-]*\.(?:service|timer))`", table))) == sorted(UNITS)


@pytest.mark.parametrize("service", [name for name in UNITS if name.endswith(".service")])
def test_services_run_as_nobody_special_and_write_only_their_own(service: str) -> None:
    kept = ("User=opora", "NoNewPrivileges=yes", "ProtectSystem=strict", "EnvironmentFile=/etc/opora.env")
    assert [line for line in kept if f"\n{line}\n" not in UNITS[service]] == []


@pytest.mark.parametrize("timer", TIMERS)
def test_timers_say_when_and_are_wanted(timer: str) -> None:
    assert UNITS[timer].endswith("\n[Install]\nWantedBy=timers.target\n")
    (calendar,) = re.findall(r"^OnCalendar=(.+)$", UNITS[timer], re.MULTILINE)
    if shutil.which("systemd-analyze"):
        assert subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, check=False).returncode == 0
