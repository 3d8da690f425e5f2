"""The engine finds the right page and section, and shows nothing that is gone."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engine import Engine, PageDocument, Request

from .library import CONSENT, LEVELS, LIBRARY, SUPPORT, THESAURUS, page


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = Engine(tmp_path / "index", thesaurus=THESAURUS)
    engine.index(LIBRARY)
    return engine


def _found(engine: Engine, query: str, **more: object) -> list[str]:
    return [hit.id for hit in engine.find(Request(query, **more)).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("уровни сопровождения", "levels"),
        ("ТЖС", "support"),
        ("трудная жизненная ситуация", "support"),
        ("pendampingan sosial", "support-id"),
        ("social support", "support"),
        ("early help", "early-en"),
        ("ранняя помощь", "early-en"),
        ("как выбрать уровень", "levels"),
        ("442 фз", "support"),
        ("442фз", "support"),
        ("ФЗ-442", "support"),
        ("3.2", "consent"),
        ("согласие персональных данных", "consent"),
        ("levels of support", "levels-en"),
    ],
)
def test_search_natural_queries_right_page_first(engine: Engine, query: str, first: str) -> None:
    assert [hit.id for hit in engine.search(query)][:1] == [first]


@pytest.mark.parametrize(
    ("query", "searched", "first"),
    [
        ("ehjdtym", "уровень", "levels"),
        ("uroven", "уровень", "levels"),
        ("сацыальное", "социальное", "support"),
        ("кнозрок", "кнозрок", None),
    ],
)
def test_find_damaged_query_is_repaired_and_says_so(engine: Engine, query: str, searched: str, first: str | None) -> None:
    results = engine.find(Request(query))

    assert (results.searched, results.is_repaired) == (searched, searched != query)
    assert [hit.id for hit in results.hits][:1] == ([first] if first else [])


def test_find_as_typed_is_not_repaired(engine: Engine) -> None:
    assert engine.find(Request("ehjdtym", repair=False)).total == 0


def test_search_section_with_its_anchor(engine: Engine) -> None:
    (hit,) = engine.search("специализированная помощь снимает конфликт", "ru", 1)

    assert (hit.url, hit.section, hit.sections[0].heading) == ("/ru/levels/", "crisis", "Кризисный уровень")
    assert [piece.text for piece in hit.sections[0].snippet.pieces if piece.is_found] == [
        "Специализированная", "помощь", "снимает", "конфликт",
    ]  # fmt: skip


def test_search_sections_are_grouped_under_their_page(engine: Engine) -> None:
    assert len(_found(engine, "уровень помощь конфликт")) == len(set(_found(engine, "уровень помощь конфликт")))


def test_find_pages_with_all_words_come_first(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    engine.index([page("one", "Совет совет совет"), page("both", "Разное", ("a", "", "Слова: совет, протокол " + "и ещё " * 50))])

    assert _found(engine, "совет протокол") == ["both", "one"]


def test_find_phrase_only_in_that_order(engine: Engine) -> None:
    assert _found(engine, '"обработку персональных данных"') == ["consent"]
    assert _found(engine, '"данных персональных обработку"') == []


def test_find_minus_excludes_pages(engine: Engine) -> None:
    assert "levels" in _found(engine, "сопровождение")
    assert "levels" not in _found(engine, "сопровождение -уровень")


def test_find_star_completes(engine: Engine) -> None:
    assert _found(engine, "конфид*") == ["consent"]


def test_find_language_is_a_strict_filter(engine: Engine) -> None:
    assert _found(engine, "levels", lang="en") == ["levels-en"]
    assert _found(engine, "ранняя помощь", lang="en") == ["early-en"]


def test_find_translations_show_once_in_the_language_asked_in(engine: Engine) -> None:
    assert _found(engine, "социальное сопровождение").count("support-id") == 0
    assert _found(engine, "pendampingan sosial")[0] == "support-id"


def test_find_filters_and_facets_agree(engine: Engine) -> None:
    results = engine.find(Request("сопровождение семье помощь данных", lang="ru", count_facets=True))

    assert results.total == 3
    assert results.facets["type"] == {"methodology": 2, "standard": 1}
    assert results.facets["levels"] == {"basic": 1, "crisis": 1}
    assert _found(engine, "сопровождение семье помощь данных", types=["standard"]) == ["consent"]
    assert _found(engine, "сопровождение семье помощь данных", facets={"levels": ["crisis"]}) == ["levels"]


def test_find_facet_counts_ignore_their_own_filter(engine: Engine) -> None:
    results = engine.find(Request("сопровождение семье помощь данных", lang="ru", types=["standard"], count_facets=True))

    assert (results.total, results.facets["type"]) == (1, {"methodology": 2, "standard": 1})


def test_find_by_date_newest_first(engine: Engine) -> None:
    assert _found(engine, "сопровождение", lang="ru", sort="date") == ["support", "levels"]


def test_find_invisible_pages_are_in_no_hit_count_facet_or_suggestion(engine: Engine) -> None:
    def visible(keys: list[str]) -> list[str]:
        return [key for key in keys if key != "levels"]

    results = engine.find(Request("уровень сопровождения", visible=visible, count_facets=True))

    assert "levels" not in [hit.id for hit in results.hits]
    assert results.total == sum(results.facets["lang"].values())
    assert [s.text for s in engine.suggest("четы", "ru", 8, visible)] == []


def test_find_words_of_closed_pages_are_never_offered(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    engine.index([replace(page("secret", "Тайник", ("a", "", "Сокровищница ковчега")), is_public=False), page("open", "Опора")])

    assert engine.find(Request("сокровищнеца ковчера")).searched == "сокровищнеца ковчера"
    assert (engine.suggest("тай"), engine.near_words("сокровищнеца")) == ([], [])


def test_find_word_of_a_closed_page_is_known_to_its_readers_only(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    engine.index(
        [replace(page("secret", "Тайник", ("a", "", "Сокровищница ковчега")), is_public=False), page("open", "Опора семьи")]
    )

    stranger = engine.find(Request("опора ковчег", visible=lambda keys: set(keys) - {"secret"}))
    insider = engine.find(Request("опора ковчег", visible=list))

    assert (stranger.unknown, [hit.id for hit in stranger.hits]) == (("ковчег",), ["open"])
    assert (insider.unknown, sorted(hit.id for hit in insider.hits)) == ((), ["open", "secret"])


def test_gives_nothing_away_counts_every_word_and_number(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    secret = replace(page("secret", "Тайник", ("a", "", "Дело 4711 о ковчеге")), is_public=False)
    engine.index([secret, page("open", "Опора семьи", ("b", "", "442-ФЗ"))])
    texts = ("опора для семей", "442-фз", "опора ковчег", "дело 4711", "опора 4711", "как и где")

    told = [text for text in texts if engine.gives_nothing_away(text, lambda keys: set(keys) - {"secret"})]

    assert told == ["опора для семей", "442-фз", "как и где"]
    assert [text for text in texts if engine.gives_nothing_away(text, list)] == list(texts)


def test_warm_leaves_nothing_to_load(engine: Engine) -> None:
    engine.warm()

    assert engine._lexicon._vocabulary is not None
    assert all("numbers" in segment.__dict__ for segment in engine.snapshot().segments)


def test_suggest_titles_and_concepts(engine: Engine) -> None:
    assert [(s.text, s.kind) for s in engine.suggest("соц", "ru")] == [
        ("социальное сопровождение", "concept"),
        ("Что такое социальное сопровождение", "page"),
    ]
    assert [s.text for s in engine.suggest("xtns", "ru")] == ["Четыре уровня сопровождения"]


def test_index_again_replaces(engine: Engine) -> None:
    engine.index([replace(LEVELS, title="Ступени поддержки", sections=())])

    assert _found(engine, "кризисный уровень", lang="ru") == []
    assert _found(engine, "ступени", lang="ru") == ["levels"]


def test_remove_deleted_page_is_gone_from_an_open_engine(engine: Engine) -> None:
    assert _found(engine, "кризисный", lang="ru") == ["levels"]
    engine.remove(["levels"])

    assert _found(engine, "кризисный", lang="ru") == []
    assert "levels" not in engine.fingerprints()


def test_other_engine_on_the_same_directory_sees_the_change_at_once(engine: Engine) -> None:
    other = Engine(engine.store.path, thesaurus=THESAURUS)
    before = "ничего"
    for word in ("".join(letters) for letters in product("бвгдж", "аоу", "кзп")):
        engine.index([page("fresh", word)])
        assert (_found(other, word, repair=False), _found(other, before, repair=False)) == (["fresh"], [])
        before = word


def test_rebuild_swaps_and_keeps_what_was_written_meanwhile(engine: Engine) -> None:
    def documents() -> Iterator[PageDocument]:
        yield SUPPORT
        engine.index([page("late", "Опоздавшая страница")])
        engine.remove(["consent"])
        assert _found(engine, "кризисный", lang="ru") == ["levels"], "the old index answers until the new one is whole"
        yield CONSENT

    engine.rebuild(documents())

    assert sorted(engine.fingerprints()) == ["late", "support"]
    assert sorted(path.name for path in engine.store.path.glob("g*")) == [engine.store.generation()[0]]


def test_rebuild_failing_half_way_leaves_the_old_index(engine: Engine) -> None:
    def documents() -> Iterator[PageDocument]:
        yield SUPPORT
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        engine.rebuild(documents())

    assert _found(engine, "кризисный", lang="ru") == ["levels"]
    assert engine.rebuild(LIBRARY) > 0


def test_many_small_updates_keep_few_segments(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    for number in range(40):
        engine.index([page(f"p{number % 7}", f"Страница номер{number}")])

    assert len(engine.snapshot().segments) <= 10
    assert [hit.id for hit in engine.search("страница", limit=50)] != []
    assert len(engine.fingerprints()) == 7


def test_index_plain_data_is_accepted(tmp_path: Path) -> None:
    engine = Engine(tmp_path)

    assert engine.index([{"id": 7, "lang": "ru", "title": "Опека", "text": "О приёмной семье", "url": "/o/"}]) == 1
    assert [(hit.id, hit.url, hit.snippet) for hit in engine.search("приёмная семья")] == [("7", "/o/", "О приёмной семье")]


def test_index_document_without_title_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="`key` and `title`"):
        Engine(tmp_path).index([{"id": 7}])


def test_fingerprint_changes_with_the_text(engine: Engine) -> None:
    before = engine.fingerprints()
    engine.index([replace(LEVELS, summary="Другое")])

    assert [key for key, mark in engine.fingerprints().items() if before[key] != mark] == ["levels"]


BAD = [
    "", "   ", "*", '"', '"""""', "«»", "-", "--", "- - -", "-" * 500, "(a|b)*", "\\", "[", "a" * 1_000_000, "а" * 1_000_000,
    "слово " * 10_000, "\x00\x01\x02", "\u200b\u200d\ufeff", "*" * 10_000, '"' * 9_999, "title:x AND NOT (y OR", "${jndi:ldap}",
    "' OR 1=1 --", "🙂🙂🙂", "\u202eабв", "1" * 5000, "1.1." * 3000, "а-" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("query", BAD, ids=lambda query: repr(query[:12]))
def test_find_bad_input_gets_an_answer(engine: Engine, query: str) -> None:
    results = engine.find(Request(query, count_facets=True))

    assert results.total >= len(results.hits) >= 0
    engine.suggest(query)
    engine.near_words(query)


@given(query=st.text(max_size=400))
@settings(max_examples=150, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_find_any_text_gets_an_answer_in_bounded_time(engine: Engine, query: str) -> None:
    results = engine.find(Request(query, count_facets=True))

    assert results.total >= len(results.hits) >= 0
    engine.suggest(query)
