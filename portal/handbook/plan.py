"""The plan of a content sync: a pure comparison of three states, without a database or a disk.

For every path and language there are up to three digests: of the file, of the page as it would be exported, and of both when
they were last equal (the base). What differs from the base has changed since; if both have, somebody has to decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Key = tuple[str, str]  # language, path without extension


class Act(StrEnum):
    CREATE = "create"  # a new file
    UPDATE = "update"  # the file changed, the page did not
    REMOVE = "remove"  # the file is gone, the page did not change
    ADOPT = "adopt"  # equal, but never recorded as synced
    SAME = "same"
    EXPORT = "export"  # the page changed or is new: export it
    CONFLICT = "conflict"  # both changed


class Reason(StrEnum):
    BOTH_CHANGED = "both-changed"
    NEVER_SYNCED = "never-synced"
    PAGE_DELETED = "page-deleted"
    FILE_DELETED = "file-deleted"
    NONE = ""


@dataclass(frozen=True)
class Step:
    act: Act
    lang: str
    path: str
    reason: Reason = Reason.NONE

    @property
    def key(self) -> Key:
        return (self.lang, self.path)

    @property
    def name(self) -> str:
        """Returns the file's name in the folder; what has no language is named by its path alone."""
        return f"{self.lang}/{self.path}.md" if self.lang else self.path


@dataclass(frozen=True)
class Plan:
    steps: tuple[Step, ...]

    def of(self, *acts: Act) -> list[Step]:
        return [step for step in self.steps if step.act in acts]

    @property
    def conflicts(self) -> list[Step]:
        return self.of(Act.CONFLICT)

    @property
    def writes(self) -> list[Step]:
        """Returns the steps that change pages."""
        return self.of(Act.CREATE, Act.UPDATE, Act.REMOVE)

    @property
    def is_clean(self) -> bool:
        """Whether files and pages say the same."""
        return not self.of(Act.CREATE, Act.UPDATE, Act.REMOVE, Act.EXPORT, Act.CONFLICT)


def make_plan(files: Mapping[Key, str], pages: Mapping[Key, str], base: Mapping[Key, str]) -> Plan:
    """Returns a step for every key of the three states, in the order of language and path."""
    keys = sorted({*files, *pages, *base})
    steps = (_step(key, files.get(key), pages.get(key), base.get(key)) for key in keys)
    return Plan(tuple(step for step in steps if step is not None))


def _step(key: Key, file: str | None, page: str | None, base: str | None) -> Step | None:
    if file is None and page is None:
        return None
    if file is None:
        return _without_file(key, page, base)
    if page is None:
        return _without_page(key, file, base)
    if file == page:
        return Step(Act.SAME if base == file else Act.ADOPT, *key)
    if base is None:
        return Step(Act.CONFLICT, *key, Reason.NEVER_SYNCED)
    if page == base:
        return Step(Act.UPDATE, *key)
    if file == base:
        return Step(Act.EXPORT, *key)
    return Step(Act.CONFLICT, *key, Reason.BOTH_CHANGED)


def _without_file(key: Key, page: str | None, base: str | None) -> Step:
    if base is None:
        return Step(Act.EXPORT, *key)
    if page == base:
        return Step(Act.REMOVE, *key)
    return Step(Act.CONFLICT, *key, Reason.FILE_DELETED)


def _without_page(key: Key, file: str, base: str | None) -> Step:
    if base is None:
        return Step(Act.CREATE, *key)
    if file == base:
        return Step(Act.EXPORT, *key, Reason.PAGE_DELETED)
    return Step(Act.CONFLICT, *key, Reason.PAGE_DELETED)
