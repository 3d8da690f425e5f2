"""The list of quizzes, one quiz, and what the signed-in person has done."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quizzes.domain.accommodations import conditions_of, time_allowed
from quizzes.domain.admission import attempts_of, refusal
from quizzes.models import Attempt, Certificate, Quiz
from quizzes.people import people_supported_by
from quizzes.references import Link, label, link_to
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
    translations = Quiz.objects.filter(translation_key=quiz.translation_key, is_published=True)
    request.content_languages = set(translations.values_list("language", flat=True))  # for the links to other languages
    attempts: list[Attempt] = []
    refused = conditions = None
    if request.user.is_authenticated:
        mine = attempts_of(quiz, request.user).select_related("form")
        attempts = list(mine.order_by("-number").prefetch_related("outcomes"))
        refused = refusal(quiz, request.user)
        conditions = conditions_of(request.user)
    running = next((attempt for attempt in attempts if attempt.is_open and not attempt.is_over()), None)
    language = get_language() or "ru"
    allowed = time_allowed(quiz.time_limit_minutes, conditions)
    context = {
        "quiz": quiz,
        "facts": _facts(quiz),
        "attempts": attempts,
        "running": running,
        "refused": None if running else refused,
        "conditions": conditions,
        "own_minutes": round(allowed.total_seconds() / 60) if allowed and conditions else None,
        "cuts": {label("competencies", code): cut for code, cut in quiz.competency_cut_scores.items()},
        "before": _before(quiz, language),
        "standards": [link_to(one, language) for one in quiz.rests_on],
        "waits": (quiz.days_to_wait(1), quiz.days_to_wait(2)),
        "needs_plan": quiz.needs_plan(2),
    }
    return render(request, "quizzes/quiz_detail.html", context)


def _before(quiz: Quiz, language: str) -> list[Link]:
    """What the quiz asks for before it: quizzes and pages, as links."""
    slugs = quiz.prerequisites.get("quizzes", ())
    titles = {one.slug: one.title for one in reversed(published(language).filter(slug__in=slugs))} if slugs else {}
    quizzes = [Link(reverse("quizzes:detail", args=[slug]), titles.get(slug, slug)) for slug in slugs]
    return quizzes + [link_to(path, language) for path in quiz.prerequisites.get("pages", ())]


def _facts(quiz: Quiz) -> list[tuple[str, str]]:
    facts = [(_("Вопросов"), str(length_of(quiz))), (_("Нужно набрать"), f"{quiz.cut_score.normalize():f} %")]
    if quiz.time_limit_minutes:
        facts.append((_("Время"), _("%(count)s мин") % {"count": quiz.time_limit_minutes}))
    facts.append((_("Язык вопросов"), quiz.get_language_display()))
    if quiz.opens_at:
        facts.append((_("Открыт с"), _day_and_time(quiz.opens_at)))
    if quiz.closes_at:
        facts.append((_("Открыт до"), _day_and_time(quiz.closes_at)))
    return facts


def _day_and_time(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The person's attempts and certificates; for a curator the way to the people in their care."""
    attempts = Attempt.objects.filter(candidate=request.user).select_related("quiz", "form").prefetch_related("outcomes")
    certificates = Certificate.objects.filter(holder=request.user).prefetch_related("events")
    context = {"attempts": attempts, "certificates": certificates, "supports": people_supported_by(request.user).exists()}
    return render(request, "quizzes/mine.html", context)
