"""Regrading in the admin: choose what to decide, see whom it changes, confirm, watch it run."""

from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_tasks import task

from quizzes.admin.access import allowed
from quizzes.domain.errors import QuizError
from quizzes.domain.regrading import REGRADE, Preview, preview_regrade, regrade_item
from quizzes.models import Appeal, Attempt, ItemVersion, Regrade
from quizzes.presentation import number

SHOWN, KEPT_SECONDS = 200, 3600


def urls() -> list[URLPattern]:
    """The addresses under the admin."""
    return [
        path("quizzes/regrade/<int:version_id>/", regrade, name="quizzes_regrade"),
        path("quizzes/regrade/progress/<str:key>/", regrade_progress, name="quizzes_regrade_progress"),
    ]


@allowed(REGRADE)
@require_http_methods(["GET", "HEAD", "POST"])
def regrade(request: HttpRequest, version_id: int) -> HttpResponse:
    """What to decide about a version; with a policy chosen, whom it changes; a post carries it out."""
    version = get_object_or_404(ItemVersion.objects.select_related("item"), pk=version_id)
    appeal = Appeal.objects.filter(
        public_id=_uuid(request.GET.get("appeal")), form_item__version=version, state="accepted"
    ).first()
    data = request.POST if request.method == "POST" else request.GET
    policy, error, preview = data.get("policy", ""), "", None
    corrected = version.item.versions.filter(pk=_whole(data.get("corrected_by"))).first()
    corrected = corrected if policy == Regrade.Policy.CORRECTED_KEY else None
    if policy in Regrade.Policy.values:
        try:
            preview = preview_regrade(version, policy=policy, corrected_by=corrected)
        except QuizError as problem:
            error = str(problem)
    if request.method == "POST" and preview is not None:
        if data.get("reason", "").strip():
            return _start(request, version, policy, corrected, appeal)
        error = _("Напишите причину: её увидит каждый, чей итог изменится.")
    return _page(request, version, policy, corrected, preview, appeal, error)


def _uuid(text: str | None) -> str | None:
    return text if text and len(text) == 36 and text.replace("-", "").isalnum() else None


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _page(
    request: HttpRequest,
    version: ItemVersion,
    policy: str,
    corrected: ItemVersion | None,
    preview: Preview | None,
    appeal: Appeal | None,
    error: str,
) -> HttpResponse:
    finished = Count("form_items__form__attempts", filter=~Q(form_items__form__attempts__state=Attempt.State.OPEN), distinct=True)
    versions = version.item.versions.annotate(met=finished).order_by("-number")
    context = {
        "version": version,
        "versions": versions,
        "others": [one for one in versions if one.pk != version.pk],
        "policy": policy,
        "policies": Regrade.Policy.choices,
        "corrected": corrected,
        "preview": preview,
        "rows": _rows(preview) if preview else [],
        "shown": SHOWN,
        "certificates": Regrade.Certificates.choices,
        "earlier": version.regrades.select_related("author"),
        "appeal": appeal,
        "reason": request.POST.get("reason", ""),
        "kept": request.POST.get("certificates", Regrade.Certificates.KEEP),
        "key": request.POST.get("key") or uuid4().hex,
        "error": error,
    }
    return render(request, "quizzes/admin/regrade.html", context, status=422 if error else 200)


def _rows(preview: Preview) -> list[dict[str, Any]]:
    """The attempts that change, those with another verdict first."""
    changed = [one for one in preview.changes if one.is_changed]
    changed.sort(key=lambda one: (one.change.before.passed == one.change.after.passed, one.attempt.pk))
    return [
        {
            "attempt": one.attempt,
            "before": f"{number(one.change.before.earned)} / {number(one.change.before.full)}",
            "after": f"{number(one.change.after.earned)} / {number(one.change.after.full)}",
            "was": _verdict(one.change.before.passed),
            "becomes": _verdict(one.change.after.passed),
            "turns": one.change.before.passed != one.change.after.passed,
            "has_certificate": one.has_certificate,
        }
        for one in changed[:SHOWN]
    ]


def _verdict(passed: bool | None) -> str:
    return {True: _("пройдено"), False: _("не пройдено"), None: _("ждёт проверки")}[passed]


def _start(
    request: HttpRequest, version: ItemVersion, policy: str, corrected: ItemVersion | None, appeal: Appeal | None
) -> HttpResponse:
    key = request.POST.get("key", "")[:64] or uuid4().hex
    certificates = request.POST.get("certificates", "")
    kept = certificates if certificates in Regrade.Certificates.values else Regrade.Certificates.KEEP
    if cache.add(_place(key), {"done": 0, "of": 0}, KEPT_SECONDS):
        reason = request.POST["reason"]
        run_regrade.enqueue(
            version.pk, policy, corrected and corrected.pk, kept, reason, request.user.pk, key, appeal and appeal.pk
        )
    return redirect("quizzes_regrade_progress", key=key)


def _place(key: str) -> str:
    return f"quizzes-regrade:{key}"


@task()
def run_regrade(
    version_id: int,
    policy: str,
    corrected_id: int | None,
    certificates: str,
    reason: str,
    author_id: int,
    key: str,
    appeal_id: int | None,
) -> None:
    """Carries a confirmed regrade out; how far it is, or why it failed, stands in the cache for the page."""
    try:
        regrade_item(
            ItemVersion.objects.get(pk=version_id),
            policy=policy,
            corrected_by=ItemVersion.objects.filter(pk=corrected_id).first(),
            certificates=certificates,
            reason=reason,
            author=get_user_model().objects.get(pk=author_id),
            key=key,
            appeal=Appeal.objects.filter(pk=appeal_id).first(),
            on_step=lambda done, of: cache.set(_place(key), {"done": done, "of": of}, KEPT_SECONDS),
        )
    except Exception as problem:
        # The page has to say so; the queue keeps the traceback.
        cache.set(_place(key), {"error": str(problem) if isinstance(problem, QuizError) else _("Ошибка программы")}, KEPT_SECONDS)
        raise


@allowed(REGRADE)
@require_safe
def regrade_progress(request: HttpRequest, key: str) -> HttpResponse:
    """How far a regrade is; the browser asks again by itself, without scripts, until it is done."""
    done = Regrade.objects.filter(key=key).select_related("version__item", "author").first()
    state = cache.get(_place(key)) or {}
    response = render(request, "quizzes/admin/regrade_progress.html", {"regrade": done, "state": state, "key": key})
    if done is None and "error" not in state:
        response["Refresh"] = "2"
    return response
