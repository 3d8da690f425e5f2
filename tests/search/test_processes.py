"""What happens to a page in one process shows at once in every other one."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from wagtail.models import Page, PageViewRestriction

from search.configuration import index_path
from search.engine import Engine

ROOT = Path(__file__).resolve().parents[2]
WORD = "палимпсест"

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


class Reader:
    """Another process that serves readers."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        assert self._line() == "ready\n"

    def sees(self, query: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{query}\n")
        self.process.stdin.flush()
        seen: dict[str, Any] = json.loads(self._line())
        return seen

    def _line(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read() if self.process.stderr else ""
        return line


@pytest.fixture
def readers(index: Engine) -> Iterator[list[Reader]]:
    """Two processes on the database and the index of this one."""
    command = [sys.executable, "-m", "tests.search.reader", str(connection.settings_dict["NAME"]), str(index_path())]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    started = [subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes) for _ in range(2)]
    try:
        yield [Reader(process) for process in started]
    finally:
        for process in started:
            process.kill()
            process.communicate()


def seen_by(readers: list[Reader], query: str) -> dict[str, Any]:
    """What both readers see, which has to be the same."""
    first, second = (reader.sees(query) for reader in readers)
    assert (first["urls"], first["total"], first["suggested"]) == (second["urls"], second["total"], second["suggested"])
    return first


def publish(page: Page, title: str) -> Page:
    page.title = title
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def test_every_change_shows_at_once_in_every_process(readers: list[Reader], library: Any) -> None:
    assert seen_by(readers, WORD)["urls"] == []

    page = publish(library.page("methodology/levels"), "Палимпсест поддержки")
    seen = seen_by(readers, WORD)
    assert (seen["urls"], seen["total"], seen["suggested"]) == ([page.url], 1, [page.title])

    page.unpublish()
    seen = seen_by(readers, WORD)
    assert (seen["urls"], seen["total"], seen["counted"], seen["suggested"]) == ([], 0, 0, [])

    page = publish(page, "Палимпсест поддержки")
    page.move(library.page("practices"), pos="last-child")
    moved = Page.objects.get(pk=page.pk)
    assert seen_by(readers, WORD)["urls"] == [moved.url] != [page.url]

    moved.specific.delete()
    assert (seen_by(readers, WORD)["urls"], seen_by(readers, WORD)["suggested"]) == ([], [])


def test_restricted_page_is_gone_for_strangers_everywhere(readers: list[Reader], library: Any) -> None:
    page = publish(library.page("methodology/levels"), "Палимпсест поддержки")
    assert seen_by(readers, f"{WORD} семьи")["urls"][0] == page.url

    restriction = PageViewRestriction.objects.create(page=page.get_parent(), restriction_type=PageViewRestriction.LOGIN)

    seen = seen_by(readers, f"{WORD} семьи")
    assert (page.url in seen["urls"], WORD in seen["snippets"].lower(), seen["suggested"]) == (False, False, [])
    assert seen["total"] == seen["counted"]
    # The word is nobody's business either: the page says that the portal has none such.
    assert (page.title in seen["page"], f"нет слова: {WORD}" in seen["page"]) == (False, True)
    assert seen_by(readers, "палимпсэст")["total"] == 0

    restriction.delete()
    assert seen_by(readers, f"{WORD} семьи")["urls"][0] == page.url
