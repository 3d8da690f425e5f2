"""Template tags that the blocks of a page's body need: tables, clauses, pictures, addresses of files."""

import posixpath
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from portal.core import drawing, taxonomy
from portal.core.html import as_html
from portal.core.scales import level_number, modality

register = template.Library()

# Up to this many columns a table stacks its cells on a narrow screen; a wider one scrolls inside its own frame.
STACKABLE_COLUMNS = 4


@register.filter
def plain(value: Any) -> str:
    """Returns rich text as plain text, for attributes."""
    return " ".join(strip_tags(str(value or "")).split())


@register.simple_tag
def table_view(value: Any) -> dict[str, Any]:
    """Returns a table as {header, rows, is_stacked}; a cell is {html, text, head, mark}, the first heads its row."""
    header = [str(cell) for cell in value["header"]]
    heads = [plain(cell) for cell in header]
    rows = [_row([str(cell) for cell in row["cells"]], heads) for row in value["rows"]]
    return {
        "header": [{"html": html, "text": text} for html, text in zip(header, heads, strict=True)],
        "rows": rows,
        "is_stacked": len(heads) <= STACKABLE_COLUMNS,
    }


def _row(cells: list[str], heads: list[str]) -> list[dict[str, Any]]:
    padded = [*heads, *[""] * (len(cells) - len(heads))]
    row = [{"html": html, "text": plain(html), "head": head, "mark": ""} for html, head in zip(cells, padded, strict=False)]
    if row:
        row[0]["mark"] = level_sign(row[0]["text"])
    return row


def level_sign(text: str) -> SafeString:
    """Returns the pillars of the level that `text` names (with or without what stands in brackets), else nothing."""
    wanted = _short_name(text)
    for code, name in taxonomy.facet_choices("levels"):
        if wanted and wanted == _short_name(name):
            return as_html(drawing.level_mark(level_number(code)))
    return as_html("")


def _short_name(text: str) -> str:
    return text.partition("(")[0].strip().casefold()


@register.simple_tag
def clause_change(difference: Any, anchor: str) -> Any:
    """Returns the change of a clause against the previous version, or None."""
    return difference.of(anchor) if difference else None


@register.filter
def picture_url(src: str) -> str:
    """Returns the address of a picture that the content names as `../../img/name.svg`."""
    return reverse("content_image", args=[posixpath.basename(src)])


@register.simple_tag
def modality_change(change: Any) -> dict[str, Any] | None:
    """Returns the words for a clause whose strength changed, or None where it stayed."""
    if not change.old or not change.new or change.old.modality == change.new.modality:
        return None
    return {"old": str(modality(change.old.modality)).lower(), "new": str(modality(change.new.modality)).lower()}


@register.filter
def section_of(change: Any) -> Any:
    """Returns the section a change is about: as it is now, or as it was where it is gone."""
    return change.new or change.old


@register.filter
def section_kind(change: Any) -> str:
    return section_of(change).kind


@register.filter
def has_headings(changes: Any) -> bool:
    """Returns whether text outside clauses and terms changed too."""
    return any(section_kind(change) == "heading" for change in changes)
