"""Tells the oversight log who asks and from where, for as long as a request lasts."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from quizzes.domain.oversight import Origin, origin

Answer = Callable[[HttpRequest], HttpResponseBase]


def client_address(request: HttpRequest) -> str:
    """The address of the browser. Behind a proxy the site around puts it there; a header that browsers can write is not read."""
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
