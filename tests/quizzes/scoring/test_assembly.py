"""Assembly: exact, seeded, fair."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scoring.assembly import Blueprint, BlueprintError, Candidate, Cell, assemble, shuffled

POOL = [
    Candidate(f"{competency}-{difficulty}-{number}", competency, difficulty, "single-choice", used=number)
    for competency in ("law", "ethics", "safety")
    for difficulty in ("easy", "hard")
    for number in range(3)
]


def plan(*cells: Cell, **fields) -> Blueprint:
    return Blueprint(cells, **fields)


def test_cells_are_filled_with_what_fits() -> None:
    form = assemble(plan(Cell(2, "law", "easy"), Cell(1, "ethics"), shuffle=False), POOL, "s")
    assert [code.rpartition("-")[0] for code in form[:2]] == ["law-easy", "law-easy"]
    assert form[2].startswith("ethics")


def test_the_same_seed_gives_the_same_form() -> None:
    blueprint = plan(Cell(6, spread=True))
    assert assemble(blueprint, POOL, "a") == assemble(blueprint, list(reversed(POOL)), "a")
    assert len({assemble(blueprint, POOL, str(seed)) for seed in range(20)}) > 10


def test_least_used_items_come_first() -> None:
    assert {code[-1] for code in assemble(plan(Cell(6)), POOL, "s")} == {"0"}


def test_spread_deals_competencies_evenly() -> None:
    form = assemble(plan(Cell(6, spread=True)), POOL, "s")
    assert sorted(code.split("-")[0] for code in form) == ["ethics", "ethics", "law", "law", "safety", "safety"]


def test_spread_gives_way_where_supply_ends() -> None:
    pool = [Candidate("a-1", "a"), *(Candidate(f"b-{number}", "b") for number in range(3))]
    assert sorted(assemble(plan(Cell(4, spread=True)), pool, "s")) == ["a-1", "b-0", "b-1", "b-2"]


def test_overlapping_cells_are_matched_not_grabbed() -> None:
    # A greedy draw could put x into the first cell and leave the second empty.
    pool = [Candidate("x", "law", "hard"), Candidate("y", "law", "easy", used=9)]
    assert sorted(assemble(plan(Cell(1, "law"), Cell(1, "law", "hard")), pool, "s")) == ["x", "y"]


def test_of_enemies_at_most_one_is_drawn() -> None:
    pool = [Candidate(code) for code in "abcd"]
    form = assemble(plan(Cell(3), enemies=(("a", "b"),)), pool, "s")
    assert len({"a", "b"} & set(form)) == 1
    with pytest.raises(BlueprintError):
        assemble(plan(Cell(4), enemies=(("a", "b"),)), pool, "s")


def test_fixed_items_are_there_and_keep_their_enemies_out() -> None:
    pool = [Candidate(code) for code in "abcd"]
    form = assemble(plan(Cell(2), fixed=("a",), enemies=(("a", "b"),)), pool, "s")
    assert sorted(form) == ["a", "c", "d"]


def test_an_essay_is_drawn_only_where_it_is_asked_for() -> None:
    pool = [Candidate("e", kind="essay"), Candidate("a"), Candidate("b")]
    assert sorted(assemble(plan(Cell(2)), pool, "s")) == ["a", "b"]
    assert sorted(assemble(plan(Cell(1), Cell(1, kind="essay")), pool, "s")) in (["a", "e"], ["b", "e"])
    assert sorted(assemble(plan(Cell(1), fixed=("e",)), pool, "s"))[1] == "e"
    with pytest.raises(BlueprintError):
        assemble(plan(Cell(3)), pool, "s")


def test_excluded_items_are_not_drawn() -> None:
    pool = [Candidate(code) for code in "abc"]
    assert sorted(assemble(plan(Cell(2), excluded=("b",)), pool, "s")) == ["a", "c"]


def test_a_shortfall_names_the_cell_and_the_number() -> None:
    with pytest.raises(BlueprintError) as caught:
        assemble(plan(Cell(5, "law", "easy"), Cell(1, "ethics")), POOL, "s")
    [short] = caught.value.shortfalls
    assert (short.cell, short.wanted, short.found) == ("law × easy", 5, 3)


def test_a_fixed_item_that_is_gone_is_named() -> None:
    with pytest.raises(BlueprintError, match="нет-такого"):
        assemble(plan(fixed=("нет-такого",)), POOL, "s")


cells = st.builds(
    Cell,
    count=st.integers(1, 4),
    competency=st.sampled_from(["", "law", "ethics"]),
    difficulty=st.sampled_from(["", "easy", "hard"]),
    spread=st.booleans(),
)


@given(st.lists(cells, min_size=1, max_size=4).map(tuple), st.text(max_size=4))
def test_a_form_keeps_the_plan_or_says_why_not(some: tuple[Cell, ...], seed: str) -> None:
    blueprint = Blueprint(some, shuffle=False)
    try:
        form = assemble(blueprint, POOL, seed)
    except BlueprintError as error:
        assert all(short.found < short.wanted for short in error.shortfalls)
        return
    known = {candidate.code: candidate for candidate in POOL}
    slots = [cell for cell in some for _ in range(cell.count)]
    assert len(set(form)) == len(form) == blueprint.length
    assert all(known[code].fits(cell) for code, cell in zip(form, slots, strict=True))


@given(st.integers(0, 12), st.text(), st.text())
def test_shuffled_is_a_permutation_that_repeats(count: int, seed: str, code: str) -> None:
    order = shuffled(count, seed, code)
    assert sorted(order) == list(range(count))
    assert shuffled(count, seed, code) == order


def test_blueprint_from_json() -> None:
    data = {"cells": [{"count": 3, "competency": "law"}], "enemies": [["a", "b"]], "fixed": ["c"]}
    assert Blueprint.from_json(data) == Blueprint((Cell(3, "law"),), ("c",), (), (("a", "b"),))
