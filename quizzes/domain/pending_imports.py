"""An import in two steps: a file is held with a preview of what it would do, its uploader confirms, and it is done once."""

import io
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.domain.errors import BankError
from quizzes.domain.imports import Report, import_entries, preview_import
from quizzes.formats.errors import Fault
from quizzes.formats.foreign import foreign
from quizzes.formats.registry import FORMATS, detect
from quizzes.models import PendingImport
from quizzes.models.media import IMPORT_LIFETIME

MAX_UPLOAD = 20_000_000
MAX_ITEMS = 20_000


class ImportGone(BankError):
    """The held file is not there any more, or belongs to somebody else."""


@transaction.atomic
def hold_import(data: bytes, *, name: str, uploader: Any, language: str, format_name: str = "") -> PendingImport:
    """Holds a file for a day with the preview of its import. BankError where it holds no questions or is larger than 20 MB."""
    drop_expired_imports()
    if len(data) > MAX_UPLOAD:
        message = _("Файл больше %(limit)s МБ. Разделите его или загрузите командой import_items.")
        raise BankError(message % {"limit": MAX_UPLOAD // 1_000_000})
    other = foreign(data, is_named=bool(format_name))
    if other is not None:
        words = _(other.template)
        raise BankError(words % other.params if other.params else words)
    held = PendingImport(
        uploader=uploader, name=name[-200:], format=format_name or detect(name, data), language=language, content=data
    )
    held.report = _preview(held)
    held.save()
    return held


def held_import(public_id: UUID, user: Any) -> PendingImport:
    """The held file of this person; ImportGone where it is not there, is over, or was brought by somebody else."""
    held = PendingImport.objects.filter(public_id=public_id, uploader=user).first()
    if held is None or held.is_over:
        message = _("Этого файла больше нет: он хранится сутки и виден только тому, кто его загрузил. Загрузите его снова.")
        raise ImportGone(message)
    return held


@transaction.atomic
def confirm_import(public_id: UUID, user: Any, *, keep_going: bool = False) -> PendingImport:
    """Does what the preview showed, once; a second confirmation changes nothing.

    Where the bank has changed meanwhile nothing is done, and the preview is renewed: the report is then not `done`.
    BankError where there are faults and `keep_going` is not set.
    """
    held = held_import(public_id, user)
    held = PendingImport.objects.select_for_update().get(pk=held.pk)
    if held.report.get("done"):
        return held
    shown = held.report["mark"]
    if held.report["faults"] and not keep_going:
        raise BankError(_("В файле есть ошибки. Исправьте их или разрешите взять остальные вопросы."))
    with transaction.atomic():
        report = import_entries(
            FORMATS[held.format].entries(io.BytesIO(bytes(held.content))),
            language=held.language,
            actor=user,
            reason=_("Импорт файла %(name)s") % {"name": held.name[:200]},
            keep_going=keep_going,
        )
        if report.mark != shown:
            transaction.set_rollback(True)
    if report.mark != shown:
        held.report = _preview(held)
        held.save(update_fields=["report"])
        return held
    held.report = {**held.report, "done": True}
    held.content = b""
    held.save(update_fields=["report", "content"])
    return held


@transaction.atomic
def drop_import(public_id: UUID, user: Any) -> None:
    """Forgets a held file; nothing happens where it is gone."""
    PendingImport.objects.filter(public_id=public_id, uploader=user).delete()


def drop_expired_imports() -> int:
    """Forgets the files whose day has passed. Returns how many; run with every upload and by `expire_attempts`."""
    return PendingImport.objects.filter(created_at__lt=timezone.now() - IMPORT_LIFETIME).delete()[0]


def _preview(held: PendingImport) -> dict[str, Any]:
    entries = FORMATS[held.format].entries(io.BytesIO(bytes(held.content)))
    return as_json(preview_import(entries, language=held.language, most=MAX_ITEMS))


def as_json(report: Report) -> dict[str, Any]:
    """A report as it is held: templates and figures apart, so that each reader gets them in their language."""
    return {
        "mark": report.mark,
        "counts": dict(report.counts),
        "rows": [asdict(row) for row in report.rows],
        "faults": [_fault(fault) for fault in report.faults],
        "notes": [_fault(note) for note in report.notes],
    }


def _fault(fault: Fault) -> dict[str, Any]:
    params = {name: value if isinstance(value, str | int) else str(value) for name, value in fault.params.items()}
    return {"line": fault.line, "source": fault.source, "where": fault.where, "template": fault.template, "params": params}
