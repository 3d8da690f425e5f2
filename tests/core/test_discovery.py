"""robots.txt and the map of the site: public pages of all languages, nothing that is restricted or taken down."""

import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def addresses(client: Client) -> set[str]:
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return {node.text.removeprefix("http://testserver") for node in root.iter(LOC) if node.text}


def test_the_map_names_every_public_page_of_every_language(client: Client) -> None:
    pages = Page.objects.live().public().exclude(depth=1)
    assert addresses(client) == {page.url for page in pages}
    assert {"/ru/", "/en/", "/id/"} <= addresses(client)


def test_a_restricted_page_and_one_taken_down_are_not_on_it(client: Client) -> None:
    closed = Page.objects.get(slug="levels", locale__language_code="ru")
    gone = Page.objects.get(slug="levels", locale__language_code="en")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    gone.specific.unpublish()
    assert not {closed.url, gone.url} & addresses(client)


def test_the_map_does_not_ask_for_each_page(client: Client) -> None:
    addresses(client)
    with CaptureQueriesContext(connection) as found:
        addresses(client)
    assert len(found) == 3


def test_robots_are_told_of_the_map_and_kept_from_what_is_not_theirs(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert text.splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /api/",
        "Disallow: /*/account/",
        "Disallow: /*/feedback/",
        "Disallow: /*/low-vision/",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]
