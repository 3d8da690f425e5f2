"""The result page: highlights, repairs, facets, help, and nothing that the reader may not see."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import PageViewRestriction

from search.engine import Engine
from search.models import QueryCount, Question

pytestmark = pytest.mark.usefixtures("index")


def _page(client: Client, lang: str = "ru", **data: Any) -> str:
    response = client.get(f"/{lang}/search/", data)
    assert response.status_code == 200
    return unescape(response.content.decode())


def _links(html: str) -> list[str]:
    return re.findall(r'<h2><a href="([^"]+)" data-search-hit', html)


def test_search_page_without_query_is_the_form(client: Client) -> None:
    html = _page(client)

    assert (html.count("<h1>Поиск</h1>"), 'name="q"' in html) == (1, True)


def test_search_page_shows_hits_with_marks_and_keeps_the_query(client: Client) -> None:
    html = _page(client, q="уровни сопровождения")

    assert _links(html)[0] == "/ru/methodology/levels/"
    assert "<mark>уровня</mark>" in html or "<mark>Уровень</mark>" in html
    assert 'value="уровни сопровождения"' in html


def test_search_page_says_what_it_repaired_and_offers_the_query_as_typed(client: Client) -> None:
    html = _page(client, q="ehjdyb cjghjdj;ltybz")

    assert "<b>«уровни сопровождения»</b>" in html
    assert _links(html)[0] == "/ru/methodology/levels/"
    typed = re.search(r'<a href="\?([^"]*exact=1[^"]*)"', html)
    assert typed is not None
    assert _links(unescape(client.get(f"/ru/search/?{typed[1]}").content.decode())) == []


@pytest.mark.parametrize(
    ("lang", "heading"), [("ru", "Ничего не нашлось"), ("en", "Nothing was found"), ("id", "Tidak ada hasil")]
)
def test_search_page_without_results_helps(client: Client, lang: str, heading: str) -> None:
    html = _page(client, lang, q="квжщ зъхы")

    assert (heading in html, f'action="/{lang}/search/ask/"' in html) == (True, True)


def test_search_page_filters_by_facet_and_shows_a_chip(client: Client) -> None:
    html = _page(client, q="согласие", type="standard")

    assert {link.split("/")[2] for link in _links(html)} == {"standards"}
    assert html.count('class="o-chip"') == 1


def test_search_page_quotes_are_escaped(client: Client) -> None:
    response = client.get("/ru/search/", {"q": '"><script>alert(1)</script>'})

    assert b"<script>alert" not in response.content


def test_search_page_needs_few_queries_however_many_hits(client: Client, django_assert_num_queries: Any) -> None:
    counts = []
    for query in ("палимпсест", "семья", "семья помощь сопровождение"):
        client.get("/ru/search/", {"q": query})
        with django_assert_num_queries(100, exact=False) as captured:
            client.get("/ru/search/", {"q": query})
        counts.append(len(captured))

    assert counts[1] == counts[2]


def test_search_page_shows_no_restricted_page(client: Client, library: Any) -> None:
    section = library.page("methodology")
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)

    html = _page(client, q="уровни сопровождения")

    assert "/ru/methodology/" not in " ".join(_links(html))


def test_search_counts_queries_without_personal_data(client: Client) -> None:
    for query in ("уровни", "Уровни ", "ivan@example.org", "8 914 123-45-67"):
        client.get("/ru/search/", {"q": query})
    client.post("/ru/search/opened/", {"q": "уровни"})

    assert list(QueryCount.objects.values_list("text", "searches", "opened")) == [("уровни", 2, 1)]


def test_ask_methodologist_keeps_the_question(client: Client) -> None:
    response = client.post("/ru/search/ask/", {"text": "Где бланк?", "query": "бланк"}, follow=True)

    assert response.redirect_chain == [("/ru/search/", 302)]
    assert list(Question.objects.values_list("text", "query", "lang", "asked_by")) == [("Где бланк?", "бланк", "ru", None)]


def test_ask_methodologist_robot_is_turned_away(client: Client) -> None:
    client.post("/ru/search/ask/", {"text": "Buy", "query": "", "website": "http://spam"})

    assert Question.objects.count() == 0


@pytest.mark.parametrize("query", ["а" * 5000, "\x00\x01", '"' * 300, "*", "(((", "[a-z]+", "\u200b", "слово " * 1000])
def test_search_page_bad_input_gets_an_answer(client: Client, index: Engine, query: str) -> None:
    assert client.get("/ru/search/", {"q": query}).status_code == 200


@pytest.mark.parametrize(("query", "queries"), [("палимпсест", 6), ("семья", 8)])
def test_search_page_queries_do_not_grow_with_results(
    client: Client, django_assert_num_queries: Any, query: str, queries: int
) -> None:
    client.get("/ru/search/", {"q": query})  # sites, locales and menus are remembered

    with django_assert_num_queries(queries):
        client.get("/ru/search/", {"q": query})


@pytest.fixture
def pick(library: Any) -> SearchPromotion:
    """An editor's pick for a query that by itself finds another page first."""
    query = Query.get("уровни сопровождения")
    page = library.page("methodology/council")
    return SearchPromotion.objects.create(query=query, page=page, description="Начните с этого", sort_order=1)


def test_search_page_puts_picks_on_top(client: Client, pick: SearchPromotion) -> None:
    html = _page(client, q="Уровни  сопровождения")

    assert html.index("Начните с этого") < html.index(f'href="{_links(html)[0]}"')
    assert "Начните с этого" not in _page(client, q="уровни сопровождения", page=2)
    assert "Начните с этого" not in _page(client, q="согласие")


def test_search_page_pick_of_a_restricted_page_is_for_those_who_may_see_it(
    client: Client, admin_client: Client, pick: SearchPromotion
) -> None:
    PageViewRestriction.objects.create(page=pick.page, restriction_type=PageViewRestriction.LOGIN)

    assert "Начните с этого" not in _page(client, q="уровни сопровождения")
    assert "Начните с этого" in _page(admin_client, q="уровни сопровождения")


def test_search_page_pick_of_an_unpublished_page_is_not_shown(client: Client, pick: SearchPromotion) -> None:
    pick.page.specific.unpublish()

    assert "Начните с этого" not in _page(client, q="уровни сопровождения")


def test_search_page_pick_may_lead_elsewhere(client: Client) -> None:
    SearchPromotion.objects.create(
        query=Query.get("опека"), external_link_url="https://example.org/", external_link_text="Реестр"
    )

    assert "https://example.org/" in _page(client, q="опека")
