"""Template tags: marks beside words, dates, tables, standards."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation

from portal.core.templatetags.opora_blocks import modality_change, table_view
from portal.core.templatetags.opora_practices import registry_counts
from tests.core.dom import fragment, select


def rendered(source: str, lang: str = "ru", **context: object) -> str:
    with translation.override(lang):
        return Template("{% load opora %}" + source).render(Context(context)).replace("\u00a0", "~").strip()


@pytest.mark.parametrize(
    ("lang", "words"), [("ru", "1~сентября~2025~года"), ("en", "1~September~2025"), ("id", "1~September~2025")]
)
def test_day_is_written_in_words(lang: str, words: str) -> None:
    assert rendered("{{ d|day }}", lang, d=date(2025, 9, 1)) == f'<time datetime="2025-09-01">{words}</time>'


def test_month_is_small_in_russian() -> None:
    assert rendered("{{ d|month }}", d=date(2026, 11, 22)) == '<time datetime="2026-11">ноябрь 2026</time>'


def test_empty_date_is_empty() -> None:
    assert rendered("{{ d|day }}{{ d|month }}", d=None) == ""


def test_tie_escapes_what_is_not_html() -> None:
    assert rendered("{{ t|tie }}", t="в <b>доме</b>") == "в &lt;b&gt;доме&lt;/b&gt;"


@pytest.mark.parametrize(("code", "filled", "voids"), [("E0", 1, 4), ("E1", 2, 3), ("E4", 5, 0)])
def test_evidence_is_pillars_and_words(code: str, filled: int, voids: int) -> None:
    root = fragment(rendered(f'{{% evidence_badge "{code}" %}}'))
    assert (len(select(root, "rect.f")), len(select(root, "rect.v"))) == (filled, voids)
    assert select(root, "b")[0].text.startswith(f"{code} · ")


def test_signs_of_harm_are_words_and_a_warning_never_pillars() -> None:
    root = fragment(rendered('{% evidence_badge "EX" %}'))
    assert (root.get("class"), select(root, "rect"), select(root, "b")[0].text) == (
        "o-badge o-badge--bad",
        [],
        "EX · есть опасения",
    )


def test_unrated_practice_says_so() -> None:
    assert fragment(rendered('{% transfer_badge "" %}')).text_content() == "Пока не оценена"


def test_modality_is_shape_and_word() -> None:
    root = fragment(rendered('{% must "should" %}'))
    assert (root.text_content(), len(select(root, "path"))) == ("Рекомендуется", 1)


def test_progress_has_its_text_beside_the_bar() -> None:
    root = fragment(rendered('{% progress "Шаги" 3 8 "3 из 8" %}'))
    bar = select(root, "progress")[0]
    assert (bar.get("value"), bar.get("max"), bar.get("aria-label"), root.text_content()) == ("3", "8", "Шаги", "3 из 8")


def test_table_marks_rows_that_name_a_level() -> None:
    value = {"header": ["Уровень", "Шаг"], "rows": [{"cells": ["Базовый", "x"]}, {"cells": ["Совет", "y"]}]}
    table = table_view(value)
    assert [(row[0]["mark"].count('class="f"'), row[1]["head"]) for row in table["rows"]] == [(3, "Шаг"), (0, "Шаг")]


@pytest.mark.parametrize(("columns", "is_stacked"), [(2, True), (4, True), (5, False)])
def test_wide_table_scrolls_instead_of_stacking(columns: int, is_stacked: bool) -> None:
    assert table_view({"header": ["x"] * columns, "rows": []})["is_stacked"] is is_stacked


@dataclass
class Section:
    modality: str


@dataclass
class Change:
    old: Section | None
    new: Section | None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change(Section("should"), Section("must")), {"old": "рекомендуется", "new": "обязательно"}),
        (Change(Section("must"), Section("must")), None),
        (Change(None, Section("must")), None),
    ],
)
def test_changed_strength_of_a_clause_is_said_in_words(change: Change, words: dict[str, str] | None) -> None:
    with translation.override("ru"):
        assert modality_change(change) == words


@dataclass
class Practice:
    region: str
    is_announced: bool


def test_registry_counts_practices_regions_and_descriptions() -> None:
    practices = [Practice("tyva", True), Practice("primorsky-krai", False), Practice("primorsky-krai", False)]
    assert registry_counts(practices) == {"practices": 3, "regions": 2, "described": 2}
