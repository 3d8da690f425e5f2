"""Certificates: the PDF for the holder, the public page for anybody who has the code."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quizzes.certificates.pdf import certificate_pdf as make_pdf
from quizzes.domain import show_name
from quizzes.models import Certificate
from quizzes.references import label, link_to

TRIES_PER_MINUTE = 30


@login_required
@require_safe
def certificate_pdf(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The certificate as PDF, for its holder."""
    rows = Certificate.objects.prefetch_related("events")
    certificate = get_object_or_404(rows, public_id=public_id, holder=request.user)
    address = request.build_absolute_uri(reverse("verify", args=[certificate.code]))
    response = HttpResponse(make_pdf(certificate, address), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{certificate.code[:8]}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def name_choice(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The holder opens or closes the name on the public page."""
    certificate = get_object_or_404(Certificate, public_id=public_id, holder=request.user)
    is_shown = request.POST.get("shown") == "1"
    show_name(certificate, actor=request.user, is_shown=is_shown)
    messages.success(request, _("Имя видно на странице проверки.") if is_shown else _("Имя скрыто на странице проверки."))
    return redirect("quizzes:mine")


def _too_many(request: HttpRequest) -> bool:
    """Whether this address has asked more often than a person does; codes cannot be guessed, but why allow trying."""
    key = f"quizzes-verify:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, timeout=60)
    try:
        return cache.incr(key) > TRIES_PER_MINUTE
    except ValueError:
        return False


@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """A field for the code, for those who have it on paper."""
    code = "".join(request.GET.get("code", "").split()).replace("-", "").lower()
    if code:
        return redirect("verify", code=code[:64])
    return render(request, "quizzes/verify_form.html")


@never_cache
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What a certificate is worth today; the holder's name only as far as the holder consents."""
    if _too_many(request):
        response = render(request, "quizzes/verify_limit.html", status=429)
        response["Retry-After"] = "60"
        return response
    certificate = Certificate.objects.filter(code=code.lower()).prefetch_related("events").first()
    language = get_language() or "ru"
    context = {
        "code": code,
        "certificate": certificate,
        "competencies": [label("competencies", one) for one in certificate.competencies] if certificate else [],
        "standards": [link_to(one, language) for one in certificate.rests_on] if certificate else [],
    }
    # "There is none" is an answer too; a 404 on this address without a language would be redirected by Django.
    response = render(request, "quizzes/verify.html", context)
    # Search engines must not make a register of people out of single pages.
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
