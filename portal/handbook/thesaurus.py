"""The thesaurus in the sync: one file on one side, the concepts that editors change on the other."""

from dataclasses import dataclass
from pathlib import Path

from search.concepts import export_concepts, import_concepts, respell
from search.models import Concept

from .files import Key, digest_of
from .library import read_base, write_base
from .plan import Act, Step, make_plan

NAME = "thesaurus.yaml"
KEY: Key = ("", NAME)


@dataclass(frozen=True)
class ThesaurusSync:
    """Both sides as text in one spelling, so that a comment in the file is no change; `step` says what a sync does about it."""

    file: str
    rows: str
    step: Step

    @property
    def digest(self) -> str:
        return digest_of(self.file)


def plan_thesaurus(folder: Path) -> ThesaurusSync | None:
    """Returns what a sync would do, by the rule of pages; None where the folder has no thesaurus and so says nothing about it."""
    file = folder / NAME
    if not file.is_file():
        return None
    text, rows = respell(file.read_text(encoding="utf-8")), export_concepts()
    base = {key: digest for key, digest in read_base().items() if key == KEY}
    (step,) = make_plan({KEY: digest_of(text)}, {KEY: digest_of(rows)} if Concept.objects.exists() else {}, base).steps
    return ThesaurusSync(text, rows, step)


def apply_thesaurus(folder: Path, sync: ThesaurusSync | None) -> None:
    """Makes the concepts say what the file says, if that is the plan, and remembers what is equal."""
    if sync is None:
        return
    if sync.step.act in (Act.CREATE, Act.UPDATE):
        import_concepts(folder / NAME)
    if sync.step.act in (Act.CREATE, Act.UPDATE, Act.ADOPT, Act.SAME):
        write_base({KEY: sync.digest})


def export_thesaurus(folder: Path, source: Path) -> list[Path]:
    """Writes the thesaurus, the bytes of the source where they say what the concepts say; returns the files written."""
    original = source / NAME
    text = original.read_text(encoding="utf-8") if original.is_file() else ""
    rows = export_concepts() if Concept.objects.exists() else text
    if not rows:
        return []
    wanted = text if text and respell(text) == rows else rows
    file = folder / NAME
    if folder.resolve() == source.resolve():
        write_base({KEY: digest_of(respell(wanted))})
    if file.is_file() and file.read_text(encoding="utf-8") == wanted:
        return []
    file.write_text(wanted, encoding="utf-8", newline="\n")
    return [file]
