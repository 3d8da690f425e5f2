"""The library as documents, straight from the content files, and the judged queries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.conf import settings

from search.engine import PageDocument, SectionDocument

FOLDER = Path(settings.CONTENT_DIR)
_HEADING = re.compile(r"#+ (?P<text>.*) \{#(?P<anchor>[a-z0-9-]+)\}")
_CLAUSE = re.compile(r"\{: #(?P<anchor>c-[\d-]+)")
_MARKUP = re.compile(r"\]\([^)]*\)(?:\{[^}]*\})?|\{:[^}]*\}|[!?]{3} \w+|\*\*|[\[|\\]|^[-\d>]+\.? ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Judged:
    """A query with the pages that answer it and how well (3, 2 or 1)."""

    group: str
    lang: str
    text: str
    answers: dict[str, int]


def judged_queries() -> list[Judged]:
    """Return all judged queries."""
    found = []
    for line in (Path(__file__).parent / "queries.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            group, lang, text, pages = (part.strip() for part in line.split("|"))
            found.append(Judged(group, lang, text, {page: max(1, 3 - i) for i, page in enumerate(pages.split())}))
    return found


def documents() -> Iterator[PageDocument]:
    """Yield every page of the library; of a standard only the newest version."""
    newest: dict[str, Path] = {}
    for file in sorted(FOLDER.glob("*/*/**/*.md")):
        newest[path_of(file)] = file
    terms = {row["code"]: row for row in yaml.safe_load((FOLDER / "thesaurus.yaml").read_text(encoding="utf-8"))}
    for path, file in newest.items():
        yield _document(path, file, terms)


def path_of(file: Path) -> str:
    """Return `ru/methodology/levels`, without the version of a standard."""
    parts = file.relative_to(FOLDER).with_suffix("").parts
    return "/".join(parts[:3])


def _document(path: str, file: Path, terms: dict[str, dict[str, list[str]]]) -> PageDocument:
    _, head, body = file.read_text(encoding="utf-8").split("---\n", 2)
    data = yaml.safe_load(head)
    lang = path.split("/")[0]
    return PageDocument(
        key=path,
        lang=lang,
        type=data["type"],
        url=f"/{path}/",
        title=data["title"],
        summary=data["summary"],
        keywords=tuple(terms.get(data.get("concept", ""), {}).get(lang, ())),
        sections=tuple(_sections(body)),
        translation=path.split("/", 1)[1],
    )


def _sections(body: str) -> Iterator[SectionDocument]:
    anchor, heading, lines = "", "", list[str]()
    for line in body.splitlines():
        if found := _HEADING.match(line):
            yield SectionDocument(anchor, heading, _plain(lines))
            anchor, heading, lines = found["anchor"], found["text"], []
        elif found := _CLAUSE.match(line):
            clause = lines.pop()
            yield SectionDocument(found["anchor"], "", _plain([clause]), found["anchor"][2:].replace("-", "."))
        elif line.strip():
            lines.append(line.strip())
    yield SectionDocument(anchor, heading, _plain(lines))


def _plain(lines: list[str]) -> str:
    return _MARKUP.sub(" ", "\n".join(lines)).strip()
