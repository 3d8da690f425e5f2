"""Counts of queries tell methodologists what is missing, and tell nobody who asked."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from search import querylog
from search.models import Concept, QueryCount

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    ["", "   ", "ivan@example.org", "8 914 123-45-67", "паспорт 0512 345678", "https://example.org", "слово " * 13, "а" * 121],
)
def test_countable_personal_or_endless_text_is_not_kept(text: str) -> None:
    assert querylog.countable(text) == ""


def test_countable_numbers_of_laws_are_kept() -> None:
    assert querylog.countable("  442-ФЗ  статья 22 ") == "442-фз статья 22"


def test_report_sorts_queries_by_what_came_of_them() -> None:
    for _ in range(3):
        querylog.count("опека", "ru", 5)
    querylog.count("палимпсест", "ru", 0)
    querylog.count("согласие", "ru", 2)
    querylog.count_opened("опека", "ru")

    report = querylog.report()

    assert {name: [line.text for line in lines] for name, lines in report.items()} == {
        "top": ["опека", "палимпсест", "согласие"],
        "without_results": ["палимпсест"],
        "never_opened": ["согласие"],
    }


def test_successful_only_what_many_asked() -> None:
    for _ in range(querylog.SUGGESTED_FROM):
        querylog.count("ранняя помощь", "ru", 4)
    querylog.count("ранняя весна иванова", "ru", 4)

    assert querylog.successful("Ранняя", "ru", 5, lambda text: True) == ["ранняя помощь"]
    assert querylog.successful("Ранняя", "ru", 5, lambda text: "помощь" not in text) == []


def test_forget_rare_keeps_frequent_and_recent() -> None:
    old = timezone.localdate() - timedelta(days=100)
    QueryCount.objects.create(day=old, lang="ru", text="редкий", searches=1)
    QueryCount.objects.create(day=old, lang="ru", text="частый", searches=9)
    querylog.count("новый", "ru", 1)

    assert (querylog.forget_rare(), sorted(QueryCount.objects.values_list("text", flat=True))) == (1, ["новый", "частый"])


def test_report_page_is_for_methodologists_and_makes_synonyms(admin_client: Client, client: Client) -> None:
    Concept.objects.create(code="early-help", ru="ранняя помощь")
    querylog.count("палимпсест", "ru", 0)

    assert client.get("/admin/reports/search/").status_code == 302
    assert "палимпсест" in admin_client.get("/admin/reports/search/").content.decode()
    admin_client.post("/admin/reports/search/synonym/", {"word": "палимпсест", "lang": "ru", "concept": "early-help"})
    assert Concept.objects.get().words("ru") == ["ранняя помощь", "палимпсест"]


def test_report_page_opens_the_editor_of_picks(admin_client: Client) -> None:
    response = admin_client.post("/admin/reports/search/pick/", {"word": "палимпсест"})

    assert response.status_code == 302
    assert admin_client.get(response["Location"]).status_code == 200
