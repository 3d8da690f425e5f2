"""The list of quizzes, one quiz, and what the signed-in person has done."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quizzes.domain.attempts import refusal
from quizzes.models import Attempt, Certificate, Quiz
from quizzes.references import label
from quizzes.scoring.assembly import Blueprint


def published(language: str) -> QuerySet[Quiz]:
    """The published quizzes, those in the reader's language first."""
    own = Case(When(language=language, then=Value(0)), default=Value(1), output_field=IntegerField())
    return Quiz.objects.filter(is_published=True).order_by(own, "title")


def find_quiz(slug: str) -> Quiz:
    """The quiz of this name in the reader's language, else in another one; Http404 where there is none."""
    quiz = published(get_language() or "ru").filter(slug=slug).first()
    if quiz is None:
        raise Http404
    return quiz


def best_language_only(quizzes: list[Quiz]) -> list[Quiz]:
    """One quiz of each translation family: the first, which is the one in the reader's language where there is one."""
    families: dict[Any, Quiz] = {}
    for quiz in quizzes:
        families.setdefault(quiz.translation_key, quiz)
    return list(families.values())


@require_safe
def quiz_list(request: HttpRequest) -> HttpResponse:
    """All published quizzes, with the signed-in person's last attempt at each."""
    quizzes = best_language_only(list(published(get_language() or "ru")))
    last: dict[int, Attempt] = {}
    if request.user.is_authenticated:
        for attempt in Attempt.objects.filter(candidate=request.user).order_by("started_at").prefetch_related("outcomes"):
            last[attempt.quiz_id] = attempt
    rows = [{"quiz": quiz, "length": length_of(quiz), "attempt": last.get(quiz.pk)} for quiz in quizzes]
    return render(request, "quizzes/quiz_list.html", {"rows": rows})


def length_of(quiz: Quiz) -> int:
    """The number of items of a form, 0 where the plan does not say."""
    try:
        return Blueprint.from_json(quiz.blueprint).length
    except (KeyError, TypeError):
        return 0


@require_safe
def quiz_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What the quiz is, its rules, the attempts so far, and the way in."""
    quiz = find_quiz(slug)
    attempts: list[Attempt] = []
    refused = None
    if request.user.is_authenticated:
        mine = quiz.attempts.filter(candidate=request.user).select_related("form")
        attempts = list(mine.order_by("-number").prefetch_related("outcomes"))
        refused = refusal(quiz, request.user)
    running = next((attempt for attempt in attempts if attempt.is_open and not attempt.is_over()), None)
    context = {
        "quiz": quiz,
        "facts": _facts(quiz),
        "attempts": attempts,
        "running": running,
        "refused": None if running else refused,
        "cuts": {label("competencies", code): cut for code, cut in quiz.competency_cut_scores.items()},
    }
    return render(request, "quizzes/quiz_detail.html", context)


def _facts(quiz: Quiz) -> list[tuple[str, str]]:
    facts = [(_("Вопросов"), str(length_of(quiz))), (_("Нужно набрать"), f"{quiz.cut_score.normalize():f} %")]
    if quiz.time_limit_minutes:
        facts.append((_("Время"), _("%(count)s мин") % {"count": quiz.time_limit_minutes}))
    facts.append((_("Язык вопросов"), quiz.get_language_display()))
    return facts


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The person's attempts and certificates."""
    attempts = Attempt.objects.filter(candidate=request.user).select_related("quiz", "form").prefetch_related("outcomes")
    certificates = Certificate.objects.filter(holder=request.user).prefetch_related("events")
    return render(request, "quizzes/mine.html", {"attempts": attempts, "certificates": certificates})
