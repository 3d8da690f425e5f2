"""What a bank has for each line of a blueprint: shown while the plan is written, before anybody sits it."""

from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.scoring.assembly import Blueprint, BlueprintError, Candidate, Cell, assemble


@dataclass(frozen=True)
class Supply:
    """One line: how many items it wants, how many of the bank fit it alone, how many it gets beside the other lines."""

    cell: Cell
    fitting: int
    drawn: int

    @property
    def missing(self) -> int:
        """How many items are missing for the line."""
        return self.cell.count - self.drawn


def supply(blueprint: Blueprint, pool: Sequence[Candidate]) -> tuple[Supply, ...]:
    """The supply of each line in their order. Fixed and excluded items, and the enemies of fixed ones, are not counted."""
    barred = {*blueprint.fixed, *blueprint.excluded}
    for group in blueprint.enemies:
        if set(group) & set(blueprint.fixed):
            barred |= set(group)
    free = [candidate for candidate in pool if candidate.code not in barred]
    short = _shortfalls(blueprint, pool)
    return tuple(
        Supply(cell, sum(one.fits(cell) for one in free), short.get(place, cell.count))
        for place, cell in enumerate(blueprint.cells)
    )


def _shortfalls(blueprint: Blueprint, pool: Sequence[Candidate]) -> dict[int, int]:
    """Place of a line → how many it gets, for those that get too few. Missing fixed items are set aside: they are told apart."""
    known = {candidate.code for candidate in pool}
    plan = Blueprint(
        blueprint.cells, tuple(code for code in blueprint.fixed if code in known), blueprint.excluded, blueprint.enemies
    )
    try:
        assemble(plan, pool, "supply")
    except BlueprintError as error:
        left = list(error.shortfalls)
        found: dict[int, int] = {}
        for place, cell in enumerate(plan.cells):
            hit = next((one for one in left if (one.cell, one.wanted) == (str(cell), cell.count)), None)
            if hit is not None:
                left.remove(hit)
                found[place] = hit.found
        return found
    return {}
