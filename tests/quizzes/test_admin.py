"""What a methodologist sees and may do in the admin."""

import pytest
from django.urls import reverse

from portal.people.roles import ensure_roles
from quizzes.domain import start_attempt, submit_attempt
from quizzes.models import Item
from tests.quizzes.builders import answer_rightly, make_bank, make_quiz, make_user
from tests.quizzes.pages import as_methodologist

pytestmark = pytest.mark.django_db


@pytest.fixture
def methodologist(client):
    return as_methodologist(client)


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


def test_writing_has_pages_of_its_own(client, methodologist) -> None:
    make_bank()
    item, quiz = Item.objects.get(code="t-1"), make_quiz()
    replies = [
        client.get(address("item", "add")),
        client.get(address("item", "edit", item.pk)),
        client.get(address("quiz", "add")),
        client.get(address("quiz", "edit", quiz.pk)),
    ]
    assert [reply["Location"] for reply in replies] == [
        reverse("quiz_item_kinds"),
        reverse("quiz_item", args=[item.pk]),
        reverse("quiz_create"),
        reverse("quiz_edit", args=[quiz.pk]),
    ]


def test_a_specialist_has_no_business_here(client) -> None:
    ensure_roles()
    client.force_login(make_user())
    assert client.get(address("item", "list")).status_code == 302
