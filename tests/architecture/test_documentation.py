"""What is written down is what is there: commands, variables, targets, links."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("portal", "quizzes", "search")
SETTINGS = ROOT / "portal" / "settings"
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "SECURITY.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")


def commands() -> set[str]:
    return {file.stem for app in APPS for file in (ROOT / app).rglob("management/commands/*.py") if not file.stem.startswith("_")}


def variables() -> set[str]:
    """The names given to `env.text("NAME")` and its sisters in the settings."""
    found = set()
    for file in SETTINGS.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_env(node.func.value):
                found.add(ast.literal_eval(node.args[0]))
    return found


def _is_env(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "env"


def test_every_command_has_a_row_in_operations():
    rows = set(re.findall(r"^\| `(\w+)", (ROOT / "docs/operations.md").read_text(), re.MULTILINE))
    assert rows == commands()


def test_every_variable_is_in_the_example_and_the_example_has_no_other():
    documented = re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert sorted(documented) == sorted(variables())


def test_no_module_reads_the_environment_past_the_typed_readers():
    allowed = {
        "manage.py",  # the name of the settings module, before there are settings
        "portal/wsgi.py",
        "portal/settings/env.py",
        "portal/handbook/build.py",  # hands its own environment to mkdocs
        "portal/handbook/mkdocs_hooks.py",  # runs inside mkdocs, without Django
        "portal/core/backups/databases.py",  # hands its own environment to pg_dump
    }
    reading = {
        file.relative_to(ROOT).as_posix()
        for file in [ROOT / "manage.py", *(file for app in APPS for file in (ROOT / app).rglob("*.py"))]
        if re.search(r"\bos\.(environ|getenv)\b", file.read_text())
    }
    assert sorted(reading - allowed) == []


def test_every_target_of_make_is_in_help_or_readme():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split()) - {"help"}
    said = set(re.findall(r"make ([a-z]+)", subprocess.check_output(["make", "help"], cwd=ROOT, text=True)))
    written = set(re.findall(r"`make ([a-z]+)`", (ROOT / "README.md").read_text()))
    assert sorted(targets - (said | written)) == []
    assert sorted(said - targets) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_of_documents_lead_somewhere(document):
    text = re.sub(r"```.*?```|`[^`\n]*`", "", document.read_text(), flags=re.DOTALL)
    targets = [target for target in LINK.findall(text) if not (document.parent / target).exists()]
    assert targets == []


def test_decisions_are_numbered_without_gaps_and_say_why():
    files = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    for file in files:
        text = file.read_text()
        assert re.findall(r"^\*\*(Context|Decision|Consequences)\.\*\*", text, re.MULTILINE) == [
            "Context",
            "Decision",
            "Consequences",
        ]
        assert text.startswith(f"# {int(file.name[:4])}. ")
