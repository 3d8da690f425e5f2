"""What was written to the live index while its replacement was being built."""

import pickle
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any


class Journal:
    """A file of updates, one after another; it exists only while a rebuild runs."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def start(self) -> None:
        """Begin an empty journal; one that a killed rebuild left is thrown away."""
        self.path.write_bytes(b"")

    def stop(self) -> None:
        """End it."""
        self.path.unlink(missing_ok=True)

    def append(self, groups: Collection[str], records: Sequence[Sequence[Any]]) -> None:
        """Write an update down if a rebuild runs."""
        if self.path.exists():
            with self.path.open("ab") as file:
                file.write(pickle.dumps((list(groups), [tuple(record) for record in records])))

    def read(self) -> Iterator[tuple[list[str], list[tuple[Any, ...]]]]:
        """Yield updates in the order they were written; a half-written last one is left out."""
        with self.path.open("rb") as file:
            while True:
                try:
                    yield pickle.load(file)  # noqa: S301 - our own file, beside Whoosh's, which are pickles too
                except (EOFError, pickle.UnpicklingError):
                    return
