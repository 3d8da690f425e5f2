"""A training case played to its end in a real browser: with scripts, by keyboard alone, without scripts."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from quizzes import scoring
from tests.browser.questions import CASE_ITEM, opened, stored
from tests.browser.ways import arrow_to, tab_to, texts
from tests.quizzes.scoring.test_case import KEY


def decide(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Принять решение").click()


def order_lines(page: Page) -> None:
    """Puts the three lines in order, whichever way the page offers."""
    names = ("Первое", "Второе", "Третье")
    if page.locator(".q-order--live").count():
        for target, name in enumerate(names):
            while texts(page).index(name) > target:
                page.get_by_role("button", name=f"Выше: {name}").click()
        return
    for row in page.locator(".q-order__row").all():
        row.locator("select").select_option(str(names.index(row.locator(".q-order__text").inner_text()) + 1))


def play(page: Page) -> None:
    """Plays the case rightly to its end."""
    page.get_by_label("Ехать сегодня").check()
    decide(page)
    page.get_by_label("Экстренный").check()
    decide(page)
    for name in ("Семью", "Опеку"):
        page.get_by_label(name).check()
    decide(page)
    page.get_by_label("Дней").fill("5")
    decide(page)
    order_lines(page)
    decide(page)
    assert "Случай пройден." in page.locator(".q-node").inner_text()


def test_a_case_is_played_and_a_tick_decides_nothing(page: Page, base_url: str) -> None:
    attempt = opened(page, base_url, CASE_ITEM)
    item = attempt.form.items.get()
    page.get_by_label("Ехать сегодня").check()
    page.wait_for_timeout(900)
    assert stored(item) is None
    decide(page)
    page.goto(f"/ru/quizzes/attempts/{attempt.public_id}/review/")
    assert page.locator(".o-tag--care").inner_text() == "начат, не закончен"
    page.goto(f"/ru/quizzes/attempts/{attempt.public_id}/1/")
    # The case goes on where it was left; the first decision is made already.
    page.get_by_label("Экстренный").check()
    decide(page)
    assert stored(item) == scoring.Walked(KEY.moves[:2])


def test_a_decision_without_a_connection_is_said_not_to_be_taken(page: Page, base_url: str) -> None:
    attempt = opened(page, base_url, CASE_ITEM)
    page.get_by_label("Ехать сегодня").check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Принять решение").click()
    expect(page.locator(".o-offline")).to_contain_text("ничего не отправлено")
    assert "сохран" not in page.locator("[data-saved]").inner_text().lower()
    page.context.set_offline(False)
    expect(page.locator(".o-offline")).to_have_count(0)
    assert page.get_by_label("Ехать сегодня").is_checked()
    decide(page)
    assert stored(attempt.form.items.get()) == scoring.Walked(KEY.moves[:1])


def test_a_case_is_played_by_keyboard_alone(page: Page, base_url: str) -> None:
    attempt = opened(page, base_url, CASE_ITEM)
    for label in ("Ехать сегодня", "Экстренный"):
        arrow_to(page, label)
        press_decide(page)
    names = page.locator(".govuk-checkboxes__label").all_inner_texts()
    for name in sorted(("Семью", "Опеку"), key=names.index):
        tab_to(page, page.get_by_label(name))
        page.keyboard.press("Space")
    press_decide(page)
    tab_to(page, page.get_by_label("Дней"))
    page.keyboard.type("5")
    press_decide(page)
    order_lines(page)
    press_decide(page)
    assert stored(attempt.form.items.get()) == KEY


def press_decide(page: Page) -> None:
    tab_to(page, page.get_by_role("button", name="Принять решение"))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_case_is_played_without_scripts_and_discussed_afterwards(other: Callable[..., Page], base_url: str) -> None:
    page = other(java_script_enabled=False)
    attempt = opened(page, base_url, CASE_ITEM)
    decide(page)
    assert "Выберите один вариант." in page.locator(".govuk-error-summary").inner_text()
    play(page)
    assert stored(attempt.form.items.get()) == KEY
    with page.expect_navigation():
        page.get_by_role("button", name="Сохранить и дальше").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Сдать тест").click()
    page.goto(f"/ru/quizzes/attempts/{attempt.public_id}/answers/")
    text = page.locator("main").inner_text()
    assert ("Ехать сегодня" in text, "Верное решение" in text, "Так и нужно" in text) == (True, True, True)
