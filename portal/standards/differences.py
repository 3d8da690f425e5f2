"""The difference of two versions of a standard, by clause and word."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.core.stream import document_blocks
from portal.markup.clauses import ClauseChange, compare

if TYPE_CHECKING:
    from .models import StandardVersionPage


@dataclass(frozen=True)
class VersionDifference:
    old: "StandardVersionPage"
    new: "StandardVersionPage"
    changes: tuple[ClauseChange, ...]

    def of(self, anchor: str) -> ClauseChange | None:
        """Returns the change of one clause, or None where it stayed the same."""
        return next((change for change in self.changes if change.id == anchor), None)

    @property
    def changed(self) -> int:
        return sum(change.kind == "changed" for change in self.changes)

    @property
    def added(self) -> int:
        return sum(change.kind == "added" for change in self.changes)

    @property
    def removed(self) -> int:
        return sum(change.kind == "removed" for change in self.changes)


def difference(old: "StandardVersionPage", new: "StandardVersionPage") -> VersionDifference:
    changes = compare(document_blocks(old.body), document_blocks(new.body))
    return VersionDifference(old, new, tuple(change for change in changes if change.kind != "same"))
