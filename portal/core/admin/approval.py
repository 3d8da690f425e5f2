"""Publishing without the form, from a list of tasks or of pages: the form's checks run all the same."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from portal.core.admin.faults import faults_of_page


class CheckedWorkflowAction(WorkflowActionView):
    """Approves a page that its form would publish; of another it says what is wrong, and opens the form."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.action_name != "approve" or not say_faults(request, _newest(self.object)):
            return super().post(request, *args, **kwargs)
        address = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": address})
        return redirect(address)


class CheckedPageViewSet(PageViewSet):
    """The views of every page type, with approval checked."""

    workflow_action_view_class = CheckedWorkflowAction


def check_before_bulk_publishing(request: HttpRequest, kind: str, pages: list[Any], action: Any) -> HttpResponse | None:
    """Refuses to publish many pages at once if one of them could not be published by its form."""
    if kind != "publish" or not all(isinstance(page, Page) for page in pages):
        return None
    refused = [page for page in _with_drafts_below(pages, action) if say_faults(request, _newest(page))]
    return redirect(action.next_url) if refused else None


def _with_drafts_below(pages: list[Page], action: Any) -> list[Page]:
    if not action.cleaned_form.cleaned_data.get("include_descendants"):
        return pages
    return [*pages, *(draft for page in pages for draft in page.get_descendants().not_live())]


def _newest(page: Page) -> Page:
    """Returns the page as it would be published: approval takes the newest draft, too, whatever was sent for it."""
    revision = page.get_latest_revision()
    return revision.as_object() if revision else page.specific


def say_faults(request: HttpRequest, page: Page) -> bool:
    """Says what is wrong with a page that is to be published; returns whether anything is."""
    faults = faults_of_page(page)
    if faults:
        start = _("«%(page)s» не опубликована. Сначала исправьте в её форме:") % {"page": page.title}
        messages.error(request, " ".join([start, *map(str, faults)]))
    return bool(faults)
