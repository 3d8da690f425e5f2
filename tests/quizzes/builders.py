"""A small bank, quizzes and candidates for the tests with a database."""

from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse

from quizzes.answers import Widget, widget
from quizzes.domain import import_bank, record_response, start_attempt, submit_attempt
from quizzes.formats import gift
from quizzes.models import Attempt, Certificate, Item, Quiz

BANK = """
// [id:t-1] [tag:competency:legal-basis] [tag:difficulty:easy] [tag:ref:standards/legal#c-1-1]
::Первый::Кто решает? {=опека#Да, статья 77. ~школа#Нет. ~куратор####Всегда опека.}

// [id:t-2] [tag:competency:legal-basis] [tag:difficulty:hard] [tag:ref:standards/legal#c-1-2]
Что нужно? {~%50%согласие ~%50%программа ~%-50%приказ}

// [id:t-3] [tag:competency:ethics] [tag:ref:standards/consent#c-2-1]
Согласие не нужно. {FALSE#Нужно.#Верно.}

// [id:t-4] [tag:competency:ethics]
Сколько дней? {#7:1}

// [id:t-5] [tag:competency:level-choice] [tag:ref:methodology/levels]
Соотнесите {=кризис -> кризисный =угроза -> экстренный}

// [id:t-6] [tag:competency:level-choice]
Кто ведёт семью? {=куратор =куратор случая}
"""
QUESTIONS = 6


def make_bank(text: str = BANK, language: str = "ru") -> None:
    import_bank(gift.loads(text), language=language, status=Item.Status.APPROVED)


def make_user(email: str = "anna@example.org", **fields: Any) -> Any:
    names = {"first_name": "Анна", "last_name": "Ёлкина", **fields}
    return get_user_model().objects.create_user(email=email, password="correct-horse-battery", **names)


def make_quiz(**fields: Any) -> Quiz:
    defaults = {
        "slug": "basics",
        "language": "ru",
        "title": "Основы",
        "blueprint": {"cells": [{"count": QUESTIONS, "spread": True}]},
        "cut_score": 75,
        "gives_certificate": True,
        "is_published": True,
    }
    return Quiz.objects.create(**{**defaults, **fields})


def url(name: str, attempt: Attempt, *args: Any) -> str:
    """The address of a page of the attempt: `url("question", attempt, 1)`."""
    return reverse(f"quizzes:{name}", args=[attempt.public_id, *args])


def answer_rightly(attempt: Attempt, positions: set[int] | None = None) -> None:
    """Records the right response for every item, or for those at `positions`."""
    for item in attempt.form.items.select_related("version"):
        if positions is None or item.position in positions:
            response = item.version.content.right_response()
            if response is not None:
                record_response(attempt, item, response, client_key=f"key-{item.position}")


def form_data(shown: Widget) -> dict[str, Any]:
    """What a browser would post for a widget with its response filled in."""
    slots = [*shown.slots, *(piece.slot for piece in shown.pieces if piece.slot)]
    if slots:
        return {slot.name: next((one.value for one in slot.choices if one.is_chosen), "") for slot in slots}
    if shown.rows:
        return {row.name: row.place for row in shown.rows}
    if shown.shape == "hotspot":
        return {"spots": shown.extra.value, "spots_before": ""}
    if shown.shape == "case":
        return {"path": shown.extra.path}
    if shown.choices:
        return {"answer": [choice.value for choice in shown.choices if choice.is_chosen]}
    return {"answer": shown.text}


def right_data(item: Any) -> dict[str, Any]:
    shown = widget(item, item.version.content.right_response())
    if shown.shape == "hotspot" and shown.choices:
        # By the names of the places, as people who cannot point do.
        return {"answer": [choice.value for choice in shown.choices if choice.is_chosen]}
    return form_data(shown)


def make_certificate(holder: Any = None, **quiz_fields: Any) -> Certificate:
    """The certificate of a quiz passed with every answer right."""
    if not Item.objects.exists():
        make_bank()
    slug = quiz_fields.pop("slug", f"quiz-{Quiz.objects.count()}")
    attempt = start_attempt(make_quiz(slug=slug, **quiz_fields), holder or make_user())
    answer_rightly(attempt)
    return submit_attempt(attempt).certificate
