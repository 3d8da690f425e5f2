"""Wagtail's search on another engine: the admin uses it, readers lose nothing."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.test import Client
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from search import indexing
from search.configuration import index_path, page_engine
from search.outgrowing import search_backend

Commit = Callable[..., Any]


@pytest.mark.parametrize(
    ("choice", "entry"),
    [
        ("", {"BACKEND": "search.backend", "PATH": "/p"}),
        ("embedded", {"BACKEND": "search.backend", "PATH": "/p"}),
        ("database", {"BACKEND": "wagtail.search.backends.database"}),
        (
            "elasticsearch9+https://u:p@host:9200/opora",
            {"BACKEND": "wagtail.search.backends.elasticsearch9", "URLS": ["https://u:p@host:9200"], "INDEX_PREFIX": "opora-"},
        ),
        (
            "opensearch3://host:9200",
            {"BACKEND": "wagtail.search.backends.opensearch3", "URLS": ["http://host:9200"], "INDEX_PREFIX": "opora-"},
        ),
    ],
)
def test_choice_becomes_a_backend(choice: str, entry: dict[str, Any]) -> None:
    assert search_backend(choice, Path("/p")) == entry


@pytest.mark.parametrize("choice", ["postgres", "solr://host", "elasticsearch9://", "elasticsearch9+ftp://u:secret@host"])
def test_nonsense_is_refused_without_showing_a_password(choice: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SEARCH_BACKEND") as refused:
        search_backend(choice, Path("/p"))
    assert "secret" not in str(refused.value)


@pytest.fixture
def outgrown(library: Any, settings: Any, tmp_path: Path) -> None:
    """The library with Wagtail's search on the site's database and the index of pages in a folder, both built by the command."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": search_backend("database", tmp_path)}
    settings.SEARCH_PATH = tmp_path / "search"
    call_command("update_index", verbosity=0, stdout=StringIO())


@pytest.fixture
def methodology() -> type[Page]:
    from portal.methodology.models import MethodologyPage  # noqa: PLC0415 - models of the portal are for these tests only

    return MethodologyPage


def test_wagtails_search_is_the_databases(outgrown: None, methodology: type[Page]) -> None:
    vendor = {"postgresql": "postgres", "sqlite": "sqlite"}[connection.vendor]

    assert f".database.{vendor}." in type(get_search_backend()).__module__ + "."
    assert "/ru/methodology/council/" in [page.url for page in methodology.objects.live().search("координационный совет")]
    assert "/ru/methodology/levels/" in [page.url for page in Page.objects.live().autocomplete("четыре уров")]


def test_page_facets_repair_and_interface_stay(outgrown: None, client: Client) -> None:
    page = client.get("/ru/search/", {"q": "ehjdyb cjghjdj;ltybz"})
    results = page.context["results"]

    assert (results.searched, results.hits[0].url) == ("уровни сопровождения", "/ru/methodology/levels/")
    assert [facet.name for facet in page.context["facets"]][:2] == ["type", "levels"]
    assert (
        client.get("/api/search", {"q": "ТЖС", "lang": "ru"}).json()["results"][0]["url"]
        == "/ru/glossary/difficult-life-situation/"
    )
    assert client.get("/api/suggest", {"q": "четыре ур", "lang": "ru"}).json()["suggestions"] != []
    assert indexing.diagnose().is_healthy


def test_changes_reach_both_indexes(
    outgrown: None, library: Any, methodology: type[Page], django_capture_on_commit_callbacks: Commit
) -> None:
    page = library.page("methodology/levels")
    page.title = "Палимпсест поддержки"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert [found.pk for found in methodology.objects.search("палимпсест")] == [page.pk]
    assert [hit.url for hit in page_engine().search("палимпсест", "ru")] == [page.url]

    with django_capture_on_commit_callbacks(execute=True):
        page.delete()

    assert list(methodology.objects.search("палимпсест")) == []
    assert page_engine().search('"палимпсест"', "ru") == []


def test_editors_search_the_databases_index(outgrown: None, admin_client: Client) -> None:
    response = admin_client.get("/admin/pages/search/results/", {"q": "координационный совет"})

    assert (response.status_code, "/admin/pages/" in response.content.decode()) == (200, True)


def test_index_of_pages_lies_where_the_setting_says(outgrown: None, settings: Any) -> None:
    assert index_path() == settings.SEARCH_PATH
