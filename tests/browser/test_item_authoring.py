"""A methodologist without technical training: writes an item of every type, looks, sends it to review; a colleague approves;
it goes into a quiz; a candidate takes it."""

from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect

from quizzes.models import Attempt, Item, Quiz

CLAUSE = "c-2-1"


def open_kind(page: BrowserPage, live_server: Any, title: str) -> None:
    page.goto(f"{live_server.url}/admin/quiz-items/new/")
    page.get_by_role("link", name=title).click()
    expect(page.locator("#item-form")).to_be_visible()


def rows(page: BrowserPage, name: str, values: list[dict[str, str]]) -> None:
    """Fills the rows of a name, adding rows by their button where there are too few."""
    for place, row in enumerate(values):
        while page.locator(f"#rows-{name} [data-row]").count() <= place:
            count = page.locator(f"#rows-{name} [data-row]").count()
            page.locator(f"[name=add-{name}]").click()
            expect(page.locator(f"#rows-{name} [data-row]")).to_have_count(count + 1)
        for field, value in row.items():
            place_of = page.locator(f"[name={name}-{place}-{field}]")
            if value == "on":
                place_of.check()
            elif place_of.evaluate("field => field.tagName") == "SELECT":
                place_of.select_option(value)
            else:
                place_of.fill(value)


def take_clause(page: BrowserPage) -> None:
    """Chooses what the question rests on from the list of clauses."""
    page.locator("#clause").fill(CLAUSE)
    page.locator("[name=find]").click()
    page.locator("#rows-references [name=pick]").first.click()
    expect(page.locator("#rows-references .q-place a").last).to_be_visible()


def common(page: BrowserPage, stem: str, name: str) -> None:
    page.locator("[name=stem]").fill(stem)
    page.locator("[name=name]").fill(name)
    page.locator("[name=feedback]").fill("Так сказано в стандарте.")
    page.locator("[name=competency]").select_option("ethics")
    page.locator("[name=difficulty]").select_option("easy")


def choice(*texts: str) -> list[dict[str, str]]:
    return [
        {"text": text, "share": "1" if place == 0 else "0", "feedback": f"Пояснение {place}."} for place, text in enumerate(texts)
    ]


KINDS: dict[str, tuple[str, str, str, dict[str, list[dict[str, str]]]]] = {
    "single-choice": (
        "Один верный ответ",
        "Кто решает об отобрании ребёнка?",
        "Решение",
        {"options": choice("Орган опеки", "Районный врач", "Школьный совет")},
    ),
    "multiple-response": (
        "Несколько верных ответов",
        "Что куратор берёт с собой на визит?",
        "Визит",
        {
            "options": [
                {"text": "Служебный телефон", "is_right": "on", "feedback": "Да."},
                {"text": "Бланк согласия", "is_right": "on", "feedback": "Да."},
                {"text": "Чужое дело", "feedback": "Нет, это тайна."},
                {"text": "Ключ от дома семьи", "feedback": "Нет, это чужой дом."},
            ]
        },
    ),
    "true-false": ("Верно или неверно", "Согласие семьи на данные оформляют отдельно.", "Согласие", {}),
    "short-answer": (
        "Слово или короткая фраза",
        "Как называют того, кто ведёт семью?",
        "Кто ведёт",
        {"answers": [{"text": "куратор", "feedback": "Да."}, {"text": "*", "weight": "0", "feedback": "Это куратор."}]},
    ),
    "numerical": ("Число", "Через сколько дней куратор звонит семье?", "Звонок", {"answers": [{"value": "7", "tolerance": "1"}]}),
    "matching": (
        "Найти пары",
        "Подберите уровень к случаю.",
        "Уровни",
        {
            "pairs": [
                {"premise": "Ссоры в семье", "answer": "кризисный"},
                {"premise": "Угроза жизни", "answer": "экстренный"},
                {"answer": "базовый"},
            ]
        },
    ),
    "ordering": (
        "Расставить по порядку",
        "Расставьте шаги сопровождения.",
        "Шаги",
        {"entries": [{"text": "Оценка"}, {"text": "План"}, {"text": "Помощь"}, {"text": "Завершение"}]},
    ),
    "gap-select": (
        "Пропуски со списком слов",
        "Согласие дают до [[1]] обработки данных.",
        "Срок согласия",
        {"words": [{"text": "начала"}, {"text": "конца"}]},
    ),
    "drag-words": (
        "Вставить слова в текст",
        "Куратор сначала [[1]], затем [[2]].",
        "Порядок дел",
        {"words": [{"text": "звонит"}, {"text": "приходит"}, {"text": "увольняется"}]},
    ),
    "hotspot": (
        "Место на картинке",
        "Где на кухне опасно ребёнку?",
        "Кухня",
        {"areas": [{"name": "Плита", "weight": "100", "feedback": "Да."}, {"name": "Стол", "weight": "0", "feedback": "Нет."}]},
    ),
    "essay": (
        "Развёрнутый ответ",
        "Опишите первую встречу с семьёй.",
        "Первая встреча",
        {"rubric": [{"title": "Уважение", "levels": "0 нет\n1 есть"}, {"title": "Факты", "levels": "0 нет\n1 есть"}]},
    ),
    "description": ("Текст без вопроса", "Дальше два вопроса об одной учебной семье.", "Учебная семья", {}),
}


def extras(page: BrowserPage, kind: str, tmp_path: Path) -> None:
    """What a type asks beyond its rows: a statement's truth, a picture with its places."""
    if kind == "true-false":
        page.locator("[name=correct][value='1']").check()
        page.locator("[name=feedback_wrong]").fill("Отдельно: так требует закон.")
    if kind == "hotspot":
        picture = tmp_path / "kitchen.png"
        Image.new("RGB", (640, 480), "#f0e8d8").save(picture)
        page.locator("[name=upload]").set_input_files(picture)
        expect(page.locator("[data-scene]")).to_be_visible()
        page.locator("[name=alternative]").fill("Кухня с плитой и столом.")


def draw(page: BrowserPage, place: int, from_x: int, from_y: int) -> None:
    """Draws a place on the picture, as a hand does."""
    page.locator(f"[name=areas-{place}-coords]").focus()
    scene = page.locator("[data-scene]")
    scene.scroll_into_view_if_needed()
    box = scene.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + from_x, box["y"] + from_y)
    page.mouse.down()
    page.mouse.move(box["x"] + from_x + 80, box["y"] + from_y + 60, steps=4)
    page.mouse.up()


def write(page: BrowserPage, live_server: Any, kind: str, tmp_path: Path) -> None:
    title, stem, name, filled = KINDS[kind]
    open_kind(page, live_server, title)
    extras(page, kind, tmp_path)
    common(page, stem, name)
    for rows_name, values in filled.items():
        rows(page, rows_name, values)
    if kind == "hotspot":
        draw(page, 0, 40, 40)
        draw(page, 1, 240, 200)
    take_clause(page)


def test_items_of_every_type_go_from_the_first_word_to_a_certificate_quiz(desk, live_server, people, tmp_path) -> None:
    author = desk("item-author")
    for kind in KINDS:
        write(author, live_server, kind, tmp_path)
        author.locator("[name=save]").click()
        expect(author.locator(".messages")).to_contain_text("Вопрос записан черновиком")
        # Looks as the candidate will, in a telephone too.
        author.get_by_role("link", name="Глазами кандидата").click()
        expect(author.frame_locator(".is-phone iframe").get_by_role("heading", level=1)).to_contain_text("Вопрос 1")
        author.go_back()
        author.locator("#reviewer").select_option(str(people["item-reviewer"].pk))
        author.get_by_role("button", name="Отправить", exact=True).click()
        expect(author.locator(".messages")).to_contain_text("отправлен на проверку")
    items = {item.current_version.kind: item for item in Item.objects.filter(current_version__author=people["item-author"])}
    assert set(items) == set(KINDS)
    assert {item.status for item in items.values()} == {"in_review"}

    reviewer = desk("item-reviewer", "/admin/")
    expect(reviewer.locator("#review-notice")).to_be_visible()
    for _item in items:
        reviewer.goto(f"{live_server.url}/admin/quiz-items/queue/")
        reviewer.locator(".q-queue a").first.click()
        reviewer.get_by_role("button", name="Одобрить").click()
        expect(reviewer.locator(".messages")).to_contain_text("Вопрос одобрен")

    methodologist = desk("methodologist", "/admin/quizzes/new/")
    methodologist.locator("[name=title]").fill("Проба новых вопросов")
    methodologist.locator("[name=slug]").fill("trying-new-items")
    methodologist.locator("textarea[name=description]").fill("Все типы вопросов.")
    methodologist.locator("[name=cells-0-count]").fill("")
    methodologist.locator("[name=shuffle]").uncheck()
    methodologist.locator("[name=save]").click()
    expect(methodologist.locator(".messages")).to_contain_text("Тест записан")
    quiz = Quiz.objects.get(slug="trying-new-items")
    for item in items.values():
        methodologist.goto(f"{live_server.url}/admin/quiz-items/{item.pk}/")
        methodologist.locator("#quiz").select_option(str(quiz.pk))
        methodologist.get_by_role("button", name="Поставить").click()
        expect(methodologist.locator(".messages")).to_contain_text("добавлен в тест")
    methodologist.goto(f"{live_server.url}/admin/quizzes/{quiz.pk}/trial/")
    expect(methodologist.locator(".q-trial li")).to_have_count(len(KINDS))
    methodologist.goto(f"{live_server.url}/admin/quizzes/{quiz.pk}/edit/")
    methodologist.get_by_role("button", name="Опубликовать").click()
    expect(methodologist.locator(".messages")).to_contain_text("Тест опубликован")

    candidate = desk("specialist", f"/ru/quizzes/{quiz.slug}/", viewport={"width": 360, "height": 740})
    candidate.get_by_role("button", name="Начать тест").click()
    expect(candidate.get_by_role("heading", level=1)).to_contain_text("Вопрос 1")
    attempt = Attempt.objects.get(candidate=people["specialist"], quiz=quiz)
    for place in range(1, len(KINDS) + 1):
        candidate.goto(f"{live_server.url}/ru/quizzes/attempts/{attempt.public_id}/{place}/")
        expect(candidate.get_by_role("heading", level=1)).to_contain_text(f"Вопрос {place}")
        assert candidate.evaluate("document.documentElement.scrollWidth <= innerWidth")
    single = next(item.position for item in attempt.form.items.all() if item.version.kind == "single-choice")
    candidate.goto(f"{live_server.url}/ru/quizzes/attempts/{attempt.public_id}/{single}/")
    candidate.get_by_label("Орган опеки").check()
    candidate.get_by_role("button", name="Сохранить и дальше").click()
    candidate.wait_for_url(f"**/{single + 1}/" if single < len(KINDS) else "**/review/")
    assert attempt.responses.count() == 1


def test_an_item_is_written_without_scripts(desk, live_server, people) -> None:
    page = desk("item-author", java_script_enabled=False)
    open_kind(page, live_server, "Один верный ответ")
    page.locator("[name=stem]").fill("Кто решает об отобрании ребёнка?")
    page.locator("[name=options-0-text]").fill("Орган опеки")
    page.locator("[name=add-options]").click()
    expect(page.locator("#rows-options [data-row]")).to_have_count(4)
    expect(page.locator("[name=options-0-text]")).to_have_value("Орган опеки")
    page.locator("[name=options-1-text]").fill("Районный врач")
    page.locator("#clause").fill(CLAUSE)
    page.locator("[name=find]").click()
    chosen = page.locator("#rows-references [name=pick]").first
    reference = chosen.get_attribute("value")
    chosen.click()
    expect(page.locator("[name=references-0-target], [name=references-1-target]").last).to_have_value(reference)
    page.locator("[name=save]").click()
    expect(page.locator("main")).to_contain_text("Орган опеки")
    item = Item.objects.get(current_version__author=people["item-author"])
    assert [option.text.value for option in item.current_version.content.options] == ["Орган опеки", "Районный врач"]
