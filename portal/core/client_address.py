"""Who asks, where proxies of one's own stand in front: decided here once, and read everywhere as REMOTE_ADDR.

Rate limits, the oversight log and the sign-in all go by it. A proxy appends the address it was asked from to
`X-Forwarded-For`, so with `TRUSTED_PROXIES` of them the address so many places from the end is the browser's; whatever stands
before it the browser may have made up. Without proxies the header is nobody's word.
"""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]
HEADER = "HTTP_X_FORWARDED_FOR"


def forwarded_address(header: str, proxies: int) -> str | None:
    """The address that the outermost of so many proxies was asked from; None where the header does not say."""
    hops = [hop.strip() for hop in header.split(",") if hop.strip()]
    if not hops or proxies < 1:
        return None
    hop = hops[-min(proxies, len(hops))]
    # Some proxies write a port behind it: 203.0.113.5:4711, [2001:db8::1]:4711.
    plain = hop[1:].partition("]")[0] if hop.startswith("[") else hop.partition(":")[0] if hop.count(":") == 1 else hop
    try:
        return str(ipaddress.ip_address(plain))
    except ValueError:
        return None


def client_address_middleware(get_response: Answer) -> Answer:
    """Stands before everything that asks for an address, and takes the header away: nobody reads it a second way."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        address = forwarded_address(request.META.pop(HEADER, ""), settings.TRUSTED_PROXIES)
        if address is not None:
            request.META["REMOTE_ADDR"] = address
        return get_response(request)

    return answer
