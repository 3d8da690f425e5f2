"""The library's index, copied for every test, since a rolled-back transaction does not undo files."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from search.configuration import index_path, page_engine
from search.engine import Engine


@pytest.fixture
def index(library: Any, settings: Any, tmp_path: Path) -> Engine:
    """The engine over a copy of the library's index."""
    folder = tmp_path / "search"
    shutil.copytree(index_path(), folder)
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend", "PATH": str(folder)}}
    return page_engine()
