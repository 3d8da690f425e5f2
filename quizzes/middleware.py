"""Tells the oversight log who asks and from where, for as long as a request lasts."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from quizzes.domain.oversight import Origin, origin

Answer = Callable[[HttpRequest], HttpResponseBase]


def client_address(request: HttpRequest) -> str:
    """The address of the browser. Behind our own proxy it is the last one that the proxy named, never one the browser did."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        if forwarded:
            return forwarded[:64]
    return str(request.META.get("REMOTE_ADDR", ""))[:64]


def oversight_middleware(get_response: Answer) -> Answer:
    """Stands after the authentication: `request.user` is asked only when something is noted."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        token = origin.set(Origin(lambda: _signed_in(request), client_address(request)))
        try:
            return get_response(request)
        finally:
            origin.reset(token)

    return answer


def _signed_in(request: HttpRequest) -> Any:
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None
