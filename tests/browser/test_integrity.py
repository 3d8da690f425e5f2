"""What the page of a question counts in a real browser, and that going on to the next one is no leaving."""

from typing import Any

import pytest
from playwright.sync_api import Page as BrowserPage

from quizzes.domain import start_attempt
from quizzes.models import Attempt, IntegritySignal
from tests.factories import PASSWORD, UserFactory
from tests.quizzes.builders import make_bank, make_quiz


@pytest.fixture
def attempt(live_server: Any) -> Attempt:
    make_bank()
    return start_attempt(make_quiz(slug="counted"), UserFactory(email="anna@example.org"))


def signed_in(context: Any, live_server: Any, attempt: Attempt) -> BrowserPage:
    window = context.new_page()
    window.goto(f"{live_server.url}/ru/account/login/?next=/ru/quizzes/attempts/{attempt.public_id}/1/")
    window.locator("#id_login").fill("anna@example.org")
    window.locator("#id_password").fill(PASSWORD)
    window.keyboard.press("Enter")
    # The address of the sign-in page ends in the same words, so wait for what only the question has.
    window.locator("[data-signals]").wait_for()
    window.wait_for_load_state("load")
    return window


def counted(window: BrowserPage) -> list[tuple[int, int, int]]:
    """The rows so far; a beacon arrives a moment after the page has gone."""
    for _wait in range(50):
        rows = list(IntegritySignal.objects.values_list("position", "focus_lost", "pastes"))
        if rows:
            return rows
        window.wait_for_timeout(100)
    return []


def test_going_on_is_no_leaving_and_a_paste_is_counted(live_server: Any, context: Any, attempt: Attempt) -> None:
    window = signed_in(context, live_server, attempt)
    window.wait_for_timeout(1200)
    window.evaluate("document.dispatchEvent(new ClipboardEvent('paste', {bubbles: true}))")
    window.locator(".o-qnav a").nth(1).click()
    window.wait_for_url("**/2/")
    assert counted(window) == [(1, 0, 1)]
    assert IntegritySignal.objects.get().seconds >= 1


def test_leaving_the_page_is_counted(live_server: Any, context: Any, attempt: Attempt) -> None:
    window = signed_in(context, live_server, attempt)
    hide = "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
    window.evaluate(hide + "document.dispatchEvent(new Event('visibilitychange'))")
    assert counted(window) == [(1, 1, 0)]
