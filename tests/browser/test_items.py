"""Every kind of question on a narrow telephone: answered by pointer, by keyboard alone, by touch and without scripts.

Each way the response that the server stored is compared, and the page shows it again after a reload.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction as F
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from quizzes import scoring
from quizzes.answers import widget
from quizzes.domain import import_bank, start_attempt
from quizzes.domain.outcomes import latest_responses
from quizzes.models import Attempt, FormItem, Item, Quiz
from quizzes.scoring import (
    Criterion,
    Essay,
    Matching,
    MultipleResponse,
    NumberAnswer,
    Numerical,
    Option,
    Pair,
    Pointed,
    ShortAnswer,
    SingleChoice,
    Text,
    TrueFalse,
    Typed,
    Unit,
)
from tests.browser.test_attempts import sign_in
from tests.browser_set_up import Visits
from tests.factories import UserFactory
from tests.quizzes.builders import make_quiz
from tests.quizzes.scoring.test_case import CASE, KEY
from tests.quizzes.test_answers import DRAG, GAPS, ORDER, SPOTS

NARROW = {"width": 360, "height": 740}
CASE_ITEM = replace(CASE, id="w-case")


def options(*texts: str) -> tuple[Option, ...]:
    return tuple(Option(Text(text), F(1) if place == 0 else F(0)) for place, text in enumerate(texts))


ITEMS: dict[str, scoring.Item] = {
    "single": SingleChoice(id="w-single", stem=Text("Кто решает?"), options=options("Опека", "Школа", "Сосед")),
    "multiple": MultipleResponse(
        id="w-multiple",
        stem=Text("Что взять?"),
        options=(Option(Text("Телефон"), F(1, 2)), Option(Text("Бланк"), F(1, 2)), Option(Text("Ключ"))),
    ),
    "truth": TrueFalse(id="w-truth", stem=Text("Согласие нужно."), correct=True),
    "short": ShortAnswer(id="w-short", stem=Text("Кто ведёт семью?"), answers=options("куратор")),
    "number": Numerical(id="w-number", stem=Text("Сколько?"), answers=(NumberAnswer(F(7)),), units=(Unit("дней"),)),
    "pairs": Matching(
        id="w-pairs", stem=Text("Подберите."), pairs=(Pair(Text("Ссора"), "кризисный"), Pair(Text("Угроза"), "экстренный"))
    ),
    "order": replace(ORDER, id="w-order"),
    "gaps": replace(GAPS, id="w-gaps"),
    "drag": replace(DRAG, id="w-drag"),
    "spots": replace(SPOTS, id="w-spots"),
    "essay": Essay(
        id="w-essay",
        stem=Text("Опишите день."),
        rubric=(Criterion("Факты", ((F(0), "нет"), (F(1), "есть"))),),
        min_words=3,
    ),
}
GIVEN: dict[str, scoring.Response] = {
    "single": scoring.ChosenOne(1),
    "multiple": scoring.ChosenMany((0, 2)),
    "truth": scoring.Said(False),
    "short": Typed("куратор семьи"),
    "number": Typed("7 дней"),
    "pairs": scoring.Assigned((1, 0)),
    "order": scoring.Ordered((2, 0, 3, 1)),
    "gaps": scoring.Assigned((1, 0)),
    "drag": scoring.Assigned((1, 0)),
    "spots": Pointed(((30, 30), (200, 200))),
    "essay": Typed("раз два три четыре"),
}
SHOWN = {"order": ".q-order__text", "drag": ".q-slot", "spots": ".q-mark text"}
ORDERED = ("шаг 2", "шаг 0", "шаг 3", "шаг 1")
Way = dict[str, Callable[[Page], None]]


def begin(contents: list[scoring.Item], **rules: Any) -> Attempt:
    import_bank(contents, language="ru", status=Item.Status.APPROVED)
    fields = {"purpose": Quiz.Purpose.TRAINING, "gives_certificate": False, "slug": "items", **rules}
    quiz = make_quiz(blueprint={"cells": [], "fixed": [content.id for content in contents]}, **fields)
    return start_attempt(quiz, UserFactory(roles=["specialist"]))


def opened(page: Page, base_url: str, *contents: scoring.Item, **rules: Any) -> Attempt:
    attempt = begin(list(contents), **rules)
    sign_in(page.context, base_url, attempt.candidate)
    page.set_viewport_size(NARROW)
    page.goto(f"/ru/quizzes/attempts/{attempt.public_id}/1/")
    return attempt


def stored(item: FormItem) -> scoring.Response | None:
    """The response that counts now; in the order of the item, where the order is the candidate's own."""
    latest = latest_responses(Attempt.objects.get(form=item.form_id)).get(item.pk)
    answer = latest.answer if latest else None
    return scoring.ChosenMany(tuple(sorted(answer.options))) if isinstance(answer, scoring.ChosenMany) else answer


def wait_for(page: Page, item: FormItem, expected: scoring.Response | None) -> None:
    """Waits until the server has the response; says what it has where it never comes."""
    for _turn in range(60):
        if alike(stored(item), expected):
            return
        page.wait_for_timeout(100)
    assert stored(item) == expected


def alike(one: scoring.Response | None, other: scoring.Response | None) -> bool:
    """Equal; points of a narrow picture within the width of a finger's tremble."""
    if isinstance(one, Pointed) and isinstance(other, Pointed) and len(one.points) == len(other.points):
        return all(abs(a - b) <= 4 for p, q in zip(one.points, other.points, strict=True) for a, b in zip(p, q, strict=True))
    return one == other


def shown(page: Page) -> list[tuple[str, str]]:
    """What the fields of the question say, whether they are to be seen or not; without the keys of the form."""
    return page.evaluate(
        """() => [...new FormData(document.querySelector("[data-attempt]"))]
          .filter(([name]) => name.startsWith("answer") || name === "spots").map(([name, value]) => [name, String(value)])"""
    )


def fields_of(item: FormItem) -> list[list[str]]:
    """What the page must show for the stored response."""
    page = widget(item, stored(item))
    slots = [*page.slots, *(piece.slot for piece in page.pieces if piece.slot)]
    if slots:
        return [[slot.name, next((one.value for one in slot.choices if one.is_chosen), "")] for slot in slots]
    if page.rows:
        return sorted([row.name, row.place] for row in page.rows)
    chosen = [["answer", choice.value] for choice in page.choices if choice.is_chosen]
    if page.shape == "hotspot":
        return [["spots", page.extra.value], *chosen]
    return chosen or [["answer", page.text]]


def answer_all(page: Page, attempt: Attempt, ways: Way, *, saves_itself: bool) -> None:
    """Answers the questions in the given ways, and looks each time at the server and at the page after a reload."""
    items = {item.version.item.code.removeprefix("w-"): item for item in attempt.form.items.select_related("version__item")}
    for name, way in ways.items():
        item = items[name]
        page.goto(f"/ru/quizzes/attempts/{attempt.public_id}/{item.position}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], name
        way(page)
        if saves_itself:
            wait_for(page, item, GIVEN[name])
            expect(page.locator("[data-saved]")).to_contain_text("Сохранено в")
        else:
            with page.expect_navigation():
                page.get_by_role("button", name="Сохранить и дальше").click()
            assert alike(stored(item), GIVEN[name]), (name, stored(item))
        page.goto(f"/ru/quizzes/attempts/{attempt.public_id}/{item.position}/")
        assert sorted(shown(page)) == sorted(fields_of(item)), name


def by_place(attempt: Attempt, ways: Way) -> list[tuple[str, Callable[[Page], None]]]:
    """The ways in the order of the attempt's questions."""
    items = attempt.form.items.select_related("version__item").order_by("position")
    names = [item.version.item.code.removeprefix("w-") for item in items]
    return [(name, ways[name]) for name in names if name in ways]


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


def drag_lines(page: Page) -> None:
    for target, text in enumerate(ORDERED):
        if texts(page)[target] != text:
            line = page.locator(".q-order__row", has_text=text)
            line.drag_to(page.locator(".q-order__row").nth(target), target_position={"x": 40, "y": 4})
    assert tuple(texts(page)) == ORDERED


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


def test_every_kind_is_answered_by_pointer(page: Page, base_url: str) -> None:
    attempt = opened(page, base_url, *ITEMS.values())
    answer_all(page, attempt, BY_POINTER, saves_itself=True)


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
    assert "строка теперь стоит на месте" in (page.locator("[data-order-said]").text_content() or "")


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


def test_every_kind_is_answered_by_keyboard_alone(page: Page, base_url: str) -> None:
    attempt = opened(page, base_url, *ITEMS.values())
    answer_all(page, attempt, BY_KEYBOARD, saves_itself=True)


# --- other contexts: by touch, without scripts ---


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


def tap_lines(page: Page) -> None:
    for target, text in enumerate(ORDERED):
        while texts(page).index(text) > target:
            page.get_by_role("button", name=f"Выше: {text}").tap()


def tap_words(page: Page) -> None:
    for place, word in ((0, "112"), (1, "опека")):
        page.locator(".q-chip", has_text=word).tap()
        page.locator(".q-slot").nth(place).tap()


def tap_spots(page: Page) -> None:
    for x, y in ((30, 30), (200, 200)):
        spot(page, x, y, Locator.tap)


def test_lines_words_and_pictures_are_answered_by_touch(other: Callable[..., Page], base_url: str) -> None:
    page = other(has_touch=True, is_mobile=True)
    ways: Way = {"order": tap_lines, "drag": tap_words, "spots": tap_spots}
    answer_all(page, opened(page, base_url, *(ITEMS[name] for name in ways)), ways, saves_itself=True)


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


# --- cases ---


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
