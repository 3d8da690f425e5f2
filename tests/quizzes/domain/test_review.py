"""The way of an item through review: who may do what, and what is written down."""

import pytest
from django.db import IntegrityError, transaction

from portal.people.models import User
from quizzes.domain import add_version, approve_item, reopen_item, retire_item, return_item, send_to_review
from quizzes.domain.bank import create_item
from quizzes.domain.errors import BankError
from quizzes.domain.review import may_review, waiting_for
from quizzes.formats import gift
from quizzes.models import Item, ItemEvent
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
SOUND = "// [tag:ref:a#b]\nКто принимает решение об отобрании ребёнка? {=Орган опеки#Да. ~Школа#Нет. ~Полиция#Нет.}"


@pytest.fixture
def author() -> User:
    return UserFactory(roles=["methodologist"])


@pytest.fixture
def colleague() -> User:
    return UserFactory(roles=["methodologist"])


def written(author: User, text: str = SOUND, code: str = "ru-x-1") -> Item:
    [content] = gift.loads(text)
    return create_item(content, code=code, language="ru", actor=author)


def acts(item: Item) -> list[tuple[str, int, str]]:
    return [(event.kind, event.version.number, event.comment) for event in item.events.order_by("pk")]


def test_the_whole_way_is_written_down(author, colleague) -> None:
    item = written(author)
    send_to_review(item, actor=author, reviewer=colleague, comment="Проверьте срок")
    return_item(item, actor=colleague, comment="Срок не тот")
    send_to_review(item, actor=author)
    approve_item(item, actor=colleague)
    retire_item(item, actor=author, comment="Закон изменился")
    reopen_item(item, actor=author)
    assert acts(item) == [
        ("sent", 1, "Проверьте срок"),
        ("returned", 1, "Срок не тот"),
        ("sent", 1, ""),
        ("approved", 1, ""),
        ("retired", 1, "Закон изменился"),
        ("reopened", 1, ""),
    ]
    assert Item.objects.get().status == "draft"


def test_nobody_judges_what_they_wrote(author, colleague) -> None:
    item = written(author)
    send_to_review(item, actor=author)
    with pytest.raises(BankError, match="попросите коллегу"):
        approve_item(item, actor=author)
    with pytest.raises(BankError, match="попросите коллегу"):
        return_item(item, actor=author, comment="Сам себе")
    assert (may_review(item, author), may_review(item, colleague), item.status) == (False, True, "in_review")


def test_who_wrote_a_part_of_what_is_judged_is_an_author_too(author, colleague) -> None:
    item = written(author)
    [content] = gift.loads(SOUND.replace("Полиция", "Суд"))
    add_version(item, content, actor=colleague, reason="точнее")
    send_to_review(item, actor=author)
    assert (may_review(item, author), may_review(item, colleague)) == (False, False)
    third = UserFactory(roles=["methodologist"])
    approve_item(item, actor=third)
    # What was approved is settled: from here on only who changes it next is its author.
    add_version(item, gift.loads(SOUND)[0], actor=third, reason="как было")
    assert (item.status, may_review(item, author), may_review(item, third)) == ("in_review", True, False)
    assert acts(item)[-1] == ("changed", 3, "как было")


def test_the_reviewer_has_to_have_the_right_and_a_distance(author) -> None:
    item = written(author)
    for person in (author, UserFactory(roles=["specialist"])):
        with pytest.raises(BankError, match="не может проверить"):
            send_to_review(item, actor=author, reviewer=person)
    assert Item.objects.get().status == "draft"


def test_a_return_needs_words(author, colleague) -> None:
    item = written(author)
    send_to_review(item, actor=author)
    with pytest.raises(BankError, match="что исправить"):
        return_item(item, actor=colleague, comment="  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemEvent.objects.create(item=item, version=item.current_version, kind="returned", comment="")


def test_a_retirement_needs_a_reason(author) -> None:
    with pytest.raises(BankError, match="почему вопрос снят"):
        retire_item(written(author), actor=author, comment="")


def test_an_error_of_writing_bars_the_way(author) -> None:
    item = written(author, "Кто решает о ребёнке в семье? {=Опека#Да ~Школа ~Всё из перечисленного}")
    with pytest.raises(BankError, match="угадывают"):
        send_to_review(item, actor=author)
    assert acts(item) == []


@pytest.mark.parametrize("act", [approve_item, reopen_item])
def test_status_moves_only_along_its_way(author, colleague, act) -> None:
    item = written(author)
    with pytest.raises(BankError, match="нельзя перейти"):
        act(item, actor=colleague)


def test_the_list_of_what_waits(author, colleague, django_assert_num_queries) -> None:
    other = UserFactory(roles=["methodologist"])
    for number, reviewer in enumerate([None, colleague, other]):
        item = written(author, SOUND.replace("Кто", f"Кто {number}"), f"ru-x-{number}")
        send_to_review(item, actor=author, reviewer=reviewer)
    assert [item.code for item in waiting_for(colleague)] == ["ru-x-0", "ru-x-1"]
    assert [item.code for item in waiting_for(author)] == []
    assert list(waiting_for(UserFactory(roles=["specialist"]))) == []


def test_a_retired_item_is_not_edited(author) -> None:
    item = written(author)
    retire_item(item, actor=author, comment="Устарел")
    with pytest.raises(BankError, match="верните его в черновики"):
        add_version(item, gift.loads(SOUND)[0], actor=author, reason="")


def test_two_editors_do_not_overwrite_each_other(author) -> None:
    item = written(author)
    seen = item.current_version
    add_version(item, gift.loads(SOUND.replace("Школа", "Суд"))[0], actor=author, reason="раз", expected=seen)
    with pytest.raises(BankError, match="вопрос изменили"):
        add_version(item, gift.loads(SOUND)[0], actor=author, reason="два", expected=seen)
    assert item.versions.count() == 2
