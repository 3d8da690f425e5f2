"""The taxonomy of `content/` for Django: choices and labels in the reader's language.

The file is read once per process and again when it changes on disk, so that a content update needs no restart.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from portal.markup.taxonomy import Taxonomy, load_taxonomy


@lru_cache(maxsize=4)
def _load(path: Path, changed_ns: int) -> Taxonomy:
    return load_taxonomy(path)


def taxonomy() -> Taxonomy:
    path = Path(settings.CONTENT_DIR) / "taxonomy.yaml"
    return _load(path, path.stat().st_mtime_ns)


def language() -> str:
    """Returns the reader's language as a folder name of `content/`."""
    code = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def facet_choices(facet: str) -> list[tuple[str, str]]:
    """Returns (code, label) of a facet in the file's order, labelled in the reader's language."""
    reader = language()
    return [(entry.code, entry.label(reader)) for entry in taxonomy().facet(facet)]


def label(facet: str, code: str) -> str:
    """Returns the code's label in the reader's language, or the code itself where it is unknown."""
    return taxonomy().label(facet, code, language())
