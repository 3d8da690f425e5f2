"""Certificates for their holders: the list, one certificate, what it shows to others, the files."""

import json
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quizzes.certificates import addresses
from quizzes.certificates.codes import grouped
from quizzes.certificates.issuing import issuer_word
from quizzes.certificates.pdf import certificate_pdf as make_pdf
from quizzes.certificates.publishing import signed_badge
from quizzes.domain import disclose
from quizzes.domain.badge_keys import BadgeKeyError, active_key
from quizzes.domain.certificates import certified_result
from quizzes.downloads import private_file
from quizzes.models import CalendarFeed, Certificate
from quizzes.references import label, link_to
from quizzes.views.signing_in import button_on

LINKEDIN = "https://www.linkedin.com/profile/add?"


def _own(request: HttpRequest, public_id: UUID) -> Certificate:
    rows = Certificate.objects.select_related("issuer", "holder").prefetch_related("events")
    return get_object_or_404(rows, public_id=public_id, holder=request.user)


@login_required
@never_cache
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """The person's certificates, and the calendar that reminds of their ends."""
    rows = Certificate.objects.filter(holder=request.user).prefetch_related("events")
    feed = CalendarFeed.objects.filter(user=request.user).first()
    return render(request, "quizzes/certificates.html", {"certificates": rows, "feed": feed})


@login_required
@never_cache
@require_safe
def certificate(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One certificate: files, links, what others see of it, what happened to it."""
    own = _own(request, public_id)
    context = {
        "certificate": own,
        "code": grouped(own.code),
        "issuer": issuer_word(own.issuer, "name", own.language),
        "address": addresses.verification(own.code),
        "competencies": [label("competencies", code) for code in own.competencies],
        "standards": [link_to(target, own.language) for target in own.rests_on],
        "result": certified_result(own),
        "newer": Certificate.objects.filter(predecessor=own).first(),
        "has_badge": active_key() is not None,
        "profile_link": profile_link(own),
        "events": sorted(own.events.all(), key=lambda event: -event.pk),
    }
    return render(request, "quizzes/certificate.html", context)


def profile_link(own: Certificate) -> str:
    """The address that opens a professional network's form for a certificate, filled in; nothing is sent until it is followed."""
    said: dict[str, Any] = {
        "startTask": "CERTIFICATION_NAME",
        "name": own.title,
        "organizationName": issuer_word(own.issuer, "name", own.language),
        "issueYear": own.issued_on.year,
        "issueMonth": own.issued_on.month,
        "certUrl": addresses.verification(own.code),
        "certId": own.code,
    }
    if own.last_day:
        said |= {"expirationYear": own.last_day.year, "expirationMonth": own.last_day.month}
    return LINKEDIN + urlencode(said)


@button_on("quizzes:certificate")
def disclosure(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The holder says what the public page and the badge show: boxes that are not ticked are closed."""
    own = _own(request, public_id)
    shown = set(request.POST.getlist("shown"))
    changed = disclose(own, actor=request.user, **{what: what in shown for what in ("name", "result", "competencies")})
    messages.success(request, _("Сохранено. Страница проверки уже показывает это.") if changed else _("Ничего не изменилось."))
    return redirect("quizzes:certificate", public_id=public_id)


@login_required
@require_safe
def certificate_pdf(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The certificate as PDF, for its holder."""
    own = _own(request, public_id)
    return private_file(make_pdf(own, addresses.verification(own.code)), "application/pdf", f"certificate-{own.code[:8]}.pdf")


@login_required
@require_safe
def certificate_badge(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """The signed badge as a file that wallets take."""
    own = _own(request, public_id)
    try:
        badge = signed_badge(own)
    except BadgeKeyError as error:
        messages.error(request, str(error))
        return redirect("quizzes:certificate", public_id=public_id)
    body = json.dumps(badge, ensure_ascii=False, indent=2).encode()
    return private_file(body, "application/json", f"badge-{own.code[:8]}.json")
