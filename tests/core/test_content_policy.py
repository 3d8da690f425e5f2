"""The content security policy: strict for readers, as loose as the admin needs there, never report-only."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from portal.people.models import User

STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
}


def policy(answer: Any) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: values for name, _space, values in parts if name}


@pytest.mark.parametrize("address", ["/ru/", "/ru/search/?q=a", "/ru/account/login/", "/en/none/", "/verify/", "/ru/low-vision/"])
def test_readers_pages_have_the_strict_policy(library: Any, client: Client, address: str) -> None:
    assert policy(client.get(address)) == STRICT


def test_signed_in_reader_has_the_strict_policy(library: Any, sign_in: Callable[[User], Client], specialist: User) -> None:
    assert policy(sign_in(specialist).get("/ru/")) == STRICT


def test_editor_may_see_the_styles_of_the_user_bar_only(
    library: Any, sign_in: Callable[[User], Client], methodologist: User
) -> None:
    expected = STRICT | {"style-src": "'self' 'unsafe-inline'", "frame-src": "'self'"}
    assert policy(sign_in(methodologist).get("/ru/")) == expected


def test_admin_runs_its_own_scripts(library: Any, sign_in: Callable[[User], Client], methodologist: User) -> None:
    found = policy(sign_in(methodologist).get("/admin/"))
    assert (found["script-src"], found["default-src"]) == ("'self' 'unsafe-inline'", "'none'")


def test_other_headers_protect_the_reader(library: Any, client: Client) -> None:
    answer = client.get("/ru/")
    names = ("X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options", "Cross-Origin-Opener-Policy")
    assert [answer[name] for name in names] == ["nosniff", "same-origin", "SAMEORIGIN", "same-origin"]
