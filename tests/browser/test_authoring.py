"""The editor in a real browser: what it saves is what the file said, and an edit changes one line."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as BrowserPage

from portal.handbook.export import export_library
from portal.markup.pages import page_id
from tests.authoring.conftest import copy_content, find_page, load_content
from tests.factories import PASSWORD, UserFactory

# Nested lists, a table, steps, a quote, a callout, hidden text, clauses with a list, a link to a clause.
TRYING = "methodology/trying"
TEXT = """---
id: {identity}
type: methodology
title: Проба редактора
summary: Все блоки на одной странице.
status: published
translations: [ru]
order: 990
sources:
  - title: Учебный источник
    checked: seen
owner: resource-center
reviewed_on: 2026-11-22
review_due_on: 2027-11-22
---

Первый абзац с **жирным**, *курсивом* и [пунктом](../standards/consent/2.0.md#c-2-1).

Второй абзац: 442-ФЗ, «кавычки», №\u00a05 и [страница](levels.md).

- раз
- два
    - внутри
        1. глубже
        1. ещё
- три

> Цитата в две мысли.

## Таблица {{#table}}

| Что | Когда |
| --- | --- |
| **Звонок** | В день обращения |
| Встреча |  |

!!! steps "Первая встреча"

    1. **Позвонить.** Договориться о времени.
    1. Прийти вовремя.

!!! warning "Осторожно"

    Не обещайте лишнего.

    - ни денег
    - ни сроков

??? note "Подробнее"

    Скрытый абзац.

## Пункты {{#punkty}}

**1.1.** Куратор звонит семье в день обращения.
{{: #c-1-1 .must }}

- лично
- или через коллегу

**1.2.** Куратор записывает разговор.
{{: #c-1-2 .should }}
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = copy_content(tmp_path / "content")
    file = folder / "ru" / f"{TRYING}.md"
    file.write_text(TEXT.format(identity=page_id(TRYING)), encoding="utf-8")
    return folder


@pytest.fixture
def editor(live_server: Any, content: Path, context: Any) -> Iterator[BrowserPage]:
    """A browser in which a methodologist is signed in to the admin."""
    load_content(content)
    person = UserFactory(roles=["methodologist"])
    window = context.new_page()
    window.goto(f"{live_server.url}/admin/")
    window.locator("#id_login").fill(person.email)
    window.locator("#id_password").fill(PASSWORD)
    window.locator("main form button[type=submit]").click()
    window.wait_for_url("**/admin/")
    yield window


@pytest.fixture
def exported(tmp_path: Path) -> Callable[[str], list[str]]:
    def lines(path: str) -> list[str]:
        export_library(tmp_path / "exported")
        return (tmp_path / "exported" / "ru" / f"{path}.md").read_text(encoding="utf-8").split("\n")

    return lines


def open_page(editor: BrowserPage, live_server: Any, path: str) -> None:
    editor.goto(f"{live_server.url}/admin/pages/{find_page(path).pk}/edit/")
    # The editor is ready when its last Draftail is: every rich text field has its place for typing.
    expect(editor.locator(".public-DraftEditor-content").first).to_be_visible(timeout=60_000)
    editor.wait_for_load_state("networkidle")


def typed(editor: BrowserPage, text: str) -> Locator:
    """Returns the place in an editor, not in a block's heading, where this text can be typed on."""
    return editor.locator(".public-DraftEditor-content span[data-text]").filter(has_text=text).first


def wait_for_words(editor: BrowserPage, words: str) -> None:
    """Waits until the form holds what was typed: Draftail writes it there a moment later."""
    script = "words => [...document.querySelectorAll('input[type=hidden]')].some(input => input.value.includes(words))"
    editor.wait_for_function(script, arg=words)


def publish(editor: BrowserPage) -> None:
    editor.evaluate("document.querySelector('[name=action-publish]').click()")
    editor.wait_for_selector(".messages li.success", timeout=60_000)


def changed(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    assert len(before) == len(after)
    return [(old, new) for old, new in zip(before, after, strict=True) if old != new]


@pytest.mark.parametrize("path", [TRYING, "methodology/levels"])
def test_saving_without_an_edit_changes_no_byte(editor, live_server, content, exported, path):
    open_page(editor, live_server, path)
    publish(editor)
    assert exported(path) == (content / "ru" / f"{path}.md").read_text(encoding="utf-8").split("\n")


def test_an_edit_of_a_paragraph_changes_its_line_only(editor, live_server, content, exported):
    open_page(editor, live_server, TRYING)
    typed(editor, "Второй абзац:").click()
    editor.keyboard.press("End")
    editor.keyboard.type(" Дописано.")
    wait_for_words(editor, "Дописано.")
    publish(editor)
    before = (content / "ru" / f"{TRYING}.md").read_text(encoding="utf-8").split("\n")
    old, new = changed(before, exported(TRYING))[0]
    assert changed(before, exported(TRYING)) == [(old, new)]
    assert new == f"{old} Дописано."


def test_a_clause_is_chosen_from_the_dialog(editor, live_server, content, exported):
    open_page(editor, live_server, TRYING)
    typed(editor, "Скрытый абзац.").dblclick()
    editor.keyboard.press("Control+k")
    editor.get_by_role("link", name="Пункт или раздел").click()
    search = editor.locator("form.opora-clause-form")
    search.locator("input[name=q]").fill("c-2-1")
    search.get_by_role("button").click()
    editor.locator('a.opora-choose-clause[data-target="standards/consent/2.0#c-2-1"]').click()
    expect(editor.locator(".modal")).to_have_count(0)
    wait_for_words(editor, "2.0.md#c-2-1")
    publish(editor)
    before = (content / "ru" / f"{TRYING}.md").read_text(encoding="utf-8").split("\n")
    [(old, new)] = changed(before, exported(TRYING))
    assert old == "    Скрытый абзац."
    assert "](../standards/consent/2.0.md#c-2-1)" in new
