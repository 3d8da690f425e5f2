"""The files of `content/` as the sync sees them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portal.markup import Document, loads

LANGUAGES = ("ru", "en", "id")
SECTIONS = ("methodology", "standards", "practices", "forms", "glossary")
Key = tuple[str, str]


@dataclass(frozen=True)
class ContentFile:
    lang: str
    path: str
    text: str
    parsed: Document | None = field(default=None, repr=False, compare=False)

    @property
    def digest(self) -> str:
        return digest_of(self.text)

    @property
    def document(self) -> Document:
        return self.parsed or loads(self.text, f"{self.lang}/{self.path}.md")


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def read_content(folder: Path, known: Mapping[str, Document] | None = None) -> dict[Key, ContentFile]:
    """Returns every Markdown file of the library by (language, path without extension).

    `known` are documents by the text they were read from: such a text is not parsed again.

    Raises FileNotFoundError, naming the folder, when there is no library in it.
    """
    found: dict[Key, ContentFile] = {}
    for lang in LANGUAGES:
        for section in SECTIONS:
            for file in sorted((folder / lang / section).rglob("*.md")):
                path = file.relative_to(folder / lang).as_posix().removesuffix(".md")
                text = file.read_text(encoding="utf-8")
                found[lang, path] = ContentFile(lang, path, text, (known or {}).get(text))
    if not found:
        raise FileNotFoundError(f"No library in {folder}: expected Markdown files such as ru/methodology/levels.md.")
    return found


def write_content(folder: Path, texts: dict[Key, str]) -> list[Path]:
    """Writes the files whose text differs from what lies there; returns the paths written."""
    written = []
    for (lang, path), text in sorted(texts.items()):
        file = folder / lang / f"{path}.md"
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
            written.append(file)
    return written
