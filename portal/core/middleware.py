"""The content security policy: strict on the public site, as loose as Wagtail's admin needs under its path."""

from collections.abc import Callable
from http import HTTPStatus

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotFound
from django.middleware.locale import LocaleMiddleware

Answer = Callable[[HttpRequest], HttpResponseBase]

ADMIN_PREFIXES = ("/admin/", "/django-admin/")

# The admin has inline scripts in five of Wagtail's templates and sets styles from its own scripts.
ADMIN_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "worker-src": [SELF, "blob:"],
    "frame-src": [SELF],
}
# An editor's user bar and accessibility checker draw their own styles over the public page.
EDITOR_POLICY = {"style-src": [SELF, UNSAFE_INLINE], "frame-src": [SELF]}


# What has one address for all languages: an unknown address there is not found, rather than looked for under a language.
ONE_ADDRESS = ("/admin/", "/api/", "/badges/", "/documents/", "/item-pictures/", "/media/", "/static/", "/verify/")


class LanguageMiddleware(LocaleMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == HTTPStatus.NOT_FOUND and request.path_info.startswith(ONE_ADDRESS):
            return response
        return super().process_response(request, response)


class ContentPolicyMiddleware(CSPMiddleware):
    def get_policy_parts(self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(ADMIN_PREFIXES):
            parts.replace = {**(parts.replace or {}), **ADMIN_POLICY}
        elif _is_page(response) and is_editor(request):
            parts.replace = {**(parts.replace or {}), **EDITOR_POLICY}
        return parts


def _is_page(response: HttpResponseBase) -> bool:
    """Only a page can carry the editor's bar; of the rest, such as a saved answer, nobody needs to know who may edit."""
    return response.headers.get("Content-Type", "").startswith("text/html")


def plain_address_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answers «not found» to an address with a NUL character: no page has one, and PostgreSQL refuses to look for it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info:
            return HttpResponseNotFound()
        return get_response(request)

    return answer


def is_editor(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated and user.has_perm("wagtailadmin.access_admin"))
