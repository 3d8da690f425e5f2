"""mkdocs hooks: what the portal adds around a page's text, the handbook adds here: title, summary, sources, lists of sections.

mkdocs loads this file by its path, so it imports nothing of the portal.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import yaml
from mkdocs.plugins import event_priority

LANGUAGES = ("ru", "en", "id")
SECTIONS = ("methodology", "standards", "practices", "forms", "glossary")
WORDS: dict[str, dict[str, Any]] = {
    "ru": {
        "home": "Опора: справочник",
        "lead": "База знаний социального сопровождения семьи. Эта копия работает без сети.",
        "sources": "Источники",
        "to-check": "сверить с действующей редакцией акта",
        "reviewed": "Проверено",
        "version": "Версия стандарта",
        "effective": "действует с",
        "stamp": "Сборка справочника",
        "sections": ("База знаний", "Стандарты", "Практики", "Формы документов", "Глоссарий"),
    },
    "en": {
        "home": "Opora: the handbook",
        "lead": "Knowledge base of family social support. This copy works without a network.",
        "sources": "Sources",
        "to-check": "compare with the act in force",
        "reviewed": "Reviewed",
        "version": "Version of the standard",
        "effective": "in force from",
        "stamp": "Handbook build",
        "sections": ("Knowledge base", "Standards", "Practices", "Forms", "Glossary"),
    },
    "id": {
        "home": "Opora: buku panduan",
        "lead": "Basis pengetahuan pendampingan sosial keluarga. Salinan ini bekerja tanpa jaringan.",
        "sources": "Sumber",
        "to-check": "bandingkan dengan peraturan yang berlaku",
        "reviewed": "Ditinjau",
        "version": "Versi standar",
        "effective": "berlaku sejak",
        "stamp": "Versi buku panduan",
        "sections": ("Basis pengetahuan", "Standar", "Praktik", "Formulir", "Glosarium"),
    },
}
_temporary: list[Path] = []
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


@event_priority(100)
def on_config(config: Any) -> Any:
    """Builds from a copy of the library that has a home page and a list page per section in every language.

    The language plugin knows only files on disk, so pages made here are written beside the copied ones.
    """
    source = Path(config["docs_dir"])
    copy = Path(tempfile.mkdtemp(prefix="opora-handbook-"))
    _temporary.append(copy)
    shutil.copytree(source, copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.yaml"))
    for lang in LANGUAGES:
        (copy / lang).mkdir(exist_ok=True)
        (copy / lang / "index.md").write_text(_home(source, lang), encoding="utf-8")
        for section, title in zip(SECTIONS, WORDS[lang]["sections"], strict=True):
            if (source / lang / section).is_dir():
                page = _section(source, lang, section, title)
                (copy / lang / section / "index.md").write_text(page, encoding="utf-8")
    config["docs_dir"] = str(copy)
    return config


def on_shutdown() -> None:
    while _temporary:
        shutil.rmtree(_temporary.pop(), ignore_errors=True)


def on_page_markdown(markdown: str, page: Any, **_kwargs: Any) -> str:
    """Returns the text with its title, summary and facts before it and its sources after it."""
    meta = page.meta
    if "type" not in meta:
        return markdown
    words = WORDS[page.file.src_uri.split("/")[0]]
    parts = [f"# {meta['title']}", f"{escape(meta['summary'], quote=False)}\n{{: .opora-lead }}"]
    if meta.get("version"):
        parts.append(f"{words['version']} {meta['version']}, {words['effective']} {_date(meta['effective_on'])}.")
    parts += [markdown.strip(), *_sources(meta.get("sources", []), words)]
    parts.append(f"{words['reviewed']}: {_date(meta['reviewed_on'])}. {words['stamp']}: {_stamp()}.\n{{: .opora-stamp }}")
    return "\n\n".join(parts) + "\n"


def _sources(sources: list[dict[str, str]], words: dict[str, Any]) -> Iterator[str]:
    if sources:
        yield f"## {words['sources']} {{#sources}}"
        yield "\n".join(f"1. {_source(source, words)}" for source in sources)


def _source(source: dict[str, str], words: dict[str, Any]) -> str:
    title = _text(source["title"])
    line = f"[{title}]({source['url']})" if source.get("url") else title
    notes = [_text(source[key]) for key in ("note",) if source.get(key)]
    if source["checked"] == "to-check":
        notes.append(f"*{words['to-check']}*")
    return ". ".join([line.rstrip("."), *notes])


def _text(text: str) -> str:
    return re.sub(r"([\\`*_\[\]{}])", r"\\\1", escape(text, quote=False))


def _date(value: Any) -> str:
    return value.strftime("%d.%m.%Y") if hasattr(value, "strftime") else str(value)


def _stamp() -> str:
    return os.environ.get("OPORA_STAMP", "dev")


def _home(root: Path, lang: str) -> str:
    words = WORDS[lang]
    links = "\n".join(
        f"- [{title}]({section}/index.md)"
        for section, title in zip(SECTIONS, words["sections"], strict=True)
        if (root / lang / section).is_dir()
    )
    return f"# {words['home']}\n\n{words['lead']}\n\n{links}\n\n{words['stamp']}: {_stamp()}.\n{{: .opora-stamp }}\n"


def _section(root: Path, lang: str, section: str, title: str) -> str:
    folder = root / lang / section
    entries = []
    for file in sorted(folder.rglob("*.md")):
        meta = _front_matter(file)
        name = meta["title"] + (f", {meta['version']}" if meta.get("version") else "")
        entries.append((meta.get("order", 0), meta["title"], file.relative_to(folder).as_posix(), name, meta["summary"]))
    lines = [f"- [{_text(name)}]({path}): {_text(summary)}" for _order, _title, path, name, summary in sorted(entries)]
    return "\n".join([f"# {title}", "", *lines, ""])


def _front_matter(file: Path) -> dict[str, Any]:
    match = _FRONT.match(file.read_text(encoding="utf-8"))
    return dict(yaml.safe_load(match[1])) if match else {"title": file.stem, "summary": ""}
