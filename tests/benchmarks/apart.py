"""A measurement in a process and a migrated SQLite database of its own, so that nothing before it counts."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def measure_apart(module: str, argument: int, settings: str) -> None:
    """Runs `python -m module argument`, which prints its row. Raises CalledProcessError where it fails."""
    with tempfile.TemporaryDirectory() as folder:
        own = {"DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "DJANGO_SETTINGS_MODULE": settings, "VAR_DIR": folder}
        migrate = ["manage.py", "migrate", "--noinput", "--verbosity", "0"]
        for arguments in (migrate, ["-m", module, str(argument)]):
            subprocess.run([sys.executable, *arguments], cwd=ROOT, env={**os.environ, **own}, check=True)
