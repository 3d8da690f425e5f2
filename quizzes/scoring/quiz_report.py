"""The whole report of a quiz from the marks and response classes of its attempts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from quizzes.scoring.decisions import DecisionConsistency, decision_consistency, places_needed, standard_error_at
from quizzes.scoring.distractors import DistractorRow, count_by_thirds, thirds
from quizzes.scoring.flags import USUAL, Flag, Thresholds, flags
from quizzes.scoring.item_analysis import (
    AttemptMarks,
    ItemStatistics,
    MarkTable,
    QuizStatistics,
    item_statistics,
    mean,
    quiz_statistics,
)
from quizzes.scoring.places import cell_of
from quizzes.scoring.response_classes import BLANK, ONCE, OTHERS, TYPED, VERDICTS, WHOLE, Part, ResponseClass
from quizzes.scoring.score_groups import ScoreGroup, score_groups, wilson

MAX_TYPED = 12
ALPHA_WANTED = 0.8
CHOICES = ("single-choice", "true-false")
Zero = Fraction(0)


@dataclass(frozen=True)
class VersionFacts:
    """What the report knows of an item version: its item, full mark, what it asks, what guessing earns (0 to 1)."""

    item: str
    kind: str
    full: Fraction
    parts: tuple[Part, ...] = ()
    guess: Fraction | None = None


@dataclass(frozen=True)
class Answer:
    """What one attempt got for a version in a place, and the classes (part, class) of its response."""

    place: str
    mark: Fraction
    classes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Sitting:
    """One finished attempt: its answers by version, the form it sat, whether it passed."""

    answers: Mapping[str, Answer]
    form: str = ""
    has_passed: bool | None = None


@dataclass(frozen=True)
class ClassRow:
    """One class of responses with its counts by thirds."""

    response: ResponseClass
    counts: DistractorRow


@dataclass(frozen=True)
class PartTable:
    """The classes of one part, the known ones first."""

    part: Part
    rows: tuple[ClassRow, ...]


@dataclass(frozen=True)
class VersionRow:
    """An item version as it was met: figures, what guessing earns (per cent), who chose what, curve, flags."""

    version: str
    facts: VersionFacts
    figures: ItemStatistics
    is_drawn: bool
    tables: tuple[PartTable, ...]
    groups: tuple[ScoreGroup, ...]
    flags: tuple[Flag, ...]

    @property
    def guess(self) -> float | None:
        """What guessing earns, in per cent."""
        return None if self.facts.guess is None else float(100 * self.facts.guess)


@dataclass(frozen=True)
class ItemRow:
    """An item with all its versions together, and each version by itself."""

    item: str
    figures: ItemStatistics
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True)
class FormRow:
    """A form that several candidates sat, as a test of its own."""

    form: str
    figures: QuizStatistics


@dataclass(frozen=True)
class CutFigures:
    """What is known of the decision at the cut score (in marks): errors in marks, shares from 0 to 1.

    `near` attempts lie within one standard error of the test from the cut; `passed` of `decided` passed.
    """

    cut: float
    standard_error: float | None
    near: int | None
    passed: int
    decided: int
    share: tuple[float, float] | None
    consistency: DecisionConsistency | None
    places_needed: int | None


@dataclass(frozen=True)
class QuizReport:
    """Everything the report shows; `full` is the full mark of the test, `places` how many it has."""

    attempts: int
    full: Fraction
    figures: QuizStatistics
    places: tuple[ItemStatistics, ...]
    items: tuple[ItemRow, ...]
    forms: tuple[FormRow, ...]
    cut: CutFigures

    @property
    def versions(self) -> list[VersionRow]:
        """Every version met, item by item."""
        return [version for item in self.items for version in item.versions]


def quiz_report(
    sittings: Sequence[Sitting],
    versions: Mapping[str, VersionFacts],
    *,
    cut_percent: Fraction,
    bounds: Thresholds = USUAL,
) -> QuizReport:
    """The report of attempts that sat the same plan; `versions` has every version met, in the order of the report."""
    by_place = MarkTable([AttemptMarks({one.place: one.mark for one in sitting.answers.values()}) for sitting in sittings])
    full = _place_marks(sittings, versions)
    figures = quiz_statistics(by_place, full)
    places = item_statistics(by_place, full)
    weights = {row.item: row for row in places}
    rows = _version_rows(sittings, versions, weights, bounds)
    whole = sum(full.values(), Zero)
    return QuizReport(
        len(sittings),
        whole,
        figures,
        tuple(places),
        tuple(_item_rows(sittings, versions, rows)),
        tuple(_form_rows(sittings)),
        _cut_figures(by_place, sittings, figures, len(full), whole, cut_percent),
    )


def _place_marks(sittings: Sequence[Sitting], versions: Mapping[str, VersionFacts]) -> dict[str, Fraction]:
    """The full mark of each place: the mean of what its variants carry."""
    met: dict[str, set[str]] = {}
    for sitting in sittings:
        for version, answer in sitting.answers.items():
            met.setdefault(answer.place, set()).add(version)
    return {place: mean([versions[one].full for one in sorted(variants)]) for place, variants in sorted(met.items(), key=_order)}


def _order(entry: tuple[str, set[str]]) -> tuple[int, int, str]:
    """Places of cells in their order (the second before the tenth), after the constant ones."""
    cell = cell_of(entry[0])
    return (*cell, "") if cell else (-1, 0, entry[0])


def _version_rows(
    sittings: Sequence[Sitting],
    versions: Mapping[str, VersionFacts],
    places: Mapping[str, ItemStatistics],
    bounds: Thresholds,
) -> dict[str, VersionRow]:
    marks = [AttemptMarks({version: one.mark for version, one in sitting.answers.items()}) for sitting in sittings]
    table = MarkTable(marks)
    place_of = {version: one.place for sitting in sittings for version, one in sitting.answers.items()}
    drawn = {version for version, place in place_of.items() if place != versions[version].item}
    figures = item_statistics(table, {version: facts.full for version, facts in versions.items()}, random_items=drawn)
    met: dict[str, list[int]] = {version: [] for version in versions}
    for row, sitting in enumerate(sittings):
        for version in sitting.answers:
            met[version].append(row)
    rows = {}
    for one in figures:
        place = None if one.item in drawn else places.get(place_of.get(one.item, ""))
        answers = [sittings[n].answers[one.item] for n in met[one.item]]
        if answers:
            seen = _Seen(answers, table.totals_of(one.item), table.marks(one.item), table.scale)
            rows[one.item] = _version_row(_weighted(one, place), versions[one.item], one.item in drawn, seen, bounds)
    return rows


@dataclass(frozen=True)
class _Seen:
    """The answers to one version with the totals and marks of the same attempts, in whole numbers of 1/`scale`."""

    answers: Sequence[Answer]
    totals: Sequence[int]
    marks: Sequence[int]
    scale: int


def _weighted(row: ItemStatistics, place: ItemStatistics | None) -> ItemStatistics:
    """The weights of its place for an item that all met; none for one of many (as in Moodle)."""
    if place is None:
        return replace(row, effective_weight=None, intended_weight=None)
    return replace(row, effective_weight=place.effective_weight, intended_weight=place.intended_weight)


def _version_row(
    figures: ItemStatistics,
    facts: VersionFacts,
    is_drawn: bool,
    seen: _Seen,
    bounds: Thresholds,
) -> VersionRow:
    tables = _tables(facts, seen)
    groups = score_groups(list(zip(seen.totals, seen.marks, strict=True)), facts.full * seen.scale, scale=seen.scale)
    row = VersionRow(figures.item, facts, figures, is_drawn, tables, tuple(groups), ())
    return replace(row, flags=tuple(_flags(row, bounds)))


def _tables(facts: VersionFacts, seen: _Seen) -> tuple[PartTable, ...]:
    chosen: dict[str, list[tuple[str, int]]] = {}
    for one, where in zip(seen.answers, thirds(seen.totals), strict=True):
        for part, code in one.classes:
            chosen.setdefault(part, []).append((code, where))
    return tuple(_part_table(part, chosen.get(part.code, [])) for part in facts.parts)


def _part_table(part: Part, chosen: list[tuple[str, int]]) -> PartTable:
    kept = _kept_texts(code for code, _where in chosen)
    sorted_in = [(ONCE if code.startswith(TYPED) and code not in kept else code, where) for code, where in chosen]
    known = {one.code: one for one in part.classes}
    rows = count_by_thirds(sorted_in, known)
    texts = sorted((row for row in rows if row.option.startswith(TYPED)), key=lambda row: -row.total)
    order = [row for row in rows if row.option in known] + texts + [row for row in rows if row.option == ONCE]
    others = [row for row in rows if row not in order and row.option != BLANK]
    blank = [row for row in rows if row.option == BLANK]
    return PartTable(part, tuple(ClassRow(_named(row.option, known), row) for row in order + others + blank))


def _kept_texts(codes: Iterable[str]) -> set[str]:
    """The typed texts to be shown: those that at least two gave, the most frequent twelve."""
    counts = Counter(code for code in codes if code.startswith(TYPED))
    return {code for code, count in counts.most_common(MAX_TYPED) if count > 1}


def _named(code: str, known: Mapping[str, ResponseClass]) -> ResponseClass:
    if code in known:
        return known[code]
    labels = {BLANK: VERDICTS["unanswered"], ONCE: OTHERS, **VERDICTS}
    return ResponseClass(code, labels.get(code, code.removeprefix(TYPED)), Zero)


def _flags(row: VersionRow, bounds: Thresholds) -> list[Flag]:
    whole = next((table for table in row.tables if table.part.code == WHOLE), None)
    unanswered = max((_blanks(table) for table in row.tables), default=0)
    if whole is None or row.facts.kind not in CHOICES:
        return flags(row.figures, guess=row.guess, unanswered=unanswered, bounds=bounds)
    names = {one.response.code: one.response.letter or one.response.label for one in whole.rows}
    listed = [replace(one.counts, option=names[one.response.code]) for one in whole.rows if one.response.code != BLANK]
    # Of true and false the wrong one cannot be "dead": there is no other to choose.
    key = names.get(whole.part.key, "")
    found = flags(row.figures, key=key, table=listed, guess=row.guess, unanswered=unanswered, bounds=bounds)
    return [flag for flag in found if flag.code != "dead-option" or row.facts.kind == "single-choice"]


def _blanks(table: PartTable) -> int:
    return sum(one.counts.total for one in table.rows if one.response.code == BLANK)


def _item_rows(
    sittings: Sequence[Sitting], versions: Mapping[str, VersionFacts], rows: Mapping[str, VersionRow]
) -> list[ItemRow]:
    grouped: dict[str, list[VersionRow]] = {}
    for version, row in rows.items():
        grouped.setdefault(versions[version].item, []).append(row)
    pooled = _pooled(sittings, versions, {item for item, found in grouped.items() if len(found) > 1}, grouped)
    return [ItemRow(item, pooled.get(item, found[0].figures), tuple(found)) for item, found in grouped.items()]


def _pooled(
    sittings: Sequence[Sitting],
    versions: Mapping[str, VersionFacts],
    several: set[str],
    grouped: Mapping[str, Sequence[VersionRow]],
) -> dict[str, ItemStatistics]:
    """The figures of items met in more than one version."""
    if not several:
        return {}
    attempts = [AttemptMarks({versions[v].item: one.mark for v, one in sitting.answers.items()}) for sitting in sittings]
    full = {item: mean([row.facts.full for row in grouped[item]]) for item in several}
    drawn = {item for item in several if any(row.is_drawn for row in grouped[item])}
    return {row.item: _weighted(row, grouped[row.item][0].figures) for row in item_statistics(attempts, full, random_items=drawn)}


def _form_rows(sittings: Sequence[Sitting]) -> list[FormRow]:
    """Forms that at least two candidates sat."""
    grouped: dict[str, list[Sitting]] = {}
    for sitting in sittings:
        grouped.setdefault(sitting.form, []).append(sitting)
    found = []
    for form, members in grouped.items():
        if len(members) > 1 and form:
            marks = [AttemptMarks({v: one.mark for v, one in member.answers.items()}) for member in members]
            found.append(FormRow(form, quiz_statistics(marks, list(members[0].answers))))
    return sorted(found, key=lambda row: -row.figures.attempts)


def _cut_figures(
    attempts: MarkTable,
    sittings: Sequence[Sitting],
    figures: QuizStatistics,
    places: int,
    full: Fraction,
    cut_percent: Fraction,
) -> CutFigures:
    cut = float(full * cut_percent / 100)
    decided = [sitting.has_passed for sitting in sittings if sitting.has_passed is not None]
    passed = sum(decided)
    error = figures.standard_error
    near = None if error is None else sum(abs(total / attempts.scale - cut) <= error for total in attempts.totals)
    return CutFigures(
        cut,
        _error_at_cut(cut, figures, places, float(full)),
        near,
        passed,
        len(decided),
        wilson(passed / len(decided), len(decided)) if decided else None,
        _consistency(cut, figures),
        _needed(figures, places),
    )


def _alpha(figures: QuizStatistics) -> float | None:
    return None if figures.internal_consistency is None else figures.internal_consistency / 100


def _error_at_cut(cut: float, figures: QuizStatistics, places: int, full: float) -> float | None:
    alpha = _alpha(figures)
    if alpha is None or figures.mean is None or not figures.standard_deviation:
        return None
    return standard_error_at(
        cut, places=places, full=full, mean=figures.mean, standard_deviation=figures.standard_deviation, alpha=alpha
    )


def _consistency(cut: float, figures: QuizStatistics) -> DecisionConsistency | None:
    alpha = _alpha(figures)
    if alpha is None or not 0 <= alpha <= 1 or figures.mean is None or not figures.standard_deviation:
        return None
    return decision_consistency(cut=cut, mean=figures.mean, standard_deviation=figures.standard_deviation, alpha=alpha)


def _needed(figures: QuizStatistics, places: int) -> int | None:
    alpha = _alpha(figures)
    return None if alpha is None or alpha >= ALPHA_WANTED else places_needed(places, alpha, ALPHA_WANTED)
