"""What was written to the live index while its replacement was being built."""

import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any


class Journal:
    """A file of updates, one a line; it exists only while a rebuild runs."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def start(self) -> None:
        """Begin an empty journal; one that a killed rebuild left is thrown away."""
        self.path.write_text("")

    def stop(self) -> None:
        """End it."""
        self.path.unlink(missing_ok=True)

    def append(self, groups: Collection[str], records: Sequence[Sequence[Any]]) -> None:
        """Write an update down if a rebuild runs."""
        if not self.path.exists():
            return
        rows = [[*map(_plain, record)] for record in records]
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([list(groups), rows], ensure_ascii=False) + "\n")

    def read(self) -> Iterator[tuple[list[str], list[list[Any]]]]:
        """Yield updates in the order they were written; a half-written last line is left out."""
        with self.path.open(encoding="utf-8") as file:
            for line in file:
                if line.endswith("\n"):
                    groups, rows = json.loads(line)
                    yield groups, rows


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, (set, frozenset)) else value
