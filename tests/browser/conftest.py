"""Browsers of other kinds on the same library, and desks of people at work."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from portal.people.models import User
from tests.browser.questions import NARROW
from tests.browser_set_up import Visits
from tests.factories import PASSWORD, UserFactory


@pytest.fixture
def other(browser: Browser, page: Page, base_url: str) -> Iterator[Callable[..., Page]]:
    """Returns a function that gives a narrow page of another context, on the same library."""
    made: list[tuple[BrowserContext, Visits]] = []

    def page_of(**settings: Any) -> Page:
        context = browser.new_context(viewport=NARROW, locale="ru-RU", base_url=base_url, **settings)
        made.append((context, Visits(context)))
        return context.new_page()

    yield page_of
    for context, visits in made:
        context.close()
        assert visits.outside == []


@pytest.fixture
def plain(other: Callable[..., Page]) -> Page:
    """A narrow page without scripts, on the same library."""
    return other(java_script_enabled=False)


@pytest.fixture
def people(library: Any, live_server: Any) -> dict[str, User]:
    """Somebody of every role that a question meets on its way to a candidate."""
    return {role: UserFactory(roles=[role]) for role in ("item-author", "item-reviewer", "methodologist", "specialist")}


@pytest.fixture
def desk(live_server: Any, people: dict[str, User], browser: Browser) -> Iterator[Callable[..., Page]]:
    """Returns a function that gives a window in which the person of a role has signed in and opened a page."""
    opened: list[tuple[BrowserContext, Visits]] = []

    def window(role: str, path: str = "/admin/", **options: Any) -> Page:
        context = browser.new_context(locale="ru-RU", timezone_id="Europe/Moscow", **options)
        opened.append((context, Visits(context)))
        page = context.new_page()
        page.goto(f"{live_server.url}/ru/account/login/?next={path}")
        page.locator("#id_login").fill(people[role].email)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("main form button[type=submit]").click()
        page.wait_for_url(f"{live_server.url}{path}")
        return page

    yield window
    for context, visits in opened:
        context.close()
        assert visits.outside == [], "The page asked for something outside this machine."
