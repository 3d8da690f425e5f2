"""The page «Пункты и разделы», and its counterpart in the editor's link dialog."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.views.chooser import ExternalLinkView, shared_context
from wagtail.models import Page

from portal.core.identity import FOLDERS
from portal.core.taxonomy import language
from portal.markup.links import is_page_link, relative, resolve

from .clauses import ClauseEntry, clause_entries, search_clauses

PER_PAGE = 50
PER_MODAL = 20
SECTIONS = [
    ("", gettext_lazy("Все разделы")),
    ("standards", gettext_lazy("Стандарты")),
    ("methodology", gettext_lazy("База знаний")),
    ("practices", gettext_lazy("Практики")),
    ("forms", gettext_lazy("Формы")),
    ("glossary", gettext_lazy("Глоссарий")),
]


class ClauseFilterForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Слова или номер пункта"), required=False, max_length=100)
    section = forms.ChoiceField(label=gettext_lazy("Раздел"), choices=SECTIONS, required=False)
    lang = forms.ChoiceField(label=gettext_lazy("Язык"), choices=settings.LANGUAGES, required=False)


def _form(request: HttpRequest, lang: str) -> ClauseFilterForm:
    data = QueryDict(mutable=True)
    data.update({"lang": lang, "section": "", "q": ""})
    for name in ("q", "section", "lang"):
        if request.GET.get(name):
            data[name] = request.GET[name]
    return ClauseFilterForm(data)


def _found(form: ClauseFilterForm, fallback: str, *, only_in_force: bool) -> list[ClauseEntry]:
    if not form.is_valid():
        return []
    data = form.cleaned_data
    entries = clause_entries(data["lang"] or fallback)
    return search_clauses(entries, data["q"], section=data["section"], only_in_force=only_in_force)


@require_safe
def clause_list(request: HttpRequest) -> HttpResponse:
    """Lists every clause, section and term with its address to copy."""
    lang = language()
    form = _form(request, lang)
    found = _found(form, lang, only_in_force=False)
    context = {
        "page_title": _("Пункты и разделы"),
        "form": form,
        "entries": Paginator(found, PER_PAGE).get_page(request.GET.get("p")),
        "total": len(found),
        "query": _query(request),
    }
    return render(request, "core/admin/clauses.html", context)


def _query(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("p", None)
    return query.urlencode()


@require_safe
def choose_clause(request: HttpRequest) -> HttpResponse:
    """The tab «Пункт или раздел» of the link dialog."""
    place = source_of(request.GET)
    lang = place[1] if place else language()
    form = _form(request, lang)
    found = _found(form, lang, only_in_force=True)
    present = resolve(place[0], request.GET.get("link_url", "")) if place else None
    context = shared_context(
        request,
        {
            "form": form,
            "entries": found[:PER_MODAL],
            "total": len(found),
            "present": "#".join(present) if present else request.GET.get("link_url", ""),
            "kept": {name: request.GET[name] for name in KEPT if request.GET.get(name)},
        },
    )
    # The editor opens a link that is there already without saying which page it is on; its script then asks again.
    again = "" if place else f"{reverse('choose_clause')}?{request.GET.urlencode()}"
    data = {"step": "clauses", "again": again}
    return render_modal_workflow(request, "core/admin/choose_clause.html", None, context, json_data=data)


KEPT = (
    "page",
    "parent",
    "parent_page_id",
    "allow_external_link",
    "allow_email_link",
    "allow_phone_link",
    "allow_anchor_link",
    "link_text",
    "link_url",
)


@require_safe
def clause_chosen(request: HttpRequest) -> HttpResponse:
    """Gives the editor the link: relative to the page that is being written, as files have it."""
    path, _hash, fragment = request.GET.get("target", "").partition("#")
    place = source_of(request.GET)
    result = {
        "url": relative(place[0] if place else f"{path.rpartition('/')[0]}/-", path, fragment),
        "title": request.GET.get("title", ""),
        "prefer_this_title_as_link_text": False,
    }
    return render_modal_workflow(request, None, None, None, json_data={"step": "external_link_chosen", "result": result})


def source_of(data: Any) -> tuple[str, str] | None:
    """Returns (path in `content/`, language) of the page that is being written: by `page`, or by `parent` for a new one."""
    for name in ("page", "parent"):
        identity = data.get(name, "")
        page = Page.objects.filter(pk=identity).select_related("locale").first() if identity.isdigit() else None
        if page is not None:
            specific = page.specific
            path = getattr(specific, "source_path", "")
            if name == "parent":
                # Only the folder matters for a relative link, and the folder of a new page is known.
                path = f"{path or page.slug}/-"
            elif not path:
                path = f"{FOLDERS.get(getattr(specific, 'search_type', ''), page.slug)}/-"
            return path, page.locale.language_code
    return None


class LinkView(ExternalLinkView):
    """Wagtail's form for an address; a link to a clause opens the list of clauses instead."""

    def get(self, request: HttpRequest) -> HttpResponse:
        address = request.GET.get("link_url", "")
        return choose_clause(request) if address and is_page_link(address) else super().get(request)
