"""Importing items, versions, status, references."""

import pytest

from quizzes.domain import add_version, import_bank, pin_references, plan_import
from quizzes.domain.errors import BankError
from quizzes.formats import gift
from quizzes.models import Item, ItemReference, ItemVersion
from tests.quizzes.builders import BANK, QUESTIONS, make_bank

pytestmark = pytest.mark.django_db


def fingerprint_of_clause(reference: str, language: str) -> str | None:
    return "abc" if reference == "standards/legal#c-1-1" else None


def test_import_is_idempotent() -> None:
    items = gift.loads(BANK)
    first = import_bank(items, language="ru")
    again = import_bank(items, language="ru")
    assert (first.count("create"), again.count("keep"), ItemVersion.objects.count()) == (QUESTIONS, QUESTIONS, QUESTIONS)


def test_a_changed_text_becomes_a_new_version() -> None:
    make_bank()
    plan = import_bank(gift.loads(BANK.replace("Кто решает?", "Кто вправе решать?")), language="ru")
    item = Item.objects.get(code="t-1")
    assert (plan.count("change"), item.current_version.number, item.versions.count()) == (1, 2, 2)
    assert [version.content.stem.value for version in item.versions.all()] == ["Кто вправе решать?", "Кто решает?"]


def test_tags_become_competency_difficulty_and_references() -> None:
    make_bank()
    version = Item.objects.get(code="t-1").current_version
    assert (version.competency, version.difficulty, version.title, version.kind) == (
        "legal-basis",
        "easy",
        "Первый",
        "single-choice",
    )
    assert [reference.target for reference in version.references.all()] == ["standards/legal#c-1-1"]


def test_items_without_id_get_one_of_their_content() -> None:
    items = gift.loads("Кто? {=а ~б}")
    import_bank(items, language="ru")
    assert import_bank(items, language="ru").count("keep") == 1
    assert Item.objects.count() == 1


def test_one_id_twice_imports_nothing() -> None:
    with pytest.raises(BankError, match="дважды"):
        make_bank("// [id:a]\nКто? {=а ~б}\n\n// [id:a]\nЧто? {=а ~б}")
    assert Item.objects.count() == 0


def test_an_id_belongs_to_one_language() -> None:
    make_bank()
    with pytest.raises(BankError, match="другом языке"):
        plan_import(gift.loads(BANK), language="en")


def test_an_edit_takes_an_approved_item_back_to_review() -> None:
    make_bank()
    item = Item.objects.get(code="t-3")
    [content] = gift.loads("// [id:t-3] [tag:competency:ethics]\nСогласие нужно. {TRUE}")
    version = add_version(item, content, actor=None, reason="яснее")
    assert (version.number, version.reason, item.status, item.current_version) == (2, "яснее", "in_review", version)


def test_a_faulty_edit_is_refused() -> None:
    make_bank()
    [content] = gift.read("Кто? {=а ~б}").items
    faulty = type(content)(stem=content.stem, options=content.options[:1])
    with pytest.raises(BankError, match="два варианта"):
        add_version(Item.objects.get(code="t-1"), faulty, actor=None, reason="")


def test_references_are_pinned_once(settings) -> None:
    make_bank()
    settings.QUIZZES_REFERENCE_FINGERPRINT = f"{__name__}.fingerprint_of_clause"
    assert (pin_references(), pin_references()) == (1, 0)
    assert ItemReference.objects.get(target="standards/legal#c-1-1").fingerprint == "abc"
