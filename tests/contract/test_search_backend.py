"""Our backend keeps the contract of Wagtail's search layer, in a process with that layer's test app."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_backend_passes_every_test_of_the_contract() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "django", "test", "tests.contract", "--pattern", "backend.py", "--noinput"],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.contract.settings", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    found = re.search(r"Ran (\d+) tests.*\n\n(OK.*|FAILED.*)\n", run.stderr)
    assert found is not None, run.stderr
    assert (found[1], found[2]) == ("120", "OK"), run.stderr
