"""Search in a real browser: with and without scripts, on a narrow telephone, by keyboard, in three languages."""

import pytest
from playwright.sync_api import Page, expect

NARROW = {"width": 360, "height": 700}
TABS = 60


def is_too_wide(page: Page) -> bool:
    return page.locator("html").evaluate("element => element.scrollWidth > element.clientWidth")


def tab_to(page: Page, selector: str) -> None:
    """Goes to an element by the Tab key alone. Raises AssertionError when it cannot be reached."""
    target = page.locator(selector).first
    for _press in range(TABS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{selector} is not reached in {TABS} presses of Tab.")


@pytest.mark.parametrize(
    ("lang", "query", "url", "heading"),
    [
        ("ru", "как выбрать уровень сопровождения", "/ru/methodology/levels/", "Найден"),
        ("en", "how to choose the level of support", "/en/methodology/levels/", "found"),
        ("id", "cara memilih tingkat pendampingan", "/id/methodology/levels/", "halaman"),
    ],
)
def test_reader_without_scripts_on_a_telephone_finds_the_section(
    plain: Page, lang: str, query: str, url: str, heading: str
) -> None:
    plain.goto(f"/{lang}/search/")
    plain.locator("main input[name=q], .o-head input[name=q]").first.fill(query)
    plain.keyboard.press("Enter")

    hits = plain.locator(".o-hit h2 a")
    assert url in [hits.nth(place).get_attribute("href") for place in range(3)]
    assert heading in plain.locator("h1").inner_text()
    assert plain.locator(".o-hit mark").count() > 0
    assert is_too_wide(plain) is False
    plain.locator(f".o-hit__parts a[href^='{url}#']").first.click()
    anchor = plain.url.partition("#")[2]
    assert plain.locator(f"[id='{anchor}']").count() == 1


def test_reader_without_scripts_narrows_and_widens(plain: Page) -> None:
    plain.goto("/ru/search/?q=согласие")
    plain.locator("details.o-filter > summary").click()
    plain.locator("details.o-filter input[name=type][value=standard]").check()
    plain.locator("details.o-filter button[type=submit]").click()

    addresses = {a.get_attribute("href") or "" for a in plain.locator(".o-hit h2 a").all()}
    assert {address.split("/")[2] for address in addresses} == {"standards"}
    assert is_too_wide(plain) is False
    plain.locator("a.o-chip").first.click()
    assert "type=" not in plain.url


def test_reader_in_the_wrong_layout_is_understood_and_may_insist(plain: Page) -> None:
    plain.goto("/ru/search/?q=ehjdyb+cjghjdj;ltybz")

    assert "«уровни сопровождения»" in plain.locator(".o-head").inner_text()
    plain.get_by_role("link", name="как написано").click()
    assert plain.locator("h1").inner_text() == "Ничего не нашлось"
    plain.locator("textarea[name=text]").fill("Где бланк согласия на обмен данными?")
    plain.get_by_role("button", name="Отправить вопрос").click()
    assert "Вопрос передан методисту" in plain.locator("body").inner_text()


def test_typing_is_completed_and_an_opened_result_is_counted(page: Page) -> None:
    page.goto("/ru/search/")
    field = page.locator("[data-search-form] input[type=search]")
    field.press_sequentially("четыре ур", delay=30)
    option = page.locator("datalist option").first
    expect(option).to_have_attribute("value", "Четыре уровня сопровождения и как выбрать", timeout=20_000)

    field.press("Enter")
    page.wait_for_url("**q=**")
    with page.expect_request("**/search/opened/") as counted:
        page.locator(".o-hit h2 a").first.click()
    assert counted.value.method == "POST"
    assert "/ru/methodology/levels/" in page.url


def test_search_by_keyboard_alone(page: Page) -> None:
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.goto("/ru/search/")
    tab_to(page, "[data-search-form] input[type=search]")
    page.keyboard.type("координационный совет")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, ".o-hit h2 a")
    first = page.locator(".o-hit h2 a").first
    assert first.evaluate(
        "element => getComputedStyle(element).outlineStyle !== 'none' || getComputedStyle(element).boxShadow !== 'none'"
    )
    address = first.get_attribute("href")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert address is not None
    assert page.url.endswith(address)
