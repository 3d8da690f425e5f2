"""Writing an item: choose its type, fill in its form, see what is missing, save. Nothing typed is lost on the way."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quizzes import scoring
from quizzes.admin import cases_form, items_kinds, items_kinds_placed, items_kinds_typed  # noqa: F401  (they register their forms)
from quizzes.admin.access import ADD, CHANGE, allowed
from quizzes.admin.items_form import KINDS, ItemForm
from quizzes.admin.items_preview import remember
from quizzes.admin.items_rows import append_row, wanted_act
from quizzes.domain import add_version, create_item, send_to_review
from quizzes.domain.bank import fingerprint, move_item, next_code
from quizzes.domain.errors import BankError
from quizzes.domain.likeness import near_duplicates
from quizzes.domain.pictures import keep_picture
from quizzes.domain.review import say
from quizzes.formats.pictures import MAX_PICTURE, SCHEME, Picture
from quizzes.models import Item, MediaFile
from quizzes.references import find_places, link_to, terms_of
from quizzes.rendering import picture_url
from quizzes.scoring.codec import dump_item
from quizzes.scoring.lint import lint


@allowed(ADD)
@require_safe
def choose_kind(request: HttpRequest) -> HttpResponse:
    """Step 1: what kind of question, each with a sentence what it is good for."""
    context = {"kinds": KINDS.values(), "quiz": request.GET.get("quiz", "")}
    return render(request, "quizzes/admin/item_kinds.html", context)


@allowed(ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, kind: str) -> HttpResponse:
    """Step 2: the form of the type."""
    form_class = _form_class(kind)
    if request.method != "POST":
        language = (get_language() or "ru").split("-")[0]
        initial = {"language": language, "competency": request.GET.get("competency", "")}
        sample = _sample(kind, request.GET.get("sample", ""))
        if sample is not None and sample.current_version is not None:
            content = replace(sample.current_version.content, id="")
            form = form_class(content=content, initial={"language": sample.language})
            return _show(request, form, sample=sample)
        return _show(request, form_class(initial=initial), samples=_samples(kind, language))
    return _answer(request, form_class, None)


def _samples(kind: str, language: str) -> list[Item]:
    """The approved cases that a new one may begin as a copy of; other types are short enough to be written from nothing."""
    if kind != scoring.Case.kind:
        return []
    known = Item.objects.filter(status=Item.Status.APPROVED, current_version__kind=kind).select_related("current_version")
    return sorted(known.order_by("code")[:60], key=lambda one: one.language != language)


def _sample(kind: str, pk: str) -> Item | None:
    """The item that a new one begins as a copy of."""
    is_number = pk.isascii() and pk.isdigit() and len(pk) < 10
    return (
        Item.objects.filter(pk=int(pk), current_version__kind=kind).select_related("current_version").first()
        if is_number
        else None
    )


@allowed(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with the current version; saving makes a new one."""
    item = get_object_or_404(Item.objects.select_related("current_version"), pk=pk, current_version__isnull=False)
    if item.status == Item.Status.RETIRED:
        messages.warning(request, _("Вопрос снят. Сначала верните его в черновики."))
        return redirect("quiz_item", item.pk)
    if item.current_version.kind not in KINDS:
        return redirect("quiz_item_gift", item.pk)
    form_class = _form_class(item.current_version.kind)
    if request.method != "POST":
        return _show(request, form_class(content=item.current_version.content, item=item))
    return _answer(request, form_class, item)


def _form_class(kind: str) -> type[ItemForm]:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _answer(request: HttpRequest, form_class: type[ItemForm], item: Item | None) -> HttpResponse:
    """What the pressed button asks for: another row, a clause, a check, a look, or saving."""
    content = item.current_version.content if item and item.current_version else None
    data, trouble = _with_picture(request)
    data = form_class.prepared(data)
    act = wanted_act(data, form_class.row_names(data))
    places = None
    if act is not None:
        data = form_class.changed(data, *act)
    elif "pick" in data:
        data = append_row(data, _picked_for(data, form_class), {"target": data["pick"][:200]})
    if act is not None or trouble or any(name in data for name in ("pick", "find", "upload-now", "redraw")):
        form = form_class(data, content=content, item=item)
        form.forget_errors()
        if trouble:
            form.add_error("upload", trouble)
        if "find" in data:
            places = find_places(data.get("clause", ""), _language(form, item))
        return _show(request, form, places=places, status=422 if trouble else 200)
    form = form_class(data, content=content, item=item)
    is_sound = form.is_valid() and form.content is not None
    looked = form.to_look() if "look" in data or "look-from" in data else None
    if looked is not None:
        return redirect("quiz_item_draft_preview", remember(request, looked, _language(form, item)))
    if not is_sound:
        return _show(request, form, status=422)
    if "check" in data:
        return _show(request, form, findings=_findings(form.content, _language(form, item), item))
    return _save(request, form, item)


def _picked_for(data: QueryDict, form_class: type[ItemForm]) -> str:
    """The rows that a chosen clause goes to: those of the item, or of a part of it that the page offers."""
    wanted = data.get("pick-for", "")
    return wanted if wanted.endswith("-refs") and wanted in form_class.row_names(data) else "references"


def _language(form: ItemForm, item: Item | None) -> str:
    return item.language if item else str(form["language"].value() or "ru")


def _with_picture(request: HttpRequest) -> tuple[QueryDict, str]:
    """The posted data with an uploaded picture already kept, so that no error on the page loses it."""
    upload = request.FILES.get("upload")
    if upload is None:
        return request.POST, ""
    try:
        if upload.size > MAX_PICTURE:
            raise BankError(_("Картинка больше %(limit)s МБ. Уменьшите её.") % {"limit": MAX_PICTURE // 1_000_000})
        media = keep_picture(Picture(upload.name, upload.read()), actor=request.user)
    except BankError as error:
        return request.POST, str(error)
    data = request.POST.copy()
    data["picture"] = SCHEME + media.key
    return data, ""


def _findings(content: scoring.Item, language: str, item: Item | None) -> dict[str, Any]:
    """What the rules of good writing have to say, and the questions of the bank that are nearly the same."""
    flaws = [(say(flaw), flaw.is_error) for flaw in lint(content, language, terms_of(language))]
    return {"flaws": flaws, "alike": near_duplicates(content, language, code=item.code if item else "")}


def _save(request: HttpRequest, form: ItemForm, item: Item | None) -> HttpResponse:
    try:
        with transaction.atomic():
            saved, words = _write(request, form, item)
            if "send" in request.POST:
                send_to_review(saved, actor=request.user)
                words = _("Вопрос отправлен на проверку.")
    except BankError as error:
        form.add_error(None, str(error))
        return _show(request, form, status=422)
    messages.success(request, words)
    return redirect("quiz_item", saved.pk)


def _write(request: HttpRequest, form: ItemForm, item: Item | None) -> tuple[Item, str]:
    content, data = form.content, form.cleaned_data
    assert content is not None  # noqa: S101  (checked by the caller)
    if item is None:
        code = data["code"] or next_code(data["language"], data["competency"])
        created = create_item(
            replace(content, id=code), code=code, language=data["language"], actor=request.user, reason=data["reason"]
        )
        return created, _("Вопрос записан черновиком. Посмотрите его глазами кандидата и отправьте на проверку.")
    move_item(item, content.category)
    current = item.current_version
    if current is not None and fingerprint(dump_item(content)) == current.fingerprint:
        return item, _("Текст вопроса не изменился: новая версия не нужна.")
    expected = item.versions.filter(number=request.POST.get("version") or 0).first() or current
    version = add_version(item, content, actor=request.user, reason=data["reason"], expected=expected)
    return item, _("Записана версия %(number)s.") % {"number": version.number}


def _show(request: HttpRequest, form: ItemForm, *, status: int = 200, **more: Any) -> HttpResponse:
    item = form.item
    number = request.POST.get("version") or (item.current_version.number if item and item.current_version else "")
    language = _language(form, item)
    context = {
        "form": form,
        "item": item,
        "version": number,
        "status_label": item.get_status_display() if item else "",
        "places": None,
        "findings": None,
        "samples": None,
        "sample": None,
        "clause": request.POST.get("clause", ""),
        "picked_for": request.POST.get("pick-for", ""),
        "categories": Item.objects.exclude(category="").order_by("category").values_list("category", flat=True).distinct()[:200],
        "references": _reference_titles(form, language),
        "scene": _scene(form),
        "back": reverse("quiz_item", args=[item.pk]) if item else reverse("quiz_item_kinds"),
        **more,
    }
    return render(request, "quizzes/admin/item_form.html", context, status=status)


def _reference_titles(form: ItemForm, language: str) -> list[tuple[Any, Any]]:
    """The rows of references, each with the place it names."""
    rows = form.row_sets["references"].rows
    return [(row, link_to(str(row["target"].value()), language) if row["target"].value() else None) for row in rows]


def _scene(form: ItemForm) -> dict[str, Any] | None:
    """The picture of a hotspot with the places marked on it so far, as plain shapes."""
    if "picture" not in form.fields or not form["picture"].value():
        return None
    picture = str(form["picture"].value())
    media = MediaFile.objects.filter(key=picture.removeprefix(SCHEME)).only("width", "height").first()
    shapes = []
    for number, row in enumerate(form.row_sets["areas"].rows, start=1):
        coords = [part for part in str(row["coords"].value() or "").replace(";", ",").replace(" ", ",").split(",") if part]
        if len(coords) > 2 and all(part.isascii() and part.isdigit() for part in coords):
            shape = row["shape"].value()
            shapes.append({"number": number, "shape": shape, "coords": coords, "points": _corners(shape, coords)})
    size = (media.width, media.height) if media else (getattr(form.before, "width", 0), getattr(form.before, "height", 0))
    return {"url": picture_url(picture), "width": size[0], "height": size[1], "shapes": shapes}


def _corners(shape: str, coords: list[str]) -> str:
    """The corners of a rectangle or polygon as SVG writes them."""
    if shape == "rect" and len(coords) == 4:
        left, top, right, bottom = coords
        coords = [left, top, right, top, right, bottom, left, bottom]
    return " ".join(f"{x},{y}" for x, y in zip(coords[::2], coords[1::2], strict=False))
