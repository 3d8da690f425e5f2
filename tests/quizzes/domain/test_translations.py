"""One question in several languages, and versions that come back."""

import pytest

from quizzes.domain import (
    add_version,
    confirm_translation,
    create_item,
    link_translations,
    restore_version,
    start_attempt,
    translate_item,
)
from quizzes.domain.errors import BankError
from quizzes.domain.translations import sisters_of
from quizzes.domain.usage import attempts_on, planned_in, usage_of
from quizzes.formats import gift
from quizzes.models import Item
from tests.quizzes.builders import make_bank, make_quiz, make_user

pytestmark = pytest.mark.django_db


def written(code: str, language: str, text: str = "Кто? {=опека ~школа}") -> Item:
    return create_item(gift.loads(text)[0], code=code, language=language, actor=None)


def state(item: Item) -> list[tuple[str, int | None, bool]]:
    return [(one.item.language, one.compared_with and one.compared_with.number, one.is_outdated) for one in sisters_of(item)]


def test_a_translation_is_a_draft_of_the_same_question() -> None:
    item = written("ru-ethics-001", "ru")
    copy = translate_item(item, "en", actor=None)
    assert (copy.code, copy.language, copy.status, copy.translation_key) == ("en-ethics-001", "en", "draft", item.translation_key)
    assert copy.current_version.content.stem == item.current_version.content.stem
    assert (state(item), state(copy)) == ([("en", 1, False)], [("ru", 1, False)])


def test_a_change_of_the_original_makes_the_translation_old_until_it_is_compared() -> None:
    item = written("ru-ethics-001", "ru")
    copy = translate_item(item, "en", actor=None)
    add_version(item, gift.loads("Кто решает? {=опека ~школа}")[0], actor=None, reason="яснее")
    assert (state(item), state(copy)) == ([("en", 1, True)], [("ru", 1, True)])
    confirm_translation(copy, item, actor=None)
    assert (state(item), state(copy)) == ([("en", 2, False)], [("ru", 2, False)])


def test_a_language_is_there_once() -> None:
    item = written("ru-ethics-001", "ru")
    translate_item(item, "en", actor=None)
    for language, words in (("en", "уже есть"), ("ru", "другой язык"), ("xx", "другой язык")):
        with pytest.raises(BankError, match=words):
            translate_item(item, language, actor=None)


def test_items_that_are_there_are_linked() -> None:
    russian, english = written("ru-1", "ru"), written("en-1", "en")
    link_translations(russian, english, actor=None)
    assert (state(russian), state(english)) == ([("en", None, False)], [("ru", None, False)])
    with pytest.raises(BankError, match="два текста на одном языке"):
        link_translations(russian, written("en-2", "en"), actor=None)
    with pytest.raises(BankError, match="не перевод"):
        confirm_translation(russian, written("id-1", "id"), actor=None)


def test_an_old_version_comes_back_as_a_new_one() -> None:
    item = written("ru-1", "ru")
    first = item.current_version
    add_version(item, gift.loads("Кто решает? {=опека ~школа}")[0], actor=None, reason="")
    third = restore_version(item, first, actor=None)
    assert (third.number, third.fingerprint, third.reason) == (3, first.fingerprint, "Возвращена версия 1")
    with pytest.raises(BankError, match="и так действует"):
        restore_version(item, third, actor=None)
    with pytest.raises(BankError, match="другого вопроса"):
        restore_version(item, written("ru-2", "ru").current_version, actor=None)


def test_usage_counts_forms_and_attempts(django_assert_num_queries) -> None:
    make_bank()
    quiz = make_quiz(blueprint={"cells": [], "fixed": ["t-1"]})
    item = Item.objects.get(code="t-1")
    start_attempt(quiz, make_user())
    start_attempt(quiz, make_user("boris@example.org"))
    with django_assert_num_queries(2):
        used = usage_of(item)
    assert [(one.quiz, one.version, one.forms, one.attempts) for one in used] == [(quiz, 1, 2, 2)]
    assert (planned_in(item), attempts_on(item)) == ([quiz], 2)
    assert (usage_of(Item.objects.get(code="t-2")), attempts_on(Item.objects.get(code="t-2"))) == ([], 0)
