"""The oversight log in the admin: looked at, filtered, exported for an auditor; written by nobody."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, ClassVar

import django_filters
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.snippets.views.snippets import IndexView

from quizzes.admin.access import allowed
from quizzes.admin.read_only import ReadOnlyViewSet
from quizzes.domain.oversight import note, seal_pending, sealed_entries, verify
from quizzes.downloads import private_file, table_file
from quizzes.models import LogEntry, LogSeal

VIEW = "quizzes.view_logentry"
COLUMNS = (
    "number",
    "digest",
    "previous",
    "entry",
    "at",
    "act",
    "actor",
    "actor_name",
    "subject",
    "subject_name",
    "object_type",
    "object_id",
    "details",
    "network",
    "address_digest",
)


class LogFilter(WagtailFilterSet):
    act = django_filters.CharFilter(
        lookup_expr="startswith", label=gettext_lazy("Что (например attempt или certificate.revoked)")
    )
    at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Когда"), widget=DateRangePickerWidget)
    who = django_filters.CharFilter(method="by_mail", label=gettext_lazy("Почта того, кто сделал или о ком"))
    object_id = django_filters.CharFilter(label=gettext_lazy("Номер объекта"))

    def by_mail(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(actor__email__iexact=value) | rows.filter(subject__email__iexact=value)

    class Meta:
        model = LogEntry
        fields: ClassVar[list[str]] = ["act", "at", "who", "object_id"]


class LogIndexView(IndexView):
    @property
    def header_more_buttons(self) -> list[Any]:
        from wagtail.admin.widgets.button import Button  # noqa: PLC0415  (needs loaded apps)

        return [Button(_("Выгрузка для аудитора"), url=reverse("quizzes_log_export_page"), icon_name="download")]


class LogEntryViewSet(ReadOnlyViewSet):
    model = LogEntry
    related = ("actor", "subject")
    icon = "history"
    menu_label = gettext_lazy("Журнал надзора")
    menu_name = "quizzes-log"
    list_display: ClassVar[list[str]] = ["at", "act", "actor", "subject", "object_type", "object_id", "network"]
    filterset_class = LogFilter
    index_view_class = LogIndexView
    list_per_page = 100
    inspect_view_fields: ClassVar[list[str]] = [
        "at",
        "act",
        "actor",
        "subject",
        "object_type",
        "object_id",
        "details",
        "network",
        "address",
    ]


def urls() -> list[URLPattern]:
    """The addresses under the admin."""
    return [
        path("quizzes/log/export/", export_page, name="quizzes_log_export_page"),
        path("quizzes/log/export/<str:form>/", export, name="quizzes_log_export"),
    ]


@allowed(VIEW)
@require_safe
def export_page(request: HttpRequest) -> HttpResponse:
    """Whether the chain holds, and the ways to take the log along."""
    seal_pending()
    found = verify()
    return render(request, "quizzes/admin/log_export.html", {"found": found})


@allowed(VIEW)
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The log from a day to a day as CSV or JSON lines, with the chain's digests; the last line says what the chain is worth.

    The export is an act of its own and is noted.
    """
    if form not in ("csv", "jsonl"):
        raise Http404
    since, until = _day(request.GET.get("from"), time.min), _day(request.GET.get("to"), time.max)
    note("log.exported", actor=request.user, form=form, since=since and since.isoformat(), until=until and until.isoformat())
    seal_pending()
    name = f"oversight-log-{timezone.localdate().isoformat()}"
    if form == "jsonl":
        return private_file(_json_lines(since, until), "application/x-ndjson", f"{name}.jsonl")
    return table_file(_rows(since, until), form, title="", name=name)


def _day(text: str | None, clock: time) -> datetime | None:
    try:
        day: date | None = parse_date(text or "")
    except ValueError:
        day = None
    return timezone.make_aware(datetime.combine(day, clock)) if day else None


def _chosen(since: datetime | None, until: datetime | None) -> Iterator[LogSeal]:
    for seal in sealed_entries("entry__actor", "entry__subject"):
        if (since is None or seal.entry.at >= since) and (until is None or seal.entry.at <= until):
            yield seal


def _name(person: Any) -> str:
    return str(person) if person else ""


def _json_lines(since: datetime | None, until: datetime | None) -> Iterator[str]:
    for seal in _chosen(since, until):
        entry = seal.entry
        line = {
            "number": seal.number,
            "previous": seal.previous,
            "digest": seal.digest,
            "facts": entry.facts(),
            "actor_name": _name(entry.actor),
            "subject_name": _name(entry.subject),
        }
        yield json.dumps(line, ensure_ascii=False) + "\n"
    yield json.dumps({"chain": _verdict()}, ensure_ascii=False) + "\n"


def _verdict() -> dict[str, Any]:
    found = verify()
    return {
        "rule": 'digest = SHA-256(previous + "\\n" + facts as JSON with sorted keys and without spaces)',
        "holds": found.is_whole,
        "entries": found.sealed,
        "head": found.head,
        "faults": [list(fault) for fault in found.faults],
    }


def _rows(since: datetime | None, until: datetime | None) -> Iterator[list[Any]]:
    yield list(COLUMNS)
    for seal in _chosen(since, until):
        entry = seal.entry
        facts = entry.facts()
        yield [
            seal.number,
            seal.digest,
            seal.previous,
            facts["id"],
            facts["at"],
            entry.act,
            entry.actor_id,
            _name(entry.actor),
            entry.subject_id,
            _name(entry.subject),
            entry.object_type,
            entry.object_id,
            json.dumps(entry.details, ensure_ascii=False, sort_keys=True),
            entry.network,
            entry.address_digest,
        ]
    verdict = _verdict()
    yield ["chain", verdict["head"], "holds" if verdict["holds"] else "broken", verdict["entries"]]
