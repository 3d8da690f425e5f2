"""The ways to answer every kind of question: by pointer, by keyboard alone, by touch, without scripts."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.questions import ORDERED, Way


def choose_word(page: Page, label: str, word: str) -> None:
    page.get_by_label(label, exact=True).select_option(label=word)


def texts(page: Page) -> list[str]:
    return page.locator(".q-order__text").all_inner_texts()


def spot(page: Page, x: int, y: int, press: Callable[..., None]) -> None:
    """Presses a place of the picture, given in its own measure."""
    picture = page.locator("#spots-picture")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box is not None
    press(picture, position={"x": x * box["width"] / 640, "y": y * box["height"] / 420})


# --- by pointer ---


def kept(page: Page) -> Locator:
    """What is pressed where the lines lie by chance as they are to be put: they are mixed anew for every attempt."""
    return page.get_by_role("button", name="Порядок уже верный")


def drag_lines(page: Page) -> None:
    for target, text in enumerate(ORDERED):
        if texts(page)[target] != text:
            line = page.locator(".q-order__row", has_text=text)
            line.drag_to(page.locator(".q-order__row").nth(target), target_position={"x": 40, "y": 4})
    assert tuple(texts(page)) == ORDERED
    if kept(page).count():
        kept(page).click()


def drag_words(page: Page) -> None:
    for place, word in ((0, "112"), (1, "опека")):
        page.locator(".q-chip", has_text=word).drag_to(page.locator(".q-slot").nth(place))
    assert page.locator(".q-slot").all_inner_texts() == ["112", "опека"]
    # The word that may be taken many times is still there, the other is used up.
    assert page.locator(".q-chip").all_inner_texts() == ["112"]


def click_spots(page: Page) -> None:
    for x, y in ((30, 30), (400, 300), (200, 200)):
        spot(page, x, y, Locator.click)
    assert page.locator(".q-mark").count() == 2  # as many as may be marked: the oldest has gone
    page.get_by_role("button", name="Убрать точки").click()
    assert page.locator(".q-mark").count() == 0
    for x, y in ((30, 30), (200, 200)):
        spot(page, x, y, Locator.click)


def count_words(page: Page) -> None:
    page.locator("textarea").fill("раз два три четыре")
    expect(page.locator("#answer-words")).to_have_text("Слов: 4 (нужно не меньше 3)")


def choose_pairs(page: Page) -> None:
    choose_word(page, "Ссора", "экстренный")
    choose_word(page, "Угроза", "кризисный")


def choose_gaps(page: Page) -> None:
    choose_word(page, "Пропуск 1 из 2", "112")
    choose_word(page, "Пропуск 2 из 2", "опека")


def tick(page: Page) -> None:
    page.get_by_label("Телефон").check()
    page.get_by_label("Ключ").check()


BY_POINTER: Way = {
    "single": lambda page: page.get_by_label("Школа").check(),
    "multiple": tick,
    "truth": lambda page: page.get_by_label("Неверно").check(),
    "short": lambda page: page.get_by_label("Ответ", exact=True).fill("куратор семьи"),
    "number": lambda page: page.get_by_label("Ответ", exact=True).fill("7 дней"),
    "pairs": choose_pairs,
    "order": drag_lines,
    "gaps": choose_gaps,
    "drag": drag_words,
    "spots": click_spots,
    "essay": count_words,
}


# --- by keyboard ---


def tab_to(page: Page, place: Locator, *, back: bool = False) -> None:
    """Goes to a field as somebody without a mouse does; fails where Tab never comes there."""
    wanted = place.element_handle()
    for _press in range(80):
        if page.evaluate("one => document.activeElement === one", wanted):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"Tab does not reach {place}.")


def arrow_to(page: Page, label: str) -> None:
    """Goes to a radio button of a group: Tab to the group, then the arrows."""
    wanted = page.get_by_label(label, exact=True).element_handle()
    tab_to(page, page.locator("input[type=radio]").first)
    page.keyboard.press("Space")
    for _press in range(6):
        if page.evaluate("one => document.activeElement === one", wanted):
            break
        page.keyboard.press("ArrowDown")
    assert wanted.is_checked()


def type_into(page: Page, text: str) -> None:
    tab_to(page, page.get_by_label("Ответ", exact=True))
    page.keyboard.type(text)


def pick(page: Page, label: str, word: str) -> None:
    field = page.get_by_label(label, exact=True)
    tab_to(page, field)
    for _press in range(8):
        if field.evaluate("one => one.selectedOptions[0].textContent") == word:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"The arrows do not reach {word}.")


def tick_by_keys(page: Page) -> None:
    names = page.locator(".govuk-checkboxes__label").all_inner_texts()
    for name in sorted(("Телефон", "Ключ"), key=names.index):
        tab_to(page, page.get_by_label(name))
        page.keyboard.press("Space")


def pairs_by_keys(page: Page) -> None:
    pick(page, "Ссора", "экстренный")
    pick(page, "Угроза", "кризисный")


def gaps_by_keys(page: Page) -> None:
    pick(page, "Пропуск 1 из 2", "112")
    pick(page, "Пропуск 2 из 2", "опека")


def move_lines(page: Page) -> None:
    for target, text in enumerate(ORDERED):
        while texts(page).index(text) > target:
            up = page.get_by_role("button", name=f"Выше: {text}")
            if not up.evaluate("one => document.activeElement === one"):
                page.locator("h1").click()
                tab_to(page, up)
            page.keyboard.press("Enter")
    assert tuple(texts(page)) == ORDERED
    words = "строка теперь стоит на месте"
    if kept(page).count():
        words = "Порядок принят."
        tab_to(page, kept(page))
        page.keyboard.press("Enter")
    assert words in (page.locator("[data-order-said]").text_content() or "")


def words_by_keys(page: Page) -> None:
    # A gap first, then a word; then a word first and back to the gap.
    tab_to(page, page.locator(".q-slot").nth(0))
    page.keyboard.press("Enter")
    assert page.locator(".q-slot").nth(0).get_attribute("aria-pressed") == "true"
    tab_to(page, page.locator(".q-chip", has_text="опека"))
    page.keyboard.press("Enter")
    assert page.locator(".q-slot").nth(0).inner_text() == "опека"
    page.keyboard.press("Enter")  # the gap has the focus: the word goes back
    assert sorted(page.locator(".q-chip").all_inner_texts()) == ["112", "опека"]
    for place, word in ((0, "112"), (1, "опека")):
        tab_to(page, page.locator(".q-chip", has_text=word))
        page.keyboard.press("Enter")
        tab_to(page, page.locator(".q-slot").nth(place), back=True)
        page.keyboard.press("Enter")
    assert page.locator(".q-slot").all_inner_texts() == ["112", "опека"]


def spots_by_keys(page: Page) -> None:
    # From the middle (320, 210) eight at a time, with Shift one at a time.
    tab_to(page, page.locator(".q-scene__view"))
    page.keyboard.press("Enter")
    page.keyboard.press("Delete")
    for key, count in (("ArrowLeft", 36), ("Shift+ArrowLeft", 2), ("ArrowUp", 22), ("Shift+ArrowUp", 4)):
        for _press in range(count):
            page.keyboard.press(key)
    page.keyboard.press("Enter")
    for key, count in (("ArrowRight", 21), ("ArrowDown", 21)):
        for _press in range(count):
            page.keyboard.press(key)
    page.keyboard.press("Enter")
    assert "Точка поставлена. Всего точек: 2" in (page.locator("[data-said]").last.text_content() or "")


BY_KEYBOARD: Way = {
    "single": lambda page: arrow_to(page, "Школа"),
    "multiple": tick_by_keys,
    "truth": lambda page: arrow_to(page, "Неверно"),
    "short": lambda page: type_into(page, "куратор семьи"),
    "number": lambda page: type_into(page, "7 дней"),
    "pairs": pairs_by_keys,
    "order": move_lines,
    "gaps": gaps_by_keys,
    "drag": words_by_keys,
    "spots": spots_by_keys,
    "essay": lambda page: type_into(page, "раз два три четыре"),
}


# --- by touch ---


def tap_lines(page: Page) -> None:
    for target, text in enumerate(ORDERED):
        while texts(page).index(text) > target:
            page.get_by_role("button", name=f"Выше: {text}").tap()
    if kept(page).count():
        kept(page).tap()


def tap_words(page: Page) -> None:
    for place, word in ((0, "112"), (1, "опека")):
        page.locator(".q-chip", has_text=word).tap()
        page.locator(".q-slot").nth(place).tap()


def tap_spots(page: Page) -> None:
    for x, y in ((30, 30), (200, 200)):
        spot(page, x, y, Locator.tap)


BY_TOUCH: Way = {"order": tap_lines, "drag": tap_words, "spots": tap_spots}


# --- without scripts ---


def number_lines(page: Page) -> None:
    for row in page.locator(".q-order__row").all():
        text = row.locator(".q-order__text").inner_text()
        row.locator("select").select_option(str(ORDERED.index(text) + 1))


def click_and_name(page: Page) -> None:
    with page.expect_navigation():
        page.locator("#spots-picture").click(position={"x": 30, "y": 30})
    assert page.locator(".q-mark").count() == 1
    page.get_by_label("Окно").check()


PLAINLY: Way = {**BY_POINTER, "order": number_lines, "drag": choose_gaps, "spots": click_and_name}
PLAINLY["essay"] = lambda page: page.locator("textarea").fill("раз два три четыре")
