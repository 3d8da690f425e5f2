"""Pages that a quiz wants read: said by a press, kept with the day only, asked again after a substantive version."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from portal.learning.models import Reading
from portal.learning.personal_data import erase_name_on_certificates, quiz_records
from portal.learning.readings import has_read, mark_read, unread_pages
from portal.people.models import User
from portal.standards.models import StandardVersionPage
from quizzes.domain.admission import refusal
from quizzes.models import Quiz
from tests.quizzes.builders import make_quiz

PAGES = ["standards/consent", "methodology/levels"]
BUTTON = "Отметить страницу прочитанной"


@pytest.fixture
def quiz(library: Any) -> Quiz:
    return make_quiz(prerequisites={"pages": PAGES}, slug="asks", title="Спрашивает")


def test_a_quiz_starts_when_its_pages_are_read(
    quiz: Quiz, library: Any, sign_in: Callable[[User], Client], specialist: User
) -> None:
    client = sign_in(specialist)
    with translation.override("ru"):
        assert str(refusal(quiz, specialist)).startswith("Сначала нужно: прочитать «")
    for path in PAGES:
        page = library.page(path)
        assert BUTTON in client.get(page.url).content.decode()
        reply = client.post(f"/ru/read/{page.pk}/", follow=True)
        assert ("Отмечено." in reply.content.decode(), BUTTON in reply.content.decode()) == (True, False)
    assert (refusal(quiz, specialist), Reading.objects.count()) == (None, 2)


def test_pages_that_no_quiz_asks_for_have_no_button_and_keep_nothing(
    quiz: Quiz, library: Any, sign_in: Callable[[User], Client], specialist: User
) -> None:
    client, other = sign_in(specialist), library.page("methodology/child-safety")
    assert BUTTON not in client.get(other.url).content.decode()
    assert (client.post(f"/ru/read/{other.pk}/").status_code, Reading.objects.count()) == (404, 0)


def test_a_reader_without_an_account_is_asked_nothing(quiz: Quiz, library: Any, client: Client) -> None:
    page = library.page(PAGES[0])
    assert BUTTON not in client.get(page.url).content.decode()
    reply = client.post(f"/ru/read/{page.pk}/")
    assert (reply.status_code, "login" in reply.url, Reading.objects.count()) == (302, True, 0)


def test_following_the_address_marks_nothing(
    quiz: Quiz, library: Any, sign_in: Callable[[User], Client], specialist: User
) -> None:
    sign_in(specialist).get(f"/ru/read/{library.page(PAGES[0]).pk}/")
    assert Reading.objects.count() == 0


def test_a_standard_is_read_again_only_after_a_version_that_asks_for_it(library: Any, specialist: User) -> None:
    standard = library.page("standards/consent")
    newest, older = standard.versions()[:2]
    Reading.objects.create(person=specialist, path="standards/consent", version=older.version)
    for is_substantive, holds in ((False, True), (True, False)):
        StandardVersionPage.objects.filter(pk=newest.pk).update(is_substantive=is_substantive)
        assert has_read(specialist, library.page("standards/consent")) is holds
    mark_read(specialist, standard)
    mark_read(specialist, standard)
    assert (has_read(specialist, standard), Reading.objects.count()) == (True, 2)


def test_one_reading_counts_in_every_language_and_a_missing_page_holds_nobody_back(library: Any, specialist: User) -> None:
    assert unread_pages(specialist, [*PAGES, "methodology/none"], "id") == PAGES
    mark_read(specialist, library.page(PAGES[1], "en"))
    assert unread_pages(specialist, [f"{PAGES[1]}#urgent"], "ru") == []


def test_readings_are_exported_and_erased(library: Any, specialist: User) -> None:
    mark_read(specialist, library.page(PAGES[1]))
    assert [(row["page"], row["version"]) for row in quiz_records(specialist)["readings"]] == [(PAGES[1], "")]
    erase_name_on_certificates(specialist)
    assert Reading.objects.count() == 0
