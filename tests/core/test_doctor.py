"""The doctor finds what is wrong, says what to do, and mends what needs no decision."""

import io
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from portal.core import doctor
from portal.core.doctor import CHECKS, Check, Finding, State, examine
from portal.core.doctor_references import broken_references
from portal.core.references import Reference
from portal.people.roles import ROLES


def check(name: str) -> Check:
    return next(check for check in CHECKS if check.name == name)


def test_every_problem_says_what_to_do():
    states = iter([doctor.problem("broken", "do this"), doctor.well("mended")])
    mended = Check("part", lambda: next(states), lambda: None)
    assert [finding for _check, finding in examine((mended,), is_repairing=True)] == [Finding(State.WELL, "mended")]


def test_a_check_that_breaks_is_a_problem():
    def broken() -> Finding:
        raise ZeroDivisionError("no disk")

    finding = Check("disk", broken).run()
    assert (finding.state, finding.text) == (State.PROBLEM, "ZeroDivisionError: no disk")


@pytest.mark.parametrize("name", ["database", "migrations", "content", "roles", "references", "search index"])
def test_loaded_library_is_well(library, name):
    finding = check(name).run()
    assert (finding.state, finding.cure) == (State.WELL, "")


def test_reference_without_a_target_is_named_with_its_page(library):
    page = library.page("methodology/levels")
    Reference.objects.create(page=page, target="methodology/levels", fragment="gone")
    Reference.objects.create(page=page, target="methodology/nowhere")
    assert broken_references() == [
        "ru/methodology/levels → methodology/levels#gone",
        "ru/methodology/levels → methodology/nowhere",
    ]
    assert check("references").run().state is State.PROBLEM


def test_page_taken_down_is_a_target_no_more(library):
    assert broken_references() == []
    library.page("glossary/curator").unpublish()
    assert {line.split(" → ")[1] for line in broken_references()} == {"glossary/curator"}


def test_missing_role_is_made_again_by_repair(library):
    Group.objects.filter(name=ROLES[0].name).delete()
    assert check("roles").run() == doctor.problem(f"missing: {ROLES[0].name}", "manage.py doctor --repair")
    assert [finding.state for _check, finding in examine((check("roles"),), is_repairing=True)] == [State.WELL]


def test_content_that_is_not_on_the_portal_is_a_problem(db, settings):
    finding = check("content").run()
    assert (finding.state, finding.cure) == (State.PROBLEM, "manage.py sync_content")


def test_full_disk_is_a_problem(settings, monkeypatch):
    # The disk is not ours: only its size is played.
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: SimpleNamespace(free=10**6, total=10**12))
    assert check("disk").run().state is State.PROBLEM


def test_command_prints_a_row_for_every_part_and_fails_on_a_problem(db):
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"\d problems? found"):
        call_command("doctor", stdout=out)
    rows = [line.split()[:2] for line in out.getvalue().splitlines()]
    assert [row for row in rows if row == ["problem", "content"]] == [["problem", "content"]]
