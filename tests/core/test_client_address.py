"""One address for everybody who counts by it: limits of search and of verification, the sign-in, the oversight log."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from portal.core.client_address import client_address_middleware, forwarded_address
from quizzes.middleware import client_address
from quizzes.views.verification import MISSES_PER_MINUTE

FORGED = "6.6.6.6, 7.7.7.7"


@pytest.fixture(autouse=True)
def _one_minute(time_machine: Any) -> None:
    """An empty cache, and a clock that stands: the limits count by minutes."""
    cache.clear()
    time_machine.move_to("2026-11-22T10:00:00Z", tick=False)


@pytest.mark.parametrize(
    ("header", "proxies", "address"),
    [
        ("203.0.113.5", 1, "203.0.113.5"),
        ("6.6.6.6, 203.0.113.5", 1, "203.0.113.5"),
        ("6.6.6.6, 203.0.113.5, 10.0.0.2", 2, "203.0.113.5"),
        ("203.0.113.5", 2, "203.0.113.5"),
        ("203.0.113.5:4711", 1, "203.0.113.5"),
        ("[2001:db8::1]:4711", 1, "2001:db8::1"),
        ("2001:DB8:0::1", 1, "2001:db8::1"),
        ("6.6.6.6, unknown", 1, None),
        ("203.0.113.5", 0, None),
        (" , ,", 1, None),
        ("", 1, None),
    ],
)
def test_the_address_that_the_outermost_proxy_saw(header: str, proxies: int, address: str | None) -> None:
    assert forwarded_address(header, proxies) == address


def seen(**headers: str) -> tuple[str, bool]:
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", **headers)
    client_address_middleware(lambda _request: None)(request)  # type: ignore[arg-type,return-value]  # it answers nothing
    return client_address(request), "HTTP_X_FORWARDED_FOR" in request.META


def test_the_header_is_believed_behind_a_proxy_only_and_never_read_twice(settings: Any) -> None:
    assert seen(HTTP_X_FORWARDED_FOR="6.6.6.6") == ("127.0.0.1", False)
    settings.TRUSTED_PROXIES = 1
    assert seen(HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.5") == ("203.0.113.5", False)
    assert seen() == ("127.0.0.1", False)


def search_statuses(client: Client, *headers: str) -> list[int]:
    return [client.get("/api/suggest", {"q": "сем"}, headers={"x-forwarded-for": one}).status_code for one in headers]


def test_readers_behind_a_proxy_have_a_limit_each(library: Any, client: Client, settings: Any) -> None:
    settings.TRUSTED_PROXIES, settings.SEARCH_API_PER_MINUTE = 1, 1
    assert search_statuses(client, "203.0.113.5", "203.0.113.6") == [200, 200]
    assert search_statuses(client, f"{FORGED}, 203.0.113.5", "8.8.8.8, 203.0.113.6") == [429, 429]


def test_a_network_of_ipv6_is_one_reader(library: Any, client: Client, settings: Any) -> None:
    settings.TRUSTED_PROXIES, settings.SEARCH_API_PER_MINUTE = 1, 1
    assert search_statuses(client, "2001:db8::1", "2001:db8::2", "2001:db8:0:1::1") == [200, 429, 200]


def test_without_a_proxy_a_made_up_header_gains_nothing(db: None, client: Client) -> None:
    codes = [f"{number:028}" for number in range(MISSES_PER_MINUTE + 1)]
    replies = [
        client.get(reverse("verify", args=[code]), headers={"x-forwarded-for": f"10.0.0.{number}"}).status_code
        for number, code in enumerate(codes)
    ]
    assert replies == [200] * MISSES_PER_MINUTE + [429]


@pytest.mark.parametrize("proxies", [0, 1])
def test_one_reader_does_not_lock_the_sign_in_for_others(db: None, client: Client, settings: Any, proxies: int) -> None:
    settings.TRUSTED_PROXIES = proxies

    def tries(address: str, count: int) -> set[int]:
        wrong = {"login": "nobody@example.org", "password": "wrong-horse-battery"}
        return {
            client.post("/ru/account/login/", wrong, headers={"x-forwarded-for": address}).status_code for _number in range(count)
        }

    assert 429 in tries("203.0.113.5", 40)
    assert (429 in tries("203.0.113.6", 1)) is (proxies == 0)
