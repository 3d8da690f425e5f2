"""Presses of readers."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from .readings import mark_read, pages_asked_for


def read(request: HttpRequest, page_id: int) -> HttpResponse:
    """Keeps that the person says to have read a page; 404 for a page that no quiz asks for, of which nothing is kept."""
    page = get_object_or_404(Page.objects.live().public(), pk=page_id).specific
    if getattr(page, "source_path", "") not in pages_asked_for() - {""}:
        raise Http404
    if not request.user.is_authenticated:
        return redirect_to_login(page.url)
    if request.method == "POST":
        mark_read(request.user, page)
        messages.success(request, _("Отмечено."))
    return redirect(f"{page.url}#reading")
