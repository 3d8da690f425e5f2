"""Signed documents for programs: badges, the issuer, its keys, the list of what was revoked. Readable from any site."""

import json
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from quizzes.certificates import publishing
from quizzes.domain.badge_keys import BadgeKeyError
from quizzes.models import Issuer
from quizzes.views.verification import find_certificate, too_many

STATUS_SECONDS = publishing.STATUS_TTL // 1000
KEY_SECONDS = 3600


def _document(said: dict[str, Any] | None, *, seconds: int) -> HttpResponse:
    if said is None:
        return JsonResponse({"error": "There is no such document."}, status=404)
    body = json.dumps(said, ensure_ascii=False, indent=2).encode()
    response = HttpResponse(body, content_type="application/ld+json")
    # Whoever verifies in a browser does so from another site; nothing here depends on who asks.
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = f"public, max-age={seconds}" if seconds else "no-store"
    return response


def _signed(make: Callable[[], dict[str, Any] | None], *, seconds: int) -> HttpResponse:
    try:
        return _document(make(), seconds=seconds)
    except BadgeKeyError:
        # What is missing is for `doctor` to say, not for strangers.
        response = JsonResponse({"error": "Badges are not signed at the moment."}, status=503)
        response["Retry-After"] = "3600"
        return response


@require_safe
def badge(request: HttpRequest, code: str) -> HttpResponse:
    """The badge of a certificate, signed as of now."""
    if too_many(request):
        response = JsonResponse({"error": "Too many requests."}, status=429)
        response["Retry-After"] = "60"
        return response
    certificate = find_certificate(request, code)
    return _signed(lambda: publishing.signed_badge(certificate) if certificate else None, seconds=0)


@require_safe
def status(request: HttpRequest, number: int) -> HttpResponse:
    """The signed list of revoked badges."""
    return _signed(lambda: publishing.signed_status_list(number), seconds=STATUS_SECONDS)


@require_safe
def issuer(request: HttpRequest) -> HttpResponse:
    """Who signs, and with which keys."""
    return _document(publishing.published_issuer(), seconds=KEY_SECONDS)


@require_safe
def key(request: HttpRequest, name: str) -> HttpResponse:
    """One public key."""
    return _document(publishing.published_key(name), seconds=KEY_SECONDS)


@require_safe
def logo(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The issuer's logo as it was at the time. An SVG cannot run anything: it is a document of no origin here."""
    found = get_object_or_404(Issuer.objects.exclude(logo=None), pk=pk)
    if found.logo_kind != kind:
        raise Http404
    response = HttpResponse(bytes(found.logo), content_type=found.logo_type)
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
