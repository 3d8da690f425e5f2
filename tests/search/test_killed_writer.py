"""A writer killed with -9 leaves an index that opens, a lock that is free, and differences that can be healed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.markup.content import write_content

ROOT = Path(__file__).resolve().parents[2]


def _run(module: str, *arguments: str) -> dict[str, int]:
    run = subprocess.run(
        [sys.executable, "-m", f"tests.search.{module}", *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    counts: dict[str, int] = json.loads(run.stdout.splitlines()[-1])
    return counts


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_editor_killed_fifty_times_leaves_what_the_doctor_repairs(tmp_path: Path) -> None:
    content = write_content(tmp_path / "content")
    counts = _run("killed_editor", str(connection.settings_dict["NAME"]), str(tmp_path / "index"), str(content))

    assert counts.pop("differed") > 0, "no kill fell between database and index; the test proves nothing"
    assert counts == {"killed": 50, "opened": 50, "written": 50, "healed": 50}


@pytest.mark.slow
def test_writer_killed_fifty_times_leaves_a_sound_index(tmp_path: Path) -> None:
    counts = _run("killed_writer", str(tmp_path))

    assert counts.pop("differed") > 0, "no kill fell between database and index; the test proves nothing"
    assert counts == {"killed": 50, "opened": 50, "written": 50, "healed": 50, "torn": 0}
