"""The two sides of a conflict, for the person who has to decide."""

from difflib import unified_diff

from .apply import Sync
from .plan import Step

LINES_SHOWN = 12


def conflict_report(sync: Sync) -> str:
    """Returns, for every conflict, the differing lines of file and page, and what to do."""
    parts = [_one(sync, step) for step in sync.plan.conflicts]
    cure = (
        "Nothing was changed. Export the portal's side into another folder (export_content DIR), merge by hand into content/, "
        "then publish the merged text on the portal or restore the page there, and sync again."
    )
    return "\n\n".join([*parts, cure])


def _one(sync: Sync, step: Step) -> str:
    name = f"{step.lang}/{step.path}.md"
    file = sync.files[step.key].text.splitlines() if step.key in sync.files else []
    page = sync.library.texts.get(step.key, "").splitlines()
    lines = list(unified_diff(file, page, f"file {name}", "page on the portal", lineterm="", n=0))
    shown = lines[:LINES_SHOWN]
    more = [f"… {len(lines) - LINES_SHOWN} more lines"] if len(lines) > LINES_SHOWN else []
    return "\n".join([f"CONFLICT {name}", *shown, *more])
