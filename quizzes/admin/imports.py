"""Importing and exporting items in the admin: a file, what it would do, one confirmation; and the way out in any format."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from quizzes.admin.access import ADD, CHANGE, READERS, allowed
from quizzes.admin.items_form import KINDS
from quizzes.domain.errors import QuizError
from quizzes.domain.exports import Wanted, export_items, wanted_items
from quizzes.domain.pending_imports import MAX_UPLOAD, ImportGone, confirm_import, drop_import, held_import, hold_import
from quizzes.downloads import private_file
from quizzes.formats.errors import Fault
from quizzes.formats.registry import FORMATS, READABLE
from quizzes.models import Item, Quiz
from quizzes.references import label

ROWS_A_PAGE = 100
PLACES_SHOWN = 8
_FORMAT_NOTES = {
    "gift": gettext_lazy("GIFT: текст, который можно править в блокноте"),
    "aiken": gettext_lazy("Aiken: только выбор одного ответа, без пояснений"),
    "moodle-xml": gettext_lazy("Moodle XML: с картинками, подсказками и всеми видами вопросов Moodle"),
    "qti": gettext_lazy("QTI 3.0: пакет с картинками для других программ"),
    "qti-2.2": gettext_lazy("QTI 2.2: пакет с картинками для программ постарше"),
    "yaml": gettext_lazy("YAML: всё, что умеет портал, и учебные случаи"),
}


# --- import ---


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Файл"),
        widget=forms.FileInput(attrs={"accept": ".gift,.txt,.xml,.zip,.yaml,.yml"}),
        help_text=gettext_lazy("Выберите файл или перетащите его сюда. GIFT, Aiken, Moodle XML, QTI или YAML, до 20 МБ."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Язык вопросов"), choices=settings.LANGUAGES)
    format = forms.ChoiceField(label=gettext_lazy("Формат"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(name, FORMATS[name].title) for name in READABLE]
        self.fields["format"].choices = [("", _("Узнать по содержимому")), *known]  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_UPLOAD:
            message = _("Файл больше %(limit)s МБ. Разделите его или загрузите командой import_items.")
            raise forms.ValidationError(message % {"limit": MAX_UPLOAD // 1_000_000})
        return file


def writers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An import makes items and changes others: it takes both rights."""
    return allowed(ADD)(allowed(CHANGE)(view))


def _page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Главная")},
        {"url": reverse("wagtailsnippets_quizzes_item:list"), "label": _("Вопросы")},
        {"url": "", "label": title},
    ]
    frame = {"header_title": title, "header_icon": "upload", "breadcrumbs_items": crumbs}
    return render(request, f"quizzes/admin/{template}.html", {**frame, **context})


@writers_only
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Takes a file and shows what its import would do."""
    form = UploadForm(request.POST or None, request.FILES or None, initial={"language": "ru"})
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            held = hold_import(
                file.read(),
                name=file.name,
                uploader=request.user,
                language=form.cleaned_data["language"],
                format_name=form.cleaned_data["format"],
            )
        except QuizError as error:
            form.add_error("file", str(error))
        else:
            return redirect("quiz_import_preview", public_id=held.public_id)
    return _page(request, "import_upload", _("Импорт вопросов"), form=form)


@writers_only
@require_safe
def preview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the held file would do, or has done."""
    try:
        held = held_import(public_id, request.user)
    except ImportGone as error:
        messages.warning(request, str(error))
        return redirect("quiz_import")
    report = held.report
    rows: dict[str, list[dict[str, Any]]] = {"create": [], "change": [], "move": [], "keep": []}
    for row in report["rows"]:
        rows[row["action"]].append({**row, "kind_title": _kind_title(row["kind"])})
    created = Paginator(rows["create"], ROWS_A_PAGE).get_page(request.GET.get("page"))
    template, title = ("import_done", _("Импорт завершён")) if report.get("done") else ("import_preview", _("Проверьте импорт"))
    return _page(
        request,
        template,
        title,
        held=held,
        format=FORMATS[held.format].title,
        language=dict(settings.LANGUAGES).get(held.language, held.language),
        rows=rows,
        created=created,
        faults=[(_place(fault), _said(fault)) for fault in report["faults"]],
        notes=_grouped(report["notes"]),
        counts=report["counts"],
        new_and_changed=len(rows["create"]) + len(rows["change"]) + len(rows["move"]),
    )


def _kind_title(kind: str) -> Any:
    """What a type of questions is called on the portal."""
    return KINDS[kind].title if kind in KINDS else kind


def _said(fault: dict[str, Any]) -> str:
    words = _(fault["template"])
    return words % fault["params"] if fault["params"] else words


def _place(fault: dict[str, Any]) -> str:
    """Where a fault is: the file in a package, the line, the question."""
    line = _("строка %(line)s") % {"line": fault["line"]} if fault["line"] else ""
    where = fault["where"] if fault["where"].startswith(("«", "<")) or not line else ""
    return ", ".join(part for part in (fault["source"], line, where) if part)


def _grouped(notes: list[dict[str, Any]]) -> list[tuple[str, int, list[str]]]:
    """What is told of the items, the same words once: how often, and the first places."""
    groups: dict[str, list[str]] = {}
    for note in notes:
        groups.setdefault(_said(note), []).append(_place(note))
    return [(words, len(places), places[:PLACES_SHOWN]) for words, places in groups.items()]


@writers_only
@require_POST
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Does what the preview showed."""
    try:
        held = confirm_import(public_id, request.user, keep_going="keep_going" in request.POST)
    except ImportGone as error:
        messages.warning(request, str(error))
        return redirect("quiz_import")
    except QuizError as error:
        messages.error(request, str(error))
        return redirect("quiz_import_preview", public_id=public_id)
    if not held.report.get("done"):
        messages.warning(request, _("Пока вы смотрели, банк изменился. Ничего не записано: проверьте список ещё раз."))
    return redirect("quiz_import_preview", public_id=public_id)


@writers_only
@require_POST
def drop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Forgets the file."""
    drop_import(public_id, request.user)
    messages.info(request, _("Файл удалён, в банке ничего не изменилось."))
    return redirect("quiz_import")


# --- export ---


class ExportForm(forms.Form):
    quiz = forms.ModelChoiceField(
        label=gettext_lazy("Тест"),
        queryset=Quiz.objects.order_by("title"),
        required=False,
        empty_label=gettext_lazy("Весь банк"),
        help_text=gettext_lazy("Одобренные вопросы, из которых тест собирается по своему плану."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Язык"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("Раздел банка"), required=False)
    competency = forms.ChoiceField(label=gettext_lazy("Компетенция"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Тип вопроса"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("Состояние"), required=False)
    format = forms.ChoiceField(label=gettext_lazy("Формат"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = Item.objects.filter(current_version__isnull=False)
        choices: dict[str, Any] = {
            "language": settings.LANGUAGES,
            "category": [(name, name) for name in _categories(items)],
            "competency": [(code, label("competencies", code)) for code in _used(items, "current_version__competency")],
            "kind": [(name, _kind_title(name)) for name in _used(items, "current_version__kind")],
            "status": Item.Status.choices,
        }
        for name, offered in choices.items():
            self.fields[name].choices = [("", _("Все")), *offered]  # type: ignore[attr-defined]
        self.fields["format"].choices = list(_FORMAT_NOTES.items())  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """Which items the form asks for."""
        data = self.cleaned_data
        names = ("language", "category", "status", "competency", "kind", "quiz")
        return Wanted(**{name: data[name] for name in names})


def _used(items: Any, field: str) -> list[str]:
    return [value for value in items.order_by(field).values_list(field, flat=True).distinct() if value]


def _categories(items: Any) -> list[str]:
    """The categories in use, and those above them."""
    found: set[str] = set()
    for path_ in _used(items, "category"):
        parts = path_.split("/")
        found.update("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    return sorted(found - {""})


@allowed(*READERS)
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """Chooses items and a format, says how many there are and what the format cannot carry; `file` gives the file."""
    form = ExportForm(request.GET or None)
    context: dict[str, Any] = {"form": form, "header_icon": "download"}
    if form.is_bound and form.is_valid():
        format_name = form.cleaned_data["format"] or "gift"
        writing = export_items(wanted_items(form.wanted()), format_name)
        if "file" in request.GET and writing.count:
            return _file(writing.data, format_name, form.cleaned_data)
        query = request.GET.copy()
        query["file"] = "1"
        context |= {
            "count": writing.count,
            "refused": _grouped([_as_dict(error.faults[0]) for error in writing.refused]),
            "refused_count": len(writing.refused),
            "notes": _grouped([_as_dict(note) for note in writing.notes]),
            "format": FORMATS[format_name].title,
            "address": f"{reverse('quiz_export')}?{query.urlencode()}",
        }
    return _page(request, "export", _("Экспорт вопросов"), **context)


def _as_dict(fault: Fault) -> dict[str, Any]:
    return {name: getattr(fault, name) for name in ("line", "source", "where", "template", "params")}


def _file(data: bytes, format_name: str, chosen: dict[str, Any]) -> HttpResponseBase:
    format_ = FORMATS[format_name]
    quiz = chosen["quiz"]
    parts = (quiz.slug if quiz else "items", chosen["language"] or (quiz.language if quiz else ""), chosen["competency"])
    name = "-".join(part for part in parts if part)
    return private_file(data, format_.mime, f"{name}.{format_.ending}")


# --- the admin's menu and addresses ---


def import_urls() -> list[URLPattern]:
    held = "quiz-items/import/<uuid:public_id>/"
    return [
        path("quiz-items/import/", upload, name="quiz_import"),
        path(held, preview, name="quiz_import_preview"),
        path(f"{held}confirm/", confirm, name="quiz_import_confirm"),
        path(f"{held}drop/", drop, name="quiz_import_drop"),
        path("quiz-items/export/", export, name="quiz_export"),
    ]


class _MenuItem(MenuItem):
    def __init__(self, *args: Any, needs: tuple[str, ...], every: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs, self.every = needs, every

    def is_shown(self, request: HttpRequest) -> bool:
        has = [request.user.has_perm(one) for one in self.needs]
        return all(has) if self.every else any(has)


def import_menu_item() -> MenuItem:
    address = reverse("quiz_import")
    return _MenuItem(
        _("Импорт вопросов"), address, name="item-import", icon_name="upload", order=130, needs=(ADD, CHANGE), every=True
    )


def export_menu_item() -> MenuItem:
    address = reverse("quiz_export")
    return _MenuItem(
        _("Экспорт вопросов"), address, name="item-export", icon_name="download", order=131, needs=READERS, every=False
    )


def register() -> None:
    """Gives the admin the pages and their entries in its menu."""
    hooks.register("register_admin_urls", import_urls)
    hooks.register("register_reports_menu_item", import_menu_item)
    hooks.register("register_reports_menu_item", export_menu_item)
