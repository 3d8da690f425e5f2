"""What a signed-out visitor gets: every published page, in its language, whole; lists at a fixed number of queries."""

from collections import Counter
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from portal.core.models import HomePage
from portal.core.registry import knowledge_models
from portal.handbook.structure import SECTIONS
from portal.learning.models import QuizPage
from portal.standards.models import StandardPage
from tests.core.dom import document, select

MODELS = sorted([*knowledge_models(), StandardPage, HomePage, QuizPage, *{section.model for section in SECTIONS}], key=str)
# What a page costs with warm caches, whatever its list holds. A number that grows wants a reason.
LISTS = {
    "": 10,
    "methodology/": 14,
    "standards/": 15,
    "practices/": 13,
    "glossary/": 12,
    "start/family-specialist/": 16,
    "quizzes/": 2,
    "search/?q=уровни": 8,
}
PAGES = {"methodology/levels/": 14, "standards/consent/": 18, "practices/primorye-early-help/": 14}


def published(model: type[Page]) -> list[Page]:
    return list(model.objects.live().public().exclude(depth=1).select_related("locale").order_by("pk"))


def faults(page: Page, client: Client) -> list[str]:
    """What is wrong with a page as a visitor gets it, in words."""
    answer = client.get(page.url)
    if answer.status_code != 200:
        return [f"status {answer.status_code}"]
    text = answer.content.decode()
    root = document(text)
    lang = page.locale.language_code
    alternates = {link.get("hreflang") for link in select(root, "link[rel=alternate][hreflang]")}
    translated = {row.locale.language_code for row in page.get_translations(inclusive=True).live().select_related("locale")}
    is_unlisted = bool(select(root, "meta[name=robots][content=noindex]"))
    inline = "//script[not(@src) and not(@type='application/ld+json')] | //@*[starts-with(name(), 'on')]"
    checks = {
        "language": root.get("lang") == lang,
        "one h1": len(select(root, "h1")) == 1,
        "title": bool(root.findtext(".//title")),
        # A page that search engines shall not keep needs no addresses of its translations.
        "hreflang": is_unlisted or alternates == translated | ({"x-default"} if "ru" in translated else set()),
        "link to a file": not any(".md" in (link.get("href") or "").split("#")[0][-3:] for link in select(root, "main a[href]")),
        "inline style": not root.xpath("//*[@style] | //style"),
        "inline script": not root.xpath(inline),
        "id twice": not [name for name, count in Counter(root.xpath("//@id")).items() if count > 1],
        "label": all(_is_labelled(root, field) for field in select(root, "main input") if field.get("type") not in QUIET),
        "untranslated address": not any((link.get("href") or "").startswith("None") for link in select(root, "a[href]")),
    }
    return [name for name, holds in checks.items() if not holds]


QUIET = {"hidden", "submit", "button"}


def _is_labelled(root: Any, field: Any) -> bool:
    labels = root.xpath("//label/@for")
    return field.get("id") in labels or field.get("aria-label") is not None or bool(field.xpath("ancestor::label"))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_published_page_is_whole_for_a_signed_out_visitor(library: Any, client: Client, model: type[Page]) -> None:
    pages = published(model)
    found = {page.url: wrong for page in pages if (wrong := faults(page, client))}
    assert (len(pages) > 0, found) == (True, {})


def cost(client: Client, address: str) -> int:
    """The queries of a second visit."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


@pytest.mark.parametrize(("address", "queries"), [*LISTS.items(), *PAGES.items()])
def test_page_costs_its_number_of_queries(library: Any, client: Client, address: str, queries: int) -> None:
    assert cost(client, f"/ru/{address}") == queries


@pytest.mark.parametrize("section", ["methodology", "standards", "practices", "glossary"])
def test_list_costs_the_same_with_one_row_and_with_three(library: Any, client: Client, section: str) -> None:
    counted = []
    for rows in (3, 1):
        children = library.page(section).get_children().live().order_by("path")
        Page.objects.filter(pk__in=[page.pk for page in children[rows:]]).update(live=False)
        cache.clear()
        counted.append(cost(client, f"/ru/{section}/"))
    assert counted == [LISTS[f"{section}/"]] * 2


def switch(client: Client, address: str) -> dict[str, tuple[str, bool]]:
    """Language → where the switch in the narrow menu leads, and whether it says that this page is missing there."""
    links = select(document(client.get(address).content), ".o-nav a[hreflang]")
    return {
        link.get("hreflang"): (link.get("href"), bool(link.getparent().xpath("*[contains(@class, 'o-missing')]")))
        for link in links
    }


def test_language_switch_stays_on_the_page(library: Any, client: Client) -> None:
    assert switch(client, "/ru/methodology/levels/") == {
        "en": ("/en/methodology/levels/", False),
        "id": ("/id/methodology/levels/", False),
    }


def test_language_switch_says_when_there_is_no_translation(library: Any, client: Client) -> None:
    assert switch(client, "/en/methodology/process/") == {
        "ru": ("/ru/methodology/process/", False),
        "id": ("/id/", True),
    }


def test_unknown_address_is_answered_in_the_language_of_the_address(library: Any, client: Client) -> None:
    answer = client.get("/en/methodology/no-such-page/")
    root = document(answer.content)
    assert (answer.status_code, root.get("lang"), len(select(root, "h1"))) == (404, "en", 1)


def test_root_leads_to_the_readers_language(library: Any, client: Client) -> None:
    found = [client.get("/", headers={"accept-language": wanted})["Location"] for wanted in ("id-ID,id;q=0.9", "en", "fr", "ru")]
    assert found == ["/id/", "/en/", "/ru/", "/ru/"]


def test_wagtails_own_welcome_page_is_gone(library: Any) -> None:
    assert (Site.objects.get().root_page.specific_class, Page.objects.filter(depth=2).count()) == (HomePage, 3)
