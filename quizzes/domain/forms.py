"""Freezing a form: the bank's approved items, drawn by the quiz's blueprint, with the rules that hold now."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from quizzes import scoring
from quizzes.domain.errors import BankError
from quizzes.models import FormItem, Item, ItemVersion, Quiz, TestForm
from quizzes.references import label
from quizzes.scoring.assembly import Blueprint, BlueprintError, Candidate, assemble, shuffled


def pool_of(quiz: Quiz) -> list[Candidate]:
    """The approved items of the quiz's language, with how often each was in a form of this quiz."""
    items = Item.objects.filter(language=quiz.language, status=Item.Status.APPROVED, current_version__isnull=False)
    used = dict(
        FormItem.objects.filter(form__quiz_id=quiz.pk).values_list("version__item__code").annotate(Count("pk")).order_by()
    )
    rows = items.values_list("code", "current_version__competency", "current_version__difficulty", "current_version__kind")
    return [Candidate(code, *rest, used=used.get(code, 0)) for code, *rest in rows.order_by("code")]


def freeze_form(quiz: Quiz, seed: str = "", *, title: str = "", blueprint: dict[str, Any] | None = None) -> TestForm:
    """Draws a form and copies in all that must not change under the candidate. BankError where the bank is too small.

    `title` and `blueprint` stand in for the quiz's own. Runs inside the caller's transaction.
    """
    seed = seed or secrets.token_hex(8)
    blueprint = quiz.blueprint if blueprint is None else blueprint
    codes = _draw(quiz, blueprint, seed)
    found = Item.objects.filter(code__in=codes).select_related("current_version")
    versions = {item.code: item.current_version for item in found}
    form = TestForm.objects.create(
        quiz=quiz,
        seed=seed,
        title=title or quiz.title,
        language=quiz.language,
        blueprint=blueprint,
        behaviour=quiz.behaviour,
        cut_score=quiz.cut_score,
        competency_cut_scores=quiz.competency_cut_scores,
        time_limit_minutes=quiz.time_limit_minutes,
        feedback_policy=quiz.feedback_policy,
        answers_from=_answers_from(quiz),
        certificate_months=quiz.certificate_months if quiz.gives_certificate else None,
        rests_on=quiz.rests_on,
    )
    FormItem.objects.bulk_create(
        FormItem(form=form, position=place, version=versions[code], option_order=order_of(versions[code], seed))
        for place, code in enumerate(codes, start=1)
    )
    return form


def draw_codes(quiz: Quiz, seed: str) -> tuple[str, ...]:
    """The codes of a form that the quiz's plan would give now, in their order. BankError where the bank is too small."""
    return _draw(quiz, quiz.blueprint, seed)


def _answers_from(quiz: Quiz) -> datetime | None:
    """From when the answers may be discussed: once nobody who began in time can still be sitting."""
    if quiz.feedback_policy != Quiz.Feedback.CLOSED or quiz.closes_at is None:
        return None
    return quiz.closes_at + timedelta(minutes=quiz.time_limit_minutes or 0)


def _draw(quiz: Quiz, blueprint: dict[str, Any], seed: str) -> tuple[str, ...]:
    try:
        return assemble(Blueprint.from_json(blueprint), pool_of(quiz), seed)
    except BlueprintError as error:
        parts = [_shortfall(short.cell, short.wanted, short.found) for short in error.shortfalls]
        message = _("В банке не хватает вопросов для теста. %(cells)s")
        raise BankError(message % {"cells": "; ".join(parts)}) from error
    except (KeyError, TypeError) as error:
        raise BankError(_("План теста не читается. Исправьте его в редакторе.")) from error


def _shortfall(cell: str, wanted: int, found: int) -> str:
    words = " × ".join(label("competencies", part) for part in cell.split(" × "))
    return _("%(cell)s: нужно %(wanted)s, найдено %(found)s") % {"cell": words, "wanted": wanted, "found": found}


def order_of(version: ItemVersion, seed: str) -> list[int]:
    """The order in which what is chosen from is shown, group after group; empty where nothing is mixed."""
    code = f"{version.item_id}"
    orders: list[int] = []
    for number, count in enumerate(version.content.shuffled_groups):
        orders.extend(
            _mixed(count, seed, f"{code}/{number}" if number else code, is_key=isinstance(version.content, scoring.Ordering))
        )
    return orders


def _mixed(count: int, seed: str, code: str, *, is_key: bool) -> list[int]:
    """A seeded order; where the item's own order is the key, never that one."""
    order = shuffled(count, seed, code)
    turn = 0
    while is_key and count > 1 and order == sorted(order):
        turn += 1
        order = shuffled(count, seed, f"{code}/again {turn}")
    return order
