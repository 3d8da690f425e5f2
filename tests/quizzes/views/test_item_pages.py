"""Checks on the way, certainty and cases on the pages of an attempt, without scripts."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import translation

from quizzes.domain import submit_attempt
from quizzes.models import Attempt, FormItem
from quizzes.scoring import Walked
from tests.quizzes.builders import right_data
from tests.quizzes.domain.test_tries import CASE_ITEM, CHOICE, attempt_at
from tests.quizzes.pages import text_of
from tests.quizzes.scoring.test_case import KEY
from tests.quizzes.test_answers import ORDER

pytestmark = pytest.mark.django_db


def address(attempt: Attempt, name: str = "question", *args: int) -> str:
    return reverse(f"quizzes:{name}", args=[attempt.public_id, *(args or ((1,) if name == "question" else ()))])


def opened(client, content, **rules) -> tuple[Attempt, FormItem]:
    attempt, item = attempt_at(content, **rules)
    client.force_login(attempt.candidate)
    return attempt, item


def option_on_page(item: FormItem, option: int) -> str:
    return str(item.option_order.index(option))


def test_a_wrong_try_shows_a_hint_and_the_next_one_ends_the_item(client) -> None:
    attempt, item = opened(client, CHOICE, behaviour="interactive")
    page = text_of(client.get(address(attempt)))
    assert ("Проверить ответ" in page, "Осталось 2 попытки." in page, "убавляет 10 % балла" in page) == (True, True, True)
    reply = client.post(address(attempt), {"answer": option_on_page(item, 1), "check": "1"})
    assert reply.url == f"{address(attempt)}#now"
    page = text_of(client.get(address(attempt)))
    assert ("Неверно" in page, "Статья 77." in page, "Верно: опека" in page) == (True, True, False)
    client.post(address(attempt), {"answer": option_on_page(item, 2), "check": "1"})
    page = text_of(client.get(address(attempt)))
    assert ("Верно отчасти" in page, "Верно: опека" in page, "Проверить ответ" in page) == (True, True, False)
    reply = client.post(address(attempt), {"answer": option_on_page(item, 0)})
    assert (reply.status_code, "уже проверен" in text_of(reply)) == (422, True)
    # The page as it stands may be left: its answer is the recorded one.
    assert client.post(address(attempt), {"answer": option_on_page(item, 2)}).url == address(attempt, "review")


@pytest.mark.parametrize(("language", "share"), [("ru", "33,3"), ("en", "33.3"), ("id", "33,3")])
def test_what_a_wrong_try_costs_is_written_in_the_language_of_the_page(client, language, share) -> None:
    attempt, _item = opened(client, replace(CHOICE, penalty=Fraction(1, 3)), behaviour="interactive")
    with translation.override(language):
        page = text_of(client.get(address(attempt)))
    assert re.findall(r"([\d.,]+) %", page) == [share]


def test_a_check_of_nothing_asks_for_an_answer(client) -> None:
    attempt, _item = opened(client, CHOICE, behaviour="immediate")
    reply = client.post(address(attempt), {"check": "1"})
    assert (reply.status_code, "Выберите один ответ" in text_of(reply)) == (422, True)
    assert "Проверить ответ можно один раз." in text_of(client.get(address(attempt)))


def test_without_hints_an_interactive_quiz_checks_once_and_promises_no_more(client) -> None:
    attempt, item = opened(client, replace(CHOICE, hints=()), behaviour="interactive")
    page = text_of(client.get(address(attempt)))
    assert ("Проверить ответ можно один раз." in page, "попытк" in page) == (True, False)
    client.post(address(attempt), {"answer": option_on_page(item, 1), "check": "1"})
    assert "Верно: опека" in text_of(client.get(address(attempt)))


def test_a_deferred_quiz_ignores_a_check_that_is_asked_for(client) -> None:
    attempt, item = opened(client, CHOICE)
    page = client.get(address(attempt))
    assert "Проверить ответ" not in text_of(page)
    client.post(address(attempt), {"answer": option_on_page(item, 1), "check": "1", "certainty": "3"})
    page = text_of(client.get(address(attempt)))
    assert ("Неверно" in page, submit_attempt(attempt).items.get().fraction) == (False, 0)


@pytest.mark.parametrize(("posted", "kept"), [("3", 3), ("7", None), ("", None)])
def test_certainty_is_asked_and_kept(client, posted, kept) -> None:
    attempt, item = opened(client, CHOICE, behaviour="certainty")
    assert "Насколько вы уверены в ответе?" in text_of(client.get(address(attempt)))
    client.post(address(attempt), {"answer": option_on_page(item, 0), "certainty": posted})
    assert attempt.responses.get().certainty == kept
    page = client.get(address(attempt)).content.decode()
    assert f'value="{kept or 1}" checked' in re.sub(r"\s+", " ", page.replace('type="radio" ', ""))


def test_a_case_stays_on_its_page_until_it_is_left(client) -> None:
    attempt, item = opened(client, CASE_ITEM)
    page = text_of(client.get(address(attempt)))
    assert ("Учебный случай." in page, "Школа сообщает" in page, "изменить нельзя, как и в жизни" in page) == (True, True, True)
    data = {"path": "", "node": "call", "decide": "1", "answer": option_on_page(item, 0)}
    assert client.post(address(attempt), data).url == f"{address(attempt)}#now"
    page = text_of(client.get(address(attempt)))
    assert ("Угроза есть." in page, "Ехать сегодня" in page, "о «Ехать сегодня»" in page) == (True, True, False)
    # The same decision sent again is the same; another one is refused.
    client.post(address(attempt), data)
    other = client.post(address(attempt), {**data, "answer": option_on_page(item, 1)})
    assert (other.status_code, "изменить его нельзя" in text_of(other), attempt.responses.count()) == (422, True, 1)
    review = text_of(client.get(address(attempt, "review")))
    assert "Без ответа остался 1 вопрос" in review


def test_a_case_teaches_at_once_where_the_quiz_checks_on_the_way(client) -> None:
    attempt, item = opened(client, CASE_ITEM, behaviour="immediate")
    client.post(address(attempt), {"path": "", "node": "call", "decide": "1", "answer": option_on_page(item, 0)})
    page = text_of(client.get(address(attempt)))
    assert ("о «Ехать сегодня»" in page, "Проверить ответ" in page) == (True, False)


def test_a_finished_case_is_discussed_after_submission_only_where_the_policy_allows(client) -> None:
    attempt, item = opened(client, CASE_ITEM)
    data = right_data(item)
    client.post(address(attempt), data)
    assert attempt.responses.get().answer == KEY
    assert client.get(address(attempt, "answers")).status_code in (302, 404)
    submit_attempt(attempt)
    page = text_of(client.get(address(attempt, "answers")))
    assert ("Верное решение" in page, "Ребёнок дома." in page, "Так и нужно" in page) == (True, True, True)


def test_the_key_is_not_shown_where_the_policy_forbids_it(client) -> None:
    attempt, item = opened(client, replace(CASE_ITEM, id="b-case-2"), feedback_policy="verdict")
    client.post(address(attempt), {"path": "", "node": "call", "decide": "1", "answer": option_on_page(item, 0)})
    submit_attempt(attempt)
    assert client.get(address(attempt, "answers")).status_code == 404
    assert "о «Ехать сегодня»" not in text_of(client.get(address(attempt, "result")))


def test_a_broken_order_is_shown_again_as_it_was_entered(client) -> None:
    attempt, _item = opened(client, replace(ORDER, id="b-order"))
    reply = client.post(address(attempt), {"answer-0": "1", "answer-1": "1", "answer-2": "2", "answer-3": ""})
    assert (reply.status_code, "Расставьте все строки, каждую один раз." in text_of(reply)) == (422, True)
    assert reply.content.decode().count('value="1" selected') == 2


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        ("deferred", "До сдачи его можно изменить."),
        ("immediate", "Ответ можно проверить сразу, один раз."),
        ("interactive", "Где есть подсказка, после ошибки можно попробовать ещё"),
        ("adaptive", "Засчитывается лучшая попытка"),
        ("certainty", "укажите, насколько вы уверены"),
    ],
)
def test_the_page_of_a_quiz_says_how_answers_are_checked(client, behaviour, words) -> None:
    attempt, _item = opened(client, CHOICE, behaviour=behaviour)
    assert words in text_of(client.get(reverse("quizzes:detail", args=[attempt.quiz.slug])))


def test_half_a_path_is_worth_what_it_earned(client) -> None:
    attempt, item = opened(client, CASE_ITEM)
    client.post(address(attempt), {"path": "", "node": "call", "decide": "1", "answer": option_on_page(item, 0)})
    assert attempt.responses.get().answer == Walked(KEY.moves[:1])
    outcome = submit_attempt(attempt)
    assert (outcome.total, outcome.max_total) == (2, 10)
