"""A small content folder for the tests of the library and its check."""

from pathlib import Path

from portal.markup.pages import page_id

TAXONOMY = """\
levels:
  - code: basic
    ru: Базовый
    en: Basic
    id: Dasar
    summary: {ru: Предупреждает., en: Prevents., id: Mencegah.}
  - code: crisis
    ru: Кризисный
    en: Crisis
    id: Krisis
regions:
  - code: tyva
    ru: Тыва
    en: Tyva
    id: Tyva
"""
THESAURUS = """\
- code: curator
  ru: [куратор, куратор семьи]
  en: [case curator]
  id: [kurator kasus]
- code: practice
  ru: [практика]
  en: [practice]
  id: [praktik]
"""


def front_matter(path: str, kind: str = "methodology", extra: str = "order: 10\n", languages: str = "ru, en") -> str:
    """The front matter of a page at `path`."""
    sources = "" if kind == "term" else "sources:\n  - title: Закон\n    checked: seen\n"
    return (
        f"---\nid: {page_id(path)}\ntype: {kind}\ntitle: Заголовок\nsummary: Что здесь есть.\nstatus: published\n"
        f"translations: [{languages}]\n{extra}{sources}"
        "owner: resource-center\nreviewed_on: 2026-11-22\nreview_due_on: 2027-11-22\n---\n"
    )


def standard(path: str, version: str, effective: str, extra: str = "", languages: str = "ru") -> str:
    """The front matter of a version of a standard."""
    keys = f'order: 10\nversion: "{version}"\neffective_on: {effective}\n{extra}'
    return front_matter(path, "standard", keys, languages)


LEVELS = "methodology/levels"
CURATOR = "glossary/curator"
LEVELS_BODY = """
## Выбор {#choice}

Смотрите [словарь](../glossary/curator.md#t-curator) и [согласие](../standards/consent/2.0.md#c-1-1).

![Схема](../../img/levels.svg)
"""
SUPERSEDES = 'supersedes: "1.0"\nsubstantive: true\nchanges:\n  - Добавлен пункт.\n'
CLAUSE = "\n## 1. Согласие {#consent}\n\n**1.1.** Семья подписывает бланк.\n{: #c-1-1 .must }\n"
CURATOR_BODY = "\n**Куратор** — кто ведёт семью.\n{: #t-curator .term }\n"


def files() -> dict[str, str]:
    """A faultless library by file."""
    term = front_matter(CURATOR, "term", "concept: curator\n")
    levels = front_matter(LEVELS, extra="order: 10\nlevels: [basic]\nconcepts: [curator]\n", languages="ru")
    practice = front_matter("glossary/practice", "term", "concept: practice\n", "ru")
    return {
        "ru/methodology/levels.md": levels + LEVELS_BODY,
        "ru/glossary/curator.md": term + CURATOR_BODY,
        "en/glossary/curator.md": term + CURATOR_BODY,
        "ru/glossary/practice.md": practice + "\nОпыт, который можно повторить.\n",
        "ru/standards/consent/1.0.md": standard("standards/consent/1.0", "1.0", "2025-01-01") + CLAUSE,
        "ru/standards/consent/2.0.md": standard("standards/consent/2.0", "2.0", "2026-01-01", SUPERSEDES) + CLAUSE,
        "img/levels.svg": "<svg/>",
    }


def write_content(
    folder: Path, changed: dict[str, str] | None = None, taxonomy: str = TAXONOMY, thesaurus: str = THESAURUS
) -> Path:
    """Writes the library with some files changed; returns the folder. An empty text leaves the file out."""
    everything = {**files(), "taxonomy.yaml": taxonomy, "thesaurus.yaml": thesaurus, **(changed or {})}
    for name, text in everything.items():
        if text:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(text.encode())
    return folder
