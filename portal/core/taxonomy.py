"""The taxonomy of `content/` for Django: choices and labels in the reader's language.

The files are read once per process and again when they change on disk, so that a content update needs no restart.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from portal.markup.taxonomy import Taxonomy, Thesaurus, load_taxonomy, load_thesaurus


@lru_cache(maxsize=4)
def _taxonomy(folder: Path, changed_ns: int) -> Taxonomy:
    return load_taxonomy(folder)


@lru_cache(maxsize=4)
def _thesaurus(folder: Path, changed_ns: int) -> Thesaurus:
    return load_thesaurus(folder)


def taxonomy() -> Taxonomy:
    folder = Path(settings.CONTENT_DIR)
    return _taxonomy(folder, (folder / "taxonomy.yaml").stat().st_mtime_ns)


def thesaurus() -> Thesaurus:
    folder = Path(settings.CONTENT_DIR)
    return _thesaurus(folder, (folder / "thesaurus.yaml").stat().st_mtime_ns)


def language() -> str:
    """Returns the reader's language as a folder name of `content/`."""
    code = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def facet_choices(facet: str) -> list[tuple[str, str]]:
    """Returns (code, label) of a facet in the file's order, labelled in the reader's language."""
    if facet == "languages":
        return list(settings.LANGUAGES)
    if facet == "concepts":
        return [(concept.code, concept.words(language())[0]) for concept in thesaurus().concepts]
    return taxonomy().choices(facet, language())


def label(facet: str, code: str) -> str:
    """Returns the code's label in the reader's language, or the code itself where it is unknown."""
    if facet == "concepts":
        return thesaurus().label(code, language())
    return taxonomy().label(facet, code, language())


def profile_of(position: str) -> dict[str, str]:
    """Returns the competencies a position needs and how deep: X expert, P proficient, A aware."""
    entry = taxonomy().entry("positions", position)
    return dict(entry.profile or {}) if entry else {}
