"""«С чего начать»: for every position a list that begins alike, repeats nothing and ends with the test."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from portal.core.taxonomy import facet_choices, profile_of
from portal.learning.models import QuizPage
from portal.learning.quiz_pages import ensure_quiz_pages
from portal.learning.reading_list import FIRST_STEPS, ReadingStage, reading_list
from quizzes.models import Quiz
from tests.core.dom import document, select

POSITIONS = ("psychologist", "social-pedagogue", "family-specialist", "case-curator", "head-of-service")


def stages(library: Any, position: str, lang: str = "ru") -> list[ReadingStage]:
    with translation.override(lang):
        return reading_list(library.page("start", lang), position)


def paths(stage: ReadingStage) -> list[str]:
    return [page.source_path for page in stage.pages]


def test_positions_are_those_of_the_taxonomy(library: Any) -> None:
    assert tuple(code for code, _label in facet_choices("positions")) == POSITIONS


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_list_begins_with_the_first_steps_and_repeats_nothing(library: Any, position: str, lang: str) -> None:
    found = stages(library, position, lang)
    pages = [page.pk for stage in found for page in stage.pages]
    assert (paths(found[0]), len(pages)) == (list(FIRST_STEPS), len(set(pages)))
    assert {page.locale.language_code for stage in found for page in stage.pages} == {lang}


@pytest.mark.parametrize("position", POSITIONS)
def test_list_ends_with_the_test(library: Any, position: str) -> None:
    found = stages(library, position)
    assert [isinstance(page, QuizPage) for page in found[-1].pages] == [True] * len(found[-1].pages)
    assert [page for stage in found[:-1] for page in stage.pages if isinstance(page, QuizPage)] == []
    assert found[-1].title == "Пройти тест"


@pytest.mark.parametrize("position", POSITIONS)
def test_every_competency_of_the_profile_has_something_to_read(library: Any, position: str) -> None:
    read = {code for stage in stages(library, position)[:-1] for page in stage.pages for code in page.competencies}
    assert sorted(set(profile_of(position)) - read) == []


@pytest.mark.parametrize("position", POSITIONS)
def test_what_is_needed_most_stands_first(library: Any, position: str) -> None:
    profile = profile_of(position)
    main = next((stage for stage in stages(library, position) if stage.title == "Ваше основное дело"), None)
    experts = {code for code, letter in profile.items() if letter == "X"}
    assert (main is None, [page.title for page in (main.pages if main else ()) if not experts & set(page.competencies)]) == (
        not experts,
        [],
    )


def test_page_of_a_position_lists_its_stages(library: Any, client: Client) -> None:
    root = document(client.get("/ru/start/family-specialist/").content)
    shown = [link.get("href") for link in select(root, ".o-tasks a")]
    expected = [page.url for stage in stages(library, "family-specialist") for page in stage.pages]
    assert shown == expected


def test_choice_of_position_offers_each(library: Any, client: Client) -> None:
    root = document(client.get("/en/start/").content)
    assert [link.get("href") for link in select(root, ".o-doors a")] == [f"/en/start/{code}/" for code in POSITIONS]


def test_unknown_position_is_not_found(library: Any, client: Client) -> None:
    assert client.get("/ru/start/astronaut/").status_code == 404


def test_every_published_quiz_has_one_page(library: Any) -> None:
    assert ensure_quiz_pages() == []
    pages = {(page.locale.language_code, page.quiz_slug) for page in QuizPage.objects.live().select_related("locale")}
    assert pages == set(Quiz.objects.filter(is_published=True).values_list("language", "slug"))


def test_page_of_a_quiz_shows_the_quiz(library: Any, client: Client) -> None:
    for page in QuizPage.objects.live().select_related("locale"):
        root = document(client.get(page.url).content)
        assert select(root, "h1")[0].text_content().replace("\xa0", " ") == page.title
