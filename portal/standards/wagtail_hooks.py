"""Standards in the admin: a new version is begun from a released one."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from .models import StandardVersionPage
from .new_version import open_draft, start_version


@hooks.register("register_admin_urls")
def standard_urls() -> list[URLPattern]:
    return [path("standards/new-version/<int:pk>/", new_standard_version, name="new_standard_version")]


@require_http_methods(["GET", "POST"])
def new_standard_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then begins a draft of the next version and opens it; a draft that is there already is opened instead."""
    source = get_object_or_404(StandardVersionPage, pk=pk)
    if not source.standard.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    draft = open_draft(source.standard)
    if draft is not None:
        messages.info(request, _("Новую версию этого стандарта уже готовят: вот она."))
        return redirect("wagtailadmin_pages:edit", draft.pk)
    if request.method == "GET":
        return render(request, "standards/admin/new_version.html", {"source": source, "page_title": _("Новая версия стандарта")})
    try:
        draft = start_version(source=source, author=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("wagtailadmin_pages:edit", source.pk)
    said = _("Черновик версии %(version)s создан. Напишите, что изменилось и почему.") % {"version": draft.version}
    messages.success(request, said)
    return redirect("wagtailadmin_pages:edit", draft.pk)


@hooks.register("register_page_listing_more_buttons")
@hooks.register("register_page_header_buttons")
def new_version_button(page: Page, user: Any, next_url: str | None = None, **kwargs: Any) -> Iterator[Button]:
    specific = page.specific
    is_released = isinstance(specific, StandardVersionPage) and specific.is_released
    if is_released and page.get_parent().permissions_for_user(user).can_add_subpage():
        address = reverse("new_standard_version", args=[page.pk])
        yield Button(gettext_lazy("Создать новую версию"), address, icon_name="duplicate", priority=35)
