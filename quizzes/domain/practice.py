"""Practice after a result: a short self-check drawn from the competencies that were weak, with other questions."""

import uuid
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from quizzes.domain.accommodations import conditions_of
from quizzes.domain.attempts import open_attempt
from quizzes.domain.errors import QuizError
from quizzes.domain.forms import freeze_form, pool_of
from quizzes.domain.outcomes import competency_results
from quizzes.models import Attempt, FormItem, Outcome, Quiz
from quizzes.references import label
from quizzes.scoring.assembly import ONLY_IF_ASKED

PRACTICE = "practice"
LENGTH = 8
NAMED = 2
STRONG_PERCENT = 85


def weak_competencies(outcome: Outcome) -> list[str]:
    """The competencies under 85 % of their marks, or under the cut score where that is higher; the weakest first."""
    bar = max(STRONG_PERCENT, float(outcome.attempt.form.cut_score))
    scored = [one for one in competency_results(outcome) if one.competency and not one.waiting]
    return [one.competency for one in scored if one.share * 100 < bar]


def practice_quiz(language: str) -> Quiz:
    """The quiz that practice attempts belong to: never listed, without a certificate, open to anybody who has a result."""
    known = Quiz.objects.filter(slug=PRACTICE, language=language).first()
    if known is not None:
        return known
    with override(language):
        title = _("Тренировка")
    defaults = {
        "title": title,
        "translation_key": uuid.uuid4(),
        "purpose": Quiz.Purpose.SELF_CHECK,
        "blueprint": {"cells": [{"count": LENGTH, "spread": True}]},
        "gives_certificate": False,
        "is_published": False,
    }
    return Quiz.objects.get_or_create(slug=PRACTICE, language=language, defaults=defaults)[0]


@transaction.atomic
def start_practice(outcome: Outcome) -> Attempt:
    """Opens a practice on the weak competencies of an outcome, or returns the candidate's practice that is open.

    Questions that a certification has asked this candidate are left out: practice would hand out their answers.
    QuizError where nothing was weak, or the bank has no other question on it.
    """
    finished = outcome.attempt
    candidate: Any = finished.candidate
    get_user_model().objects.select_for_update(no_key=True).get(pk=candidate.pk)
    quiz = practice_quiz(finished.form.language)
    running = Attempt.objects.filter(quiz=quiz, candidate=candidate, state=Attempt.State.OPEN).first()
    if running is not None:
        return running
    weak = weak_competencies(outcome)
    if not weak:
        raise QuizError(_("Слабых мест в этой попытке нет."))
    blueprint = _blueprint(quiz, candidate, weak)
    form = freeze_form(quiz, title=_title(quiz, weak), blueprint=blueprint)
    return open_attempt(form, candidate, timezone.now(), conditions=conditions_of(candidate), practice_of=finished)


def _title(quiz: Quiz, weak: list[str]) -> str:
    """The weakest competencies by name in the language of the questions, the others by their number."""
    with override(quiz.language):
        names = ", ".join(label("competencies", code) for code in weak[:NAMED])
        if len(weak) > NAMED:
            names = _("%(names)s и ещё %(count)s") % {"names": names, "count": len(weak) - NAMED}
    return f"{quiz.title}: {names}"[:160]


def _blueprint(quiz: Quiz, candidate: Any, weak: list[str]) -> dict[str, Any]:
    """An even share of the length for each weak competency, as far as the bank has questions that are not barred."""
    asked = FormItem.objects.filter(form__attempts__candidate=candidate).exclude(form__quiz__slug=PRACTICE)
    barred = set(asked.values_list("version__item__code", flat=True))
    supply = dict.fromkeys(weak, 0)
    for one in pool_of(quiz):
        if one.competency in supply and one.code not in barred and one.kind not in ONLY_IF_ASKED:
            supply[one.competency] += 1
    counts = _share(supply)
    total = sum(counts.values())
    if not total:
        raise QuizError(_("Других вопросов на эти темы в банке пока нет. Перечитайте указанные пункты."))
    cells = [{"count": count, "competency": code} for code, count in counts.items() if count]
    return {"cells": cells, "excluded": sorted(barred)}


def _share(supply: dict[str, int]) -> dict[str, int]:
    """So many of each, dealt out one by one up to the length or the end of the supply."""
    counts = dict.fromkeys(supply, 0)
    while sum(counts.values()) < LENGTH and any(counts[code] < supply[code] for code in supply):
        for code in supply:
            if counts[code] < supply[code] and sum(counts.values()) < LENGTH:
                counts[code] += 1
    return counts
