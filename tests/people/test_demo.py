"""Demo people: one for every role, made once, left alone afterwards; never on a server."""

import os
import subprocess
import sys
from pathlib import Path

from portal.people.demo import demo_accounts, ensure_demo_people
from portal.people.models import Curation, Organisation, User
from portal.people.roles import ROLES, ensure_roles

ROOT = Path(__file__).resolve().parents[2]


def test_there_is_an_account_for_every_role(db: None) -> None:
    ensure_roles()
    ensure_demo_people()
    held = {group.name for user in User.objects.all() for group in user.groups.all()}
    assert held == {role.name for role in ROLES}
    assert {user.is_demo for user in User.objects.all()} == {True}
    assert User.objects.get(is_superuser=True).email == "root@demo.example"


def test_second_run_leaves_them_as_they_are(db: None) -> None:
    ensure_roles()
    ensure_demo_people()
    changed = User.objects.get(email="specialist@demo.example")
    changed.first_name = "Инна"
    changed.save()
    ensure_demo_people()
    changed.refresh_from_db()
    assert changed.first_name == "Инна"
    assert (User.objects.count(), Organisation.objects.count(), Curation.objects.count()) == (len(demo_accounts()), 3, 1)


def test_server_refuses_demo_accounts(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": "k" * 60,
        "ALLOWED_HOSTS": "opora.example",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'server.sqlite3'}",
        "VAR_DIR": str(tmp_path),
    }
    command = [sys.executable, str(ROOT / "manage.py"), "load_demo"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith("CommandError: Demo accounts have a public password")
