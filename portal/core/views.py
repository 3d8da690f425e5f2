"""Small public views: the choice of language, pictures of the library, «Страница помогла?»."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language_from_request
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from wagtail.models import Page

from .forms import FeedbackForm

IMAGE_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
def choose_language(request: HttpRequest) -> HttpResponse:
    """Sends the reader to the home page of their language."""
    return redirect(f"/{get_language_from_request(request)}/")


@require_safe
def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Sends editors from the admin's own form to the portal's: one place with rate limits and a second factor."""
    if request.user.is_authenticated:  # they are in; what they asked for is not theirs
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or reverse("wagtailadmin_home"), reverse("account_login"))


@require_safe
@cache_control(max_age=86400, public=True)
def content_image(request: HttpRequest, name: str) -> FileResponse:
    """Serves a picture of `content/img`; nothing outside that folder, no type but pictures."""
    folder = (Path(settings.CONTENT_DIR) / "img").resolve()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or path.suffix not in IMAGE_TYPES or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type=IMAGE_TYPES[path.suffix])


@require_POST
def page_feedback(request: HttpRequest, page_id: int) -> HttpResponse:
    """Keeps an answer to «Страница помогла?» and thanks; without JavaScript the reader gets a page with the way back."""
    page = get_object_or_404(Page.objects.live().public(), pk=page_id)
    form = FeedbackForm(request.POST)
    if form.is_valid():
        feedback = form.save(commit=False)
        feedback.page = page
        feedback.save()
        return render(request, "core/feedback_thanks.html", {"page": page.specific, "feedback": feedback})
    return render(request, "core/feedback_form.html", {"page": page.specific, "form": form}, status=400)
