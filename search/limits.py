"""How often one address may ask."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from hashlib import blake2b
from ipaddress import ip_address, ip_network
from time import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

View = Callable[..., HttpResponse]


def per_minute(name: str, setting: str, default: int) -> Callable[[View], View]:
    """Let an address through `setting` times a minute (or `default`); answer 429 after that."""

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            allowed = int(getattr(settings, setting, default))
            now = int(time())
            if _used(f"search-{name}-{_client(request)}-{now // 60}") > allowed:
                error = _("Слишком много запросов. Подождите минуту и повторите.")
                return JsonResponse({"error": error}, status=429, headers={"Retry-After": str(60 - now % 60)})
            return view(request, *args, **kwargs)

        return limited

    return decorate


def _used(key: str) -> int:
    cache.add(key, 0, 120)
    try:
        return int(cache.incr(key))
    except ValueError:  # it expired between the two calls
        return 1


def _client(request: HttpRequest) -> str:
    """Return a hash of the address: the cache need not hold addresses. A /64 of IPv6 is one household, so one asker."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    with suppress(ValueError):
        if (parsed := ip_address(address)).version == 6:
            address = str(ip_network((parsed, 64), strict=False))
    return blake2b(address.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=9).hexdigest()
