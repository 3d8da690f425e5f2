"""«Страница помогла?» without scripts: what is kept, what is refused, and the way back."""

from typing import Any

import pytest
from django.test import Client

from portal.core.models import PageFeedback
from tests.core.dom import document, select


@pytest.fixture
def address(library: Any) -> str:
    return f"/ru/feedback/{library.page('methodology/levels').pk}/"


def test_answer_is_kept_and_thanked_for(library: Any, client: Client, address: str) -> None:
    answer = client.post(address, {"is_useful": "0", "comment": "Не хватило примера.", "website": ""})
    (kept,) = PageFeedback.objects.all()
    assert (answer.status_code, kept.is_useful, kept.comment) == (200, False, "Не хватило примера.")
    assert kept.page_id == library.page("methodology/levels").pk
    root = document(answer.content)
    assert select(root, "h1")[0].text_content() == "Спасибо за ответ"
    assert select(root, "main a.o-more")[0].get("href") == "/ru/methodology/levels/"


@pytest.mark.parametrize(
    "sent",
    [{}, {"is_useful": "maybe"}, {"is_useful": "1", "website": "http://spam.example"}, {"is_useful": "1", "comment": "я" * 1001}],
)
def test_invalid_answer_is_refused_in_words_and_not_kept(client: Client, address: str, sent: dict[str, str]) -> None:
    answer = client.post(address, sent)
    summary = select(document(answer.content), ".govuk-error-summary li")
    assert (answer.status_code, len(summary), PageFeedback.objects.count()) == (400, 1, 0)


def test_comment_is_not_lost_when_the_answer_is_refused(client: Client, address: str) -> None:
    root = document(client.post(address, {"comment": "Не хватило примера."}).content)
    assert [field.text for field in select(root, "main textarea")] == ["Не хватило примера."]


def test_answer_is_posted_with_a_token_only(library: Any, address: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert (strict.post(address, {"is_useful": "1"}).status_code, PageFeedback.objects.count()) == (403, 0)


def test_address_answers_to_nothing_but_post(client: Client, address: str) -> None:
    assert client.get(address).status_code == 405


def test_page_that_readers_do_not_see_takes_no_answers(library: Any, client: Client, address: str) -> None:
    library.page("methodology/levels").unpublish()
    assert (client.post(address, {"is_useful": "1"}).status_code, PageFeedback.objects.count()) == (404, 0)


def test_nothing_about_the_reader_is_kept() -> None:
    assert sorted(field.name for field in PageFeedback._meta.get_fields()) == ["comment", "created_at", "id", "is_useful", "page"]
