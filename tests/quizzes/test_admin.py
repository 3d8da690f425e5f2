"""What a methodologist sees and may do in the admin."""

import pytest
from django.urls import reverse

from portal.people.roles import ensure_roles, group_of
from quizzes.domain import start_attempt, submit_attempt
from quizzes.models import Item, Quiz
from tests.quizzes.builders import answer_rightly, make_bank, make_quiz, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def methodologist(client):
    ensure_roles()
    user = make_user("methodologist@example.org", is_staff=True)
    user.groups.add(group_of("methodologist"))
    client.force_login(user)
    return user


def address(model: str, view: str, *args) -> str:
    return reverse(f"wagtailsnippets_quizzes_{model}:{view}", args=args)


@pytest.fixture
def attempt():
    make_bank()
    attempt = start_attempt(make_quiz(), make_user())
    answer_rightly(attempt)
    submit_attempt(attempt)
    return attempt


@pytest.mark.parametrize("model", ["item", "quiz", "attempt", "certificate"])
def test_the_lists_are_there(client, methodologist, attempt, model) -> None:
    assert client.get(address(model, "list")).status_code == 200


def test_facts_are_shown_and_not_edited(client, methodologist, attempt) -> None:
    certificate = attempt.outcomes.get().certificate
    assert client.get(address("certificate", "inspect", certificate.pk)).status_code == 200
    assert client.get(address("attempt", "inspect", attempt.pk)).status_code == 200
    replies = [
        client.post(address("certificate", "edit", certificate.pk), {"code": "0"}),
        client.post(address("attempt", "delete", attempt.pk)),
        client.post(address("item", "delete", Item.objects.first().pk)),
    ]
    assert [reply.status_code for reply in replies] == [302, 302, 302]
    assert (Item.objects.count(), attempt.outcomes.count()) == (6, 1)


def test_a_new_item_is_written_as_gift(client, methodologist) -> None:
    data = {"code": "ru-x-1", "language": "ru", "category": "", "status": "draft", "reason": "", "source": "Кто? {=опека ~школа}"}
    reply = client.post(address("item", "add"), data)
    assert reply.status_code == 302
    item = Item.objects.get(code="ru-x-1")
    assert (item.current_version.number, item.current_version.author, item.status) == (1, methodologist, "draft")


def test_an_edit_makes_a_version_and_a_faulty_one_names_the_line(client, methodologist) -> None:
    make_bank()
    item = Item.objects.get(code="t-3")
    data = {"code": "t-3", "language": "ru", "category": "", "status": "approved", "reason": "яснее"}
    edit = address("item", "edit", item.pk)
    faulty = client.post(edit, {**data, "source": "Согласие нужно. {TRUE"})
    assert (faulty.status_code, "Строка 1: Скобка" in faulty.content.decode()) == (200, True)
    assert client.post(edit, {**data, "source": "Согласие нужно. {TRUE}"}).status_code == 302
    item.refresh_from_db()
    assert (item.current_version.number, item.current_version.reason, item.status) == (2, "яснее", "in_review")


def test_saving_without_a_change_makes_no_version(client, methodologist) -> None:
    make_bank()
    item = Item.objects.get(code="t-1")
    edit = address("item", "edit", item.pk)
    source = client.get(edit).context["form"]["source"].value()
    data = {"code": "t-1", "language": "ru", "category": "", "status": "approved", "reason": "", "source": source}
    assert client.post(edit, data).status_code == 302
    assert (item.versions.count(), Item.objects.get(code="t-1").status) == (1, "approved")


def test_a_quiz_with_an_unreadable_plan_is_refused(client, methodologist) -> None:
    quiz = make_quiz()
    data = {
        "title": "Основы",
        "slug": "basics",
        "language": "ru",
        "purpose": "training",
        "blueprint": '{"cells": [{"number": 3}]}',
        "cut_score": "75",
        "competency_cut_scores": '{"ethics": 60}',
        "first_wait_days": "0",
        "later_wait_days": "0",
        "feedback_policy": "after",
        "certificate_months": "36",
        "rests_on": "[]",
        "description": "",
    }
    refused = client.post(address("quiz", "edit", quiz.pk), data)
    assert (refused.status_code, "План не читается" in refused.content.decode()) == (200, True)
    assert client.post(address("quiz", "edit", quiz.pk), {**data, "blueprint": '{"cells": [{"count": 3}]}'}).status_code == 302
    assert Quiz.objects.get().blueprint == {"cells": [{"count": 3}]}


def test_a_specialist_has_no_business_here(client) -> None:
    ensure_roles()
    client.force_login(make_user())
    assert client.get(address("item", "list")).status_code == 302
