"""Importing a bank: what a file would do to ours, and doing it, all or nothing, in pieces of one transaction."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from quizzes import scoring
from quizzes.domain.bank import Planned, fingerprint, made_code, move_item, write_rows
from quizzes.domain.differences import Change, changes
from quizzes.domain.errors import BankError
from quizzes.domain.pictures import keep_pictures, missing_pictures
from quizzes.domain.review import note_change
from quizzes.formats.errors import MAX_FAULTS, Fault, Found
from quizzes.formats.pictures import Picture, keys_in, keys_of
from quizzes.formats.registry import Entry
from quizzes.models import Item
from quizzes.scoring.codec import dump_item, load_item
from quizzes.scoring.problems import gettext_noop

BATCH = 200
MAX_CODE = Item._meta.get_field("code").max_length or 80
_TWICE = gettext_noop("Код %(code)s встречается в файле дважды. Дайте вопросам разные коды.")
_OTHER_LANGUAGE = gettext_noop("Код %(code)s уже занят вопросом на другом языке. Дайте вопросу свой код.")
_LONG_CODE = gettext_noop("Код «%(code)s» длиннее %(limit)s знаков. Сократите его.")
_RETIRED = gettext_noop("Вопрос %(code)s снят. Сначала верните его в черновики.")
_NO_PICTURE = gettext_noop("Картинки этого вопроса нет ни в файле, ни на портале. Загрузите файл с картинками.")


class ImportRefused(BankError):
    """Nothing was imported; `faults` say why, each with its place."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(_("Ошибок: %(count)s. Ничего не записано.") % {"count": len(faults)})
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Row:
    """What an import does with one item: `action` is create, change, move (to another part of the bank) or keep."""

    action: str
    code: str
    title: str
    kind: str
    line: int
    source: str
    changes: tuple[Change, ...] = ()


@dataclass
class Report:
    """What an import does or did: numbers, rows (of a preview only), faults, and what was not carried over.

    `mark` is equal for two imports that do the same.
    """

    counts: Counter[str] = field(default_factory=Counter)
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    mark: str = ""


@dataclass
class _Course:
    """An import under way: what was met so far."""

    language: str
    fold_yo: bool = False
    report: Report = field(default_factory=Report)
    seen: set[str] = field(default_factory=set)
    pictures: dict[str, Picture] = field(default_factory=dict)
    marks: Any = field(default_factory=hashlib.sha256)
    most: int = 0
    is_stopped: bool = False

    def batches(self, entries: Iterable[Entry]) -> Iterator[list[tuple[Found, Planned]]]:
        """The items in pieces, compared with the bank; faults and pictures are kept aside."""
        found = self._found(entries)
        while batch := list(islice(found, BATCH)):
            yield self._compared(batch)
        self.report.mark = self.marks.hexdigest()

    def _found(self, entries: Iterable[Entry]) -> Iterator[Found]:
        for entry in entries:
            if isinstance(entry, Found):
                if self.most and len(self.seen) >= self.most:
                    message = _("Вопросов больше %(limit)s. Разделите файл или загрузите командой import_items.")
                    raise BankError(message % {"limit": self.most})
                self.report.notes.extend(entry.notes)
                yield self._folded(entry)
            elif isinstance(entry, Picture):
                self.pictures[entry.key] = entry
            else:
                self.refuse(entry)
                if len(self.report.faults) >= MAX_FAULTS:
                    self.refuse(Fault.too_many(entry.line))
                    self.is_stopped = True
                    return

    def _folded(self, one: Found) -> Found:
        item = one.item
        return replace(one, item=replace(item, fold_yo=True)) if self.fold_yo and isinstance(item, scoring.ShortAnswer) else one

    def refuse(self, fault: Fault) -> None:
        self.report.faults.append(fault)
        self.marks.update(str(fault).encode())

    def _compared(self, batch: list[Found]) -> list[tuple[Found, Planned]]:
        coded = [_coded(one, self.language) for one in batch]
        known = _known([one.code for one in coded])
        lost = missing_pictures(key for one in coded for key in one.keys if key not in self.pictures)
        rows: list[tuple[Found, Planned]] = []
        for part in coded:
            one, code = part.found, part.code
            fault = self._fault(one, code, known.get(code)) or _picture_fault(part, lost)
            if fault:
                self.refuse(fault)
                continue
            self.seen.add(code)
            planned = _planned(part, known.get(code))
            self.report.counts[planned.action] += 1
            self.marks.update(f"{planned.action} {code} {planned.fingerprint} {one.item.category}".encode())
            rows.append((one, planned))
        return rows

    def _fault(self, one: Found, code: str, known: "_Known | None") -> Fault | None:
        template, params = "", {"code": code, "limit": MAX_CODE}
        if len(code) > MAX_CODE:
            template, params["code"] = _LONG_CODE, f"{code[:40]}…"
        elif code in self.seen:
            template = _TWICE
        elif known and known.language != self.language:
            template = _OTHER_LANGUAGE
        elif known and known.status == Item.Status.RETIRED:
            template = _RETIRED
        return Fault(one.line, template, params, f"«{one.item.title}»", one.source) if template else None


@dataclass(frozen=True)
class _Known:
    language: str
    status: str
    category: str
    fingerprint: str


def _known(codes: Sequence[str]) -> dict[str, _Known]:
    fields = ("language", "status", "category", "current_version__fingerprint")
    rows = Item.objects.filter(code__in=codes).values_list("code", *fields)
    return {code: _Known(language, status, category, mark or "") for code, language, status, category, mark in rows}


@dataclass(frozen=True)
class _Coded:
    """An item with what is computed of it once: its code, its fingerprint, the pictures it names."""

    found: Found
    code: str
    fingerprint: str
    keys: tuple[str, ...]


def _coded(found: Found, language: str) -> _Coded:
    body = dump_item(found.item)
    mark = fingerprint(body)
    return _Coded(found, found.item.id or made_code(language, mark), mark, keys_in(str(body)))


def _picture_fault(part: _Coded, lost: set[str]) -> Fault | None:
    if lost and lost & set(part.keys):
        return Fault(part.found.line, _NO_PICTURE, {}, f"«{part.found.item.title}»", part.found.source)
    return None


def _planned(part: _Coded, known: _Known | None) -> Planned:
    item, code, mark = part.found.item, part.code, part.fingerprint
    if known is None:
        return Planned("create", code, item, mark)
    if known.fingerprint != mark:
        return Planned("change", code, item, mark)
    # A file that names no category does not take items out of theirs.
    is_moved = item.category and item.category[:200] != known.category
    return Planned("move" if is_moved else "keep", code, item, mark)


def preview_import(entries: Iterable[Entry], *, language: str, fold_yo: bool = False, most: int = 0) -> Report:
    """What an import would do, item by item, with what changes; nothing is written. BankError beyond `most` items, if set."""
    course = _Course(language, fold_yo, most=most)
    for batch in course.batches(entries):
        changed = [planned.code for _one, planned in batch if planned.action == "change"]
        rows = Item.objects.filter(code__in=changed).values_list("code", "current_version__body")
        before = {code: load_item(body) for code, body in rows if body}
        for one, planned in batch:
            old = before.get(planned.code)
            told = tuple(changes(old, planned.content)) if old is not None else ()
            kind = planned.content.kind
            course.report.rows.append(Row(planned.action, planned.code, planned.content.title, kind, one.line, one.source, told))
    return course.report


@transaction.atomic
def import_entries(
    entries: Iterable[Entry],
    *,
    language: str,
    status: str = Item.Status.DRAFT,
    actor: Any = None,
    reason: str = "",
    fold_yo: bool = False,
    keep_going: bool = False,
    on_progress: Callable[[int], None] | None = None,
) -> Report:
    """Brings what a file holds into the bank: new items with `status`, changed ones as new versions, back to review.

    ImportRefused with all faults where there are any, and then nothing is written; with `keep_going` the rest is.
    Memory does not grow with the number of items but for their codes.
    """
    course = _Course(language, fold_yo)
    for batch in course.batches(entries):
        if not course.report.faults or keep_going:
            _write(course, batch, status, actor, reason)
        if on_progress:
            on_progress(len(batch))
    if course.report.faults and (course.is_stopped or not keep_going):
        raise ImportRefused(course.report.faults)
    return course.report


def _write(course: _Course, batch: list[tuple[Found, Planned]], status: str, actor: Any, reason: str) -> None:
    written = [planned for _one, planned in batch if planned.action != "keep"]
    moved = [planned.code for planned in written if planned.action == "move"]
    ids = dict(Item.objects.filter(code__in=moved).values_list("code", "pk"))
    keys = {key for planned in written for key in keys_of(planned.content)} if course.pictures else set()
    brought = [course.pictures[key] for key in sorted(keys & set(course.pictures))]
    if brought:
        keep_pictures(brought, actor=actor)
    for planned in written:
        if planned.action == "move":
            move_item(Item(pk=ids[planned.code]), planned.content.category)
    write_rows(written, language=course.language, status=status, actor=actor, reason=reason)
    if status != Item.Status.APPROVED:
        changed = [planned.code for planned in written if planned.action == "change"]
        approved = Item.objects.filter(code__in=changed, status=Item.Status.APPROVED).select_related("current_version")
        for item in approved:
            if item.current_version is not None:
                note_change(item, item.current_version, actor=actor)
