"""`/healthz`: the process answers. `/readyz`: everything it needs is there, each part with its state."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django_tasks import task_backends


def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _index() -> bool:
    return Path(settings.WAGTAILSEARCH_BACKENDS["default"].get("PATH", settings.BASE_DIR)).is_dir()


def _cache() -> bool:
    cache.set("readyz", "ok", 5)
    return cache.get("readyz") == "ok"


def _tasks() -> bool:
    return not task_backends["default"].check()


PARTS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "index": _index,
    "cache": _cache,
    "tasks": _tasks,
}


def ready(request: HttpRequest) -> JsonResponse:
    """Returns each part's state; 503 when one of them is not ready. It names parts, never addresses or errors."""
    states = {}
    for name, probe in PARTS.items():
        try:
            states[name] = bool(probe())
        except Exception:
            states[name] = False
    return JsonResponse(states, status=200 if all(states.values()) else 503)
