"""The shipped bank and the first quiz: loaded by `load_demo`, any number of times with the same result."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import override

from quizzes.domain.bank import ImportPlan, import_bank
from quizzes.domain.errors import BankError
from quizzes.domain.forms import pool_of
from quizzes.formats import gift
from quizzes.models import Item, Quiz
from quizzes.scoring import Item as Question

BANK = Path(__file__).parent / "bank"
FIRST_QUIZ = "social-support-basics"
FIRST_QUIZ_LENGTH = 12


@dataclass(frozen=True)
class Wording:
    """The first quiz in one language."""

    title: str
    description: str


WORDINGS = {
    "ru": Wording(
        "Основы социального сопровождения",
        "Проверьте, готовы ли вы начать работу с семьёй: право, выявление, уровни, программа, безопасность ребёнка, этика.",
    ),
    "en": Wording(
        "Basics of social support",
        "Check whether you are ready to work with a family: law, identification, levels, programme, child safety, ethics.",
    ),
    "id": Wording(
        "Dasar-dasar pendampingan sosial",
        "Periksa kesiapan Anda mendampingi keluarga: hukum, identifikasi, tingkat, program, keselamatan anak, etika.",
    ),
}


def read_bank(language: str, folder: Path = BANK) -> list[Question]:
    """The shipped items of a language. BankError with file and line where a file has a fault."""
    items: list[Question] = []
    faults: list[str] = []
    for path in sorted((folder / language).glob("*.gift")):
        reading = gift.read(path.read_text(encoding="utf-8"))
        items.extend(reading.items)
        faults.extend(f"{path.name}, {fault}" for fault in reading.faults)
    if faults:
        raise BankError("\n".join(faults))
    return items


@transaction.atomic
def load_bank(folder: Path = BANK) -> dict[str, ImportPlan]:
    """Loads the shipped banks as approved items and makes the first quiz. Returns what was done, per language."""
    plans = {}
    for language in WORDINGS:
        items = read_bank(language, folder)
        if items:
            plans[language] = import_bank(items, language=language, status=Item.Status.APPROVED, fold_yo=language == "ru")
            with override(language):
                _ensure_first_quiz(language)
    return plans


def _ensure_first_quiz(language: str) -> None:
    """Makes the quiz once; what an administrator changed later is left as it is."""
    wording = WORDINGS[language]
    sister = Quiz.objects.filter(slug=FIRST_QUIZ).first()
    shared: dict[str, Any] = {"translation_key": sister.translation_key} if sister else {}
    quiz, is_new = Quiz.objects.get_or_create(
        slug=FIRST_QUIZ,
        language=language,
        defaults={
            **shared,
            "title": wording.title,
            "description": wording.description,
            "purpose": Quiz.Purpose.CERTIFICATION,
            "blueprint": {"cells": [{"count": FIRST_QUIZ_LENGTH, "spread": True}]},
            "cut_score": 75,
            "time_limit_minutes": 30,
            # Who has not passed yet sits again: what to read is enough, the key would be learnt by heart.
            "feedback_policy": Quiz.Feedback.PASSED,
            "gives_certificate": True,
            "certificate_months": 36,
        },
    )
    if is_new or not quiz.is_published:
        quiz.is_published = len(pool_of(quiz)) >= FIRST_QUIZ_LENGTH
        quiz.save(update_fields=["is_published"])
