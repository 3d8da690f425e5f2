"""Which place of the plan each item of a form filled: what statistics compare when every candidate gets other items."""

import re
from collections.abc import Mapping, Sequence

from quizzes.scoring.assembly import Blueprint, Candidate

Forms = Mapping[str, Sequence[Candidate]]


_CELL = re.compile(r"#(\d+)\.(\d+)")


def cell_of(place: str) -> tuple[int, int] | None:
    """The cell (from 1; 0 is none) and the number within it, None where the place is an item that every form has."""
    hit = _CELL.fullmatch(place)
    return (int(hit[1]), int(hit[2])) if hit else None


def constant_items(forms: Forms) -> set[str]:
    """The codes of the items that every form has; empty without forms."""
    sets = [{one.code for one in form} for form in forms.values()]
    return set.intersection(*sets) if sets else set()


def places_of(blueprint: Blueprint, forms: Forms) -> dict[str, dict[str, str]]:
    """For each form the place of each of its items, by code.

    An item that every form has is a place of its own, named by its code. The others fill the cells of the plan, in the order of
    the form, as questions drawn at random fill their slots in Moodle: place `#2.3` is the third of cell 2. An item that fits
    no cell (the plan was read otherwise then) is in place `#0.n`.
    """
    constant = constant_items(forms)
    return {name: _places(blueprint, form, constant) for name, form in forms.items()}


def _places(blueprint: Blueprint, form: Sequence[Candidate], constant: set[str]) -> dict[str, str]:
    room = [cell.count for cell in blueprint.cells]
    fixed = set(blueprint.fixed)
    # The constant items take their room in the cells too, but keep their own names.
    cells = _fill(blueprint, [one for one in form if one.code not in fixed], room)
    places: dict[str, str] = {}
    numbers: dict[int, int] = {}
    for one in form:
        if one.code in constant or one.code in fixed:
            places[one.code] = one.code
            continue
        cell = cells.get(one.code, -1)
        numbers[cell] = numbers.get(cell, 0) + 1
        places[one.code] = f"#{cell + 1}.{numbers[cell]}"
    return places


def _fill(blueprint: Blueprint, form: Sequence[Candidate], room: Sequence[int]) -> dict[str, int]:
    """Item → cell by augmenting paths, so that an item of a wide cell makes way for one that fits nowhere else."""
    fitting = {one.code: [n for n, cell in enumerate(blueprint.cells) if one.fits(cell)] for one in form}
    held: list[list[str]] = [[] for _cell in blueprint.cells]

    def settle(code: str, seen: set[int]) -> bool:
        for cell in fitting[code]:
            if cell in seen:
                continue
            seen.add(cell)
            if len(held[cell]) < room[cell]:
                held[cell].append(code)
                return True
            for place, other in enumerate(held[cell]):
                if settle(other, seen):
                    held[cell][place] = code
                    return True
        return False

    for one in form:
        settle(one.code, set())
    return {code: cell for cell, codes in enumerate(held) for code in codes}
