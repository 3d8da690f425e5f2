"""Sitting a quiz in a real browser: without scripts, on a narrow telephone, with the network cut, with time running out,
in three languages, in two tabs."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from portal.people.models import Curation, User
from quizzes.domain import set_accommodation, start_attempt, submit_attempt
from quizzes.models import Attempt, FormItem, Quiz, Response
from tests.factories import UserFactory
from tests.quizzes.builders import answer_rightly, make_quiz, right_data

CELLS = {"cells": [{"count": 4, "kind": "single-choice"}]}
WAIT = 15_000


@pytest.fixture
def quiz(page: Page) -> Quiz:
    return make_quiz(slug="short", title="Короткий тест", blueprint=CELLS, time_limit_minutes=30)


@pytest.fixture
def anna(page: Page) -> User:
    return UserFactory(roles=["specialist"], email="anna@service.example")


def sign_in(context: BrowserContext, base_url: str, person: User) -> None:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base_url}])


@pytest.fixture
def attempt(page: Page, quiz: Quiz, anna: User, base_url: str) -> Attempt:
    sign_in(page.context, base_url, anna)
    return start_attempt(quiz, anna)


def open_question(page: Page, attempt: Attempt, position: int = 1, language: str = "ru") -> FormItem:
    page.goto(f"/{language}/quizzes/attempts/{attempt.public_id}/{position}/")
    return attempt.form.items.get(position=position)


def choose(page: Page, place: int) -> None:
    page.locator(f"input[name=answer][value='{place}']").check()


def saved(page: Page) -> Any:
    return page.locator("[data-saved]")


def chosen(attempt: Attempt, position: int) -> list[int]:
    """The places on the page of all answers recorded for the item that count, in their order."""
    item = attempt.form.items.get(position=position)
    rows = Response.objects.filter(attempt=attempt, form_item=item, counts=True).order_by("sequence")
    return [item.option_order.index(row.answer.option) for row in rows]


# --- without scripts, narrow ---


def fill(page: Page, data: dict[str, Any]) -> None:
    """Fills in a form with what is right, whatever the kind of the item."""
    for names in page.locator("[data-scene] details:not([open]) > summary").all():
        names.click()
    for name, value in data.items():
        field = page.locator(f"[name='{name}']")
        for one in value if isinstance(value, list) else [value]:
            kind = field.first.evaluate("element => element.type || element.tagName")
            if kind in ("radio", "checkbox"):
                page.locator(f"[name='{name}'][value='{one}']").check()
            elif kind.startswith("select"):
                field.select_option(one)
            else:
                field.fill(one)


def test_a_certification_without_scripts_on_a_narrow_telephone(plain: Page, anna: User, base_url: str) -> None:
    sign_in(plain.context, base_url, anna)
    quiz = Quiz.objects.filter(language="ru", is_published=True, purpose="certification").order_by("pk")[0]
    plain.goto(f"/ru/quizzes/{quiz.slug}/")
    plain.get_by_role("link", name="Начать тест").click()
    plain.get_by_role("button", name="Начать тест").click()
    assert "Нужны оба подтверждения" in plain.locator("main").inner_text()
    plain.locator("#identity").check()
    plain.locator("#rules").check()
    plain.get_by_role("button", name="Начать тест").click()
    attempt = Attempt.objects.get(candidate=anna)
    wide = []
    for item in attempt.form.items.select_related("version").order_by("position"):
        fill(plain, right_data(item))
        wide.append(plain.locator("main").evaluate("element => element.scrollWidth") > 360)
        plain.get_by_role("button", name="Сохранить и дальше").click()
    plain.get_by_role("button", name="Сдать тест").click()
    assert (plain.url.endswith("/result/"), any(wide)) == (True, False)
    assert "Пройдено" in plain.locator("h1").inner_text()
    assert attempt.declaration.text.startswith("Я — ")


def test_pages_of_an_attempt_do_not_scroll_sideways(page: Page, quiz: Quiz, anna: User, attempt: Attempt) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    base = f"/ru/quizzes/attempts/{attempt.public_id}"
    wide = {}
    for address in (f"{base}/1/", f"{base}/review/"):
        page.goto(address)
        wide[address] = page.evaluate("document.documentElement.scrollWidth")
    submit_attempt(attempt)
    submit_attempt(start_attempt(quiz, anna))
    for address in (f"{base}/result/", f"{base}/answers/", "/ru/quizzes/short/", "/ru/quizzes/mine/"):
        page.goto(address)
        wide[address] = page.evaluate("document.documentElement.scrollWidth")
    assert {address: width for address, width in wide.items() if width > 360} == {}


# --- the network is cut ---


def test_a_minute_without_network_loses_nothing(page: Page, attempt: Attempt) -> None:
    open_question(page, attempt)
    choose(page, 0)
    expect(saved(page)).to_contain_text("Сохранено в", timeout=WAIT)
    page.context.set_offline(True)
    choose(page, 1)
    expect(saved(page)).to_contain_text("Нет связи. Ответ сохранён на этом устройстве", timeout=WAIT)
    page.get_by_role("button", name="Сохранить и дальше").click()
    expect(saved(page)).to_contain_text("следующий вопрос пока не открыть", timeout=WAIT)
    choose(page, 2)
    assert chosen(attempt, 1) == [0]
    page.context.set_offline(False)
    expect(saved(page)).to_contain_text("Связь есть, всё сохранено", timeout=WAIT)
    assert chosen(attempt, 1) == [0, 2]
    page.wait_for_timeout(1600)  # the page takes a second press within a moment for a double one
    with page.expect_navigation():
        page.get_by_role("button", name="Сохранить и дальше").click()
    assert page.url.endswith("/2/")


def test_an_answer_not_sent_survives_a_reload_and_is_sent_then(page: Page, attempt: Attempt) -> None:
    open_question(page, attempt)
    page.route("**/attempts/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    choose(page, 1)
    expect(saved(page)).to_contain_text("на этом устройстве", timeout=WAIT)
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute("**/attempts/**")
    page.reload()
    expect(page.locator("input[name=answer][value='1']")).to_be_checked()
    expect(saved(page)).to_contain_text("Сохранено в", timeout=WAIT)
    assert chosen(attempt, 1) == [1]
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('opora-attempt:'))") == []


def test_a_session_that_ended_asks_to_sign_in_and_keeps_the_answer(
    page: Page, attempt: Attempt, anna: User, base_url: str
) -> None:
    open_question(page, attempt)
    page.context.clear_cookies(name="sessionid")
    choose(page, 1)
    way_in = page.get_by_role("link", name="Войти и отправить ответ")
    expect(way_in).to_be_visible(timeout=WAIT)
    assert way_in.get_attribute("href").endswith(f"?next=%2Fru%2Fquizzes%2Fattempts%2F{attempt.public_id}%2F1%2F")
    sign_in(page.context, base_url, anna)
    open_question(page, attempt)
    expect(saved(page)).to_contain_text("Сохранено в", timeout=WAIT)
    assert chosen(attempt, 1) == [1]


def test_somebody_else_on_the_same_device_neither_sees_nor_sends_the_answer(
    page: Page, quiz: Quiz, attempt: Attempt, base_url: str
) -> None:
    open_question(page, attempt)
    page.context.clear_cookies(name="sessionid")
    choose(page, 1)
    expect(page.get_by_role("link", name="Войти и отправить ответ")).to_be_visible(timeout=WAIT)
    boris = UserFactory(roles=["specialist"])
    sign_in(page.context, base_url, boris)
    page.on("dialog", lambda dialog: dialog.accept())
    open_question(page, start_attempt(quiz, boris))
    page.wait_for_timeout(800)
    assert (page.locator("input[name=answer]:checked").count(), Response.objects.filter(attempt=attempt).count()) == (0, 0)


def test_two_tabs_with_different_answers_let_the_person_choose(page: Page, attempt: Attempt) -> None:
    other = page.context.new_page()
    open_question(page, attempt)
    open_question(other, attempt)
    choose(other, 2)
    expect(saved(other)).to_contain_text("Сохранено в", timeout=WAIT)
    choose(page, 1)
    box = page.locator("[data-conflict]")
    expect(box.get_by_role("heading", name="Два разных ответа")).to_be_focused(timeout=WAIT)
    assert chosen(attempt, 1) == [2]
    box.get_by_role("button", name="Оставить ответ с этой страницы").click()
    expect(saved(page)).to_contain_text("Сохранено в", timeout=WAIT)
    assert (chosen(attempt, 1), box.is_hidden()) == ([2, 1], True)
    choose(other, 0)
    other.locator("[data-conflict]").get_by_role("button", name="Оставить ответ из другого места").click()
    expect(other.locator("input[name=answer][value='1']")).to_be_checked(timeout=WAIT)
    assert chosen(attempt, 1) == [2, 1]


# --- the time ---


def test_time_is_announced_calmly_and_can_be_hidden(page: Page, attempt: Attempt) -> None:
    page.clock.install()
    open_question(page, attempt)
    assert page.locator("[role=timer] b").inner_text() == "30"
    page.clock.fast_forward("20:01")
    said = page.locator("[data-said]")
    expect(said).to_have_text("Осталось минут: 10")
    page.clock.fast_forward("05:00")
    expect(said).to_have_text("Осталось минут: 5")
    page.clock.fast_forward("04:00")
    expect(said).to_have_text("Осталось минут: 1")
    page.get_by_role("button", name="Скрыть время").click()
    expect(page.locator("[role=timer]")).to_be_hidden()
    page.get_by_role("button", name="Показать время").click()
    expect(page.locator("[role=timer]")).to_be_visible()


def test_time_that_runs_out_ends_the_attempt_and_the_last_answer_counts(page: Page, attempt: Attempt) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=timezone.now() + timedelta(seconds=7))
    open_question(page, attempt)
    choose(page, 1)
    page.wait_for_url("**/result/", timeout=WAIT)
    text = page.locator("main").inner_text()
    assert ("вышло время, засчитано сохранённое" in text, chosen(attempt, 1)) == (True, [1])
    assert Attempt.objects.get(pk=attempt.pk).state == "expired"


def test_a_pause_hides_the_questions_and_gives_the_time_back(page: Page, quiz: Quiz, anna: User, base_url: str) -> None:
    curator = UserFactory(roles=["curator"])
    Curation.objects.create(curator=curator, colleague=anna)
    set_accommodation(anna, actor=curator, reason="просьба", extra_time_percent=50, pause_minutes=10, is_low_vision=True)
    sign_in(page.context, base_url, anna)
    attempt = start_attempt(quiz, anna)
    open_question(page, attempt)
    assert page.locator("[role=timer] b").inner_text() == "45"
    assert page.locator(".o-large").count() == 1
    page.get_by_role("button", name="Пауза").click()
    assert (page.locator("h1").inner_text(), page.locator("input[name=answer]").count()) == ("Пауза", 0)
    page.get_by_role("button", name="Продолжить").click()
    assert page.locator("input[name=answer]").count() > 0
    assert Attempt.objects.get(pk=attempt.pk).pauses.count() == 1


# --- languages, keyboard, result ---


@pytest.mark.parametrize(
    ("language", "start", "on", "hand_in"),
    [
        ("ru", "Начать тест", "Сохранить и дальше", "Сдать тест"),
        ("en", "Start", "Save and continue", "Submit"),
        ("id", "Mulai", "Simpan dan lanjutkan", "Kirim"),
    ],
)
def test_an_attempt_in_each_language(
    page: Page, anna: User, base_url: str, language: str, start: str, on: str, hand_in: str
) -> None:
    sign_in(page.context, base_url, anna)
    quiz = Quiz.objects.get(slug="social-support-basics", language=language)
    page.goto(f"/{language}/quizzes/{quiz.slug}/")
    page.locator("main a.govuk-button").click()
    page.locator("#identity").check()
    page.locator("#rules").check()
    page.locator("main form button.govuk-button").click()
    attempt = Attempt.objects.get(candidate=anna)
    answer_rightly(attempt)
    page.goto(f"/{language}/quizzes/attempts/{attempt.public_id}/1/")
    texts = page.locator("main").inner_text()
    page.goto(f"/{language}/quizzes/attempts/{attempt.public_id}/review/")
    texts += page.locator("main").inner_text()
    page.locator("form[data-submit] button").click()
    texts += page.locator("main").inner_text()
    assert (page.url.endswith("/result/"), page.locator("html").get_attribute("lang")) == (True, language)
    assert language == "ru" or not re.search("[А-Яа-яЁё]", texts), re.findall("[А-Яа-яЁё][А-Яа-яЁё ]+", texts)


def test_the_result_shows_the_way_and_starts_a_practice(page: Page, quiz: Quiz, anna: User, attempt: Attempt) -> None:
    submit_attempt(attempt)
    second = start_attempt(quiz, anna)
    answer_rightly(second, {1, 2})
    submit_attempt(second)
    page.goto(f"/ru/quizzes/attempts/{second.public_id}/result/")
    assert page.locator("svg.o-way circle").count() == 2
    assert page.locator("section[aria-labelledby=way] tbody th").all_inner_texts() == ["Попытка 1", "Попытка 2"]
    page.get_by_role("button", name="Потренироваться").click()
    practice = Attempt.objects.get(practice_of=second)
    assert page.url.endswith(f"/attempts/{practice.public_id}/1/")
    asked = set(FormItem.objects.filter(form__in=[attempt.form, second.form]).values_list("version__item", flat=True))
    assert asked.isdisjoint(practice.form.items.values_list("version__item", flat=True))
