"""The pages of the quizzes, as a browser without scripts meets them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quizzes.domain import flag_item, start_attempt, submit_attempt
from quizzes.models import Attempt, Certificate
from tests.quizzes.builders import QUESTIONS, answer_rightly, make_bank, make_quiz, make_user, right_data, url
from tests.quizzes.pages import text_of

pytestmark = pytest.mark.django_db


# The frame of the page (menu, session, user) belongs to the site around; counted is what asks our own tables.
LIST_QUERIES = 3  # quizzes, attempts, outcomes
MINE_QUERIES = 4  # attempts, outcomes, certificates, events
DETAIL_QUERIES = 6  # quiz, attempts, outcomes, finished attempts, conditions
QUESTION_QUERIES = 3  # attempt, items, responses
SAVE_QUERIES = 2  # the attempt with the answer that counts, and the new one


def quiz_queries(ask) -> int:
    with CaptureQueriesContext(connection) as queries:
        ask()
    return sum('"quizzes_' in query["sql"] for query in queries)


def test_anybody_reads_the_list_and_the_quiz(client, quiz) -> None:
    assert "Основы" in text_of(client.get(reverse("quizzes:list")))
    page = text_of(client.get(reverse("quizzes:detail", args=["basics"])))
    assert ("Войти, чтобы начать" in page, "Начать тест" in page) == (True, False)


def test_an_unpublished_or_unknown_quiz_is_not_found(client) -> None:
    make_quiz(slug="draft", is_published=False)
    assert [client.get(reverse("quizzes:detail", args=[slug])).status_code for slug in ("draft", "no")] == [404, 404]


def test_a_quiz_in_another_language_is_offered_with_a_word(client, quiz) -> None:
    page = client.get("/en/quizzes/basics/")
    assert (page.status_code, "Русский" in text_of(page)) == (200, True)


def test_one_family_of_translations_is_listed_once(client, quiz) -> None:
    make_quiz(language="en", title="Basics", translation_key=quiz.translation_key)
    shown = {
        lang: [name for name in ("Основы", "Basics") if name in text_of(client.get(f"/{lang}/quizzes/"))]
        for lang in ("ru", "en", "id")
    }
    assert (shown["ru"], shown["en"]) == (["Основы"], ["Basics"])


def test_sitting_needs_a_sign_in(client, quiz) -> None:
    start = client.post(reverse("quizzes:start", args=["basics"]))
    assert (start.status_code, "login" in start.url, Attempt.objects.count()) == (302, True, 0)


def test_starting_is_a_post(client, quiz, anna) -> None:
    client.force_login(anna)
    reply = client.get(reverse("quizzes:start", args=["basics"]))
    assert (reply.url, Attempt.objects.count()) == (reverse("quizzes:detail", args=["basics"]), 0)
    reply = client.post(reverse("quizzes:start", args=["basics"]), follow=True)
    assert (reply.status_code, Attempt.objects.count()) == (200, 1)
    assert "Вопрос 1 из 6" in text_of(reply)


def test_a_refusal_is_explained(client, quiz, anna) -> None:
    quiz.attempts_allowed = 1
    quiz.save()
    client.force_login(anna)
    submit_attempt(start_attempt(quiz, anna))
    reply = client.post(reverse("quizzes:start", args=["basics"]), follow=True)
    assert "Все попытки использованы" in text_of(reply)


def test_a_whole_attempt_without_scripts(client, attempt) -> None:
    for item in attempt.form.items.select_related("version"):
        page = client.get(url("question", attempt, item.position))
        key = re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]
        reply = client.post(url("question", attempt, item.position), {"key": key, **right_data(item)})
        wanted = url("review", attempt) if item.position == QUESTIONS else url("question", attempt, item.position + 1)
        assert (reply.status_code, reply.url) == (302, wanted)
    assert "Все вопросы с ответом" in text_of(client.get(url("review", attempt)))
    result = client.post(url("submit", attempt), follow=True)
    page = text_of(result)
    assert ("Пройдено" in page, "Набрано 6 из 6" in page, "Скачать PDF" in page) == (True, True, True)


@pytest.mark.parametrize("code", [f"t-{number}" for number in range(1, QUESTIONS + 1)])
def test_what_was_entered_is_shown_again(client, attempt, code) -> None:
    item = attempt.form.items.get(version__item__code=code)
    client.post(url("question", attempt, item.position), right_data(item))
    html = client.get(url("question", attempt, item.position)).content.decode()
    chosen = (
        len(re.findall(r"<input[^>]* checked", html))
        + html.count(" selected")
        + len(re.findall(r'id="answer"[^>]*value="[^"]', html))
    )
    assert chosen == {"t-2": 2, "t-5": 2}.get(code, 1)
    assert "Сохранено в" in text_of(client.get(url("question", attempt, item.position)))


def test_an_empty_answer_is_an_error_with_a_way_out(client, attempt) -> None:
    item = attempt.form.items.get(version__item__code="t-1")
    reply = client.post(url("question", attempt, item.position), {})
    html = reply.content.decode()
    assert (reply.status_code, 'href="#answer-1"' in html, "govuk-form-group--error" in html) == (422, True, True)
    assert "Выберите один ответ или отметьте вопрос и вернитесь к нему позже" in text_of(reply)


def test_a_flagged_question_may_stay_empty(client, attempt) -> None:
    assert client.post(url("question", attempt, 2), {"flag": "1"}).status_code == 302
    assert "отмечен" in text_of(client.get(url("question", attempt, 3)))


def test_going_back_saves_too(client, attempt) -> None:
    item = attempt.form.items.get(position=2)
    reply = client.post(url("question", attempt, 2), {"back": "1", **right_data(item)})
    assert (reply.url, attempt.responses.count()) == (url("question", attempt, 1), 1)


def test_a_number_that_is_none_is_explained_and_kept_on_the_page(client, attempt) -> None:
    item = attempt.form.items.get(version__item__code="t-4")
    reply = client.post(url("question", attempt, item.position), {"answer": "семь"})
    assert (reply.status_code, 'value="семь"' in reply.content.decode()) == (422, True)
    assert "Введите число, например 12 или 3,5" in text_of(reply)


def test_the_same_answer_again_adds_no_row(client, attempt) -> None:
    item = attempt.form.items.get(position=1)
    for key in ("a", "b"):
        client.post(url("question", attempt, 1), {"key": key, **right_data(item)})
    assert attempt.responses.count() == 1


def test_background_saving_answers_with_json(client, attempt) -> None:
    item = attempt.form.items.get(position=1)
    reply = client.post(url("question", attempt, 1), {"key": "a", **right_data(item)}, headers={"accept": "application/json"})
    assert (reply.status_code, list(reply.json())) == (200, ["saved", "base", "left"])
    submit_attempt(attempt)
    late = client.post(url("question", attempt, 1), right_data(item), headers={"accept": "application/json"})
    assert (late.status_code, list(late.json())) == (409, ["error", "over"])


def test_nobody_reaches_somebody_elses_attempt(client, attempt) -> None:
    item = attempt.form.items.get(position=1)
    client.force_login(make_user("mallory@example.org"))
    names = [("attempt",), ("question", 1), ("review",), ("result",), ("answers",)]
    assert [client.get(url(name, attempt, *args)).status_code for name, *args in names] == [404] * 5
    assert client.post(url("question", attempt, 1), right_data(item)).status_code == 404
    assert client.post(url("submit", attempt)).status_code == 404
    assert (attempt.responses.count(), Attempt.objects.get().state) == (0, "open")


def test_the_key_is_nowhere_in_the_page(client, attempt) -> None:
    pages = b"".join(client.get(url("question", attempt, position)).content for position in range(1, QUESTIONS + 1)).decode()
    assert [word for word in ("статья 77", "Всегда опека", "fraction", "Нужно.") if word in pages] == []


def test_options_travel_by_their_place_on_the_page(client, quiz, anna) -> None:
    attempt = start_attempt(quiz, anna, seed="b")
    item = attempt.form.items.get(version__item__code="t-1")
    client.force_login(anna)
    values = re.findall(r'type="radio" value="(\d)"', client.get(url("question", attempt, item.position)).content.decode())
    assert values == ["0", "1", "2"]
    client.post(url("question", attempt, item.position), {"answer": "2"})
    assert attempt.responses.get().answer.option == item.option_order[2]


@pytest.mark.parametrize("value", ["3", "-1", "x", "²", "99999999999999999999"])
def test_a_place_that_is_not_there_is_no_answer(client, attempt, value) -> None:
    item = attempt.form.items.get(version__item__code="t-1")
    assert client.post(url("question", attempt, item.position), {"answer": value}).status_code == 422
    assert attempt.responses.count() == 0


def test_time_over_leads_to_the_result(client, quiz, anna, time_machine) -> None:
    quiz.time_limit_minutes = 30
    quiz.save()
    attempt = start_attempt(quiz, anna)
    item = attempt.form.items.get(position=1)
    time_machine.move_to(timezone.now() + timedelta(minutes=31))
    client.force_login(anna)
    reply = client.post(url("question", attempt, 1), right_data(item), follow=True)
    assert ("Время вышло" in text_of(reply), "Пока не пройдено" in text_of(reply)) == (True, True)
    assert Attempt.objects.get().state == "expired"


def test_the_attempt_leads_on_to_the_first_question_without_answer(client, attempt) -> None:
    answer_rightly(attempt, {1, 3})
    assert client.get(url("attempt", attempt)).url == url("question", attempt, 2)
    answer_rightly(attempt, {2, 4, 5, 6})
    assert client.get(url("attempt", attempt)).url == url("review", attempt)


def test_result_says_what_to_read_again(client, attempt) -> None:
    answer_rightly(attempt, {item.position for item in attempt.form.items.exclude(version__item__code="t-3")})
    submit_attempt(attempt)
    page = text_of(client.get(url("result", attempt)))
    assert ("Требует внимания" in page, "standards/consent#c-2-1" in page, "standards/legal#c-1-1" in page) == (True, True, False)


def test_answers_are_discussed_after_the_end_only(client, attempt) -> None:
    assert client.get(url("answers", attempt)).status_code == 302
    answer_rightly(attempt)
    submit_attempt(attempt)
    page = text_of(client.get(url("answers", attempt)))
    assert [
        words for words in ("Да, статья 77.", "Всегда опека.", "кризис → кризисный", "согласие; программа") if words not in page
    ] == []


def test_answers_stay_closed_where_the_policy_says_so(client, quiz, anna) -> None:
    quiz.feedback_policy = "verdict"
    quiz.save()
    attempt = start_attempt(quiz, anna)
    submit_attempt(attempt)
    client.force_login(anna)
    assert client.get(url("answers", attempt)).status_code == 404
    assert "Посмотреть разбор" not in text_of(client.get(url("result", attempt)))


def test_a_script_in_an_answer_or_an_item_is_harmless(client, anna) -> None:
    stem = "[html]Кто <script>alert(1)</script><img src\\=x onerror\\=alert(1)>?"
    make_bank(f"// [id:x]\n{stem} {{=<b>опека</b> ~[plain]<i>школа</i>}}")
    attempt = start_attempt(make_quiz(blueprint={"cells": [{"count": 1}]}), anna)
    client.force_login(anna)
    html = client.get(url("question", attempt, 1)).content.decode()
    found = ("alert(1)</script>" in html, "onerror" in html, "<b>опека</b>" in html, "&lt;i&gt;школа" in html)
    assert found == (False, False, True, True)


def passed(client, quiz, anna) -> Certificate:
    attempt = start_attempt(quiz, anna)
    answer_rightly(attempt)
    client.force_login(anna)
    return submit_attempt(attempt).certificate


def test_the_holder_gets_the_pdf_and_nobody_else(client, quiz, anna) -> None:
    certificate = passed(client, quiz, anna)
    address = reverse("quizzes:certificate_pdf", args=[certificate.public_id])
    reply = client.get(address)
    assert (reply["Content-Type"], reply.content[:5]) == ("application/pdf", b"%PDF-")
    client.force_login(make_user("mallory@example.org"))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_needs_the_same_queries_for_any_number(client, rows, anna) -> None:
    make_bank()
    client.force_login(anna)
    for number in range(rows):
        submit_attempt(start_attempt(make_quiz(slug=f"quiz-{number}", title=f"Тест {number}"), anna))
    client.get(reverse("quizzes:list"))
    assert quiz_queries(lambda: client.get(reverse("quizzes:list"))) == LIST_QUERIES


@pytest.mark.parametrize("rows", [1, 3])
def test_mine_needs_the_same_queries_for_any_number(client, rows, anna) -> None:
    make_bank()
    client.force_login(anna)
    for number in range(rows):
        attempt = start_attempt(make_quiz(slug=f"quiz-{number}", title=f"Тест {number}"), anna)
        answer_rightly(attempt)
        submit_attempt(attempt)
    client.get(reverse("quizzes:mine"))
    assert quiz_queries(lambda: client.get(reverse("quizzes:mine"))) == MINE_QUERIES


@pytest.mark.parametrize("attempts", [1, 3])
def test_detail_needs_the_same_queries_for_any_number(client, attempts, quiz, anna) -> None:
    client.force_login(anna)
    for _number in range(attempts):
        submit_attempt(start_attempt(quiz, anna))
    client.get(reverse("quizzes:detail", args=["basics"]))
    assert quiz_queries(lambda: client.get(reverse("quizzes:detail", args=["basics"]))) == DETAIL_QUERIES


@pytest.mark.parametrize("answered", [1, 3])
def test_question_needs_the_same_queries_however_much_is_answered(client, attempt, answered) -> None:
    answer_rightly(attempt, set(range(1, answered + 1)))
    flag_item(attempt, 1, is_flagged=True)
    client.get(url("question", attempt, 1))
    assert quiz_queries(lambda: client.get(url("question", attempt, 1))) == QUESTION_QUERIES


def test_a_save_asks_our_tables_twice(client, attempt) -> None:
    item = attempt.form.items.get(version__item__code="t-6")
    address, headers = url("question", attempt, item.position), {"accept": "application/json"}
    counted = [quiz_queries(lambda text=text: client.post(address, {"answer": text}, headers=headers)) for text in "абб"]
    assert counted[1:] == [SAVE_QUERIES, SAVE_QUERIES - 1]
