"""The front matter of a page: its schema (docs/content-format.md), reading with lines, one spelling."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any, Final, Literal, Self

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictStr, ValidationError
from pydantic import model_validator as after_model
from pydantic_core import ErrorDetails, PydanticCustomError

from portal.markup import yaml_text
from portal.markup.characters import clean_text
from portal.markup.errors import MarkupError, Problem

PageType = Literal["methodology", "practice", "form", "term", "standard"]
Language = Literal["ru", "en", "id"]
LANGUAGES: Final = ("ru", "en", "id")
FENCE: Final = "---"

TITLE_LIMIT = 90
SUMMARY_LIMIT = 300


def _filled(text: str) -> str:
    cleaned = clean_text(text)
    if not cleaned:
        raise PydanticCustomError("empty", "is empty")
    return cleaned


def _once(codes: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(codes)) != len(codes):
        raise PydanticCustomError("repeated", "names a code twice")
    return codes


Words = Annotated[StrictStr, AfterValidator(_filled)]
Code = Annotated[StrictStr, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Codes = Annotated[tuple[Code, ...], AfterValidator(_once)]
Version = Annotated[StrictStr, Field(pattern=r"^[0-9]+\.[0-9]+$")]
_STRICT = ConfigDict(frozen=True, extra="forbid")


class Source(BaseModel):
    """What a page rests on. `checked`: the text was read, or is still to be compared with the act."""

    model_config = _STRICT

    title: Words
    url: Words | None = None
    note: Words | None = None
    checked: Literal["seen", "to-check"]


class Passport(BaseModel):
    """Where a practice comes from, how well it is proved (E0-E4, EN, EX) and transfers (T0-T3)."""

    model_config = _STRICT

    region: Code
    organisation: Words | None = None
    years: Words | None = None
    evidence: Literal["E0", "E1", "E2", "E3", "E4", "EN", "EX"] | None = None
    evidence_note: Words | None = None
    transfer: Literal["T0", "T1", "T2", "T3"] | None = None
    transfer_note: Words | None = None


class FrontMatter(BaseModel):
    """The data of a page. The order of the fields is the order of the keys in the file."""

    model_config = _STRICT

    id: uuid.UUID
    type: PageType
    title: Annotated[Words, Field(max_length=TITLE_LIMIT)]
    summary: Annotated[Words, Field(max_length=SUMMARY_LIMIT)]
    status: Literal["published", "draft", "announced"]
    translations: Annotated[tuple[Language, ...], AfterValidator(_once), Field(min_length=1)]
    order: Annotated[int, Field(strict=True, ge=0)] | None = None
    version: Version | None = None
    effective_on: date | None = None
    supersedes: Version | None = None
    substantive: StrictBool | None = None
    changes: tuple[Words, ...] = ()
    concept: Code | None = None
    practice: Passport | None = None
    positions: Codes = ()
    levels: Codes = ()
    services: Codes = ()
    support_types: Codes = ()
    groups: Codes = ()
    stages: Codes = ()
    competencies: Codes = ()
    concepts: Codes = ()
    sources: tuple[Source, ...] = ()
    owner: Literal["resource-center"]
    reviewed_on: date
    review_due_on: date

    @after_model(mode="after")
    def _fits_its_type(self) -> Self:
        faults = list(_type_faults(self))
        if faults:
            raise PydanticCustomError("page", "{faults}", {"faults": faults})
        return self


Fault = tuple[str, str, str]
_BY_TYPE: Final[dict[str, tuple[PageType, ...]]] = {
    "order": ("methodology", "standard", "form"),
    "version": ("standard",),
    "effective_on": ("standard",),
    "concept": ("term",),
    "practice": ("practice",),
    "sources": ("methodology", "practice", "form", "standard"),
}
_WITH_SUPERSEDES: Final = ("substantive", "changes")


def _type_faults(page: FrontMatter) -> Iterator[Fault]:
    for key, types in _BY_TYPE.items():
        given = getattr(page, key) not in (None, ())
        if page.type in types and not given:
            yield key, f"`{key}` is missing: a {page.type} needs it.", HINTS[key]
        elif page.type not in types and given:
            yield key, f"`{key}` does not belong to a {page.type}.", "Remove it."
    if page.supersedes and page.type != "standard":
        yield "supersedes", f"`supersedes` does not belong to a {page.type}.", "Remove it."
    for key in _WITH_SUPERSEDES:
        given = getattr(page, key) not in (None, ())
        if given != bool(page.supersedes):
            wrong = "stands without `supersedes`" if given else "is missing next to `supersedes`"
            yield key, f"`{key}` {wrong}.", HINTS[key]
    if page.status == "announced" and page.type != "practice":
        yield "status", "Only a practice can be announced.", "Write `published` or `draft`."
    if page.review_due_on <= page.reviewed_on:
        yield "review_due_on", "The next review is due before the last one.", HINTS["review_due_on"]
    if page.practice:
        yield from _passport_faults(page, page.practice)


def _passport_faults(page: FrontMatter, passport: Passport) -> Iterator[Fault]:
    for key in Passport.model_fields:
        given = getattr(passport, key) is not None
        if page.status == "announced" and key != "region" and given:
            yield f"practice.{key}", f"An announced practice has no `{key}` yet.", "Remove it."
        elif page.status != "announced" and not given:
            yield f"practice.{key}", f"`practice.{key}` is missing.", "Its authors have to state it."


HINTS: Final[dict[str, str]] = {
    "id": 'It is uuid5(NAMESPACE_URL, "opora:" + path without language and extension).',
    "type": "One of: methodology, practice, form, term, standard.",
    "title": f"Up to {TITLE_LIMIT} characters.",
    "summary": f"One or two sentences, up to {SUMMARY_LIMIT} characters: what the reader gets here.",
    "status": "One of: published, draft; a practice also announced.",
    "translations": "Languages in which the page must exist, for example [ru, en].",
    "order": "A whole number: the place in the list.",
    "version": 'A quoted string such as "1.0".',
    "effective_on": "The date from which the version applies, for example 2026-11-22.",
    "supersedes": 'The version it replaces, a quoted string such as "1.0".',
    "substantive": "`true` if staff have to confirm the version anew, else `false`.",
    "changes": "A list of sentences: what changed and why.",
    "concept": "The code of the concept in thesaurus.yaml.",
    "practice": "A mapping that begins with `region`.",
    "sources": "A list of sources, each with `title` and `checked` (seen or to-check).",
    "checked": "`seen` (the text was read) or `to-check`.",
    "evidence": "One of: E0, E1, E2, E3, E4, EN, EX.",
    "transfer": "One of: T0, T1, T2, T3.",
    "years": 'A quoted string such as "2017-2020".',
    "owner": "Always resource-center.",
    "reviewed_on": "The date of the last review, for example 2026-11-22.",
    "review_due_on": "The date by which the next review is due, after `reviewed_on`.",
}
_QUOTED: Final = frozenset({"version", "supersedes", "years"})
_CODES: Final = "A list of codes from taxonomy.yaml in flow form, for example [basic, crisis]."


def parse_front_matter(text: str, path: str = "", first_line: int = 1) -> FrontMatter:
    """The front matter out of its YAML (without the fences).

    `first_line` is the file's line on which the YAML begins. Raises MarkupError with every fault found.
    """
    try:
        node = yaml_text.compose(text)
        data = yaml_text.construct(node) if node is not None else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        reason = getattr(error, "problem", None) or "it cannot be read"
        raise MarkupError(path, line, f"The front matter is not YAML: {reason}.", _YAML_HINT) from error
    except ValueError as error:
        raise MarkupError(path, first_line, f"The front matter has a bad value: {error}.", _YAML_HINT) from error
    if not isinstance(data, dict):
        raise MarkupError(path, first_line, "The front matter is not a list of keys.", _YAML_HINT)
    problems = [
        Problem(path, first_line + line, "front-matter", f"`{key}` stands twice.", "Keep one of them.")
        for key, line in yaml_text.repeated_keys(node)
    ]
    try:
        page = FrontMatter.model_validate(data)
    except ValidationError as error:
        problems += _problems(error, node, path, first_line)
    if problems:
        raise MarkupError.of(sorted(problems))
    return page


_YAML_HINT: Final = "Write `key: value` on each line; put a text with a colon or a number sign in double quotes."


def _problems(error: ValidationError, node: yaml.Node | None, path: str, first_line: int) -> list[Problem]:
    problems: list[Problem] = []
    for detail in error.errors(include_url=False):
        faults = detail.get("ctx", {}).get("faults") if detail["type"] == "page" else None
        for key, message, hint in faults or [_fault(detail)]:
            location = detail["loc"] or tuple(key.split("."))
            line = first_line + yaml_text.line_of(node, location)
            problems.append(Problem(path, line, "front-matter", message, hint))
    return problems


def _fault(detail: ErrorDetails) -> Fault:
    name = ".".join(str(step + 1) if isinstance(step, int) else step for step in detail["loc"])
    key = next((step for step in reversed(detail["loc"]) if isinstance(step, str)), "")
    hint = HINTS.get(key, _CODES if key in FrontMatter.model_fields else "")
    if detail["type"] == "missing":
        return name, f"`{name}` is missing.", hint
    if detail["type"] == "extra_forbidden":
        near = get_close_matches(key, [*FrontMatter.model_fields, *Source.model_fields, *Passport.model_fields], 1)
        return name, f"`{name}` is not a known key.", f"Did you mean `{near[0]}`?" if near else "Remove it."
    if detail["type"] == "string_type" and key in _QUOTED:
        return name, f"`{name}` is not a string.", f"Put it in double quotes. {hint}".strip()
    return name, f"`{name}`: {detail['msg'][:1].lower()}{detail['msg'][1:]}.", hint


def dump_front_matter(page: FrontMatter) -> str:
    """The front matter with its fences and a final newline, in its one spelling."""
    lines = [FENCE]
    for key in FrontMatter.model_fields:
        value = getattr(page, key)
        if value is not None and value != ():
            lines += _entry(key, value, "")
    return "\n".join([*lines, FENCE]) + "\n"


def _entry(key: str, value: Any, indent: str) -> list[str]:
    if isinstance(value, BaseModel):
        return [f"{indent}{key}:", *_mapping(value, indent + "  ")]
    if isinstance(value, tuple) and key == "sources":
        return [f"{indent}{key}:", *(line for item in value for line in _listed(item, indent))]
    if isinstance(value, tuple) and key == "changes":
        return [f"{indent}{key}:", *(f"{indent}  - {yaml_text.scalar(item)}" for item in value)]
    return [f"{indent}{key}: {_value(key, value)}"]


def _mapping(model: BaseModel, indent: str) -> list[str]:
    lines: list[str] = []
    for key in type(model).model_fields:
        value = getattr(model, key)
        if value is not None:
            lines += _entry(key, value, indent)
    return lines


def _listed(model: BaseModel, indent: str) -> list[str]:
    lines = _mapping(model, indent + "    ")
    return [f"{indent}  - {lines[0].lstrip()}", *lines[1:]]


def _value(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return yaml_text.flow_list(value)
    if isinstance(value, str):
        return yaml_text.quoted(value) if key in _QUOTED else yaml_text.scalar(value)
    if isinstance(value, uuid.UUID):
        return yaml_text.scalar(str(value))
    return value.isoformat() if isinstance(value, date) else str(value)
