"""`python -m portal.core.compile_messages`: compiles the translations without GNU gettext, which a new machine may lack."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]


def compile_all(root: Path = ROOT) -> list[Path]:
    """Writes a `.mo` beside every `.po` of the three packages; returns the files written. Raises PoFileError with the line."""
    written = []
    for source in sorted(root.glob("*/locale/*/LC_MESSAGES/*.po")):
        with source.open("rb") as file:
            catalog = read_po(file, abort_invalid=True)
        target = source.with_suffix(".mo")
        with target.open("wb") as out:
            write_mo(out, catalog)
        written.append(target)
    return written


if __name__ == "__main__":
    compile_all()
