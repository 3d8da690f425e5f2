"""Count queries without personal data, and learn from the counts."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from django.db import DatabaseError, transaction
from django.db.models import F, Max, Sum
from django.utils import timezone

from search.models import QueryCount
from search.text.normalise import printable

MAX_LENGTH = 120
_PERSONAL = re.compile(r"@|\d[\d\s()+-]{5,}\d|https?:")
SUGGESTED_FROM = 5
"""Searches after which a query with results is suggested to others: what five asked is no one's secret."""
LOOKED_AT = 20
"""Past queries that are looked at for one suggestion, so that typing stays quick whatever was asked."""
KEEP_RARE_DAYS = 90


@dataclass(frozen=True, slots=True)
class Line:
    """A query with its sums over a period."""

    text: str
    lang: str
    searches: int
    results: int
    opened: int


def countable(text: str) -> str:
    """Return a query in the form it is counted in, or nothing if it may hold personal data.

    E-mail addresses, telephone and document numbers, addresses of pages and long texts are not kept.
    """
    text = _plain(text[: 2 * MAX_LENGTH])
    return "" if not text or len(text) > MAX_LENGTH or len(text.split()) > 12 or _PERSONAL.search(text) else text


def _plain(text: str) -> str:
    # PostgreSQL refuses texts with a NUL character.
    return " ".join(printable(text).lower().split())


def count(text: str, lang: str, results: int) -> None:
    """Count a search. A busy database loses the count, never the page."""
    _add(text, lang, searches=1, results=results)


def count_opened(text: str, lang: str) -> None:
    """Count that a result was opened, if the query was counted today."""
    text = countable(text)
    if text:
        day = timezone.localdate()
        QueryCount.objects.filter(day=day, lang=lang, text=text).update(opened=F("opened") + 1)


def _add(text: str, lang: str, *, searches: int, results: int) -> None:
    text = countable(text)
    if not text:
        return
    try:
        with transaction.atomic():
            row, _ = QueryCount.objects.get_or_create(day=timezone.localdate(), lang=lang, text=text)
            QueryCount.objects.filter(pk=row.pk).update(searches=F("searches") + searches, results=results)
    except DatabaseError:
        return


def report(days: int = 30) -> dict[str, list[Line]]:
    """Return the top queries, those without results and those whose results nobody opened, 100 each."""
    since = timezone.localdate() - timedelta(days=days)
    lines = [
        Line(row["text"], row["lang"], row["asked"], row["found"], row["clicked"])
        for row in QueryCount.objects.filter(day__gt=since)
        .values("text", "lang")
        .annotate(asked=Sum("searches"), found=Max("results"), clicked=Sum("opened"))
        .order_by("-asked", "text")
    ]
    return {
        "top": lines[:100],
        "without_results": [line for line in lines if line.results == 0][:100],
        "never_opened": [line for line in lines if line.results and not line.opened][:100],
    }


def successful(beginning: str, lang: str, limit: int, may_be_told: Callable[[str], bool]) -> list[str]:
    """Return past queries with results that many asked, that begin so and may be told, the most frequent first.

    Who asked is not known: a query of somebody who reads closed pages may hold words that others must not learn.
    """
    beginning = _plain(beginning[:MAX_LENGTH])
    if len(beginning) < 2:
        return []
    rows = (
        QueryCount.objects.filter(lang=lang, text__startswith=beginning, results__gt=0)
        .exclude(text=beginning)
        .values("text")
        .annotate(asked=Sum("searches"))
        .filter(asked__gte=SUGGESTED_FROM)
        .order_by("-asked", "text")
    )
    told = (row["text"] for row in rows[:LOOKED_AT] if may_be_told(row["text"]))
    return list(islice(told, limit))


def forget_rare() -> int:
    """Delete counts older than ninety days of queries that fewer than three asked. Return how many."""
    before = timezone.localdate() - timedelta(days=KEEP_RARE_DAYS)
    return QueryCount.objects.filter(day__lt=before, searches__lt=3).delete()[0]
