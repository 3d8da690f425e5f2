"""What every template knows as `opora`: the menu, the languages of this page, the low-vision settings."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from .low_vision import settings_of
from .menu import menu_for

PAGE_VIEW = "wagtail_serve"


@dataclass(frozen=True)
class NavigationLink:
    url: str
    label: str
    is_current: bool

    @property
    def current(self) -> bool:
        return self.is_current


@dataclass(frozen=True)
class LanguageLink:
    code: str
    label: str
    url: str
    is_available: bool
    is_current: bool

    @property
    def available(self) -> bool:
        return self.is_available


def current_page(request: HttpRequest) -> Page | None:
    """Returns the Wagtail page that this request shows, or None on a plain view."""
    match = getattr(request, "resolver_match", None)
    if match is None or match.view_name != PAGE_VIEW:
        return None
    return Page.find_for_request(request, match.args[0] if match.args else match.kwargs.get("path", ""))


def navigation(request: HttpRequest) -> list[NavigationLink]:
    """Returns the main menu in the reader's language."""
    links = [*menu_for(get_language() or settings.LANGUAGE_CODE)]
    return [NavigationLink(url, label, _is_within(request.path, url)) for url, label in links]


def _is_within(path: str, url: str) -> bool:
    return path.startswith(url)


def languages(request: HttpRequest) -> list[LanguageLink]:
    """Returns a link per language: to this page's translation, or to the nearest place there, marked as not available."""
    page = current_page(request)
    addresses = _translated_addresses(request, page) if page is not None else None
    here = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    # A view whose text is not there in every language says which it has.
    held = getattr(request, "content_languages", None)
    found = []
    for code, name in settings.LANGUAGES:
        url = addresses.get(code) if addresses is not None else _translated_view(request, code)
        url = url if held is None or code in held else None
        found.append(LanguageLink(code, name, url or f"/{code}/", url is not None, code == here))
    return found


def _translated_addresses(request: HttpRequest, page: Page) -> dict[str, str]:
    rest = request.path.removeprefix(page.get_url(request) or "") if request.path != page.get_url(request) else ""
    versions = page.get_translations(inclusive=True).live().public().select_related("locale")
    found = {version.locale.language_code: version.get_url(request) for version in versions}
    return {code: f"{url}{rest}" for code, url in found.items() if url}


def _translated_view(request: HttpRequest, code: str) -> str | None:
    if getattr(request, "resolver_match", None) is None:
        return f"/{code}/"
    return translate_url(request.get_full_path(), code)


def _profile_url() -> str:
    try:
        return reverse("profile")
    except NoReverseMatch:
        return ""


def _facts(request: HttpRequest) -> dict[str, Any]:
    return {
        "brand": _("Опора"),
        "nav": SimpleLazyObject(lambda: navigation(request)),
        "languages": SimpleLazyObject(lambda: languages(request)),
        "low_vision": settings_of(request),
        "profile_url": _profile_url(),
    }


def opora(request: HttpRequest) -> dict[str, Any]:
    return {"opora": _facts(request)}
