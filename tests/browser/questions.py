"""Questions of every kind, what is answered to them, and how a test sees what the server stored and the page shows."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction as F
from typing import Any

from playwright.sync_api import Page, expect

from quizzes import scoring
from quizzes.answers import widget
from quizzes.domain import import_bank, start_attempt
from quizzes.domain.outcomes import latest_responses
from quizzes.models import Attempt, FormItem, Item, Quiz
from quizzes.scoring import (
    Criterion,
    Essay,
    Matching,
    MultipleResponse,
    NumberAnswer,
    Numerical,
    Option,
    Pair,
    Pointed,
    ShortAnswer,
    SingleChoice,
    Text,
    TrueFalse,
    Typed,
    Unit,
)
from tests.browser.test_attempts import sign_in
from tests.factories import UserFactory
from tests.quizzes.builders import make_quiz
from tests.quizzes.scoring.test_case import CASE
from tests.quizzes.test_answers import DRAG, GAPS, ORDER, SPOTS

NARROW = {"width": 360, "height": 740}
CASE_ITEM = replace(CASE, id="w-case")


def options(*texts: str) -> tuple[Option, ...]:
    return tuple(Option(Text(text), F(1) if place == 0 else F(0)) for place, text in enumerate(texts))


ITEMS: dict[str, scoring.Item] = {
    "single": SingleChoice(id="w-single", stem=Text("Кто решает?"), options=options("Опека", "Школа", "Сосед")),
    "multiple": MultipleResponse(
        id="w-multiple",
        stem=Text("Что взять?"),
        options=(Option(Text("Телефон"), F(1, 2)), Option(Text("Бланк"), F(1, 2)), Option(Text("Ключ"))),
    ),
    "truth": TrueFalse(id="w-truth", stem=Text("Согласие нужно."), correct=True),
    "short": ShortAnswer(id="w-short", stem=Text("Кто ведёт семью?"), answers=options("куратор")),
    "number": Numerical(id="w-number", stem=Text("Сколько?"), answers=(NumberAnswer(F(7)),), units=(Unit("дней"),)),
    "pairs": Matching(
        id="w-pairs", stem=Text("Подберите."), pairs=(Pair(Text("Ссора"), "кризисный"), Pair(Text("Угроза"), "экстренный"))
    ),
    "order": replace(ORDER, id="w-order"),
    "gaps": replace(GAPS, id="w-gaps"),
    "drag": replace(DRAG, id="w-drag"),
    "spots": replace(SPOTS, id="w-spots"),
    "essay": Essay(
        id="w-essay",
        stem=Text("Опишите день."),
        rubric=(Criterion("Факты", ((F(0), "нет"), (F(1), "есть"))),),
        min_words=3,
    ),
}
GIVEN: dict[str, scoring.Response] = {
    "single": scoring.ChosenOne(1),
    "multiple": scoring.ChosenMany((0, 2)),
    "truth": scoring.Said(False),
    "short": Typed("куратор семьи"),
    "number": Typed("7 дней"),
    "pairs": scoring.Assigned((1, 0)),
    "order": scoring.Ordered((2, 0, 3, 1)),
    "gaps": scoring.Assigned((1, 0)),
    "drag": scoring.Assigned((1, 0)),
    "spots": Pointed(((30, 30), (200, 200))),
    "essay": Typed("раз два три четыре"),
}
SHOWN = {"order": ".q-order__text", "drag": ".q-slot", "spots": ".q-mark text"}
ORDERED = ("шаг 2", "шаг 0", "шаг 3", "шаг 1")
Way = dict[str, Callable[[Page], None]]


def begin(contents: list[scoring.Item], **rules: Any) -> Attempt:
    import_bank(contents, language="ru", status=Item.Status.APPROVED)
    fields = {"purpose": Quiz.Purpose.TRAINING, "gives_certificate": False, "slug": "items", **rules}
    quiz = make_quiz(blueprint={"cells": [], "fixed": [content.id for content in contents]}, **fields)
    return start_attempt(quiz, UserFactory(roles=["specialist"]))


def opened(page: Page, base_url: str, *contents: scoring.Item, **rules: Any) -> Attempt:
    attempt = begin(list(contents), **rules)
    sign_in(page.context, base_url, attempt.candidate)
    page.set_viewport_size(NARROW)
    page.goto(f"/ru/quizzes/attempts/{attempt.public_id}/1/")
    return attempt


def stored(item: FormItem) -> scoring.Response | None:
    """The response that counts now; in the order of the item, where the order is the candidate's own."""
    latest = latest_responses(Attempt.objects.get(form=item.form_id)).get(item.pk)
    answer = latest.answer if latest else None
    return scoring.ChosenMany(tuple(sorted(answer.options))) if isinstance(answer, scoring.ChosenMany) else answer


def wait_for(page: Page, item: FormItem, expected: scoring.Response | None) -> None:
    """Waits until the server has the response; says what it has where it never comes."""
    for _turn in range(60):
        if alike(stored(item), expected):
            return
        page.wait_for_timeout(100)
    assert stored(item) == expected


def alike(one: scoring.Response | None, other: scoring.Response | None) -> bool:
    """Equal; points of a narrow picture within the width of a finger's tremble."""
    if isinstance(one, Pointed) and isinstance(other, Pointed) and len(one.points) == len(other.points):
        return all(abs(a - b) <= 4 for p, q in zip(one.points, other.points, strict=True) for a, b in zip(p, q, strict=True))
    return one == other


def shown(page: Page) -> list[tuple[str, str]]:
    """What the fields of the question say, whether they are to be seen or not; without the keys of the form."""
    return page.evaluate(
        """() => [...new FormData(document.querySelector("[data-attempt]"))]
          .filter(([name]) => name.startsWith("answer") || name === "spots").map(([name, value]) => [name, String(value)])"""
    )


def fields_of(item: FormItem) -> list[list[str]]:
    """What the page must show for the stored response."""
    page = widget(item, stored(item))
    slots = [*page.slots, *(piece.slot for piece in page.pieces if piece.slot)]
    if slots:
        return [[slot.name, next((one.value for one in slot.choices if one.is_chosen), "")] for slot in slots]
    if page.rows:
        return sorted([row.name, row.place] for row in page.rows)
    chosen = [["answer", choice.value] for choice in page.choices if choice.is_chosen]
    if page.shape == "hotspot":
        return [["spots", page.extra.value], *chosen]
    return chosen or [["answer", page.text]]


def answer_all(page: Page, attempt: Attempt, ways: Way, *, saves_itself: bool) -> None:
    """Answers the questions in the given ways, and looks each time at the server and at the page after a reload."""
    items = {item.version.item.code.removeprefix("w-"): item for item in attempt.form.items.select_related("version__item")}
    for name, way in ways.items():
        item = items[name]
        page.goto(f"/ru/quizzes/attempts/{attempt.public_id}/{item.position}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], name
        way(page)
        if saves_itself:
            wait_for(page, item, GIVEN[name])
            expect(page.locator("[data-saved]")).to_contain_text("Сохранено в")
        else:
            with page.expect_navigation():
                page.get_by_role("button", name="Сохранить и дальше").click()
            assert alike(stored(item), GIVEN[name]), (name, stored(item))
        page.goto(f"/ru/quizzes/attempts/{attempt.public_id}/{item.position}/")
        assert sorted(shown(page)) == sorted(fields_of(item)), name


def by_place(attempt: Attempt, ways: Way) -> list[tuple[str, Callable[[Page], None]]]:
    """The ways in the order of the attempt's questions."""
    items = attempt.form.items.select_related("version__item").order_by("position")
    names = [item.version.item.code.removeprefix("w-") for item in items]
    return [(name, ways[name]) for name in names if name in ways]
