"""Sentences, syllables, long words."""

import pytest

from portal.markup import Document, loads
from portal.markup.readability import mean_limit, measure, split_sentences, stems, syllables, words
from tests.markup.test_front_matter import METHODOLOGY, STANDARD


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Раз. Два! Три? Четыре… Пять", ["Раз.", "Два!", "Три?", "Четыре…", "Пять"]),
        ("По ст. 22 закона. Далее.", ["По ст. 22 закона.", "Далее."]),
        ("Акт и т. д. Конец.", ["Акт и т. д. Конец."]),
        ("Закон от 28.12.2013 № 442-ФЗ. Он новый.", ["Закон от 28.12.2013 № 442-ФЗ.", "Он новый."]),
        ("Пишет А. Б. Иванова. Да.", ["Пишет А. Б. Иванова.", "Да."]),
        ("«Да!» Он ушёл.", ["«Да!»", "Он ушёл."]),
        ("Он сказал: «Приду». «Хорошо».", ["Он сказал: «Приду».", "«Хорошо»."]),
        ("Цена 3,5 тыс. руб. Много.", ["Цена 3,5 тыс. руб. Много."]),
        ("See art. 5 of the act. Then ask e.g. Anna.", ["See art. 5 of the act.", "Then ask e.g. Anna."]),
        ("Пункт 3.2. Дальше", ["Пункт 3.2.", "Дальше"]),
        ("до 5 дней. 3 дня на ответ", ["до 5 дней.", "3 дня на ответ"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_stops(text: str, sentences: list[str]) -> None:
    assert list(split_sentences(text)) == sentences


def test_words_are_counted_as_a_reader_counts() -> None:
    assert words("442-ФЗ — «закон», и/или 5 шт. what's new?") == ["442-ФЗ", "закон", "и/или", "5", "шт", "what's", "new"]


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [
        ("сопровождение", "ru", 6),
        ("социально-педагогический", "ru", 10),
        ("ёж", "ru", 1),
        ("442-ФЗ", "ru", 0),
        ("family", "en", 3),
        ("created", "en", 3),
        ("create", "en", 2),
        ("helped", "en", 1),
        ("measures", "en", 2),
        ("table", "en", 2),
        ("whole", "en", 1),
        ("situation", "en", 4),
        ("individual", "en", 5),
        ("area", "en", 3),
        ("people", "en", 2),
        ("client", "en", 2),
        ("society", "en", 4),
        ("confidentiality", "en", 7),
        ("responsibility", "en", 6),
        ("immediately", "en", 5),
        ("interdepartmental", "en", 6),
        ("pendampingan", "id", 4),
        ("keluarga", "id", 4),
        ("sosial", "id", 3),
        ("sungai", "id", 2),
        ("mempertimbangkan", "id", 5),
    ],
)
def test_syllables(word: str, language: str, count: int) -> None:
    assert syllables(word, language) == count


def page(body: str, head: str = METHODOLOGY) -> Document:
    return loads(f"{head}\n{body}")


def test_what_is_measured_is_running_text() -> None:
    found = measure(
        page("## Заголовок без точки {#a}\n\nРаз два три. Четыре пять.\n\n- шесть семь\n\n| A b |\n| --- |\n| c d e |\n"), "ru"
    )
    assert [sentence.words for sentence in found.sentences] == [8, 3, 3, 2, 2, 2, 3]
    assert (found.prose_sentences, found.words, found.mean) == (4, 15, 3.75)


def test_the_worst_sentences_come_first_with_their_lines() -> None:
    found = measure(page("Раз два.\n\nРаз два три четыре пять шесть семь восемь девять.\n"), "ru")
    first = METHODOLOGY.count("\n") + 2
    assert [(sentence.line, sentence.words) for sentence in found.worst(2)] == [(first + 2, 9), (5, 8)]


def test_terms_of_the_field_do_not_count_as_long_words() -> None:
    document = page("Социального сопровождения достаточно. Взаимопонимание тоже.\n")
    assert measure(document, "ru").long_words == ("показывает", "Социального", "сопровождения", "Взаимопонимание")
    known = stems("социальное сопровождение", "ru")
    assert measure(document, "ru", known).long_words == ("показывает", "Взаимопонимание")


def test_standards_may_have_longer_sentences() -> None:
    assert [mean_limit(loads(METHODOLOGY).front_matter, language) for language in ("ru", "en", "id")] == [14, 16, 16]
    assert mean_limit(loads(STANDARD).front_matter, "ru") == 18


def test_a_page_without_text_is_no_error() -> None:
    found = measure(page("```\nкод\n```\n"), "ru")
    assert found.prose_sentences == 1
    assert found.too_long() == []
