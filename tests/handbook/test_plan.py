"""The three-way comparison: every combination of file, page and base has one answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.handbook.plan import Act, Plan, Reason, Step, make_plan

KEY = ("ru", "methodology/levels")


def plan_of(file: str | None, page: str | None, base: str | None) -> Plan:
    states = [{} if value is None else {KEY: value} for value in (file, page, base)]
    return make_plan(*states)


@pytest.mark.parametrize(
    ("file", "page", "base", "act", "reason"),
    [
        ("a", None, None, Act.CREATE, Reason.NONE),
        ("a", "a", None, Act.ADOPT, Reason.NONE),
        ("a", "a", "a", Act.SAME, Reason.NONE),
        ("b", "b", "a", Act.ADOPT, Reason.NONE),
        ("b", "a", "a", Act.UPDATE, Reason.NONE),
        ("a", "b", "a", Act.EXPORT, Reason.NONE),
        ("b", "c", "a", Act.CONFLICT, Reason.BOTH_CHANGED),
        ("a", "b", None, Act.CONFLICT, Reason.NEVER_SYNCED),
        (None, "a", "a", Act.REMOVE, Reason.NONE),
        (None, "b", "a", Act.CONFLICT, Reason.FILE_DELETED),
        (None, "a", None, Act.EXPORT, Reason.NONE),
        ("a", None, "a", Act.EXPORT, Reason.PAGE_DELETED),
        ("b", None, "a", Act.CONFLICT, Reason.PAGE_DELETED),
    ],
)
def test_plan_step_for_every_combination(file, page, base, act, reason):
    assert plan_of(file, page, base).steps == (Step(act, *KEY, reason),)


def test_plan_forgets_what_is_nowhere():
    assert plan_of(None, None, "a").steps == ()


@given(st.dictionaries(st.tuples(st.sampled_from(["ru", "en"]), st.sampled_from("xyz")), st.sampled_from("abc")))
def test_plan_is_clean_exactly_when_files_and_pages_agree(files):
    assert make_plan(files, files, {}).is_clean is True
    assert make_plan(files, {}, {}).is_clean is (not files)
