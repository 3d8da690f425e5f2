"""The size and the names of modules, the locks, the migrations."""

import json
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parents[2]
APPS = ("portal", "quizzes", "search")
OUR_LABELS = sorted(config.label for config in apps.get_app_configs() if config.name.split(".")[0] in APPS)
LINES = 400
JUNK_DRAWERS = {"common", "utils", "util", "helpers", "helper", "misc", "tools", "stuff"}
ADDRESS = re.compile(r"https?://|git\+|--(?:extra-)?index-url|--find-links| @ file:", re.IGNORECASE)
# Names that Django makes up say nothing to the person who reads a list of migrations.
NAMELESS = re.compile(r"^\d{4}_(auto_\d|.*_and_more$|alter_\w+_\w+_\w+_\w+_)")


def modules() -> list[Path]:
    folders = [*(ROOT / app for app in APPS), ROOT / "tests"]
    return [file for folder in folders for file in folder.rglob("*.py") if "migrations" not in file.parts]


def test_no_module_is_longer_than_400_lines():
    assert {
        file.relative_to(ROOT).as_posix(): lines for file in modules() if (lines := len(file.read_text().splitlines())) > LINES
    } == {}


def test_no_module_is_a_junk_drawer():
    names = {part.removesuffix(".py") for file in modules() for part in file.relative_to(ROOT).parts}
    assert names & JUNK_DRAWERS == set()


LOCKS = ["requirements.lock", "requirements-dev.lock", "tests/contract/learning_records/requirements.lock"]
NPM_LOCKS = ["package-lock.json", "tests/browser/axe/package-lock.json", "tests/contract/badges/package-lock.json"]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_pins_by_hash_and_contains_no_address(lock):
    text = (ROOT / lock).read_text()
    pins = re.findall(r"^([\w.\[\],-]+)==", text, re.MULTILINE)
    blocks = re.split(r"^(?=\S+==)", text, flags=re.MULTILINE)[1:]
    assert ADDRESS.findall(text) == []
    assert [pin for pin, block in zip(pins, blocks, strict=True) if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", NPM_LOCKS)
def test_npm_lock_has_integrity_and_no_address(lock):
    packages = json.loads((ROOT / lock).read_text())["packages"]
    foreign = {name: entry for name, entry in packages.items() if name}
    assert {name for name, entry in foreign.items() if "resolved" in entry} == set()
    assert {name for name, entry in foreign.items() if not entry["integrity"].startswith("sha512-")} == set()


@pytest.mark.parametrize("label", OUR_LABELS)
def test_migrations_have_one_leaf_and_telling_names(db, label):
    # `db`, because a migration of wagtail-localize asks the database a question when it is imported.
    loader = MigrationLoader(None)
    names = sorted(name for app, name in loader.disk_migrations if app == label)
    if names:
        assert len(loader.graph.leaf_nodes(label)) == 1
    assert [name for name in names if NAMELESS.match(name)] == []
    chain = [name for name in names if "_squashed_" not in name]
    assert [int(name[:4]) for name in chain] == list(range(1, len(chain) + 1))
