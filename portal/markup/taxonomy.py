"""Codes with their labels (taxonomy.yaml) and concepts with the words that mean them (thesaurus.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, StrictStr, ValidationError, field_validator
from pydantic_core import ErrorDetails

from portal.markup import yaml_text
from portal.markup.errors import MarkupError, Problem

TAXONOMY_FILE: Final = "taxonomy.yaml"
THESAURUS_FILE: Final = "thesaurus.yaml"
GROUPS: Final = (
    "levels",
    "services",
    "support_types",
    "groups",
    "stages",
    "competencies",
    "positions",
    "regions",
)
_Model = TypeVar("_Model", bound=BaseModel)
_STRICT = ConfigDict(frozen=True, extra="forbid")
_Code = Annotated[StrictStr, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
_Word = Annotated[StrictStr, Field(min_length=1)]


class Labels(BaseModel):
    """A text in the three languages."""

    model_config = _STRICT

    ru: _Word
    en: _Word
    id: _Word

    def get(self, language: str) -> str:
        """The text in `language`, in Russian for a language that is not there."""
        return str(getattr(self, language if language in ("en", "id") else "ru"))


class Entry(BaseModel):
    """One code. `number`, `profile`, `short` and `tile` are there where the kind of code has them."""

    model_config = _STRICT

    code: _Code
    ru: _Word
    en: _Word
    id: _Word
    summary: Labels | None = None
    number: StrictStr | None = None
    profile: Mapping[str, str] | None = None
    short: Labels | None = None
    tile: tuple[int, int] | None = None

    def label(self, language: str) -> str:
        """The name in `language`, in Russian for a language that is not there."""
        return str(getattr(self, language if language in ("en", "id") else "ru"))


class Concept(BaseModel):
    """Words that mean the same, in three languages; the first of each language is the preferred one."""

    model_config = _STRICT

    code: _Code
    ru: Annotated[tuple[_Word, ...], Field(min_length=1)]
    en: Annotated[tuple[_Word, ...], Field(min_length=1)]
    id: Annotated[tuple[_Word, ...], Field(min_length=1)]

    def words(self, language: str) -> tuple[str, ...]:
        """The words in `language`, in Russian for a language that is not there."""
        found: tuple[str, ...] = getattr(self, language if language in ("en", "id") else "ru")
        return found


def _no_code_twice(entries: Any) -> Any:
    codes = [entry.get("code") for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    twice = sorted({str(code) for code in codes if codes.count(code) > 1})
    if twice:
        raise ValueError(f"the code `{twice[0]}` stands twice")
    return entries


class Taxonomy(BaseModel):
    """All codes, by kind, in the order of the file."""

    model_config = _STRICT

    levels: tuple[Entry, ...] = ()
    services: tuple[Entry, ...] = ()
    support_types: tuple[Entry, ...] = ()
    groups: tuple[Entry, ...] = ()
    stages: tuple[Entry, ...] = ()
    competencies: tuple[Entry, ...] = ()
    positions: tuple[Entry, ...] = ()
    regions: tuple[Entry, ...] = ()

    @field_validator("*", mode="before")
    @classmethod
    def _codes_are_unique(cls, entries: Any) -> Any:
        return _no_code_twice(entries)

    @cached_property
    def _index(self) -> dict[tuple[str, str], Entry]:
        return {(kind, entry.code): entry for kind in GROUPS for entry in self.entries(kind)}

    def entries(self, kind: str) -> tuple[Entry, ...]:
        """The entries of a kind ("levels", "services", ...) in the order of the file."""
        found: tuple[Entry, ...] = getattr(self, kind)
        return found

    def entry(self, kind: str, code: str) -> Entry | None:
        """The entry of a code, None if there is no such code."""
        return self._index.get((kind, code))

    def codes(self, kind: str) -> tuple[str, ...]:
        """The codes of a kind in the order of the file."""
        return tuple(entry.code for entry in self.entries(kind))

    def label(self, kind: str, code: str, language: str) -> str:
        """The name of a code; the code itself if it is unknown."""
        entry = self.entry(kind, code)
        return entry.label(language) if entry else code

    def choices(self, kind: str, language: str) -> list[tuple[str, str]]:
        """Pairs of code and label for a form."""
        return [(entry.code, entry.label(language)) for entry in self.entries(kind)]


class Thesaurus(BaseModel):
    """All concepts, in the order of the file."""

    model_config = _STRICT

    concepts: tuple[Concept, ...] = ()

    @cached_property
    def _index(self) -> dict[str, Concept]:
        return {concept.code: concept for concept in self.concepts}

    @field_validator("concepts", mode="before")
    @classmethod
    def _codes_are_unique(cls, entries: Any) -> Any:
        return _no_code_twice(entries)

    def concept(self, code: str) -> Concept | None:
        """The concept of a code, None if there is no such code."""
        return self._index.get(code)

    def label(self, code: str, language: str) -> str:
        """The preferred word for a concept; the code itself if it is unknown."""
        concept = self.concept(code)
        return concept.words(language)[0] if concept else code


def load_taxonomy(content: Path) -> Taxonomy:
    """The taxonomy of a content folder. Raises MarkupError with every fault found."""
    return _load(content / TAXONOMY_FILE, Taxonomy, ())


def load_thesaurus(content: Path) -> Thesaurus:
    """The thesaurus of a content folder. Raises MarkupError with every fault found."""
    return _load(content / THESAURUS_FILE, Thesaurus, ("concepts",))


def _load(path: Path, model: type[_Model], wrapped: tuple[str, ...]) -> _Model:
    try:
        node = yaml_text.compose(path.read_text(encoding="utf-8"))
        data = yaml_text.construct(node) if node is not None else None
    except FileNotFoundError as error:
        raise MarkupError(path.name, 0, "The file is missing.", "Every content folder needs it.") from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise MarkupError(path.name, mark.line + 1 if mark else 1, f"It is not YAML: {error}.") from error
    for key in wrapped:
        data = {key: data}
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise MarkupError.of([_problem(path.name, detail, node, len(wrapped)) for detail in error.errors()]) from error


def _problem(path: str, detail: ErrorDetails, node: yaml.Node | None, skipped: int) -> Problem:
    location = detail["loc"][skipped:]
    name = ".".join(str(step + 1) if isinstance(step, int) else step for step in location)
    line = yaml_text.line_of(node, location) + 1
    return Problem(path, line, "taxonomy", f"{name}: {detail['msg']}.".lstrip(": "), "Each entry needs code, ru, en, id.")
