"""What a certificate is worth today, for anybody who has its code: a page and the same as JSON."""

import ipaddress
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quizzes.certificates import addresses
from quizzes.certificates.codes import grouped, is_well_formed, tidy
from quizzes.certificates.issuing import issuer_word
from quizzes.domain.certificates import CertifiedResult, certified_result, earned_by
from quizzes.middleware import client_address
from quizzes.models import Certificate, CertificateEvent
from quizzes.references import label, link_to

MISSES_PER_MINUTE = 30
ASKS_PER_MINUTE = 300
_PARENTS = "predecessor__outcome__attempt__quiz"


def _counter(request: HttpRequest, what: str) -> str:
    """The cache key of one network: a whole /64 of IPv6 belongs to one household, so it counts as one asker."""
    address = client_address(request)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        parsed = None
    if isinstance(parsed, ipaddress.IPv6Address):
        address = str(ipaddress.ip_network((parsed, 64), strict=False))
    return f"quizzes-verify-{what}:{address}".replace(" ", "")


def _count(request: HttpRequest, what: str) -> int:
    key = _counter(request, what)
    cache.add(key, 0, timeout=60)
    try:
        return int(cache.incr(key))
    except ValueError:
        return 1


def too_many(request: HttpRequest) -> bool:
    """Whether this network guesses: codes cannot be guessed, but why allow trying."""
    misses = int(cache.get(_counter(request, "misses"), 0))
    return misses >= MISSES_PER_MINUTE or _count(request, "asks") > ASKS_PER_MINUTE


def find_certificate(request: HttpRequest, entered: str) -> Certificate | None:
    """The certificate of a code as it was typed; None, and one more miss for this network, where there is none."""
    code = tidy(entered)[:64]
    rows = Certificate.objects.select_related("issuer", "holder", "outcome__attempt__quiz", _PARENTS)
    found = rows.prefetch_related("events").filter(code__in=[code, code.lower()]).first() if code else None
    if found is None:
        _count(request, "misses")
    return found


@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """A field for the code, for those who have it on paper."""
    code = tidy(request.GET.get("code", ""))[:64]
    if code:
        return redirect("verify", code=code)
    return render(request, "quizzes/verify_form.html")


@never_cache
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """The state of a certificate in words for an employer; name, result and competencies as far as the holder consents."""
    if too_many(request):
        response = render(request, "quizzes/verify_limit.html", status=429)
        response["Retry-After"] = "60"
        return response
    certificate = find_certificate(request, code)
    context: dict[str, Any] = {"certificate": certificate, "now": timezone.now()}
    if certificate is None:
        context |= {"entered": code[:64], "is_mistyped": not is_well_formed(tidy(code))}
    else:
        context |= _facts(certificate, get_language() or "ru") | {"code": grouped(certificate.code)}
    # "There is none" is an answer too; a 404 on this address without a language would be redirected by Django.
    response = render(request, "quizzes/verify.html", context)
    # Search engines must not make a register of people out of single pages.
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _facts(certificate: Certificate, language: str) -> dict[str, Any]:
    ended = certificate.event(CertificateEvent.Kind.REVOKED) or certificate.event(CertificateEvent.Kind.REPLACED)
    result = certified_result(certificate)
    return {
        "holder": certificate.holder_name if certificate.shows_name else "",
        "result": result if certificate.shows_result and result.percent is not None else None,
        "is_kept": result.is_kept,
        "competencies": [label("competencies", one) for one in certificate.competencies]
        if certificate.shows_competencies
        else [],
        "standards": [link_to(one, language) for one in certificate.rests_on],
        "issuer": issuer_word(certificate.issuer, "name", language),
        "signatory": issuer_word(certificate.issuer, "signatory", language),
        "position": issuer_word(certificate.issuer, "position", language),
        "ended_at": ended.created_at if ended else None,
        # The quiz rests on other versions now: what was examined is no longer what is in force.
        "is_outdated": bool(certificate.rests_on) and earned_by(certificate).attempt.quiz.rests_on != certificate.rests_on,
    }


@never_cache
@require_safe
def verify_json(request: HttpRequest, code: str) -> JsonResponse:
    """The same for programs. Unknown codes give 404, mistyped ones 400, too many guesses 429."""
    if too_many(request):
        return _answer({"error": _("Слишком много запросов. Подождите минуту.")}, 429)
    certificate = find_certificate(request, code)
    if certificate is None:
        if is_well_formed(tidy(code)):
            return _answer({"error": _("Такого сертификата нет.")}, 404)
        return _answer({"error": _("В коде опечатка: проверочный знак не сходится.")}, 400)
    return _answer(_as_json(certificate, get_language() or "ru"), 200)


def _as_json(certificate: Certificate, language: str) -> dict[str, Any]:
    facts = _facts(certificate, language)
    standards = [
        {"reference": target, "title": link.title, "url": addresses.full(link.url) if link.url else ""}
        for target, link in zip(certificate.rests_on, facts["standards"], strict=True)
    ]
    said = {
        "code": certificate.code,
        "status": certificate.status.value,
        "is_valid": certificate.status == Certificate.Status.VALID,
        "checked_at": timezone.now().isoformat(timespec="seconds"),
        "title": certificate.title,
        "language": certificate.language,
        "issued_on": certificate.issued_on.isoformat(),
        "valid_until": certificate.last_day.isoformat() if certificate.last_day else None,
        "ended_at": facts["ended_at"].isoformat(timespec="seconds") if facts["ended_at"] else None,
        "issuer": {name: facts[key] for name, key in (("name", "issuer"), ("signatory", "signatory"), ("position", "position"))},
        "standards": standards,
        "standards_changed": facts["is_outdated"],
        "page": addresses.verification(certificate.code),
        "badge": addresses.badge(certificate.code),
    }
    if certificate.shows_name:
        said["holder"] = certificate.holder_name
    if facts["is_kept"]:
        said["kept_after_regrade"] = True
    if facts["result"]:
        said |= _result_as_json(facts["result"])
    if certificate.shows_competencies:
        said["competencies"] = [
            {"code": code, "title": title} for code, title in zip(certificate.competencies, facts["competencies"], strict=True)
        ]
    return said


def _result_as_json(result: CertifiedResult) -> dict[str, Any]:
    said: dict[str, Any] = {"result_percent": float(result.percent or 0)}
    if result.is_recounted:
        recounted = {"result_percent_at_issue": float(result.at_issue)} if result.at_issue is not None else {}
        said |= recounted | {"recounted_at": result.outcome.created_at.isoformat(timespec="seconds")}
    return said


def _answer(said: dict[str, Any], status: int) -> JsonResponse:
    response = JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["X-Robots-Tag"] = "noindex, nofollow"
    if status == 429:
        response["Retry-After"] = "60"
    return response
