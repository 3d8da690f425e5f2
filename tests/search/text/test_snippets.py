"""The passage that answers, with its words marked."""

from hypothesis import given
from hypothesis import strategies as st

from search.text.snippets import Marker
from search.text.stems import terms_of
from search.text.thesaurus import Thesaurus, from_rows

TEXT = (
    "Служба работает по будням. Приём ведёт дежурный. " * 8
    + "Куратор семьи созывает координационный совет. "
    + "Документы хранятся в деле. " * 8
)


def _weights(*found: str) -> dict[str, float]:
    return {term: 3.0 for word in found for term in terms_of(word, "ru")}


def test_best_passage_holds_the_sentence_with_the_words() -> None:
    snippet = Marker(_weights("куратор", "совет"), Thesaurus()).passage(TEXT, "ru")

    assert [piece.text for piece in snippet.pieces if piece.is_found] == ["Куратор", "совет"]
    assert (snippet.cut_before, snippet.cut_after) == (True, True)
    assert len(snippet.text) < 260


def test_best_passage_without_words_is_the_beginning() -> None:
    assert Marker({}, Thesaurus()).passage(TEXT, "ru").text.startswith("Служба работает по будням.")


def test_mark_concept_marks_the_whole_phrase() -> None:
    thesaurus = from_rows([{"code": "dls", "ru": ["трудная жизненная ситуация", "ТЖС"]}])

    snippet = Marker({"§dls": 2.0}, thesaurus).mark("Семья в трудной жизненной ситуации", "ru")

    assert [tuple(piece) for piece in snippet.pieces] == [("Семья в ", False), ("трудной жизненной ситуации", True)]


@given(st.text(max_size=400))
def test_mark_any_text_loses_nothing(text: str) -> None:
    snippet = Marker(_weights("семья"), Thesaurus()).mark(text, "ru")

    assert "".join(piece.text for piece in snippet.pieces) == text.replace("\n", " ")
