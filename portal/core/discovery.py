"""What search engines ask for: `/robots.txt`, and `/sitemap.xml` with every public page in every language."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

# Nothing there is for strangers, and asking for it costs the portal work.
CLOSED = ("/admin/", "/api/", "/*/account/", "/*/feedback/", "/*/low-vision/")


class PublicPages(Sitemap):
    """Wagtail's map has one language; this one has every live public page below the language roots."""

    def items(self) -> Any:
        return Page.objects.live().public().exclude(depth=1).order_by("path").specific(defer=True)

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        # Under the address the map was asked at, as links between translations are: the site record may still say localhost.
        rows: list[dict[str, Any]] = super()._urls(page, protocol, domain)
        return [row | {"location": self.request.build_absolute_uri(urlsplit(row["location"]).path)} for row in rows]


@require_safe
@cache_control(max_age=86400, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """Returns the rules for search engines and the address of the map."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
