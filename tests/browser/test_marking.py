"""Two people mark an essay with the keyboard only, on a telephone, without scripts; a script in the answer stays text."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect

from quizzes.models import Attempt, Mark
from tests.factories import PASSWORD, UserFactory
from tests.quizzes.markers import ATTACK, make_essay_quiz, sit

TELEPHONE = {"width": 360, "height": 740}
Visitor = Callable[[Any], BrowserPage]


@pytest.fixture
def attempt(live_server: Any) -> Attempt:
    return sit(make_essay_quiz(slug="marked"), UserFactory(last_name="Секретова"), ATTACK)


@pytest.fixture
def visit(live_server: Any, browser: Any) -> Iterator[Visitor]:
    """Signs a person in, in a browser of their own: a telephone without scripts."""
    opened = []

    def signed_in(person: Any) -> BrowserPage:
        context = browser.new_context(viewport=TELEPHONE, java_script_enabled=False, locale="ru-RU")
        opened.append(context)
        page = context.new_page()
        page.goto(f"{live_server.url}/ru/account/login/?next=/ru/quizzes/marking/")
        page.locator("#id_login").press_sequentially(person.email)
        page.keyboard.press("Tab")
        page.locator("#id_password").press_sequentially(PASSWORD)
        page.keyboard.press("Enter")
        # The address of the sign-in ends in the same words.
        page.wait_for_url(f"{live_server.url}/ru/quizzes/marking/")
        return page

    yield signed_in
    for context in opened:
        context.close()


def tab_to(page: BrowserPage, selector: str) -> None:
    """Presses Tab until the element has the focus; fails where the keyboard never gets there."""
    for _press in range(80):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    pytest.fail(f"{selector} cannot be reached by keyboard")


def choose(page: BrowserPage, group: str, level: int) -> None:
    """Goes to a group of radio buttons and moves to a level with the arrow, as keyboards do."""
    tab_to(page, f"[name={group}]")
    page.keyboard.press("Space")
    for _step in range(level):
        page.keyboard.press("ArrowDown")


def give_marks(page: BrowserPage, first: int, second: int) -> None:
    tab_to(page, "main .govuk-button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/marking/\d+/"))
    choose(page, "c0", first)
    choose(page, "c1", second)
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/quizzes/marking/")


def test_two_markers_settle_an_essay_by_keyboard(attempt: Attempt, visit: Visitor) -> None:
    for name in ("one", "two"):
        page = visit(UserFactory(email=f"{name}@example.org", roles=["marker"]))
        give_marks(page, 2, 1)
        expect(page.locator("main")).to_contain_text("Больше ничего не ждёт проверки")
    assert sorted(Mark.objects.values_list("number", "marker__email")) == [(1, "one@example.org"), (2, "two@example.org")]
    assert attempt.outcomes.order_by("-number").first().number == 2


def test_what_is_missing_is_named_and_reached_from_the_summary(attempt: Attempt, visit: Visitor) -> None:
    page = visit(UserFactory(roles=["marker"]))
    tab_to(page, "main .govuk-button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/marking/\d+/"))
    choose(page, "c0", 1)
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-summary a")).to_have_text("Выберите уровень: Уважение")
    tab_to(page, ".govuk-error-summary a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#c1-1$"))
    assert page.locator("#c0-2").is_checked()


def test_the_page_fits_a_telephone_and_a_script_in_the_answer_is_text(attempt: Attempt, live_server: Any, browser: Any) -> None:
    context = browser.new_context(viewport=TELEPHONE, locale="ru-RU")
    page = context.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    person = UserFactory(roles=["marker"])
    page.goto(f"{live_server.url}/ru/account/login/?next=/ru/quizzes/marking/")
    page.locator("#id_login").fill(person.email)
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/ru/quizzes/marking/")
    page.locator("main .govuk-button").click()
    expect(page.locator(".o-answer")).to_have_text(ATTACK)
    assert (dialogs, page.locator(".o-answer *").count(), "Секретова" in page.content()) == ([], 0, False)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= TELEPHONE["width"]
    context.close()
