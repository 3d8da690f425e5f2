"""Whole journeys in a real browser: reading without scripts, weak eyes, a first quiz by keyboard, a narrow telephone."""

from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from portal.core.models import PageFeedback
from portal.people.models import User
from quizzes.models import Attempt, Certificate, Quiz
from tests.factories import PASSWORD, UserFactory
from tests.quizzes.builders import right_data

MAIN_PAGES = (
    "",
    "methodology/",
    "methodology/levels/",
    "standards/consent/",
    "practices/",
    "practices/primorye-coordination-councils/",
    "forms/individual-programme/",
    "glossary/",
    "start/family-specialist/",
    "quizzes/",
    "search/?q=уровни",
    "low-vision/",
    "account/login/",
)
TABS = 80


def main_heading(page: Page) -> str:
    return page.locator("h1").inner_text().replace("\xa0", " ")


def test_reader_without_scripts_finds_an_abbreviation_and_its_meaning(plain: Page) -> None:
    plain.goto("/ru/")
    plain.locator("form[role=search] input[name=q], search input[name=q]").first.fill("ТЖС")
    plain.keyboard.press("Enter")
    plain.locator("main .o-hit a").first.click()
    assert "/ru/glossary/difficult-life-situation/" in plain.url
    assert main_heading(plain) == "Трудная жизненная ситуация"


def test_reader_without_scripts_opens_the_menu_and_filters_a_list(plain: Page) -> None:
    plain.set_viewport_size({"width": 360, "height": 700})
    plain.goto("/ru/")
    plain.locator("header details.o-menu summary").click()
    plain.locator("header nav a[href='/ru/methodology/']").click()
    plain.locator("details.o-filter > summary").click()
    plain.locator("main form input[name=levels][value=emergency]").check()
    plain.locator("main details.o-filter button[type=submit]").click()
    assert plain.url.endswith("/ru/methodology/?levels=emergency")
    assert plain.locator("a.o-chip").count() == 1


def test_language_switch_stays_on_the_page(page: Page) -> None:
    page.goto("/ru/standards/consent/")
    page.locator("header .o-tools a[hreflang=en]").click()
    assert (page.url.endswith("/en/standards/consent/"), page.locator("html").get_attribute("lang")) == (True, "en")
    page.locator("header .o-tools a[hreflang=id]").click()
    assert (page.url.endswith("/id/standards/consent/"), page.locator("html").get_attribute("lang")) == (True, "id")


def test_form_without_a_connection_stays_as_it_is(page: Page) -> None:
    page.goto("/ru/methodology/levels/")
    page.get_by_text("Написать, чего не хватило").click()
    comment = page.get_by_label("Чего не хватило")
    comment.fill("Нет примера для опекунской семьи.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Нет", exact=True).click()
    page.get_by_role("button", name="Нет", exact=True).click()
    assert page.get_by_role("alert").all_inner_texts() == [
        "Нет связи, ничего не отправлено. Написанное на месте: нажмите ещё раз, когда связь вернётся."
    ]
    assert (comment.input_value(), PageFeedback.objects.count()) == ("Нет примера для опекунской семьи.", 0)
    page.context.set_offline(False)
    expect(page.get_by_role("alert")).to_have_count(0)
    with page.expect_navigation():
        page.get_by_role("button", name="Нет", exact=True).click()
    assert PageFeedback.objects.get().comment == "Нет примера для опекунской семьи."


def look(page: Page) -> dict[str, str]:
    """What the reader sees: colours and size of the text of the page."""
    names = ("color", "backgroundColor", "fontSize")
    script = "names => { const s = getComputedStyle(document.body); return names.map(n => s[n]) }"
    return dict(zip(names, page.evaluate(script, list(names)), strict=True))


def test_low_vision_settings_change_the_look_and_reset_brings_it_back(page: Page) -> None:
    page.goto("/ru/methodology/levels/")
    before = look(page)
    text_size = "parseFloat(getComputedStyle([...document.querySelectorAll('main p')].at(-1)).fontSize)"
    size = page.evaluate(text_size)
    page.locator("header .o-tools a", has_text="Для слабовидящих").click()
    page.locator("input[name=scheme][value=wb]").check()
    page.locator("input[name=size][value='150']").check()
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name="Применить").click()
    assert page.url.endswith("/ru/methodology/levels/")
    assert (look(page)["color"], look(page)["backgroundColor"]) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)")
    assert page.evaluate(text_size) == pytest.approx(size * 1.5, rel=0.02)
    page.locator("header .o-tools a", has_text="Для слабовидящих").click()
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name="Вернуть обычный вид").click()
    assert (look(page), page.evaluate(text_size)) == (before, size)


# --- a quiz by keyboard ---


def reach(page: Page, target: Locator) -> None:
    """Goes to an element by the Tab key alone, as a person without a mouse does."""
    for _press in range(TABS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached in {TABS} presses of Tab.")


def press(page: Page, target: Locator) -> None:
    reach(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose_radio(page: Page, value: str) -> None:
    """Goes into the group by Tab, then along it by the arrow."""
    radios = page.locator("input[type=radio][name=answer]")
    reach(page, radios.first)
    page.keyboard.press("Space")
    for _press in range(radios.count()):
        if page.locator("input[type=radio][name=answer]:checked").get_attribute("value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"There is no option {value}.")


def order_lines(page: Page, data: dict[str, Any]) -> None:
    """Moves lines up by their buttons; the last move sends the lists, whatever the order was before."""
    rows = page.locator(".q-order__row")
    for place, name in enumerate(sorted(data, key=lambda one: int(data[one]))):
        row = rows.filter(has=page.locator(f"select[name='{name}']"))
        above = row.evaluate("row => [...row.parentElement.children].indexOf(row)") - place
        if above:
            reach(page, row.locator("button[data-step='-1']"))
            for _press in range(above):
                page.keyboard.press("Enter")
    assert {name: page.locator(f"select[name='{name}']").input_value() for name in data} == data


def place_words(page: Page, data: dict[str, Any]) -> None:
    """Takes each word and puts it into its gap."""
    for name, value in data.items():
        reach(page, page.locator(f".q-chip[data-value='{value}']"))
        page.keyboard.press("Enter")
        reach(page, page.locator(f"select[name='{name}'] + .q-slot"))
        page.keyboard.press("Enter")


def answer(page: Page, data: dict[str, Any]) -> None:
    """Fills in what is right, by keyboard."""
    if page.locator("[data-scene] details:not([open])").count():
        reach(page, page.locator("[data-scene] summary"))
        page.keyboard.press("Enter")
    if page.locator("[data-order]").count():
        order_lines(page, data)
    elif page.locator("[data-drag-words]").count():
        place_words(page, data)
    elif page.locator("input[type=radio][name=answer]").count():
        (value,) = data["answer"]
        choose_radio(page, value)
    elif page.locator("input[type=checkbox][name=answer]").count():
        for value in data["answer"]:
            page.locator("h1").evaluate("element => document.activeElement.blur()")
            reach(page, page.locator(f"input[name=answer][value='{value}']"))
            page.keyboard.press("Space")
    elif page.locator("#answer").count():
        reach(page, page.locator("#answer"))
        page.keyboard.type(str(data["answer"]))
    else:
        for name, value in data.items():
            field = page.locator(f"select[name='{name}']")
            reach(page, field)
            for _press in range(field.locator("option").count()):
                if field.input_value() == value:
                    break
                page.keyboard.press("ArrowDown")
            assert field.input_value() == value


def sign_in_by_keyboard(page: Page, person: User) -> None:
    reach(page, page.locator("#id_login"))
    page.keyboard.type(person.email)
    reach(page, page.locator("#id_password"))
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_specialist_passes_the_first_quiz_by_keyboard_and_gets_a_certificate(page: Page) -> None:
    person = UserFactory(roles=["specialist"], email="vera@service.example")
    quiz = Quiz.objects.filter(language="ru", is_published=True).order_by("pk")[0]
    page.goto(f"/ru/quizzes/{quiz.slug}/")
    press(page, page.get_by_role("link", name="Войти, чтобы начать"))
    sign_in_by_keyboard(page, person)
    assert page.url.endswith(f"/ru/quizzes/{quiz.slug}/")
    press(page, page.get_by_role("link", name="Начать тест"))
    for tick in ("identity", "rules"):
        reach(page, page.locator(f"#{tick}"))
        page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Начать тест"))

    attempt = Attempt.objects.get(candidate=person)
    items = list(attempt.form.items.select_related("version").order_by("position"))
    for item in items:
        assert page.url.endswith(f"/{item.position}/")
        answer(page, right_data(item))
        press(page, page.get_by_role("button", name="Сохранить и дальше"))
    assert main_heading(page) == "Проверьте перед сдачей"
    press(page, page.get_by_role("button", name="Сдать тест"))

    assert page.url.endswith("/result/")
    certificate = Certificate.objects.get(holder=person)
    with page.expect_download() as download:
        page.locator("aside.o-cert a[href$='certificate.pdf']").click()
    text = PdfReader(BytesIO(download.value.path().read_bytes())).pages[0].extract_text()
    assert certificate.code in text.replace(" ", "")

    page.context.clear_cookies()
    page.goto(f"/verify/{certificate.code}/")
    said = page.locator("main").inner_text()
    assert (quiz.title in said.replace("\xa0", " "), "Действует" in said, person.last_name in said) == (True, True, False)


# --- a narrow telephone ---


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_main_pages_do_not_scroll_sideways_on_a_narrow_telephone(page: Page, lang: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    wide = {}
    for address in MAIN_PAGES:
        page.goto(f"/{lang}/{address}")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide[address] = width
    assert wide == {}


def test_wide_table_scrolls_in_itself_and_takes_the_keyboard(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/ru/practices/")
    frame = page.locator("section.o-table").first
    assert (frame.get_attribute("tabindex"), frame.get_attribute("aria-label")) == ("0", "Практики по регионам")
