"""Every kind of question on a narrow telephone: answered by pointer, by keyboard alone, by touch and without scripts.

Each way the response that the server stored is compared, and the page shows it again after a reload.
"""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction as F

from playwright.sync_api import Page, expect

from quizzes import scoring
from quizzes.scoring import Text
from tests.browser.questions import GIVEN, ITEMS, SHOWN, Way, answer_all, by_place, opened, wait_for
from tests.browser.ways import (
    BY_KEYBOARD,
    BY_POINTER,
    BY_TOUCH,
    PLAINLY,
    choose_gaps,
    choose_word,
    click_spots,
    drag_lines,
    drag_words,
)


def test_every_kind_is_answered_by_pointer(page: Page, base_url: str) -> None:
    attempt = opened(page, base_url, *ITEMS.values())
    answer_all(page, attempt, BY_POINTER, saves_itself=True)


def test_every_kind_is_answered_by_keyboard_alone(page: Page, base_url: str) -> None:
    attempt = opened(page, base_url, *ITEMS.values())
    answer_all(page, attempt, BY_KEYBOARD, saves_itself=True)


def test_lines_words_and_pictures_are_answered_by_touch(other: Callable[..., Page], base_url: str) -> None:
    page = other(has_touch=True, is_mobile=True)
    attempt = opened(page, base_url, *(ITEMS[name] for name in BY_TOUCH))
    answer_all(page, attempt, BY_TOUCH, saves_itself=True)


def test_every_kind_is_answered_without_scripts(other: Callable[..., Page], base_url: str) -> None:
    page = other(java_script_enabled=False)
    attempt = opened(page, base_url, *ITEMS.values())
    answer_all(page, attempt, PLAINLY, saves_itself=False)


# --- lines that stand as they should ---


def test_an_order_that_is_right_as_it_stands_is_said_so(page: Page, base_url: str) -> None:
    attempt = opened(page, base_url, ITEMS["order"])
    item = attempt.form.items.get()
    page.get_by_role("button", name="Порядок уже верный").click()
    wait_for(page, item, scoring.Ordered(tuple(item.option_order)))
    assert page.get_by_role("button", name="Порядок уже верный").count() == 0
    assert page.evaluate("document.activeElement.className") == "q-order__move"


# --- answers that are not sent yet ---


def test_answers_kept_on_the_device_are_shown_in_their_widgets(page: Page, base_url: str) -> None:
    ways: Way = {"order": drag_lines, "drag": drag_words, "spots": click_spots}
    attempt = opened(page, base_url, *(ITEMS[name] for name in ways))
    page.on("dialog", lambda dialog: dialog.accept())
    for item, (name, way) in zip(attempt.form.items.order_by("position"), by_place(attempt, ways), strict=True):
        page.route("**/attempts/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
        page.goto(f"/ru/quizzes/attempts/{attempt.public_id}/{item.position}/")
        way(page)
        expect(page.locator("[data-saved]")).to_contain_text("на этом устройстве", timeout=15_000)
        before = page.locator(SHOWN[name]).all_inner_texts()
        page.unroute("**/attempts/**")
        page.reload()
        assert page.locator(SHOWN[name]).all_inner_texts() == before, name
        wait_for(page, item, GIVEN[name])


# --- tries ---


def test_a_try_is_checked_and_a_hint_helps_with_the_next(page: Page, base_url: str) -> None:
    content = replace(ITEMS["gaps"], hints=(scoring.Hint(Text("Подумайте о звонке.")),), penalty=F(1, 4))
    attempt = opened(page, base_url, content, behaviour="interactive")
    choose_word(page, "Пропуск 1 из 2", "школа")
    with page.expect_navigation():
        page.get_by_role("button", name="Проверить ответ").click()
    assert "Подумайте о звонке." in page.locator(".q-check").inner_text()
    choose_gaps(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Проверить ответ").click()
    assert page.locator("#check-word").inner_text() == "Верно"
    assert page.get_by_role("button", name="Проверить ответ").count() == 0
    assert attempt.responses.filter(is_try=True).count() == 2
