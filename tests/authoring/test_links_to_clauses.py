"""Links to clauses: chosen from a list, or pasted as an address and made relative."""

import json

import pytest
from django.urls import reverse

from portal.core.pasted_links import path_of_address, with_relative_links
from portal.core.references import Reference

from .forms import assert_saved, save_page

HOSTS = {"opora.example", "localhost"}


@pytest.fixture
def client(methodologist, sign_in):
    return sign_in(methodologist)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://opora.example/ru/standards/consent/#c-2-1", ("standards/consent/2.0", "c-2-1")),
        ("http://localhost:8000/en/standards/consent/1-0/#c-2-1", ("standards/consent/1.0", "c-2-1")),
        ("/ru/methodology/levels/", ("methodology/levels", "")),
        ("https://elsewhere.example/ru/methodology/levels/", None),
        ("https://opora.example/ru/no/such/page/", None),
        ("mailto:a@opora.example", None),
        ("../standards/consent/2.0.md#c-2-1", None),
    ],
)
def test_address_of_this_site_is_recognised(pages, address, found):
    assert path_of_address(address, HOSTS) == found


def test_pasted_address_becomes_relative_and_nothing_else_changes(pages):
    html = '<p>См. <a href="https://opora.example/ru/standards/consent/#c-2-1">пункт</a> и <a href="https://a.example/x">сайт</a>.</p>'
    expected = '<p>См. <a href="../standards/consent/2.0.md#c-2-1">пункт</a> и <a href="https://a.example/x">сайт</a>.</p>'
    assert with_relative_links(html, "methodology/levels", HOSTS) == expected
    assert with_relative_links(expected, "methodology/levels", HOSTS) == expected


def test_saving_normalises_and_publishing_indexes_the_reference(pages, client):
    page = pages("methodology/support-types")
    body = [("text", '<p>Нужно <a href="http://localhost/ru/standards/consent/#c-2-1">согласие</a>.</p>')]
    assert_saved(save_page(client, page, "publish", body=[*_same(page), *body]))
    stored = pages("methodology/support-types")
    assert '<a href="../standards/consent/2.0.md#c-2-1">согласие</a>' in stored.body[-1].value.source
    assert Reference.objects.filter(page_id=page.pk, target="standards/consent/2.0", fragment="c-2-1").count() == 1


def _same(page):
    return [(block.block_type, block.value) for block in page.body]


def test_list_finds_a_clause_by_number_and_words(pages, client):
    clause = next(block.value for block in pages("standards/consent/2.0").body if block.block_type == "clause")
    response = client.get(reverse("clause_list"), {"q": clause["number"], "section": "standards"})
    targets = [entry.target for entry in response.context["entries"]]
    assert f"standards/consent/2.0#{clause['anchor']}" in targets
    assert f"standards/consent/1.0#{clause['anchor']}" in targets


def test_list_offers_the_address_and_the_name_for_a_question(pages, client):
    text = client.get(reverse("clause_list"), {"q": "c-2-1", "section": "standards"}).content.decode()
    assert 'data-w-clipboard-value-param="standards/consent#c-2-1"' in text
    assert "/ru/standards/consent/#c-2-1" in text


def test_list_takes_few_queries_however_many_pages(pages, client, django_assert_num_queries):
    address = reverse("clause_list")
    client.get(address)
    with django_assert_num_queries(CLAUSE_LIST_QUERIES):
        client.get(address, {"q": "семья"})
    with django_assert_num_queries(CLAUSE_LIST_QUERIES):
        client.get(address, {"q": "no-such-word-at-all"})


CLAUSE_LIST_QUERIES = 10


def test_dialog_shows_only_what_is_in_force_in_the_language_of_the_page(pages, client):
    english = pages("methodology/levels", "en")
    response = client.get(reverse("choose_clause"), {"q": "c-2-1", "page": english.pk})
    answer = json.loads(response.content)
    assert (answer["step"], answer["again"]) == ("clauses", "")
    assert 'data-target="standards/consent/2.0#c-2-1"' in answer["html"]
    assert 'data-target="standards/consent/1.0#c-2-1"' not in answer["html"]
    assert 'lang="en"' in answer["html"]


@pytest.mark.parametrize(
    ("place", "url"),
    [
        (("page", "methodology/levels"), "../standards/consent/2.0.md#c-2-1"),
        (("page", "standards/consent/1.0"), "2.0.md#c-2-1"),
        (("parent", "practices"), "../standards/consent/2.0.md#c-2-1"),
        (("parent", "standards/consent"), "2.0.md#c-2-1"),
    ],
)
def test_chosen_clause_is_a_link_relative_to_the_page(pages, client, place, url):
    name, path = place
    data = {"target": "standards/consent/2.0#c-2-1", "title": "пункт 2.1", name: pages(path).pk}
    answer = json.loads(client.get(reverse("clause_chosen"), data).content)
    assert answer["step"] == "external_link_chosen"
    assert answer["result"] == {"url": url, "title": "пункт 2.1", "prefer_this_title_as_link_text": False}


def test_link_to_a_clause_opens_the_list_and_another_link_its_form(pages, client):
    clause = json.loads(client.get(reverse("choose_link"), {"link_url": "../standards/consent/2.0.md#c-2-1"}).content)
    other = json.loads(client.get(reverse("choose_link"), {"link_url": "https://a.example/"}).content)
    assert (clause["step"], other["step"]) == ("clauses", "external_link")


def test_dialog_of_the_editor_has_the_tab(pages, client):
    answer = json.loads(client.get(reverse("wagtailadmin_choose_page"), {"allow_external_link": "true"}).content)
    assert "data-opora-clauses" in answer["html"]


def test_signed_out_visitor_sees_no_list(pages, client):
    client.logout()
    assert client.get(reverse("clause_list")).status_code == 302
