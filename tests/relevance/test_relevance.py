"""Search over the library answers as people judged; a change that makes it worse stops here."""

from pathlib import Path

import pytest

from search.engine import Engine
from search.text.thesaurus import load

from .corpus import FOLDER, documents, judged_queries
from .evaluation import Score, evaluate

# A little below what was measured, so that an edited page does not stop the work: nDCG@10, MRR@10, recall@10.
FLOORS = {
    "ru question": (0.70, 0.74, 0.85),
    "ru short": (0.90, 0.93, 0.95),
    "ru abbreviation": (0.88, 0.95, 0.90),
    "ru damaged": (0.85, 0.92, 0.92),
    "ru cross": (0.85, 0.95, 0.95),
    "en question": (0.70, 0.75, 0.82),
    "en short": (0.88, 0.95, 0.93),
    "en abbreviation": (0.80, 0.90, 0.88),
    "en damaged": (0.75, 0.85, 0.90),
    "en cross": (0.85, 0.95, 0.95),
    "id question": (0.70, 0.70, 0.90),
    "id short": (0.90, 0.95, 0.95),
    "id abbreviation": (0.90, 0.95, 0.95),
    "id damaged": (0.85, 0.95, 0.95),
    "id cross": (0.85, 0.90, 0.95),
}


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Score]:
    engine = Engine(tmp_path_factory.mktemp("relevance"), thesaurus=load(FOLDER / "thesaurus.yaml"))
    engine.rebuild(documents())
    return evaluate(lambda query, lang, limit: [hit.id for hit in engine.search(query, lang, limit)], judged_queries())


def test_judged_queries_are_enough_and_their_pages_exist() -> None:
    queries = judged_queries()
    files = {str(file.relative_to(FOLDER).with_suffix("")) for file in Path(FOLDER).glob("*/*/*")}
    missing = [f"{q.lang}/{page}" for q in queries for page in q.answers if f"{q.lang}/{page}" not in files]

    assert [sum(q.lang == lang for q in queries) >= least for lang, least in (("ru", 120), ("en", 60), ("id", 30))] == [True] * 3
    assert missing == []


@pytest.mark.parametrize("group", sorted(FLOORS))
def test_relevance_is_not_below_the_floor(scores: dict[str, Score], group: str) -> None:
    score = scores[group]
    print(f"{group}: nDCG {score.ndcg:.3f}, MRR {score.mrr:.3f}, recall {score.recall:.3f} of {score.queries}")

    assert [score.ndcg >= FLOORS[group][0], score.mrr >= FLOORS[group][1], score.recall >= FLOORS[group][2]] == [True] * 3
