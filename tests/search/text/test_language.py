"""The language of a query."""

import pytest

from search.text.language import detect


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("уровни сопровождения", "ru"),
        ("coordination council", "en"),
        ("levels of support", "en"),
        ("needs assessment", "en"),
        ("pendampingan sosial", "id"),
        ("apa itu pendampingan", "id"),
        ("kurator kasus", "id"),
        ("situasi kehidupan yang sulit", "id"),
        ("442", None),
        ("", None),
        ("burnout", None),
        ("ghbdtn", None),
    ],
)
def test_detect_query_language(text: str, lang: str | None) -> None:
    assert detect(text) == lang
