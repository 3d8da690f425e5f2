"""The page of an item: what it says, where it stands, what is wrong with it, where it is used, and every act on it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from quizzes import scoring
from quizzes.admin.access import ADD, CHANGE, QUIZ_CHANGE, READERS, REVIEW, allowed
from quizzes.admin.cases_map import draw
from quizzes.admin.items_describe import describe
from quizzes.admin.items_form import KINDS
from quizzes.domain import (
    approve_item,
    confirm_translation,
    link_translations,
    reopen_item,
    retire_item,
    return_item,
    send_to_review,
    translate_item,
)
from quizzes.domain.errors import QuizError
from quizzes.domain.likeness import near_duplicates
from quizzes.domain.planning import put_into
from quizzes.domain.review import authors_of, may_review, say
from quizzes.domain.translations import sisters_of
from quizzes.domain.usage import attempts_on, planned_in, usage_of
from quizzes.models import Item, Quiz
from quizzes.references import fingerprint_of, link_to, terms_of
from quizzes.scoring.lint import lint

Status = Item.Status


@allowed(*READERS)
@require_safe
def item_page(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(Item.objects.select_related("current_version__author", "reviewer"), pk=pk)
    version = item.current_version
    context: dict[str, Any] = {"item": item, "version": version, "acts": acts_of(item, request.user)}
    if version is not None:
        content = version.content
        context |= {
            "parts": describe(content),
            "map": draw(content.nodes, content.start) if isinstance(content, scoring.Case) else None,
            "flaws": [(say(flaw), flaw.is_error) for flaw in lint(content, item.language, terms_of(item.language))],
            "alike": near_duplicates(content, item.language, code=item.code),
            "kind": getattr(KINDS.get(version.kind), "title", version.kind),
            "references": [_reference(one, item.language) for one in version.references.all()],
        }
    context |= {
        "sisters": sisters_of(item),
        "languages": _free_languages(item),
        "usage": usage_of(item),
        "planned": planned_in(item),
        "attempts": attempts_on(item),
        "events": item.events.select_related("actor", "version__item")[:20],
        "versions": item.versions.count(),
        "quizzes": Quiz.objects.filter(language=item.language) if "quiz" in context["acts"] else [],
        "reviewers": reviewers_for(item) if "send" in context["acts"] else [],
    }
    return render(request, "quizzes/admin/item.html", context)


def _reference(reference: Any, language: str) -> dict[str, Any]:
    """A clause the item rests on, and whether its text has moved on since."""
    now = fingerprint_of(reference.target, language)
    is_stale = bool(reference.fingerprint and now and reference.fingerprint != now)
    return {"link": link_to(reference.target, language), "target": reference.target, "is_stale": is_stale, "is_known": bool(now)}


def _free_languages(item: Item) -> list[tuple[str, str]]:
    taken = set(Item.objects.filter(translation_key=item.translation_key).values_list("language", flat=True))
    return [(code, name) for code, name in settings.LANGUAGES if code not in taken]


def acts_of(item: Item, person: Any) -> set[str]:
    """What this person may do with the item as it stands."""
    acts: set[str] = set()
    if person.has_perm(CHANGE):
        acts |= {"edit"} if item.status != Status.RETIRED else set()
        acts |= {"send"} if item.status == Status.DRAFT else set()
        acts |= {"reopen"} if item.status in (Status.RETIRED, Status.IN_REVIEW) else set()
        acts.add("translate")
    if item.status == Status.IN_REVIEW and may_review(item, person):
        acts |= {"approve", "return"}
    if person.has_perm(REVIEW) and item.status != Status.RETIRED:
        acts.add("retire")
    if person.has_perm(QUIZ_CHANGE) and item.status == Status.APPROVED:
        acts.add("quiz")
    return acts


def reviewers_for(item: Item) -> list[Any]:
    """Who may be asked to review the item: everybody with the right who wrote none of it."""
    right = Q(user_permissions__codename="review_item") | Q(groups__permissions__codename="review_item") | Q(is_superuser=True)
    people = get_user_model().objects.filter(right, is_active=True).exclude(pk__in=authors_of(item)).distinct()
    return sorted(people, key=str)


class ActForm(forms.Form):
    """What comes with an act: words, a colleague, a language, another item, a quiz."""

    comment = forms.CharField(required=False, max_length=2000)
    reviewer = forms.IntegerField(required=False)
    language = forms.CharField(required=False, max_length=8)
    code = forms.CharField(required=False, max_length=80)
    quiz = forms.IntegerField(required=False)


@allowed(CHANGE, REVIEW)
@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Carries out one act and says so; a refusal is said in its own words."""
    item = get_object_or_404(Item.objects.select_related("current_version"), pk=pk)
    form = ActForm(request.POST)
    if name not in ACTS or not form.is_valid():
        messages.error(request, _("Это действие не понято. Повторите его с этой страницы."))
        return redirect("quiz_item", pk)
    right, verb = ACTS[name]
    if not request.user.has_perm(right):
        messages.error(request, _("У вас нет права на это действие."))
        return redirect("quiz_item", pk)
    try:
        words, target = verb(item, request.user, form.cleaned_data)
    except QuizError as error:
        messages.error(request, str(error))
        return redirect("quiz_item", pk)
    messages.success(request, words)
    return redirect("quiz_item", target)


Result = tuple[str, int]
Act = Callable[[Item, Any, dict[str, Any]], Result]


def _send(item: Item, actor: Any, data: dict[str, Any]) -> Result:
    reviewer = get_user_model().objects.filter(pk=data["reviewer"]).first() if data["reviewer"] else None
    send_to_review(item, actor=actor, reviewer=reviewer, comment=data["comment"])
    return _("Вопрос отправлен на проверку."), item.pk


def _commented(verb: Callable[..., Any], words: Any) -> Act:
    """An act that takes nothing but a comment, and what is said when it is done."""

    def act(item: Item, actor: Any, data: dict[str, Any]) -> Result:
        verb(item, actor=actor, comment=data["comment"])
        return str(words), item.pk

    return act


def _translate(item: Item, actor: Any, data: dict[str, Any]) -> Result:
    copy = translate_item(item, data["language"], actor=actor)
    return _("Черновик перевода создан. Переведите текст: пока в нём текст оригинала."), copy.pk


def _link(item: Item, actor: Any, data: dict[str, Any]) -> Result:
    other = Item.objects.filter(code=data["code"].strip()).first()
    if other is None:
        raise QuizError(_("Вопроса с кодом «%(code)s» нет. Проверьте код в списке вопросов.") % {"code": data["code"]})
    link_translations(item, other, actor=actor)
    return _("Вопросы связаны как переводы."), item.pk


def _compared(item: Item, actor: Any, data: dict[str, Any]) -> Result:
    original = Item.objects.filter(code=data["code"].strip()).select_related("current_version").first()
    if original is None:
        raise QuizError(_("Вопроса с кодом «%(code)s» нет. Проверьте код в списке вопросов.") % {"code": data["code"]})
    confirm_translation(item, original, actor=actor)
    return _("Отмечено: перевод сверен с действующей версией."), item.pk


def _into_quiz(item: Item, actor: Any, data: dict[str, Any]) -> Result:
    quiz = Quiz.objects.filter(pk=data["quiz"]).first()
    if quiz is None:
        raise QuizError(_("Выберите тест."))
    put_into(quiz, item, actor=actor)
    return _("Вопрос добавлен в тест «%(quiz)s»: он будет в каждом варианте.") % {"quiz": quiz.title}, item.pk


ACTS = {
    "send": (CHANGE, _send),
    "approve": (REVIEW, _commented(approve_item, gettext_lazy("Вопрос одобрен: тесты могут его брать."))),
    "return": (REVIEW, _commented(return_item, gettext_lazy("Вопрос возвращён автору."))),
    "retire": (REVIEW, _commented(retire_item, gettext_lazy("Вопрос снят: новые попытки его не получат."))),
    "reopen": (CHANGE, _commented(reopen_item, gettext_lazy("Вопрос снова черновик."))),
    "translate": (ADD, _translate),
    "link": (CHANGE, _link),
    "compared": (CHANGE, _compared),
    "quiz": (QUIZ_CHANGE, _into_quiz),
}
