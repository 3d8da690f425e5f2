"""Panels in the admin, for who leads them: judges, rounds, the result without names, the cut score adopted."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.viewsets.base import ViewSet

from quizzes.admin.access import allowed
from quizzes.domain.errors import QuizError
from quizzes.domain.standard_setting import (
    MIN_PANEL,
    adopt_cut_score,
    cancel_panel,
    close_round,
    create_panel,
    invite_judges,
    open_round,
    people_who_judge,
    result_of,
)
from quizzes.models import CutScoreDecision, Panel, PanelRemark, Quiz
from quizzes.panel_rows import last_closed, panel_rows, result_words
from quizzes.scoring.angoff import MIN_JUDGES

LEAD = "quizzes.change_panel"


class PanelForm(forms.Form):
    """A new panel."""

    quiz = forms.ModelChoiceField(queryset=Quiz.objects.none(), label=gettext_lazy("Тест"))
    title = forms.CharField(label=gettext_lazy("Название"), max_length=160, required=False)
    borderline = forms.CharField(
        label=gettext_lazy("Специалист на границе"),
        help_text=gettext_lazy("Что он уже умеет и чего ещё не умеет. По этому описанию эксперты будут ставить оценки."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quiz"].queryset = Quiz.objects.order_by("title", "language")


class InviteForm(forms.Form):
    """Whom to invite: those with the right who have no seat yet."""

    people = forms.ModelMultipleChoiceField(
        queryset=None, label=gettext_lazy("Кого пригласить"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, panel: Panel, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people_who_judge().exclude(pk__in=panel.judges.values("user"))


class AdoptForm(forms.Form):
    """The score and why."""

    percent = forms.DecimalField(
        label=gettext_lazy("Проходной балл, %"), min_value=0, max_value=100, max_digits=5, decimal_places=2, localize=True
    )
    reason = forms.CharField(label=gettext_lazy("Почему этот балл"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


def _crumbs(*further: str) -> list[dict[str, str]]:
    steps = [("wagtailadmin_home", _("Главная")), ("quiz_panels:index", _("Экспертные панели"))]
    return [{"url": reverse(name), "label": words} for name, words in steps] + [{"url": "", "label": words} for words in further]


@allowed(LEAD)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All panels, the newest first, and the cut scores that were adopted."""
    panels = Panel.objects.select_related("quiz").annotate(
        seats=Count("judges", distinct=True), turns=Count("rounds", distinct=True)
    )
    context = {
        "panels": panels,
        "decisions": CutScoreDecision.objects.select_related("quiz", "author", "round__panel")[:50],
        "header_title": _("Экспертные панели"),
        "header_icon": "group",
        "breadcrumbs_items": _crumbs(),
    }
    return render(request, "quizzes/admin/panels.html", context)


@allowed(LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Makes a panel for a form of the quiz's plan."""
    form = PanelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_panel(**form.cleaned_data, actor=request.user)
        except QuizError as error:
            form.add_error(None, str(error))
        else:
            return redirect("quiz_panels:panel", made.public_id)
    context = {"form": form, "header_title": _("Новая панель"), "header_icon": "group", "breadcrumbs_items": _crumbs(_("Новая"))}
    return render(request, "quizzes/admin/panel_create.html", context)


@allowed(LEAD)
@require_safe
def panel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One panel: what is done, what is next."""
    return _page(request, get_object_or_404(Panel.objects.select_related("quiz"), public_id=public_id))


def _page(request: HttpRequest, found: Panel, **forms_with_errors: Any) -> HttpResponse:
    items = list(found.items.select_related("version__item"))
    rounds = list(found.rounds.all())
    closed = last_closed(rounds)
    result = result_of(closed) if closed else None
    remarks = list(PanelRemark.objects.filter(round=closed)) if closed else []
    facilities = closed.facilities if closed else {}
    suggested = round(Decimal(result.cut), 2) if result and result.cut is not None else None
    current = rounds[-1] if rounds and rounds[-1].closed_at is None else None
    context = {
        "panel": found,
        "items": len(items),
        "rounds": rounds,
        "current": current,
        "judges": _progress(found, current),
        "result": result_words(result) if result else None,
        "history": [result_words(result_of(one)) for one in rounds if one.closed_at and one != closed],
        "rows": panel_rows(items, result=result, facilities=facilities, remarks=remarks) if result else [],
        "invite": InviteForm(found),
        "adopt": AdoptForm(initial={"percent": suggested}),
        "needed": MIN_JUDGES,
        "least": MIN_PANEL,
        "decision": CutScoreDecision.objects.filter(round__panel=found).select_related("author").first(),
        "header_title": found.title,
        "header_icon": "group",
        "breadcrumbs_items": _crumbs(found.title),
        **forms_with_errors,
    }
    return render(request, "quizzes/admin/panel.html", context, status=422 if forms_with_errors else 200)


def _progress(found: Panel, current: Any) -> list[dict[str, Any]]:
    """Who has a seat and how far they are, by name: for reminders. What they estimated is nowhere with a name."""
    done = {}
    if current is not None:
        rows = current.estimates.order_by().values_list("judge_id").annotate(done=Count("item", distinct=True))
        done = dict(rows)
    judges = sorted(found.judges.select_related("user"), key=lambda judge: str(judge.user))
    return [{"name": str(judge.user), "done": done.get(judge.pk, 0)} for judge in judges]


@allowed(LEAD)
@require_POST
def act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """One step of a panel."""
    found = get_object_or_404(Panel.objects.select_related("quiz"), public_id=public_id)
    if verb == "invite":
        form = InviteForm(found, request.POST)
        if not form.is_valid():
            return _page(request, found, invite=form)
        return _do(request, found, lambda: _invited(invite_judges(found, form.cleaned_data["people"], actor=request.user)))
    if verb == "adopt":
        adopt = AdoptForm(request.POST)
        if not adopt.is_valid():
            return _page(request, found, adopt=adopt)
        return _do(request, found, lambda: _adopted(adopt_cut_score(found, **adopt.cleaned_data, actor=request.user)))
    if verb == "cancel":
        return _do(request, found, lambda: cancel_panel(found, actor=request.user, reason=request.POST.get("reason", "")))
    step = {"open": open_round, "close": close_round}[verb]
    return _do(request, found, lambda: step(found, actor=request.user))


def _invited(judges: list[Any]) -> str:
    return ngettext("Приглашён %(n)s эксперт.", "Приглашено экспертов: %(n)s.", len(judges)) % {"n": len(judges)}


def _adopted(decision: CutScoreDecision) -> str:
    return _("Проходной балл теста изменён: было %(before)s %%, стало %(after)s %%.") % {
        "before": decision.before.normalize(),
        "after": decision.after.normalize(),
    }


def _do(request: HttpRequest, found: Panel, step: Callable[[], Any]) -> HttpResponse:
    try:
        said = step()
    except QuizError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said if isinstance(said, str) else _("Сделано."))
    return redirect("quiz_panels:panel", found.public_id)


class PanelViewSet(ViewSet):
    """The address and the menu entry of the panels."""

    name = "quiz_panels"
    url_prefix = "quizzes/panels"
    icon = "group"
    menu_label = gettext_lazy("Экспертные панели")
    menu_name = "quiz_panels"

    def get_urlpatterns(self) -> list[Any]:
        verbs = [
            path(f"<uuid:public_id>/{verb}/", act, {"verb": verb}, name=verb)
            for verb in ("invite", "open", "close", "adopt", "cancel")
        ]
        return [
            path("", index, name="index"),
            path("new/", create, name="create"),
            path("<uuid:public_id>/", panel, name="panel"),
            *verbs,
        ]
