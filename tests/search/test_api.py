"""The interface for programs."""

import json
from time import process_time
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from portal.core.question_search import similar_items
from quizzes.models import Item
from quizzes.scoring.shingles import words_of
from search import querylog

pytestmark = pytest.mark.usefixtures("index")


def _get(client: Client, path: str, **data: Any) -> dict[str, Any]:
    response = client.get(f"/api/{path}", data)
    assert response.status_code == 200, response.content
    found: dict[str, Any] = json.loads(response.content)
    return found


def test_search_answer_has_the_promised_shape(client: Client) -> None:
    found = _get(client, "search", q="уровни сопровождения", limit=3)

    assert list(found) == ["query", "searched", "total", "results", "facets"]
    assert [list(result) for result in found["results"]] == [
        ["id", "title", "url", "type", "lang", "section", "score", "snippet"]
    ] * 3
    assert found["results"][0]["url"] == "/ru/methodology/levels/"


@pytest.mark.parametrize("lang", ["ru", "en", "id"])
def test_search_language_is_kept_to(client: Client, lang: str) -> None:
    assert {result["lang"] for result in _get(client, "search", q="ранняя помощь", lang=lang)["results"]} <= {lang}


def test_search_concept_is_found_in_another_language(client: Client) -> None:
    assert "early-help" in _get(client, "search", q="ранняя помощь", lang="en")["results"][0]["url"]


def test_search_empty_query_finds_nothing(client: Client) -> None:
    assert _get(client, "search")["total"] == 0


@pytest.mark.parametrize("data", [{"lang": "fr"}, {"limit": "-1"}, {"limit": "999"}, {"limit": "²"}, {"offset": "a"}])
def test_search_senseless_value_is_named(client: Client, data: dict[str, str]) -> None:
    response = client.get("/api/search", {"q": "опека", **data})

    assert (response.status_code, json.loads(response.content)["error"].split(":")[0]) == (400, next(iter(data)))


def test_search_restricted_page_is_not_counted(client: Client, library: Any) -> None:
    before = _get(client, "search", q="уровни сопровождения", lang="ru", facets=1)
    PageViewRestriction.objects.create(page=library.page("methodology/levels"), restriction_type=PageViewRestriction.LOGIN)

    after = _get(client, "search", q="уровни сопровождения", lang="ru", facets=1)

    assert after["total"] == before["total"] - 1
    assert after["facets"]["type"]["methodology"] == before["facets"]["type"]["methodology"] - 1
    assert "/ru/methodology/levels/" not in json.dumps([after, _get(client, "suggest", q="четыре")])


def test_search_too_many_requests_are_told_to_wait(client: Client, settings: Any) -> None:
    settings.SEARCH_API_PER_MINUTE = 2

    statuses = [client.get("/api/search", {"q": "опека"}).status_code for _ in range(3)]

    assert statuses == [200, 200, 429]


def test_suggest_titles_and_concepts(client: Client) -> None:
    texts = [suggestion["text"] for suggestion in _get(client, "suggest", q="четыре ур", lang="ru")["suggestions"]]

    assert texts == ["Четыре уровня сопровождения и как выбрать"]


def test_suggest_past_query_of_insiders_is_for_those_who_may_read_what_it_names(
    client: Client, library: Any, specialist: Any, sign_in: Any, django_capture_on_commit_callbacks: Any
) -> None:
    levels = library.page("methodology/levels")
    levels.summary = f"{levels.summary} Палимпсест."
    with django_capture_on_commit_callbacks(execute=True):
        levels.save_revision().publish()
        PageViewRestriction.objects.create(page=levels, restriction_type=PageViewRestriction.LOGIN)
    insider = sign_in(specialist)
    for _ in range(querylog.SUGGESTED_FROM):
        for query in ("уровни палимпсест", "уровни сопровождения"):
            assert insider.get("/ru/search/", {"q": query}).status_code == 200

    def suggested(reader: Client) -> list[str]:
        found = _get(reader, "suggest", q="уровни", lang="ru")["suggestions"]
        return [suggestion["text"] for suggestion in found if suggestion["kind"] == "query"]

    assert suggested(insider) == ["уровни палимпсест", "уровни сопровождения"]
    assert suggested(client) == ["уровни сопровождения"]


def test_openapi_describes_every_parameter_that_search_reads(client: Client) -> None:
    described = _get(client, "openapi.json")

    assert (described["openapi"], sorted(described["paths"])) == ("3.1.0", ["/api/search", "/api/suggest"])
    assert [parameter["name"] for parameter in described["paths"]["/api/search"]["get"]["parameters"]] == [
        "q", "lang", "limit", "offset", "sort", "exact", "facets",
        "type", "levels", "services", "groups", "competencies", "region", "year",
    ]  # fmt: skip


BAD = [
    "\x00", "семья\x00", "а" * 1_000_000, "слово " * 10_000, "*", '"' * 501, "[a-z]+(", "\u200b\u200d", "\ufeff", "-",
    "\ud7ff\uffff", "%", "_" * 50, "'; DROP TABLE search_querycount; --", "\u202eабв", "1" * 400,
]  # fmt: skip


@pytest.mark.parametrize("query", BAD, ids=lambda query: repr(query[:12]))
def test_bad_input_gets_an_answer_in_bounded_time(client: Client, query: str) -> None:
    start = process_time()
    urlencode({"q": query})
    # A megabyte of letters is mostly percent-encoding: the test client's, and that of the links that carry the query on. A real
    # server refuses such an address before it is read.
    encoding, start = process_time() - start, process_time()
    statuses = [
        client.get("/api/search", {"q": query, "facets": "1"}).status_code,
        client.get("/api/suggest", {"q": query, "lang": "ru"}).status_code,
        client.get("/ru/search/", {"q": query}).status_code,
        client.post("/ru/search/opened/", {"q": query}).status_code,
    ]

    assert (statuses, process_time() - start < 5 + 90 * encoding) == ([200, 200, 200, 204], True)


@given(
    query=st.text(max_size=300),
    values=st.dictionaries(st.sampled_from(["type", "levels", "year", "page", "sort"]), st.text(max_size=20)),
)
@hypothesis_settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_address_gets_an_answer(client: Client, query: str, values: dict[str, str]) -> None:
    answers = [client.get(path, {**values, "q": query}).status_code for path in ("/api/search", "/api/suggest", "/ru/search/")]

    assert {status for status in answers if status not in (200, 400)} == set()


def test_the_question_bank_is_in_no_interface(client: Client) -> None:
    for item in Item.objects.filter(language="ru", status=Item.Status.APPROVED).order_by("code")[:5]:
        content = item.current_version.content
        words = " ".join(words_of(content).split()[:12])
        assert item.code in similar_items(words, "ru", 5)  # the bank's own index has it, for authors
        answers = [client.get(f"/api/{path}", {"q": words}).content.decode() for path in ("search", "suggest")]
        assert [name for name in (item.code, '"question"', "current_version") if any(name in answer for answer in answers)] == []
