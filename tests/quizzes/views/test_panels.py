"""A panel as its judges and its chair meet it, without a script."""

import re

import pytest
from django.urls import reverse

from portal.people.roles import ensure_roles, group_of
from quizzes.domain.standard_setting import close_round, create_panel, invite_judges, open_round, record_estimates
from quizzes.models import Estimate, Panel, PanelRemark, Quiz
from quizzes.views.kept_words import author_key
from tests.quizzes.builders import make_quiz, make_user
from tests.quizzes.pages import text_of
from tests.quizzes.sittings import choice_item, make_versions

pytestmark = pytest.mark.django_db
ITEMS = 7
FIGURE = r"\b37(?:,0)? %"  # an estimate of 37, wherever a page shows one


@pytest.fixture
def chair():
    ensure_roles()
    user = make_user("chair@example.org", is_staff=True, last_name="Председателева")
    user.groups.add(group_of("methodologist"))
    return user


@pytest.fixture
def experts(chair):
    names = ["Ольгина", "Петрова", "Сидорова"]
    people = [make_user(f"e{n}@example.org", last_name=name) for n, name in enumerate(names)]
    for person in people:
        person.groups.add(group_of("reviewer"))
    return people


@pytest.fixture
def panel(chair):
    make_versions([choice_item(str(n)) for n in range(ITEMS)])
    quiz = make_quiz(blueprint={"cells": [], "fixed": [f"s-{n:03}" for n in range(1, ITEMS + 1)], "shuffle": False})
    return create_panel(quiz, title="Осень", borderline="Ещё советуется.", actor=chair)


@pytest.fixture
def judges(panel, experts, chair):
    return invite_judges(panel, experts, actor=chair)


@pytest.fixture
def opened(panel, judges, chair):
    open_round(panel, actor=chair)
    return panel


def at(name: str, panel: Panel, *args) -> str:
    return reverse(f"quizzes:{name}", args=[panel.public_id, *args])


def field(panel: Panel, position: int) -> str:
    return f"item-{panel.items.get(position=position).pk}"


def rate_all(judge, percent: int) -> None:
    record_estimates(judge, dict.fromkeys(judge.panel.items.values_list("pk", flat=True), percent))


def test_a_panel_does_not_exist_for_others(client, opened, chair) -> None:
    client.force_login(chair)
    assert [client.get(at(*where)).status_code for where in [("panel", opened), ("rate", opened, 1)]] == [404, 404]


def test_who_loses_the_right_loses_the_seat(client, opened, experts) -> None:
    experts[0].groups.clear()
    client.force_login(experts[0])
    assert client.get(at("panel", opened)).status_code == 404


def test_a_judge_rates_page_by_page(client, opened, experts) -> None:
    client.force_login(experts[0])
    assert "Оценено 0 из 7." in text_of(client.get(at("panel", opened)))
    first = client.get(at("rate", opened, 1))
    assert ("Вопрос 0?" in text_of(first), "А. верно 0 — верно" in text_of(first)) == (True, True)
    answer = client.post(at("rate", opened, 1), {field(opened, n): "60" for n in (1, 2, 3, 4)} | {field(opened, 5): "70 %"})
    assert answer["Location"].endswith("/rate/2/")
    assert client.post(at("rate", opened, 2), {field(opened, 6): "50"})["Location"] == at("panel", opened)
    said = text_of(client.get(at("panel", opened)))
    assert ("Оценено 6 из 7." in said, Estimate.objects.count()) == (True, 6)
    assert f'href="{at("rate", opened, 2)}"' in client.get(at("panel", opened)).content.decode()


@pytest.mark.parametrize("typed", ["101", "-1", "много", "5,5", "1000"])
def test_what_is_no_percent_is_named_and_kept(client, opened, experts, typed) -> None:
    client.force_login(experts[0])
    reply = client.post(at("rate", opened, 1), {field(opened, 1): "60", field(opened, 2): typed})
    assert (reply.status_code, Estimate.objects.count()) == (422, 0)
    assert "Вопрос 2: введите целое число от 0 до 100." in text_of(reply)
    assert f'value="{typed}"' in reply.content.decode()


def test_while_a_round_is_open_nothing_of_others_is_seen(client, opened, judges, experts) -> None:
    rate_all(next(judge for judge in judges if judge.user == experts[1]), 37)
    client.force_login(experts[0])
    pages = [client.get(at("panel", opened)), client.get(at("rate", opened, 1))]
    assert [re.findall(f"{FIGURE}|Петрова|Сидорова", text_of(page)) for page in pages] == [[], []]


@pytest.fixture
def discussed(opened, judges, experts, chair):
    for judge, percent in zip(sorted(judges, key=lambda one: one.user.last_name), (40, 60, 80), strict=True):
        rate_all(judge, percent)
    close_round(opened, actor=chair)
    return opened


def test_after_a_round_the_spread_is_shown_without_names(client, discussed, experts) -> None:
    client.force_login(experts[0])
    said = text_of(client.get(at("panel", discussed)))
    assert "Проходной балл по оценкам: 60,0 %" in said
    assert "Оценки всех: 40, 60, 80; в среднем 60 %" in said
    assert ("Ваш балл: 40 %" in said, "меньше 8: балл предварительный" in said) == (True, True)
    assert [name in said for name in ("Петрова", "Сидорова")] == [False, False]


def test_a_remark_is_read_without_a_name(client, discussed, experts) -> None:
    client.force_login(experts[0])
    address = at("remark", discussed, 3)
    assert client.post(address, {"text": "Слишком просто."})["Location"] == at("panel", discussed) + "#item-3"
    assert client.post(address, {"text": " "}).status_code == 422
    long = client.post(address, {"text": "слишком " * 200})
    assert (long.status_code, "слишком слишком" in long.content.decode(), client.get(address).url) == (
        422,
        True,
        at("panel", discussed) + "#item-3",
    )
    client.force_login(experts[1])
    said = text_of(client.get(at("panel", discussed)))
    assert ("Слишком просто." in said, "Ольгина" in said, PanelRemark.objects.count()) == (True, False, 1)


def test_the_second_round_remembers_the_first(client, discussed, experts, chair) -> None:
    open_round(discussed, actor=chair)
    client.force_login(experts[0])
    said = text_of(client.get(at("rate", discussed, 1)))
    assert "Ваша прежняя оценка: 40 % Все в прошлом круге: 40, 60, 80" in said


def test_rating_late_leads_to_the_panel(client, discussed, experts) -> None:
    client.force_login(experts[0])
    reply = client.post(at("rate", discussed, 1), {field(discussed, 1): "10"})
    assert (reply["Location"], Estimate.objects.count()) == (at("panel", discussed), 3 * ITEMS)


@pytest.mark.parametrize(("where", "queries"), [(["panel"], 9), (["rate", 1], 10)])
def test_pages_take_few_queries(client, opened, experts, where, queries, django_assert_num_queries) -> None:
    client.force_login(experts[0])
    address = at(where[0], opened, *where[1:])
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)


def lead(client, panel: Panel, verb: str, **data):
    return client.post(reverse(f"quiz_panels:{verb}", args=[panel.public_id]), data, follow=True)


def test_the_chair_leads_a_panel_to_its_score(client, panel, experts, chair) -> None:
    client.force_login(chair)
    assert "хотя бы двух экспертов" in text_of(lead(client, panel, "open"))
    assert "Приглашены 3 эксперта." in text_of(lead(client, panel, "invite", people=[person.pk for person in experts]))
    said = text_of(lead(client, panel, "open"))
    assert ("Идёт круг 1" in said, "Петрова Анна: оценено 0 из 7" in said) == (True, True)
    for judge, percent in zip(panel.judges.all(), (40, 60, 80), strict=True):
        rate_all(judge, percent)
    said = text_of(lead(client, panel, "close"))
    assert ("60,0 % (предварительный), ошибка ± 11,5" in said, "40,0; 60,0; 80,0" in said) == (True, True)
    assert "заполнить это поле" in text_of(lead(client, panel, "adopt", percent="58", reason=""))
    said = text_of(lead(client, panel, "adopt", percent="58", reason="Осторожно: судей трое."))
    assert ("было 75 %, стало 58 %" in said, Quiz.objects.get().cut_score) == (True, 58)
    assert "Осторожно: судей трое." in text_of(client.get(reverse("quiz_panels:index")))


def test_the_chair_sees_no_estimate_with_a_name(client, opened, judges, experts, chair) -> None:
    rate_all(next(judge for judge in judges if judge.user == experts[1]), 37)
    client.force_login(chair)
    said = text_of(client.get(reverse("quiz_panels:panel", args=[opened.public_id])))
    assert ("Петрова Анна: оценено 7 из 7" in said, re.findall(FIGURE, said)) == (True, [])


def test_a_panel_is_made_in_the_admin_and_cancelled(client, chair, panel) -> None:
    client.force_login(chair)
    assert "заполнить это поле" in text_of(client.post(reverse("quiz_panels:create"), {"quiz": panel.quiz_id}))
    data = {"quiz": panel.quiz_id, "title": "", "borderline": "Знает порядок."}
    assert "Основы" in text_of(client.post(reverse("quiz_panels:create"), data, follow=True))
    made = Panel.objects.get(title="Основы")
    assert "Отменена" in text_of(lead(client, made, "cancel", reason="Ошиблись тестом."))


@pytest.mark.parametrize("panels", [1, 3])
def test_the_list_of_panels_takes_the_same_queries(client, chair, panel, panels, django_assert_num_queries) -> None:
    for _n in range(panels - 1):
        create_panel(panel.quiz, title="Ещё", borderline="Советуется.", actor=chair)
    client.force_login(chair)
    client.get(reverse("quiz_panels:index"))
    with django_assert_num_queries(10):
        client.get(reverse("quiz_panels:index"))


def test_what_a_judge_wrote_comes_back_after_a_sign_in(client, discussed, experts, chair) -> None:
    remark, words = at("remark", discussed, 3), {"text": "Слишком просто.", "author": author_key(experts[0])}
    client.post(remark, words)
    client.force_login(experts[0])
    said = client.get(remark).content.decode()
    assert (">Слишком просто.</textarea>" in said, PanelRemark.objects.count()) == (True, 0)
    open_round(discussed, actor=chair)
    client.logout()
    rate = at("rate", discussed, 1)
    client.post(rate, {field(discussed, 1): "55", "author": author_key(experts[0])})
    client.force_login(experts[0])
    before = Estimate.objects.filter(percent=55).count()
    assert ('value="55"' in client.get(rate).content.decode(), before) == (True, 0)
