"""The browser of the tests: the system's own Chromium, which may talk to this machine only."""

import os
import shutil
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Request

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
    """What a browser context asked for outside this machine. It got none of it: ARGUMENTS leave every other name unknown.

    Only listened to, not routed: routing turns off the browser's cache, and every page would load its scripts anew.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.outside: list[str] = []
        context.on("request", self._note)

    def _note(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and not is_local(address.hostname):
            self.outside.append(request.url)
