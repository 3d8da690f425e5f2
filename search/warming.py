"""Load in a worker process what its first search would have to wait for, without keeping anybody waiting."""

import logging
import threading
from typing import Any

from django.core.signals import request_finished

from search.configuration import page_engine

logger = logging.getLogger("search")
_UID = "search-warm"


def warm_after_first_request() -> None:
    """Warm the engine in a thread when the first request of any kind has been answered.

    Not before: gunicorn's `--preload` forks its workers from a process in which no thread should run, and the first answer of a
    worker is slow enough without a thread beside it.
    """
    request_finished.connect(_start, dispatch_uid=_UID, weak=False)


def _start(**_: Any) -> None:
    if request_finished.disconnect(dispatch_uid=_UID):
        threading.Thread(target=warm, name="search-warm", daemon=True).start()


def warm() -> None:
    """Warm the engine; a failure is logged, the search itself will say more."""
    try:
        page_engine().warm()
    except Exception:
        logger.exception("The search was not warmed")
