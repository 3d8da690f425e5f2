"""The thesaurus between its three places: the content file, the rows editors change, the copy all processes read."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from search import indexing
from search.configuration import thesaurus_copy
from search.models import Concept
from search.text import LANGUAGES
from search.text.thesaurus import load


def import_concepts(path: Path) -> dict[str, int]:
    """Bring the rows to what the file says, adding, changing and removing. Return how many of each."""
    wanted = {concept.code: (place, concept.forms) for place, concept in enumerate(load(path).concepts, 1)}
    counts = {"added": 0, "changed": 0, "removed": 0}
    with transaction.atomic():
        existing = {concept.code: concept for concept in Concept.objects.all()}
        for code, (place, forms) in wanted.items():
            row = existing.get(code) or Concept(code=code)
            if row.position != place or any(row.words(lang) != list(forms[lang]) for lang in LANGUAGES):
                counts["changed" if row.pk else "added"] += 1
                row.position = place
                for lang in LANGUAGES:
                    row.set_words(lang, list(forms[lang]))
                row.save()
        surplus = [row for code, row in existing.items() if code not in wanted]
        counts["removed"] = len(surplus)
        for row in surplus:
            row.delete()
        # Also when no row changed: the copy may be lost.
        indexing.concepts_later(())
    return counts


def export_concepts() -> str:
    """Return the rows as the content file spells them: one concept a row, in the order of the file, new ones last."""
    return spell(({"code": row.code} | {lang: row.words(lang) for lang in LANGUAGES}) for row in Concept.objects.all())


def respell(text: str) -> str:
    """Return a thesaurus file's text as `export_concepts` would spell it: without comments, in one way to quote."""
    data = yaml.safe_load(text) or []
    return spell(data.get("concepts", []) if isinstance(data, dict) else data)


def spell(rows: Iterable[dict[str, Any]]) -> str:
    """Return rows in the file's spelling: block list of concepts, words in flow lists, no folded lines."""
    lines = []
    for row in rows:
        lines.append(f"- code: {row['code']}")
        lines += [f"  {lang}: {_flow(row[lang])}" for lang in LANGUAGES if row.get(lang)]
    return "\n".join(lines) + "\n" if lines else "[]\n"


def add_synonym(code: str, lang: str, word: str) -> Concept:
    """Add a word to a concept. Raises Concept.DoesNotExist for an unknown code."""
    with transaction.atomic():
        concept = Concept.objects.select_for_update().get(code=code)
        concept.set_words(lang, [*concept.words(lang), " ".join(word.split())])
        concept.save()
    return concept


def publish() -> None:
    """Write the copy that all processes read; the next query knows it."""
    path = thesaurus_copy()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.new")
    fresh.write_text(export_concepts(), encoding="utf-8")
    os.replace(fresh, path)


def _flow(words: list[str]) -> str:
    return yaml.safe_dump(words, default_flow_style=True, allow_unicode=True, width=10**9).strip()
