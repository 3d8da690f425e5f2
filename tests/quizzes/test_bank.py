"""The shipped bank: enough of every type and competency, tied to clauses that exist, with feedback that teaches."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from quizzes.loading import read_bank
from quizzes.scoring import ITEM_TYPES, Case, MultipleResponse, NodeKind, SingleChoice

COMPETENCIES = {
    "legal-basis",
    "identification-assessment",
    "level-choice",
    "programme-planning",
    "interdepartmental-work",
    "counselling",
    "child-safety",
    "ethics",
    "early-help",
    "evaluation",
    "reflective-practice",
    "child-and-parent-knowledge",
}
LEAST = {"ru": 150, "en": 60, "id": 30}


@pytest.mark.parametrize("language", LEAST)
def test_there_are_enough_items_over_all_competencies(language) -> None:
    items = read_bank(language)
    assert len(items) >= LEAST[language]
    assert {value for item in items for value in item.tag_values("competency")} == COMPETENCIES


def test_every_type_is_there_in_russian() -> None:
    assert {item.kind for item in read_bank("ru")} == set(ITEM_TYPES)


def anchors(language: str, path: str) -> set[str] | None:
    folder = Path(settings.CONTENT_DIR) / language
    files = [folder / f"{path}.md", *(folder / path).glob("*.md")]
    found = [file.read_text(encoding="utf-8") for file in files if file.is_file()]
    return {anchor for text in found for anchor in re.findall(r"\{[^}]*#([\w-]+)", text)} if found else None


@pytest.mark.parametrize("language", LEAST)
def test_references_lead_to_clauses_that_exist(language) -> None:
    broken = []
    for item in read_bank(language):
        for target in item.tag_values("ref"):
            path, _sign, anchor = target.partition("#")
            known = anchors(language, path) or anchors("ru", path)
            if known is None or (anchor and anchor not in known):
                broken.append(f"{item.id}: {target}")
    assert broken == []


@pytest.mark.parametrize("language", LEAST)
def test_every_option_teaches(language) -> None:
    choices = [item for item in read_bank(language) if isinstance(item, SingleChoice | MultipleResponse)]
    silent = [item.id for item in choices if not all(option.feedback for option in item.options)]
    assert silent == []


@pytest.mark.parametrize(("language", "count"), [("ru", 6), ("en", 6), ("id", 2)])
def test_cases_have_depth_feedback_and_clauses(language, count) -> None:
    cases = [item for item in read_bank(language) if isinstance(item, Case)]
    assert len(cases) == count
    for case in cases:
        decisions = [node for node in case.nodes if node.kind is not NodeKind.END]
        assert 6 <= len(decisions) <= 12, case.id
        assert all(node.refs for node in decisions), case.id
        spoken = [option for node in decisions if node.kind is not NodeKind.STEPS for option in node.options]
        assert all(option.feedback for option in spoken), case.id
        assert len({weight.competency for node in decisions for weight in node.weights}) >= 4, case.id


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_item_names_the_russian_one_it_translates(language) -> None:
    originals = {item.id: item for item in read_bank("ru")}
    odd, seen = [], set()
    for item in read_bank(language):
        named = item.tag_values("translation-of")
        original = originals.get(named[0]) if len(named) == 1 else None
        if original is None or named in seen or {*original.tag_values("competency")} != {*item.tag_values("competency")}:
            odd.append((item.id, named))
        seen.add(named)
    assert odd == []


def skeleton(case: Case) -> list[object]:
    """What a translation must not change: the way through, the marks, the clauses."""
    options = [[(one.score, one.to, one.level, one.is_critical, one.takes) for one in node.options] for node in case.nodes]
    nodes = [(node.id, node.kind, node.weights, node.refs, len(node.facts)) for node in case.nodes]
    return [nodes, options, case.level_key, case.deadline, case.critical_cap, case.can_step_back, case.max_mark]


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_translated_case_has_the_way_and_the_marks_of_its_original(language) -> None:
    originals = {item.id: item for item in read_bank("ru")}
    cases = [item for item in read_bank(language) if isinstance(item, Case)]
    changed = [case.id for case in cases if skeleton(case) != skeleton(originals[case.tag_values("translation-of")[0]])]
    assert changed == []
