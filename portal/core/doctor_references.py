"""References that lead nowhere: the page or the clause is gone, or taken down."""

from collections.abc import Mapping

from .body_check import ANCHORED
from .links import SOURCE_LANGUAGE
from .references import Reference
from .registry import knowledge_models

Anchors = Mapping[tuple[str, str], set[str]]


def broken_references() -> list[str]:
    """Returns `language/page → target#fragment` for every reference of a live page without a live target, in order.

    A page may rest on the source language where its own has no such page, as the site's links do.
    """
    anchors = _anchors()
    broken = []
    rows = Reference.objects.filter(page__live=True).values_list("page_id", "page__locale__language_code", "target", "fragment")
    paths = _paths()
    for page_id, lang, target, fragment in rows:
        if not any(_has(anchors, (code, target), fragment) for code in (lang, SOURCE_LANGUAGE)):
            shown = f"{target}#{fragment}" if fragment else target
            broken.append(f"{lang}/{paths.get(page_id, page_id)} → {shown}")
    return sorted(broken)


def _has(anchors: Anchors, key: tuple[str, str], fragment: str) -> bool:
    return key in anchors and (not fragment or fragment in anchors[key])


def _paths() -> dict[int, str]:
    return {pk: path for model in knowledge_models() for pk, path in model.objects.values_list("pk", "source_path")}


def _anchors() -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for model in knowledge_models():
        for page in model.objects.live().exclude(source_path="").select_related("locale"):
            body = getattr(page, "body", ())
            anchors = {block.value["anchor"] for block in body if block.block_type in ANCHORED}
            found[page.locale.language_code, page.source_path] = anchors
    return found
