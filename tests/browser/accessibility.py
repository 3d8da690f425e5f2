"""What axe-core finds on a page, beside what it cannot: errors of scripts, and text that runs out of a narrow screen.

The rules are those of `axe/package-lock.json`; `make test` installs them. Under CI missing ones fail, elsewhere they skip.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).with_name("axe") / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = """async rules => (await axe.run(document, {runOnly: rules, resultTypes: ["violations"]})).violations
    .map(one => `${one.id}: ${one.nodes.map(node => node.target.join(" ")).slice(0, 3).join(", ")}`)"""


class Walk:
    """Goes from page to page of one browser and keeps what is wrong, by address."""

    def __init__(self, page: Page) -> None:
        if not AXE.is_file():
            (pytest.fail if os.environ.get("CI") else pytest.skip)("axe-core is missing: make test installs it.")
        self.page, self.script = page, AXE.read_text()
        self.faults: dict[str, list[str]] = {}
        self._errors: list[str] = []
        page.on("pageerror", lambda error: self._errors.append(f"script: {error}"))
        page.on("console", lambda said: said.type == "error" and self._errors.append(f"console: {said.text}"))

    def look(self, address: str) -> None:
        """Opens the page and checks it as it is, and its colours in the dark."""
        self._errors.clear()
        reply = self.page.goto(address, wait_until="load")
        found = [] if reply and reply.ok else [f"status: {reply and reply.status}"]
        self.page.evaluate(self.script)
        found += self._run({"type": "tag", "values": TAGS})
        self.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        found += [f"dark {fault}" for fault in self._run({"type": "rule", "values": ["color-contrast"]})]
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        width = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        if width[0] > width[1]:
            found.append(f"wide: {width[0]} px on a screen of {width[1]}")
        if found + self._errors:
            self.faults[address] = found + self._errors

    def _run(self, rules: dict[str, Any]) -> list[str]:
        return list(self.page.evaluate(RUN, rules))
