"""A methodologist without technical training writes a training case from nothing: scenes, ways, the walk, the review, the quiz;
a candidate plays it. Then the same form without scripts, and in a telephone."""

from typing import Any

from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect

from portal.people.models import User
from quizzes.models import Attempt, Item, Quiz
from quizzes.scoring import Case
from tests.browser.test_cases import decide


def write(page: BrowserPage, scene: int, **fields: str) -> None:
    """Fills fields of a scene: `title`, `options-0-to`. A list takes the words that the author sees."""
    for name, value in fields.items():
        field = page.locator(f"[name=nodes-{scene}-{name.replace('__', '-')}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def story(page: BrowserPage) -> None:
    """What the case is about, and what it rests on."""
    page.locator("[name=stem]").fill("**Учебный случай. Семья вымышлена.**\n\nВы — куратор. Звонит учительница Пети.")
    page.locator("[name=name]").fill("Петя не спит")
    page.locator("[name=feedback]").fill("Сначала безопасность, потом уровень.")
    page.locator("[name=competency]").select_option("child-safety")
    page.locator("[name=difficulty]").select_option("easy")
    page.locator("#clause").fill("c-2-1")
    page.locator("[name=find]").click()
    page.locator("#rows-references [name=pick]").first.click()
    expect(page.locator("#rows-references .q-place a").last).to_be_visible()


def test_a_case_goes_from_nothing_to_a_candidate(desk, live_server, people) -> None:
    author = desk("item-author", "/admin/quiz-items/new/")
    author.get_by_role("link", name="Учебный случай с развилками").click()
    expect(author.locator(".q-map a")).to_have_count(3)
    story(author)
    write(author, 0, title="Звонок", text="Петя засыпает на уроках.", ask="Что вы сделаете?", weights__0__value="2")
    author.locator("[name=nodes-0-weights-0-competency]").select_option("child-safety")
    write(author, 1, title="Дома спокойно", text="Петя высыпается.")
    write(author, 2, title="Поздно", text="Петя в больнице.")
    good = {"options__0__text": "Поговорю с Петей и мамой", "options__0__share_0": "100", "options__0__takes": "1"}
    write(author, 0, **good, options__0__feedback="Да. Спросить прямо.")
    write(author, 0, options__1__text="Подожду месяц", options__1__share_0="0", options__1__feedback="Ждать опасно.")
    author.locator("[name=nodes-0-options-1-is_critical]").check()
    # The lists know the scenes by the titles just typed, and a way may lead to a scene that is not there yet.
    write(author, 0, options__1__to="3. Поздно", options__0__to="новая сцена")
    expect(author.locator(".q-story")).to_have_count(4)
    expect(author.locator("[name=nodes-0-options-0-to]")).to_have_value("scene-4")
    write(author, 3, title="Уровень", text="Мама работает ночами.", ask="Какой уровень?", kind="Выбрать уровень сопровождения")
    author.locator("[name=nodes-3-options-0-level]").select_option("basic")
    author.locator("[name=nodes-3-weights-0-competency]").select_option("level-choice")
    basic = {"options__0__text": "Базовый", "options__0__share_0": "100", "options__0__to": "2. Дома спокойно"}
    write(author, 3, **basic)
    write(author, 3, options__1__text="Экстренный", options__1__share_0="0")
    author.locator("[name=nodes-3-options-1-level]").select_option("emergency")
    author.locator("[name=key_level]").select_option("basic")
    # One way is forgotten: the page says where, and nothing that was written is lost.
    author.locator("[name=save]").click()
    fault = author.locator("#errors a")
    expect(fault).to_have_text(
        [
            "Выберите, какой компетенции идут эти баллы.",
            "Сцена «4. Уровень», варианты, 2: Вариант «Экстренный» никуда не ведёт. Выберите, что будет дальше.",
        ]
    )
    fault.last.click()
    expect(author.locator("[name=nodes-3-options-1-to]")).to_be_focused()
    write(author, 3, options__1__to="2. Дома спокойно")
    author.locator("[name=key_competency]").select_option("level-choice")
    expect(author.locator(".q-map__spot.is-best")).to_have_count(3)
    # Plays from the second decision, in a tab of its own.
    with author.context.expect_page() as opened:
        author.locator("#scene-3 [name=look-from]").click()
    walk = opened.value.frame_locator("iframe").first
    expect(walk.get_by_role("heading", name="Уровень", exact=True)).to_be_visible()
    walk.get_by_label("Базовый").check()
    walk.get_by_role("button", name="Принять решение").click()
    expect(walk.get_by_text("Случай пройден.")).to_be_visible()
    opened.value.close()
    author.locator("[name=send]").click()
    expect(author.locator(".messages")).to_contain_text("Вопрос отправлен на проверку")
    item = Item.objects.get(current_version__author=people["item-author"])
    content = item.current_version.content
    assert isinstance(content, Case)
    assert [node.title for node in content.nodes] == ["Звонок", "Дома спокойно", "Поздно", "Уровень"]
    approve_publish_play(desk, live_server, people, item)


def approve_publish_play(desk: Any, live_server: Any, people: dict[str, User], item: Item) -> None:
    """A colleague looks at the map and approves; the case goes into a quiz; a candidate plays it in a telephone."""
    reviewer = desk("item-reviewer", f"/admin/quiz-items/{item.pk}/")
    expect(reviewer.locator(".q-map__spot")).to_have_count(4)
    reviewer.get_by_role("button", name="Одобрить").click()
    expect(reviewer.locator(".messages")).to_contain_text("Вопрос одобрен")

    methodologist = desk("methodologist", "/admin/quizzes/new/")
    methodologist.locator("[name=title]").fill("Случай Пети")
    methodologist.locator("[name=slug]").fill("petya")
    methodologist.locator("textarea[name=description]").fill("Один учебный случай.")
    methodologist.locator("[name=cells-0-count]").fill("")
    methodologist.locator("[name=save]").click()
    expect(methodologist.locator(".messages")).to_contain_text("Тест записан")
    quiz = Quiz.objects.get(slug="petya")
    methodologist.goto(f"{live_server.url}/admin/quiz-items/{item.pk}/")
    methodologist.locator("#quiz").select_option(str(quiz.pk))
    methodologist.get_by_role("button", name="Поставить").click()
    expect(methodologist.locator(".messages")).to_contain_text("добавлен в тест")
    methodologist.goto(f"{live_server.url}/admin/quizzes/{quiz.pk}/edit/")
    methodologist.get_by_role("button", name="Опубликовать").click()
    expect(methodologist.locator(".messages")).to_contain_text("Тест опубликован")

    candidate = desk("specialist", "/ru/quizzes/petya/", viewport={"width": 360, "height": 740})
    candidate.get_by_role("button", name="Начать тест").click()
    for decision in ("Поговорю с Петей и мамой", "Базовый"):
        candidate.get_by_label(decision).check()
        decide(candidate)
    expect(candidate.get_by_text("Случай пройден.")).to_be_visible()
    assert candidate.evaluate("document.documentElement.scrollWidth <= innerWidth")
    attempt = Attempt.objects.get(candidate=people["specialist"], quiz=quiz)
    walked = attempt.responses.latest("pk")
    assert [move["node"] for move in walked.content["moves"]] == ["scene-1", "scene-4"]


def test_scenes_and_decisions_are_written_without_scripts(desk, people) -> None:
    page = desk("item-author", "/admin/quiz-items/new/case/", java_script_enabled=False, viewport={"width": 360, "height": 740})
    write(page, 0, title="Звонок", options__0__text="Ехать", options__0__to="новая сцена")
    page.locator("[name=add-nodes-0-options]").click()
    expect(page.locator("#rows-nodes-0-options fieldset")).to_have_count(3)
    expect(page.locator("[name=nodes-0-title]")).to_have_value("Звонок")
    expect(page.locator(".q-story")).to_have_count(4)
    page.locator("#scene-1 summary").first.click()
    page.locator("#scene-1 [name=nodes-1-kind]").select_option(label="Назвать срок в днях")
    page.locator("#scene-1").get_by_role("button", name="Показать поля этого вида").click()
    expect(page.locator("[name=nodes-1-ask]")).to_be_visible()
    page.locator("#scene-1 [name=up-nodes]").click()
    expect(page.locator("[name=nodes-1-title]")).to_have_value("Звонок")
    expect(page.locator("[name=nodes-1-options-0-text]")).to_have_value("Ехать")
