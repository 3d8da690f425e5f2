"""The shipped bank and its quizzes: loaded by `load_demo`, any number of times with the same result."""

from pathlib import Path
from typing import Any

from django.db import transaction

from quizzes.domain.bank import ImportPlan, import_bank
from quizzes.domain.errors import BankError
from quizzes.domain.forms import pool_of
from quizzes.formats import case_yaml, gift, item_yaml
from quizzes.formats.errors import Reading
from quizzes.models import Item, Quiz
from quizzes.scoring import Item as Question
from quizzes.scoring.assembly import Blueprint, BlueprintError, assemble
from quizzes.shipped_quizzes import FIRST_QUIZ, FIRST_QUIZ_LENGTH, SHIPPED, ShippedQuiz

__all__ = ["BANK", "FIRST_QUIZ", "FIRST_QUIZ_LENGTH", "load_bank", "read_bank"]

BANK = Path(__file__).parent / "bank"
LANGUAGES = ("ru", "en", "id")


def _files(language: str, folder: Path) -> list[tuple[Path, Reading]]:
    """The files of a language with what is in them: GIFT, YAML for what GIFT cannot say, and the cases."""
    own, cases = folder / language, folder / "cases" / language
    readers = ((own.glob("*.gift"), gift), (own.glob("*.yaml"), item_yaml), (cases.glob("*.yaml"), case_yaml))
    return [(path, module.read(path.read_text(encoding="utf-8"))) for paths, module in readers for path in sorted(paths)]


def read_bank(language: str, folder: Path = BANK) -> list[Question]:
    """The shipped items of a language. BankError with file and line where a file has a fault."""
    items: list[Question] = []
    faults: list[str] = []
    for path, reading in _files(language, folder):
        items.extend(reading.items)
        faults.extend(f"{path.name}, {fault}{_node(fault.where)}" for fault in reading.faults)
    if faults:
        raise BankError("\n".join(faults))
    return items


def _node(where: str) -> str:
    return f" ({where})" if where.startswith("nodes[") else ""


@transaction.atomic
def load_bank(folder: Path = BANK) -> dict[str, ImportPlan]:
    """Loads the shipped banks as approved items and makes the shipped quizzes. Returns what was done, per language."""
    plans = {}
    for language in LANGUAGES:
        items = read_bank(language, folder)
        if items:
            plans[language] = import_bank(items, language=language, status=Item.Status.APPROVED, fold_yo=language == "ru")
            for shipped in SHIPPED:
                if language in shipped.wordings:
                    _ensure(shipped, language)
    return plans


def _ensure(shipped: ShippedQuiz, language: str) -> None:
    """Makes the quiz once; what an administrator changed later is left as it is."""
    wording = shipped.wordings[language]
    sister = Quiz.objects.filter(slug=shipped.slug).first()
    shared: dict[str, Any] = {"translation_key": sister.translation_key} if sister else {}
    quiz, is_new = Quiz.objects.get_or_create(
        slug=shipped.slug,
        language=language,
        defaults={**shared, "title": wording.title, "description": wording.description, **shipped.rules},
    )
    if is_new or not quiz.is_published:
        quiz.is_published = _can_be_filled(quiz)
        quiz.save(update_fields=["is_published"])


def _can_be_filled(quiz: Quiz) -> bool:
    try:
        assemble(Blueprint.from_json(quiz.blueprint), pool_of(quiz), seed="")
    except BlueprintError:
        return False
    return True
