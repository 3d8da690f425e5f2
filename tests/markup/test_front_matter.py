"""The schema of front matter, its faults by line, and its one spelling."""

import uuid
from datetime import date

import pytest
from pydantic import ValidationError

from portal.markup import Document, FrontMatter, MarkupError, Source, dumps, loads
from portal.markup.front_matter import dump_front_matter, parse_front_matter

METHODOLOGY = """\
---
id: 0f9a8a52-6a3e-5c39-9a0e-0b9f0d0f8a11
type: methodology
title: Четыре уровня сопровождения и как выбрать
summary: Уровень показывает, насколько плотная помощь нужна семье сейчас.
status: published
translations: [ru, en, id]
order: 40
positions: [family-specialist, case-curator]
levels: [adaptation, basic]
concepts: [social-support]
sources:
  - title: Федеральный закон от 28.12.2013 № 442-ФЗ
    url: https://base.garant.ru/70552648/
    note: "Закон не делит: сопровождение на уровни."
    checked: seen
  - title: Письмо
    checked: to-check
owner: resource-center
reviewed_on: 2026-11-22
review_due_on: 2027-11-22
---
"""
STANDARD = """\
---
id: 0f9a8a52-6a3e-5c39-9a0e-0b9f0d0f8a11
type: standard
title: Согласие
summary: Что подписывает семья.
status: published
translations: [ru, en, id]
order: 80
version: "2.0"
effective_on: 2026-01-01
supersedes: "1.0"
substantive: true
changes:
  - Согласие на обработку данных стало отдельным документом.
sources:
  - title: Закон
    checked: seen
owner: resource-center
reviewed_on: 2026-11-22
review_due_on: 2027-11-22
---
"""
PRACTICE = """\
---
id: 0f9a8a52-6a3e-5c39-9a0e-0b9f0d0f8a11
type: practice
title: Координационные советы
summary: Как совет работает вместе с семьёй.
status: published
translations: [ru, en]
practice:
  region: primorsky-krai
  organisation: Ресурсный центр
  years: "2017-2020"
  evidence: E1
  evidence_note: Описано авторами.
  transfer: T1
  transfer_note: Нужен совет.
sources:
  - title: Статья
    checked: seen
owner: resource-center
reviewed_on: 2026-11-22
review_due_on: 2027-11-22
---
"""
TERM = """\
---
id: 0f9a8a52-6a3e-5c39-9a0e-0b9f0d0f8a11
type: term
title: Куратор
summary: Кто ведёт семью.
status: draft
translations: [ru, en, id]
concept: curator
owner: resource-center
reviewed_on: 2026-11-22
review_due_on: 2027-11-22
---
"""


@pytest.mark.parametrize("text", [METHODOLOGY, STANDARD, PRACTICE, TERM])
def test_canonical_front_matter_is_written_back_byte_for_byte(text: str) -> None:
    assert dumps(loads(text)) == text


def test_values_have_their_types() -> None:
    page = loads(METHODOLOGY).front_matter
    assert page.id == uuid.UUID("0f9a8a52-6a3e-5c39-9a0e-0b9f0d0f8a11")
    assert page.order == 40
    assert page.levels == ("adaptation", "basic")
    assert page.sources[1] == Source(title="Письмо", checked="to-check")
    assert page.review_due_on == date(2027, 11, 22)


def test_other_spellings_become_the_one() -> None:
    text = METHODOLOGY.replace("[adaptation, basic]", "\n  - adaptation\n  - 'basic'").replace("order: 40\n", "")
    text = text.replace("owner:", "order: 40\nowner:").replace("2026-11-22", '"2026-11-22"')
    assert dumps(loads(text)) == METHODOLOGY


def faults(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(MarkupError) as raised:
        loads(text, "ru/methodology/levels.md")
    assert {error.path for error in raised.value.errors} == {"ru/methodology/levels.md"}
    return [(error.line, error.message, error.hint) for error in raised.value.errors]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: Чет", "titel: Чет", [
            (2, "`title` is missing.", "Up to 90 characters."),
            (4, "`titel` is not a known key.", "Did you mean `title`?"),
        ]),
        ("order: 40\n", "", [(2, "`order` is missing: a methodology needs it.", "A whole number: the place in the list.")]),
        ("order: 40\n", "order: 40\nversion: \"1.0\"\n", [(9, "`version` does not belong to a methodology.", "Remove it.")]),
        ("order: 40\n", "order: 40\nversion: 1.0\n", [
            (9, "`version` is not a string.", 'Put it in double quotes. A quoted string such as "1.0".')
        ]),
        ("checked: to-check", "checked: maybe", [
            (18, "`sources.2.checked`: input should be 'seen' or 'to-check'.", "`seen` (the text was read) or `to-check`.")
        ]),
        ("[adaptation, basic]", "[basic, basic]", [
            (10, "`levels`: names a code twice.", "A list of codes from taxonomy.yaml in flow form, for example [basic, crisis].")
        ]),
        ("2027-11-22", "2025-11-22", [
            (21, "The next review is due before the last one.", "The date by which the next review is due, after `reviewed_on`.")
        ]),
        ("order: 40\n", "order: 40\norder: 41\n", [(9, "`order` stands twice.", "Keep one of them.")]),
        ("status: published", "status: announced", [
            (6, "Only a practice can be announced.", "Write `published` or `draft`.")
        ]),
    ],
)  # fmt: skip
def test_faults_name_the_line_and_the_cure(old: str, new: str, expected: list[tuple[int, str, str]]) -> None:
    assert old in METHODOLOGY
    assert faults(METHODOLOGY.replace(old, new)) == expected


def test_every_fault_is_reported_at_once() -> None:
    text = METHODOLOGY.replace("order: 40", "order: x").replace("status: published", "status: ready")
    assert [line for line, _message, _hint in faults(text)] == [6, 8]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# Заголовок\n", 1, "The file has no front matter."),
        ("---\ntitle: a\n", 1, "The front matter does not end."),
        ("---\ntitle: a: b\n---\n", 2, "The front matter is not YAML: mapping values are not allowed in this context."),
        ("---\n- a\n---\n", 2, "The front matter is not a list of keys."),
    ],
)
def test_what_is_no_front_matter_is_named(text: str, line: int, message: str) -> None:
    assert [(found[0], found[1]) for found in faults(text)] == [(line, message)]


def test_supersedes_needs_its_companions() -> None:
    text = STANDARD.replace("substantive: true\n", "")
    assert faults(text) == [
        (2, "`substantive` is missing next to `supersedes`.", "`true` if staff have to confirm the version anew, else `false`.")
    ]
    text = STANDARD.replace('supersedes: "1.0"\n', "")
    assert [message for _line, message, _hint in faults(text)] == [
        "`substantive` stands without `supersedes`.",
        "`changes` stands without `supersedes`.",
    ]


def test_an_announced_practice_has_a_region_only() -> None:
    text = PRACTICE.replace("status: published", "status: announced")
    assert len(faults(text)) == 6
    head, tail = text.split("  organisation")[0], text[text.index("sources:") :]
    assert loads(head + tail).front_matter.practice.region == "primorsky-krai"


def test_a_described_practice_states_everything() -> None:
    assert faults(PRACTICE.replace("  evidence: E1\n", ""))[0][1] == "`practice.evidence` is missing."


def test_a_page_built_in_code_is_checked_by_the_same_schema() -> None:
    page = loads(METHODOLOGY).front_matter
    with pytest.raises(ValidationError):
        FrontMatter.model_validate({**page.model_dump(), "title": "я" * 91})


def test_texts_are_cleaned_and_lines_are_never_folded() -> None:
    summary = 'summary: " Уровень\\u00AD  ' + "слово " * 40 + '"'
    page = parse_front_matter(METHODOLOGY.strip("-\n").replace("summary: Уровень показывает, насколько", summary + " #"))
    with_long_line = dump_front_matter(page)
    assert "summary: Уровень слово слово" in with_long_line
    assert with_long_line.count("\n") == METHODOLOGY.count("\n")


def test_a_document_without_body_ends_after_the_fence() -> None:
    assert dumps(Document(loads(METHODOLOGY).front_matter)) == METHODOLOGY
