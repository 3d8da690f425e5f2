"""Plans of quizzes: an item put into one, what bars publishing, publishing itself."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.domain.errors import BankError
from quizzes.domain.forms import pool_of
from quizzes.models import Item, Quiz
from quizzes.references import label
from quizzes.scoring.assembly import Blueprint, Candidate
from quizzes.scoring.supply import Supply, supply

CERTIFYING_LENGTH, PER_COMPETENCY, SECONDS_AN_ITEM = 60, 5, 30


@dataclass(frozen=True)
class Remark:
    """One thing about a quiz that is to be mended (`is_error`: before it is published) or thought about."""

    words: str
    is_error: bool = True


def read_blueprint(quiz: Quiz) -> Blueprint:
    """The plan of a quiz. BankError where it is not readable."""
    try:
        return Blueprint.from_json({"cells": [], **(quiz.blueprint or {})})
    except (KeyError, TypeError, AttributeError) as error:
        raise BankError(_("План теста не читается. Исправьте его в редакторе.")) from error


def cell_words(supplied: Supply) -> str:
    """A line of a plan in words: competency × difficulty × type, as far as they are named."""
    parts = [label("competencies", part) for part in str(supplied.cell).split(" × ")]
    return " × ".join(_("любые вопросы") if part == "*" else part for part in parts)


def plan_remarks(blueprint: Blueprint, pool: list[Candidate]) -> list[Remark]:
    """Why forms cannot be drawn by the plan: the line and how many are missing, fixed items that are not there."""
    remarks = [] if blueprint.length else [Remark(_("В плане нет ни одного вопроса."))]
    known = {candidate.code for candidate in pool}
    for code in blueprint.fixed:
        if code not in known:
            remarks.append(Remark(_("Обязательного вопроса %(code)s нет среди одобренных.") % {"code": code}))
        if code in blueprint.excluded:
            remarks.append(Remark(_("Вопрос %(code)s и обязателен, и исключён. Оставьте одно.") % {"code": code}))
    for group in blueprint.enemies:
        both = [code for code in group if code in blueprint.fixed]
        if len(both) > 1:
            words = _("Вопросы %(codes)s обязательны, хотя подсказывают друг другу. Оставьте один.")
            remarks.append(Remark(words % {"codes": ", ".join(both)}))
    for line in supply(blueprint, pool):
        if line.missing:
            words = _("%(cell)s: нужно %(wanted)s, есть %(found)s, не хватает %(missing)s.")
            figures = {"wanted": line.cell.count, "found": line.drawn, "missing": line.missing}
            remarks.append(Remark(words % {"cell": cell_words(line), **figures}))
    return remarks


def remarks_on(quiz: Quiz) -> list[Remark]:
    """Everything to be said about a quiz before it is published: errors first."""
    blueprint = read_blueprint(quiz)
    remarks = plan_remarks(blueprint, pool_of(quiz))
    if quiz.closes_at and quiz.closes_at <= timezone.now():
        remarks.append(Remark(_("Срок теста уже прошёл: измените, до какого времени он открыт.")))
    remarks += [Remark(words, is_error=False) for words in _advice(quiz, blueprint)]
    return remarks


def _advice(quiz: Quiz, blueprint: Blueprint) -> list[str]:
    told = []
    if not quiz.description.strip():
        told.append(_("Нет слов о том, что проверяет тест: люди увидят одно название."))
    if quiz.time_limit_minutes and quiz.time_limit_minutes * 60 < blueprint.length * SECONDS_AN_ITEM:
        told.append(_("Меньше половины минуты на вопрос: быстрые глаза важнее знаний."))
    if quiz.purpose == Quiz.Purpose.CERTIFICATION:
        told += _certifying_advice(blueprint)
    elif quiz.gives_certificate:
        told.append(_("Сертификат за тест, который не аттестация: по нему будут принимать решения о людях."))
    return told


def _certifying_advice(blueprint: Blueprint) -> list[str]:
    """Length and breadth that decisions about people need (about 60 items, five per competency)."""
    told = []
    if blueprint.length < CERTIFYING_LENGTH:
        words = _("Для аттестации надёжны %(wanted)s вопросов и больше, здесь %(have)s.")
        told.append(words % {"wanted": CERTIFYING_LENGTH, "have": blueprint.length})
    per = Counter[str]()
    for cell in blueprint.cells:
        if cell.competency:
            per[cell.competency] += cell.count
    thin = [label("competencies", code) for code, count in per.items() if count < PER_COMPETENCY]
    if thin:
        words = _("Меньше %(wanted)s вопросов по компетенции, и балл по ней ничего не значит: %(names)s.")
        told.append(words % {"wanted": PER_COMPETENCY, "names": ", ".join(thin)})
    return told


@transaction.atomic
def put_into(quiz: Quiz, item: Item, *, actor: Any) -> None:
    """Makes an approved item a fixed part of a quiz's plan. BankError where it is there, barred, or of another language."""
    locked = Quiz.objects.select_for_update().get(pk=quiz.pk)
    if item.status != Item.Status.APPROVED:
        raise BankError(_("В тест ставят одобренные вопросы. Сначала проведите вопрос через проверку."))
    if item.language != locked.language:
        raise BankError(_("Тест на другом языке. Выберите тест на языке вопроса."))
    blueprint = read_blueprint(locked)
    if item.code in blueprint.fixed:
        raise BankError(_("Этот вопрос уже есть в тесте."))
    if item.code in blueprint.excluded:
        raise BankError(_("В этом тесте вопрос исключён. Уберите его из исключений в плане теста."))
    locked.blueprint = {"cells": [], **locked.blueprint, "fixed": [*blueprint.fixed, item.code]}
    locked.save(update_fields=["blueprint"])


@transaction.atomic
def publish_quiz(quiz: Quiz, *, actor: Any) -> None:
    """Lets candidates sit the quiz from now on. BankError with everything that bars the way."""
    locked = Quiz.objects.select_for_update().get(pk=quiz.pk)
    barring = [remark.words for remark in remarks_on(locked) if remark.is_error]
    if barring:
        raise BankError(" ".join(barring))
    locked.is_published = quiz.is_published = True
    locked.save(update_fields=["is_published"])


@transaction.atomic
def withdraw_quiz(quiz: Quiz, *, actor: Any) -> None:
    """Makes the quiz a draft again: nobody can begin it, attempts under way go on."""
    locked = Quiz.objects.select_for_update().get(pk=quiz.pk)
    locked.is_published = quiz.is_published = False
    locked.save(update_fields=["is_published"])
