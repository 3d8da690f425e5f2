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


def tagged(code: str, original: str, text: str = "Who? {=guardianship ~school}") -> str:
    return f"// [id:{code}] [tag:translation-of:{original}]\n{text}\n"


def test_an_imported_translation_joins_its_original_and_grows_old_with_it() -> None:
    russian = written("ru-1", "ru")
    make_bank(tagged("en-1", "ru-1"), "en")
    english = Item.objects.get(code="en-1")
    assert (state(russian), state(english)) == ([("en", 1, False)], [("ru", 1, False)])
    add_version(russian, gift.loads("Кто решает? {=опека ~школа}")[0], actor=None, reason="яснее")
    assert state(english) == [("ru", 1, True)]
    # The same file again says nothing new.
    make_bank(tagged("en-1", "ru-1"), "en")
    assert state(english) == [("ru", 1, True)]


def test_an_item_of_the_bank_is_joined_once_its_file_names_the_original() -> None:
    russian = written("ru-1", "ru")
    make_bank("// [id:en-1]\nWho? {=guardianship ~school}\n", "en")
    assert state(russian) == []
    make_bank(tagged("en-1", "ru-1"), "en")
    assert state(russian) == [("en", 1, False)]


def test_a_link_made_by_hand_and_a_language_that_is_there_are_left_as_they_are() -> None:
    first, second = written("ru-1", "ru"), written("ru-2", "ru")
    link_translations(first, written("en-1", "en"), actor=None)
    make_bank(tagged("en-1", "ru-2") + "\n" + tagged("en-2", "ru-1", "Where? {=here ~there}"), "en")
    assert (state(first), state(second), state(Item.objects.get(code="en-2"))) == ([("en", None, False)], [], [])


def test_a_translation_that_came_before_its_original_is_joined_when_its_file_comes_again() -> None:
    make_bank(tagged("en-1", "ru-1"), "en")
    russian = written("ru-1", "ru")
    assert state(russian) == []
    make_bank(tagged("en-1", "ru-1"), "en")
    assert (state(russian), Item.objects.get(code="en-1").versions.count()) == ([("en", 1, False)], 1)
