"""The difference of two versions, word by word and part by part; what a bank has for each line of a plan."""

from hypothesis import given
from hypothesis import strategies as st

from quizzes.scoring.assembly import Blueprint, Candidate, Cell
from quizzes.scoring.difference import part_difference, word_difference
from quizzes.scoring.supply import supply


def test_words_that_changed_are_told() -> None:
    runs = [(run.kind, run.words) for run in word_difference("Кто решает о ребёнке?", "Кто вправе решать о ребёнке?")]
    assert runs == [("kept", "Кто "), ("gone", "решает"), ("new", "вправе решать"), ("kept", " о ребёнке?")]


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_runs_hold_both_texts(old, new) -> None:
    runs = word_difference(old, new)
    assert "".join(run.words for run in runs if run.kind != "new") == old
    assert "".join(run.words for run in runs if run.kind != "gone") == new


def test_a_moved_part_is_not_a_changed_one() -> None:
    old = [("Вопрос", "Кто?"), ("Вариант", "опека"), ("Вариант", "школа"), ("Вариант", "суд")]
    new = [("Вопрос", "Кто?"), ("Вариант", "школа"), ("Вариант", "орган опеки"), ("Вариант", "врач и сосед")]
    changes = [(change.name, change.old, change.new) for change in part_difference(old, new)]
    assert changes == [
        ("Вопрос", "Кто?", "Кто?"),
        ("Вариант", "школа", "школа"),
        ("Вариант", "опека", "орган опеки"),
        ("Вариант", "суд", "врач и сосед"),
    ]


def test_a_part_that_is_gone_is_shown_where_it_stood() -> None:
    changes = part_difference([("а", "1"), ("б", "2"), ("в", "3")], [("а", "1"), ("в", "3")])
    assert [(change.name, change.old, change.new) for change in changes] == [("а", "1", "1"), ("б", "2", ""), ("в", "3", "3")]


POOL = [Candidate(f"{competency}-{n}", competency, "easy", "single-choice") for competency in ("law", "ethics") for n in range(3)]


def test_each_line_tells_what_fits_and_what_is_missing() -> None:
    lines = supply(Blueprint((Cell(2, "law"), Cell(4), Cell(2, "care"))), POOL)
    assert [(line.fitting, line.drawn, line.missing) for line in lines] == [(3, 2, 0), (6, 4, 0), (0, 0, 2)]


def test_lines_that_want_the_same_items_share_them() -> None:
    lines = supply(Blueprint((Cell(2, "law"), Cell(2, "law"))), POOL)
    assert sum(line.missing for line in lines) == 1
    assert [line.fitting for line in lines] == [3, 3]


def test_fixed_excluded_and_their_enemies_are_not_counted() -> None:
    plan = Blueprint((Cell(1, "law"),), fixed=("law-0", "unknown"), excluded=("law-1",), enemies=(("law-0", "law-2"),))
    assert [(line.fitting, line.missing) for line in supply(plan, POOL)] == [(0, 1)]
