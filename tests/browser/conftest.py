"""Browsers of other kinds on the same library."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.questions import NARROW
from tests.browser_set_up import Visits


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
