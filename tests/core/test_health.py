"""`/healthz` and `/readyz`: for machines, without secrets."""

from pathlib import Path
from typing import Any

from django.test import Client


def test_process_is_alive_without_a_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_ready_names_every_part(library: Any, client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"database": True, "migrations": True, "index": True, "cache": True, "tasks": True},
    )


def test_missing_index_is_not_ready(library: Any, client: Client, settings: Any, tmp_path: Path) -> None:
    backends = {"default": {**settings.WAGTAILSEARCH_BACKENDS["default"], "PATH": str(tmp_path / "none")}}
    settings.WAGTAILSEARCH_BACKENDS = backends
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["index"], answer.json()["database"]) == (503, False, True)
