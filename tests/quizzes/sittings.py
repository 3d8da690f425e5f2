"""Many attempts at once, made in bulk from a seed: what statistics are tested and measured on."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import exp
from typing import Any

from django.contrib.auth import get_user_model

from quizzes import scoring
from quizzes.domain.bank import fingerprint
from quizzes.models import Attempt, FormItem, Item, ItemOutcome, ItemVersion, Outcome, Quiz, Response, TestForm
from quizzes.scoring.codec import dump_item, dump_response
from tests.quizzes.builders import make_quiz

START = datetime(2026, 9, 1, 6, tzinfo=UTC)
WORDS = ("верно", "школа", "опека", "суд")


def choice_item(name: str, options: int = 4) -> scoring.SingleChoice:
    """A question whose first option is right."""
    made = (scoring.Option(scoring.Text(f"{WORDS[n]} {name}"), Fraction(int(n == 0))) for n in range(options))
    return scoring.SingleChoice(stem=scoring.Text(f"Вопрос {name}?"), options=tuple(made), tags=("competency:ethics",))


def make_versions(contents: Sequence[scoring.Item], prefix: str = "s") -> list[ItemVersion]:
    """Approved items with one version each, coded s-001 and on."""
    items = Item.objects.bulk_create(
        Item(code=f"{prefix}-{n:03}", language="ru", status=Item.Status.APPROVED) for n in range(1, len(contents) + 1)
    )
    versions = ItemVersion.objects.bulk_create(_version(item, content) for item, content in zip(items, contents, strict=True))
    for item, version in zip(items, versions, strict=True):
        item.current_version = version
    Item.objects.bulk_update(items, ["current_version"])
    return versions


def _version(item: Item, content: scoring.Item, number: int = 1) -> ItemVersion:
    body = dump_item(content)
    competency = next(iter(content.tag_values("competency")), "")
    return ItemVersion(
        item=item,
        number=number,
        kind=content.kind,
        title=content.title,
        body=body,
        fingerprint=fingerprint(body),
        competency=competency,
    )


def make_form(quiz: Quiz, versions: Sequence[ItemVersion], seed: str = "") -> TestForm:
    """A form of these versions, in this order, under the quiz's rules."""
    form = TestForm.objects.create(
        quiz=quiz,
        seed=seed,
        title=quiz.title,
        language=quiz.language,
        blueprint=quiz.blueprint,
        cut_score=quiz.cut_score,
        feedback_policy=quiz.feedback_policy,
    )
    FormItem.objects.bulk_create(FormItem(form=form, position=n, version=one) for n, one in enumerate(versions, start=1))
    return form


def make_people(count: int, prefix: str = "p") -> list[Any]:
    """Candidates without a usable password."""
    model = get_user_model()
    return model.objects.bulk_create(model(email=f"{prefix}{n}@example.org", password="!") for n in range(count))


def sit(
    form: TestForm, people: Sequence[Any], given: Sequence[Sequence[scoring.Response | None]], number: int = 1
) -> list[Outcome]:
    """One submitted attempt of each person with these responses (in the order of the form), scored by the core."""
    rows = list(form.items.select_related("version"))
    attempts = Attempt.objects.bulk_create(
        Attempt(
            quiz=form.quiz,
            candidate=person,
            form=form,
            number=number,
            state=Attempt.State.SUBMITTED,
            started_at=START + timedelta(days=n % 60),
            finished_at=START + timedelta(days=n % 60, minutes=40),
        )
        for n, person in enumerate(people)
    )
    responses = _responses(attempts, rows, given)
    scores = [[scoring.score(row.version.content, one) for row, one in zip(rows, line, strict=True)] for line in given]
    outcomes = Outcome.objects.bulk_create(_outcome(attempt, line, form) for attempt, line in zip(attempts, scores, strict=True))
    ItemOutcome.objects.bulk_create(
        ItemOutcome(
            outcome=outcome,
            form_item=row,
            response=responses.get((outcome.attempt_id, row.pk)),
            scored_by=row.version,
            fraction=score.fraction,
            max_mark=score.max_mark,
            verdict=score.verdict.value,
        )
        for outcome, line in zip(outcomes, scores, strict=True)
        for row, score in zip(rows, line, strict=True)
    )
    return outcomes


def _responses(
    attempts: Sequence[Attempt], rows: Sequence[FormItem], given: Sequence[Sequence[Any]]
) -> dict[tuple[int, int], Any]:
    made = Response.objects.bulk_create(
        Response(
            attempt=attempt,
            form_item=row,
            sequence=1,
            client_key=f"k{row.position}",
            content=dump_response(one),
            recorded_at=attempt.finished_at,
        )
        for attempt, line in zip(attempts, given, strict=True)
        for row, one in zip(rows, line, strict=True)
        if one is not None
    )
    return {(response.attempt_id, response.form_item_id): response for response in made}


def _outcome(attempt: Attempt, scores: Sequence[scoring.Score], form: TestForm) -> Outcome:
    total = sum((score.mark or Fraction(0) for score in scores), Fraction(0))
    full = sum((score.max_mark for score in scores), Fraction(0))
    waits = any(score.fraction is None and score.max_mark for score in scores)
    passed = None if waits else total * 100 >= Fraction(form.cut_score) * full
    return Outcome(attempt=attempt, total=total, max_total=full, passed=passed, created_at=attempt.finished_at)


def able_choices(people: int, items: int, seed: int = 1, options: int = 4) -> list[list[scoring.ChosenOne]]:
    """Choices of able and less able people in easy and hard questions (a logistic model); the wrong ones fall evenly."""
    chance = random.Random(seed)
    hard = [chance.gauss(-0.8, 1) for _ in range(items)]
    made = []
    for _person in range(people):
        able = chance.gauss(0, 1)
        solved = [chance.random() < 1 / (1 + exp(difficulty - able)) for difficulty in hard]
        made.append([scoring.ChosenOne(0 if right else chance.randrange(1, options)) for right in solved])
    return made


def make_sittings(attempts: int = 1000, items: int = 60, seed: int = 1, **quiz: Any) -> Quiz:
    """A quiz that so many people have sat once, all with the same questions of single choice."""
    codes = [f"s-{n:03}" for n in range(1, items + 1)]
    made = make_quiz(**{"blueprint": {"cells": [], "fixed": codes}, "cut_score": 60, **quiz})
    form = make_form(made, make_versions([choice_item(str(n)) for n in range(1, items + 1)]))
    sit(form, make_people(attempts), able_choices(attempts, items, seed))
    return made


def next_version(version: ItemVersion, **changes: Any) -> ItemVersion:
    """The item's next version, with these parts of its content changed."""
    made = _version(version.item, replace(version.content, **changes), version.number + 1)
    made.save()
    return made
