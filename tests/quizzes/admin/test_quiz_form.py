"""The plan of a quiz as rows: what the bank has for each, a trial form, publishing with checks, items put into it."""

import pytest
from django.test import Client

from quizzes.domain import approve_item, send_to_review
from quizzes.models import Quiz
from tests.quizzes.admin.desk import page, said, written
from tests.quizzes.admin.posted import data_of
from tests.quizzes.builders import make_bank, make_quiz

pytestmark = pytest.mark.django_db


def quiz_data(window: Client, quiz: Quiz) -> dict[str, str]:
    return data_of(window.get(page("edit", quiz.pk)).context["form"])


def test_a_quiz_is_saved_as_it_was_when_nothing_is_changed(window) -> None:
    make_bank()
    plan = {
        "cells": [{"count": 2, "competency": "ethics", "difficulty": "easy", "kind": "numerical", "spread": True}],
        "fixed": ["t-1"],
        "excluded": ["t-2"],
        "enemies": [["t-3", "t-4"]],
        "shuffle": False,
    }
    quiz = make_quiz(blueprint=plan, is_published=False, competency_cut_scores={"ethics": 60}, rests_on=["standards/consent/2.0"])
    before = Quiz.objects.filter(pk=quiz.pk).values().get()
    assert window.post(page("edit", quiz.pk), quiz_data(window, quiz)).status_code == 302
    assert Quiz.objects.filter(pk=quiz.pk).values().get() == before


def test_a_new_quiz_is_a_draft_until_it_can_be_drawn(window) -> None:
    make_bank()
    form = window.get(page("create")).context["form"]
    data = {**data_of(form), "title": "Проба", "slug": "proba", "language": "ru", "cells-rows": "1", "cells-0-count": "7"}
    assert window.post(page("create"), data).status_code == 302
    quiz = Quiz.objects.get()
    reply = window.post(page("publish", quiz.pk), follow=True)
    assert (said(reply), Quiz.objects.get().is_published) == (["любые вопросы: нужно 7, есть 6, не хватает 1."], False)
    window.post(page("edit", quiz.pk), {**quiz_data(window, quiz), "cells-0-count": "6"})
    window.post(page("publish", quiz.pk))
    assert Quiz.objects.get().is_published
    window.post(page("publish", quiz.pk), {"withdraw": "1"})
    assert not Quiz.objects.get().is_published


def test_each_row_shows_what_the_bank_has(window) -> None:
    make_bank()
    quiz = make_quiz(is_published=False)
    data = {
        **quiz_data(window, quiz),
        "cells-rows": "2",
        "cells-0-count": "1",
        "cells-1-count": "3",
        "cells-1-competency": "ethics",
    }
    lines = window.post(page("edit", quiz.pk), {**data, "count": "1"}).context["lines"]
    assert [(line["supply"].fitting, line["supply"].missing) for line in lines] == [(6, 0), (2, 1)]
    assert Quiz.objects.get().blueprint == {"cells": [{"count": 6, "spread": True}]}


def test_a_published_quiz_does_not_become_one_that_cannot_be_drawn(window) -> None:
    make_bank()
    quiz = make_quiz()
    reply = window.post(page("edit", quiz.pk), {**quiz_data(window, quiz), "cells-0-count": "60"})
    assert (reply.status_code, "не хватает 54" in reply.context["form"].faults[0][1]) == (422, True)


def test_an_unknown_item_in_a_plan_is_refused_at_its_row(window) -> None:
    quiz = make_quiz(is_published=False)
    reply = window.post(page("edit", quiz.pk), {**quiz_data(window, quiz), "fixed-rows": "1", "fixed-0-code": "нет"})
    assert reply.context["form"].faults[0][0] == "id_fixed-0-code"


def test_a_trial_form_is_the_same_for_the_same_seed(window) -> None:
    make_bank()
    quiz = make_quiz()
    first, again = (window.get(page("trial", quiz.pk), {"seed": "a"}).context["versions"] for _ in range(2))
    assert [version.pk for version in first] == [version.pk for version in again]
    sheet = window.get(page("trial_sheet", quiz.pk, 2), {"seed": "a"})
    assert (sheet.status_code, sheet.context["item"].version.title) == (200, first[1].title)
    assert window.get(page("trial_sheet", quiz.pk, 99), {"seed": "a"}, follow=True).status_code == 404


def test_an_approved_item_is_put_into_a_quiz_once(window, colleague, author) -> None:
    item = written(author)
    quiz = make_quiz(blueprint={"cells": []}, is_published=False)
    act = page("item_act", item.pk, "quiz")
    assert said(window.post(act, {"quiz": quiz.pk}, follow=True)) == [
        "В тест ставят одобренные вопросы. Сначала проведите вопрос через проверку."
    ]
    send_to_review(item, actor=author)
    approve_item(item, actor=None)
    window.post(act, {"quiz": quiz.pk})
    assert Quiz.objects.get().blueprint == {"cells": [], "fixed": ["ru-x-1"]}
    assert said(window.post(act, {"quiz": quiz.pk}, follow=True)) == ["Этот вопрос уже есть в тесте."]
    assert [one.title for one in window.get(page("item", item.pk)).context["planned"]] == ["Основы"]
