"""The browser of the tests: the system's own Chromium, which may talk to this machine only."""

import os
import shutil
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Request, Route

from tests.network import is_local

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",  # tests run as root in containers; the pages are our own
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


def executable() -> str | None:
    """Returns the path of Chromium: CHROMIUM if it is set, else the first one on PATH, else None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


class Visits:
    """What a browser context asked for outside this machine; it got none of it."""

    def __init__(self, context: BrowserContext) -> None:
        self.outside: list[str] = []
        context.route("**/*", self._decide)

    def _decide(self, route: Route, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("data", "blob", "about") or is_local(address.hostname):
            route.continue_()
        else:
            self.outside.append(request.url)
            route.abort()
