"""The browser of the tests reads the library, and the pages keep to their own policy."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser_set_up import Visits


@pytest.mark.parametrize("lang", ["ru", "en", "id"])
def test_home_page_opens_without_complaints_of_the_browser(page: Page, lang: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    answer = page.goto(f"/{lang}/")
    assert answer is not None
    assert (answer.status, page.locator("html").get_attribute("lang"), complaints) == (200, lang, [])
    assert page.locator("h1").count() == 1


def test_other_machines_are_out_of_reach(new_context: Any) -> None:
    context = new_context()
    visits = Visits(context)
    with context.expect_event("requestfailed") as refused:
        context.new_page().set_content('<img src="http://192.0.2.1/spy.png">')
    assert (visits.outside, refused.value.failure) == (["http://192.0.2.1/spy.png"], "net::ERR_NAME_NOT_RESOLVED")
