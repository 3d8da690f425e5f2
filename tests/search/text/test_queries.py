"""What a person typed is read as words, phrases, exclusions and beginnings."""

from hypothesis import given
from hypothesis import strategies as st

from search.text.queries import parse
from search.text.thesaurus import Thesaurus

NONE = Thesaurus()


def _words(text: str) -> list[str]:
    return [unit[0] for clause in parse(text, NONE).clauses for unit in clause.units]


def test_parse_plain_words_drops_stopwords() -> None:
    assert _words("как выбрать уровень помощи") == ["выбра", "уровен", "помощ"]


def test_parse_only_stopwords_are_kept() -> None:
    assert _words("как и что") == ["как", "и", "что"]


def test_parse_quotes_of_any_kind_make_a_phrase() -> None:
    assert [parse(text, NONE).phrases for text in ('"ранняя помощь"', "«ранняя помощь»", "“ранняя помощь”")] == [
        parse('"ранняя помощь"', NONE).phrases
    ] * 3


def test_parse_minus_excludes_word_and_phrase() -> None:
    query = parse('программа -бланк -"план работы"', NONE)

    assert ([c.units for c in query.clauses], len(query.excluded)) == ([(("программ",),)], 2)


def test_parse_hyphen_inside_words_is_no_minus() -> None:
    query = parse("социально-педагогическое", NONE)

    assert (query.excluded, len(query.clauses)) == ((), 1)


def test_parse_star_is_a_beginning() -> None:
    assert parse("сопров* семьи", NONE).beginnings == ("сопров",)


def test_parse_unbalanced_quote_is_ignored() -> None:
    assert _words('"ранняя помощь') == ["ран", "помощ"]


@given(st.text(max_size=2000))
def test_parse_any_text_gives_a_bounded_query(text: str) -> None:
    query = parse(text, NONE)

    assert sum(len(clause.units) for clause in query.clauses) <= 200
