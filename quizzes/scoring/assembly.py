"""Assembly of a form from a blueprint: exact, seeded, fair to items that were used less."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizzes.scoring.problems import gettext_noop

SHORTFALL = gettext_noop("%(cell)s: нужно %(wanted)s, найдено %(found)s. Добавьте вопросы или измените план.")


# An essay waits for a person's mark, a description has none, a case takes a quarter of an hour: none comes up by luck.
ONLY_IF_ASKED = {"essay", "description", "case"}


@dataclass(frozen=True)
class Cell:
    """How many items of one kind: an empty field takes any. `spread` draws evenly over the competencies."""

    count: int
    competency: str = ""
    difficulty: str = ""
    kind: str = ""
    spread: bool = False

    def __str__(self) -> str:
        parts = [part for part in (self.competency, self.difficulty, self.kind) if part]
        return " × ".join(parts) or "*"


@dataclass(frozen=True)
class Blueprint:
    """The plan of a form. Of `enemies` (groups of items that give each other away) at most one is drawn.

    `even_exposure`: what was drawn least comes first; without it every item has the same chance.
    """

    cells: tuple[Cell, ...]
    fixed: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    enemies: tuple[tuple[str, ...], ...] = ()
    shuffle: bool = True
    even_exposure: bool = True

    @property
    def length(self) -> int:
        """The number of items of a form."""
        return len(self.fixed) + sum(cell.count for cell in self.cells)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Blueprint":
        """The blueprint of a JSON object; TypeError or KeyError where a field is missing or not known."""
        fields = dict(data)
        cells = tuple(Cell(**cell) for cell in fields.pop("cells"))
        enemies = tuple(tuple(group) for group in fields.pop("enemies", ()))
        fixed, excluded = (tuple(fields.pop(name, ())) for name in ("fixed", "excluded"))
        return cls(cells, fixed, excluded, enemies, **fields)


@dataclass(frozen=True)
class Candidate:
    """An item that may be drawn, as far as assembly needs to know it; `used` counts earlier draws."""

    code: str
    competency: str = ""
    difficulty: str = ""
    kind: str = ""
    used: int = 0

    def fits(self, cell: Cell) -> bool:
        """Whether the item belongs into the cell; what is `ONLY_IF_ASKED` belongs only where the cell names its kind."""
        if self.kind in ONLY_IF_ASKED and cell.kind != self.kind:
            return False
        wanted = ((cell.competency, self.competency), (cell.difficulty, self.difficulty), (cell.kind, self.kind))
        return all(not want or want == have for want, have in wanted)


@dataclass(frozen=True)
class Shortfall:
    """A cell that the bank cannot fill."""

    cell: str
    wanted: int
    found: int

    def __str__(self) -> str:
        return SHORTFALL % {"cell": self.cell, "wanted": self.wanted, "found": self.found}


class BlueprintError(ValueError):
    """The bank cannot fill the blueprint; `shortfalls` name each cell and how many are missing."""

    def __init__(self, shortfalls: Iterable[Shortfall]) -> None:
        self.shortfalls = tuple(shortfalls)
        super().__init__("; ".join(map(str, self.shortfalls)))


def assemble(blueprint: Blueprint, pool: Sequence[Candidate], seed: str) -> tuple[str, ...]:
    """The codes of a form in their order. The same blueprint, pool and seed give the same form.

    If the bank can fill the blueprint at all it is filled, with the least used items possible (the sets of items
    that fill the cells form a transversal matroid, so taking them greedily by use is optimal). BlueprintError else.
    """
    # A seed makes a form reproducible; it hides nothing, so no cryptographic source is needed.
    chance = random.Random(seed)  # noqa: S311
    group_of = _groups(blueprint.enemies)
    fixed = _fixed(blueprint, pool)
    barred = {group_of.get(code, code) for code in blueprint.fixed} | set(blueprint.excluded)
    free = [one for one in pool if one.code not in barred and group_of.get(one.code, one.code) not in barred]
    weight = 1 if blueprint.even_exposure else 0
    ranked = sorted(sorted(free, key=lambda one: one.code), key=lambda one: (one.used * weight, chance.random()))
    slots = [cell for cell in blueprint.cells for _ in range(cell.count)]
    drawn = _match(_spread(slots, ranked, chance), ranked, group_of)
    if len(drawn) < len(slots):
        # An even spread was too much to ask; the numbers of the plan may still be met.
        drawn = _match(slots, ranked, group_of)
    _check(blueprint, drawn, slots)
    form = [*fixed, *(candidate.code for candidate in drawn.values())]
    if blueprint.shuffle:
        chance.shuffle(form)
    return tuple(form)


def _groups(enemies: tuple[tuple[str, ...], ...]) -> dict[str, str]:
    """Each enemy with the name of its group; groups that share an item become one."""
    group_of: dict[str, str] = {}
    for group in enemies:
        names = {group_of[code] for code in group if code in group_of} or {f"enemies of {group[0]}"}
        name = min(names)
        group_of |= dict.fromkeys(group, name)
        group_of = {code: name if old in names else old for code, old in group_of.items()}
    return group_of


def _fixed(blueprint: Blueprint, pool: Sequence[Candidate]) -> tuple[str, ...]:
    known = {candidate.code for candidate in pool}
    missing = [Shortfall(code, 1, 0) for code in blueprint.fixed if code not in known]
    if missing:
        raise BlueprintError(missing)
    return blueprint.fixed


def _spread(slots: list[Cell], ranked: list[Candidate], chance: random.Random) -> list[Cell]:
    """The slots with competencies dealt out in turn to those that are to be spread, as long as supply lasts."""
    hands = {cell: _hand(cell, ranked, chance) for cell in dict.fromkeys(slots) if cell.spread}
    dealt: list[Cell] = []
    for slot in slots:
        hand = hands.get(slot)
        dealt.append(Cell(1, hand.pop(0), slot.difficulty, slot.kind) if hand else slot)
    return dealt


def _hand(cell: Cell, ranked: list[Candidate], chance: random.Random) -> list[str]:
    """Competencies round by round, each as often as the bank has items of it for the cell."""
    supply = Counter(candidate.competency for candidate in ranked if candidate.fits(cell))
    order = sorted(supply)
    chance.shuffle(order)
    return [name for turn in range(max(supply.values(), default=0)) for name in order if supply[name] > turn]


def _match(slots: list[Cell], ranked: list[Candidate], group_of: dict[str, str]) -> dict[int, Candidate]:
    """Slot → candidate by augmenting paths, candidates offered by rank; a group of enemies is offered as one."""
    offers: dict[str, list[Candidate]] = {}
    for candidate in ranked:
        offers.setdefault(group_of.get(candidate.code, candidate.code), []).append(candidate)
    taken: dict[int, list[Candidate]] = {}
    for offer in offers.values():
        if len(taken) == len(slots):
            break
        _place(offer, slots, taken, set())
    return {place: next(candidate for candidate in taken[place] if candidate.fits(slots[place])) for place in sorted(taken)}


def _place(offer: list[Candidate], slots: list[Cell], taken: dict[int, list[Candidate]], seen: set[int]) -> bool:
    for place, slot in enumerate(slots):
        if place in seen or not any(candidate.fits(slot) for candidate in offer):
            continue
        seen.add(place)
        if place not in taken or _place(taken[place], slots, taken, seen):
            taken[place] = offer
            return True
    return False


def _check(blueprint: Blueprint, drawn: dict[int, Candidate], slots: list[Cell]) -> None:
    found: dict[int, int] = {}
    start = 0
    for number, cell in enumerate(blueprint.cells):
        found[number] = sum(place in drawn for place in range(start, start + cell.count))
        start += cell.count
    short = [
        Shortfall(str(cell), cell.count, found[number])
        for number, cell in enumerate(blueprint.cells)
        if found[number] < cell.count
    ]
    if short:
        raise BlueprintError(short)


def shuffled(count: int, seed: str, code: str) -> list[int]:
    """A seeded order of `count` options for the item `code`: each item has its own, whatever stands beside it."""
    order = list(range(count))
    random.Random(f"{seed}/{code}").shuffle(order)  # noqa: S311  (reproducible, not secret)
    return order
