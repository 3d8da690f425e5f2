"""The register of certificates: found by state, sorted, and as a table to take along."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.certificates.codes import grouped
from quizzes.certificates.issuing import issuer_word
from quizzes.models import Certificate, CertificateEvent
from quizzes.references import label, link_to
from quizzes.spreadsheets import Cell

Kind = CertificateEvent.Kind
SOON = timedelta(days=90)
STATES = [
    ("valid", gettext_lazy("Действует")),
    ("soon", gettext_lazy("Кончается в 90 дней")),
    ("expired", gettext_lazy("Срок истёк")),
    ("revoked", gettext_lazy("Отозван")),
    ("replaced", gettext_lazy("Заменён новым")),
]


def register_rows() -> QuerySet[Certificate]:
    """All certificates with what a list shows of them; two queries for any number."""
    return Certificate.objects.select_related("holder", "issuer").prefetch_related("events").order_by("-issued_on", "-pk")


def in_state(rows: QuerySet[Certificate], state: str, today: date | None = None) -> QuerySet[Certificate]:
    """Those of a state of `STATES`, decided in the database as `Certificate.status` decides it."""
    day = today or timezone.localdate()
    events = CertificateEvent.objects.filter(certificate=OuterRef("pk"))
    extension = events.filter(kind=Kind.EXTENDED).order_by("-pk").values("valid_until")[:1]
    rows = rows.annotate(
        ends_on=Coalesce(Subquery(extension), "valid_until"),
        is_revoked_row=Exists(events.filter(kind=Kind.REVOKED)),
        is_replaced_row=Exists(events.filter(kind=Kind.REPLACED)),
    )
    if state == "revoked":
        return rows.filter(is_revoked_row=True)
    if state == "replaced":
        return rows.filter(is_replaced_row=True, is_revoked_row=False)
    standing = rows.filter(is_revoked_row=False, is_replaced_row=False)
    if state == "expired":
        return standing.filter(ends_on__lt=day)
    valid = standing.filter(Q(ends_on__gte=day) | Q(ends_on=None))
    return valid.filter(ends_on__lte=day + SOON) if state == "soon" else valid


def table(rows: QuerySet[Certificate]) -> Iterator[list[Cell]]:
    """The register as rows of a spreadsheet, the heading first."""
    yield [
        _("Код проверки"),
        _("Владелец"),
        _("Почта"),
        _("Тест"),
        _("Язык"),
        _("Состояние"),
        _("Выдан"),
        _("Действует до"),
        _("Результат при выдаче, %"),
        _("Компетенции"),
        _("Проверялось по"),
        _("Кто выдал"),
        _("Причина последнего решения"),
    ]
    for row in rows.iterator(chunk_size=500):
        yield _line(row)


def _line(row: Certificate) -> list[Cell]:
    reasons = [event.reason for event in sorted(row.events.all(), key=lambda event: event.pk) if event.reason]
    said: list[Any] = [
        grouped(row.code),
        row.holder_name,
        row.holder.email,
        row.title,
        row.language,
        str(row.status.label),
        row.issued_on,
        row.last_day,
        row.score_percent,
        "; ".join(label("competencies", code) for code in row.competencies),
        "; ".join(link_to(target, row.language).title for target in row.rests_on),
        issuer_word(row.issuer, "name", row.language),
        reasons[-1] if reasons else "",
    ]
    return said
