"""Talks to a Learning Record Store: one request with a list of statements."""

import base64
import http.client
import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT_SECONDS = 15
SHOWN = 200


class StoreError(Exception):
    """The store cannot be reached or refuses; the text says what it answered."""


def is_on() -> bool:
    """Whether there is a store to tell."""
    return bool(settings.QUIZZES_XAPI_ENDPOINT)


def send(statements: list[dict[str, Any]]) -> None:
    """Hands the statements over, all or none. StoreError where the store does not take them."""
    address = urlsplit(settings.QUIZZES_XAPI_ENDPOINT.rstrip("/") + "/statements")
    if address.scheme not in ("http", "https") or not address.hostname:
        raise StoreError(
            f"XAPI_ENDPOINT={settings.QUIZZES_XAPI_ENDPOINT!r} is no web address. For example https://lrs.example/xAPI"
        )
    connect = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = connect(address.hostname, address.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("POST", address.path, json.dumps(statements, ensure_ascii=False).encode(), _headers())
        answer = connection.getresponse()
        body = answer.read(4096)
    except (OSError, http.client.HTTPException) as error:
        raise StoreError(f"{address.netloc} does not answer: {error}") from error
    finally:
        connection.close()
    # 204: every statement was there already, word for word.
    if answer.status not in (200, 204):
        raise StoreError(f"{address.netloc} answered {answer.status}: {body.decode(errors='replace')[:SHOWN]}")


def _headers() -> dict[str, str]:
    headers = {"Content-Type": "application/json", "X-Experience-API-Version": settings.QUIZZES_XAPI_VERSION}
    if settings.QUIZZES_XAPI_USER:
        login = f"{settings.QUIZZES_XAPI_USER}:{settings.QUIZZES_XAPI_PASSWORD}".encode()
        headers["Authorization"] = "Basic " + base64.b64encode(login).decode()
    return headers
