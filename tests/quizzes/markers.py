"""Essays, markers and marks for the tests."""

from fractions import Fraction
from typing import Any

from django.contrib.auth.models import Permission

from quizzes import scoring
from quizzes.domain import record_response, start_attempt, submit_attempt
from quizzes.domain.bank import add_version, import_bank
from quizzes.domain.marking import mark_response
from quizzes.formats import gift
from quizzes.models import Attempt, Item, Mark, Quiz, Response
from tests.quizzes.builders import make_quiz, make_user

ESSAY_BANK = """
// [id:e-1] [tag:competency:ethics]
::Отказ семьи::Семья отказывается от встречи. Что вы сделаете? {}

// [id:e-2] [tag:competency:legal-basis]
Кто решает? {=опека ~школа}
"""
RUBRIC = (
    scoring.Criterion("Безопасность", ((Fraction(0), "не оценена"), (Fraction(1), "названа"), (Fraction(2), "проверена"))),
    scoring.Criterion("Уважение", ((Fraction(0), "нет"), (Fraction(1), "отчасти"), (Fraction(3), "есть"))),
)
ATTACK = "<script>alert(1)</script> & <img src=x onerror=alert(2)> {{ request }}\nвторая строка"


def permit(person: Any, *names: str) -> Any:
    person.user_permissions.add(*Permission.objects.filter(codename__in=names, content_type__app_label="quizzes"))
    return type(person).objects.get(pk=person.pk)  # permissions are cached on the instance


def make_marker(email: str, *more: str) -> Any:
    return permit(make_user(email, first_name="Пётр", last_name=email.split("@")[0]), "mark_response", *more)


def make_essay_quiz(**fields: Any) -> Quiz:
    """A quiz of an essay with a rubric of two criteria (maximum 5) and one choice; 75 % to pass."""
    import_bank(gift.loads(ESSAY_BANK), language="ru", status=Item.Status.APPROVED)
    item = Item.objects.get(code="e-1")
    essay = scoring.Essay(
        stem=scoring.Text("Семья отказывается от встречи. Что вы сделаете?"),
        name="Отказ семьи",
        id="e-1",
        tags=("competency:ethics",),
        rubric=RUBRIC,
        guidance=scoring.Text("Главное — оценка риска."),
    )
    add_version(item, essay, actor=None, reason="рубрика")
    Item.objects.filter(pk=item.pk).update(status=Item.Status.APPROVED)
    cells = [{"count": 1, "kind": "essay"}, {"count": 1}]
    return make_quiz(**{"blueprint": {"cells": cells}, **fields})


def sit(quiz: Quiz, person: Any, text: str = "Позвоню, спрошу о безопасности.", *, choice_is_right: bool = True) -> Attempt:
    """An attempt handed in with an essay that waits for markers."""
    attempt = start_attempt(quiz, person)
    for item in attempt.form.items.select_related("version"):
        content = item.version.content
        response = content.right_response() if choice_is_right else scoring.ChosenOne(1)
        answer = scoring.Typed(text) if isinstance(content, scoring.Essay) else response
        record_response(attempt, item, answer, client_key=f"k{item.position}")
    submit_attempt(attempt)
    return attempt


def essay_of(attempt: Attempt) -> Response:
    return Response.objects.get(attempt=attempt, form_item__version__kind="essay")


def mark(attempt: Attempt, marker: Any, *values: int) -> Mark:
    response = essay_of(attempt)
    return mark_response(response, marker=marker, values=[Fraction(value) for value in values], comments=[""] * len(values))
