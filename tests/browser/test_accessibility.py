"""The pages that ask for a sign-in keep to the rules of accessibility: those of an attempt, from the rules to the
certificate, and those of the people who mark and decide."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page

from portal.people.models import Curation, User
from quizzes import scoring
from quizzes.domain import flag_item, pause_attempt, record_response, set_accommodation, start_attempt, submit_attempt
from quizzes.domain.appeals import open_appeal
from quizzes.models import Certificate, Item, Quiz, Response
from tests.browser.accessibility import Walk
from tests.factories import UserFactory
from tests.quizzes.builders import answer_rightly, make_quiz

NARROW, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


@pytest.fixture(autouse=True)
def _still(page: Page) -> None:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")


@pytest.fixture
def anna(page: Page) -> User:
    return UserFactory(roles=["specialist"], email="anna@service.example", last_name="Ёлкина", first_name="Анна")


def sign_in(page: Page, base_url: str, person: User) -> None:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base_url}])


def address(language: str, name: str, *args: Any) -> str:
    with translation.override(language):
        return reverse(name, args=args)


def kinds_quiz(language: str) -> Quiz:
    """A quiz with a question of every kind that the shipped bank has in this language."""
    items = Item.objects.filter(language=language, status=Item.Status.APPROVED, current_version__isnull=False)
    kinds = sorted(set(items.values_list("current_version__kind", flat=True)))
    blueprint = {"cells": [{"count": 1, "kind": kind} for kind in kinds]}
    return make_quiz(slug="kinds", language=language, title="42", blueprint=blueprint, time_limit_minutes=60)


@pytest.mark.parametrize(("language", "size"), [("ru", NARROW), ("en", DESK), ("id", NARROW)])
def test_the_questions_and_the_review(page: Page, anna: User, base_url: str, language: str, size: Any) -> None:
    page.set_viewport_size(size)
    sign_in(page, base_url, anna)
    attempt = start_attempt(kinds_quiz(language), anna)
    answer_rightly(attempt, {1, 3})
    flag_item(attempt, 2, is_flagged=True)
    walk = Walk(page)
    for item in attempt.form.items.all() if language == "ru" else attempt.form.items.filter(position__in=(1, 2)):
        walk.look(address(language, "quizzes:question", attempt.public_id, item.position))
    walk.look(address(language, "quizzes:review", attempt.public_id))
    walk.look(address(language, "quizzes:rules", "social-support-basics"))
    assert walk.faults == {}


@pytest.mark.parametrize(("language", "size"), [("ru", DESK), ("en", NARROW), ("id", DESK)])
def test_what_comes_of_an_attempt(page: Page, anna: User, base_url: str, language: str, size: Any) -> None:
    page.set_viewport_size(size)
    sign_in(page, base_url, anna)
    quiz = make_quiz(language=language, title="42", blueprint={"cells": [{"count": 8, "kind": "single-choice"}]})
    failed = start_attempt(quiz, anna)
    answer_rightly(failed, {1, 2})
    submit_attempt(failed)
    open_appeal(failed, failed.form.items.get(position=3), candidate=anna, text="1 = 2")
    passed = start_attempt(quiz, anna)
    answer_rightly(passed)
    submit_attempt(passed)
    certificate = Certificate.objects.get()
    walk = Walk(page)
    for attempt in (failed, passed) if language == "ru" else (failed,):
        walk.look(address(language, "quizzes:result", attempt.public_id))
        walk.look(address(language, "quizzes:answers", attempt.public_id))
    walk.look(address(language, "quizzes:appeal_form", failed.public_id))
    walk.look(address(language, "quizzes:certificate", certificate.public_id))
    for name in ("appeals", "certificates", "mine", "list"):
        walk.look(address(language, f"quizzes:{name}"))
    if language == "ru":
        walk.look(address(language, "personal_data"))
        walk.look(address(language, "verify_form"))
        walk.look(address(language, "verify", certificate.code))
    assert walk.faults == {}


def test_a_pause_and_large_text(page: Page, anna: User, base_url: str) -> None:
    page.set_viewport_size(NARROW)
    sign_in(page, base_url, anna)
    curator = UserFactory(roles=["administrator"])
    set_accommodation(anna, actor=curator, reason="просьба", pause_minutes=30, is_low_vision=True)
    attempt = start_attempt(kinds_quiz("ru"), anna)
    walk = Walk(page)
    walk.look(address("ru", "quizzes:question", attempt.public_id, 1))
    pause_attempt(attempt)
    walk.look(address("ru", "quizzes:question", attempt.public_id, 2))
    assert walk.faults == {}


def test_the_pages_of_those_who_mark_and_decide(page: Page, anna: User, base_url: str) -> None:
    page.set_viewport_size(NARROW)
    quiz = make_quiz(slug="essays", title="Письменный ответ", blueprint={"cells": [{"count": 1, "kind": "essay"}, {"count": 1}]})
    attempt = start_attempt(quiz, anna)
    essay = attempt.form.items.get(version__kind="essay")
    record_response(attempt, essay, scoring.Typed("Сначала позвоню.\nПотом приеду."), client_key="k")
    submit_attempt(attempt)
    appeal = open_appeal(attempt, attempt.form.items.exclude(pk=essay.pk).get(), candidate=anna, text="Верны оба варианта.")
    walk = Walk(page)
    people = {
        "marker": [("marking",), ("marking_task", Response.objects.get().pk)],
        "methodologist": [("appeal_list",), ("appeal_decision", appeal.public_id), ("marking_agreement",), ("people_results",)],
        "examiner": [("sittings",), ("people_results",)],
        "curator": [("people",)],
    }
    for role, pages in people.items():
        person = UserFactory(roles=[role])
        Curation.objects.create(curator=person, colleague=anna)
        sign_in(page, base_url, person)
        for name, *args in pages:
            walk.look(address("ru", f"quizzes:{name}", *args))
    assert walk.faults == {}
