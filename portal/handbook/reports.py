"""The two sides of a conflict, for the person who has to decide."""

from difflib import unified_diff

from .apply import Sync
from .plan import Step

LINES_SHOWN = 12


def conflict_report(sync: Sync) -> str:
    """Returns, for every conflict, the differing lines of file and page, and what to do."""
    parts = [_one(sync, step) for step in sync.conflicts]
    cure = (
        "Nothing was changed. Export the portal's side into another folder (export_content DIR), merge by hand into content/, "
        "then publish the merged text on the portal or restore the page there, and sync again."
    )
    return "\n\n".join([*parts, cure])


def _one(sync: Sync, step: Step) -> str:
    name = step.name
    file, page = _sides(sync, step)
    lines = list(unified_diff(file.splitlines(), page.splitlines(), f"file {name}", "on the portal", lineterm="", n=0))
    shown = lines[:LINES_SHOWN]
    more = [f"… {len(lines) - LINES_SHOWN} more lines"] if len(lines) > LINES_SHOWN else []
    return "\n".join([f"CONFLICT {name}", *shown, *more])


def _sides(sync: Sync, step: Step) -> tuple[str, str]:
    if sync.thesaurus is not None and step == sync.thesaurus.step:
        return sync.thesaurus.file, sync.thesaurus.rows
    file = sync.files.get(step.key)
    return file.text if file else "", sync.library.texts.get(step.key, "")
