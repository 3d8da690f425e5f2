"""A statistics report over 1,000 attempts × 60 items against the textbook's loops in floats, in one run.

The loops compute the figures of the test and of the items only; the report adds exact fractions, the error at the cut, the
consistency of decisions, who chose what by thirds, curves and flags.
"""

import random
import time
import tracemalloc
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import exp, sqrt

from quizzes.scoring import ChosenOne, Option, SingleChoice, Text
from quizzes.scoring.guessing import random_guess_score
from quizzes.scoring.item_analysis import AttemptMarks, item_statistics, quiz_statistics
from quizzes.scoring.quiz_report import Answer, Sitting, VersionFacts, quiz_report
from quizzes.scoring.response_classes import classes_of, parts_of

ATTEMPTS, ITEMS = 1000, 60


def make(attempts: int = ATTEMPTS, items: int = ITEMS, seed: int = 1) -> tuple[list[Sitting], dict[str, VersionFacts]]:
    """Sittings of a logistic model with questions of four options, one of them worth a third."""
    chance = random.Random(seed)
    weights = (Fraction(1), Fraction(0), Fraction(1, 3), Fraction(0))
    content = SingleChoice(stem=Text("?"), options=tuple(Option(Text(str(n)), weight) for n, weight in enumerate(weights)))
    names = [f"i{n:02}" for n in range(items)]
    hard = {name: chance.gauss(-0.8, 1) for name in names}
    facts = VersionFacts("", content.kind, Fraction(1), parts_of(content), random_guess_score(content))
    classes = [classes_of(content, ChosenOne(n)) for n in range(4)]
    sittings = []
    for n in range(attempts):
        able, answers = chance.gauss(0, 1), {}
        for name in names:
            place = 0 if chance.random() < 1 / (1 + exp(hard[name] - able)) else chance.randrange(1, 4)
            answers[name] = Answer(name, weights[place], classes[place])
        sittings.append(Sitting(answers, form="one", has_passed=n % 3 > 0))
    return sittings, {name: VersionFacts(name, facts.kind, facts.full, facts.parts, facts.guess) for name in names}


def naive(rows: Sequence[dict[str, float]]) -> dict[str, list[float]]:
    """The figures by their definitions, loop by loop."""
    count, totals = len(rows), [sum(row.values()) for row in rows]
    middle = sum(totals) / count
    powers = [sum((total - middle) ** power for total in totals) / count for power in (2, 3, 4)]
    k2 = count * powers[0] / (count - 1)
    figures, spread, roots = {}, 0.0, 0.0
    for item in rows[0]:
        marks = [row[item] for row in rows]
        rest = [total - mark for total, mark in zip(totals, marks, strict=True)]
        mean, other = sum(marks) / count, sum(rest) / count
        ranked, others = sorted(marks), sorted(rest)
        sums = [0.0] * 5
        for n in range(count):
            sums[0] += (marks[n] - mean) ** 2
            sums[1] += (rest[n] - other) ** 2
            sums[2] += (marks[n] - mean) * (rest[n] - other)
            sums[3] += (ranked[n] - mean) * (others[n] - other)
            sums[4] += (marks[n] - mean) * (totals[n] - middle)
        variance, y, both, best, whole = (one / (count - 1) for one in sums)
        spread += variance
        roots += sqrt(max(whole, 0))
        figures[item] = [100 * mean, sqrt(variance), 100 * both / sqrt(variance * y), 100 * both / best, whole]
    alpha = 100 * len(figures) / (len(figures) - 1) * (1 - spread / k2)
    for row in figures.values():
        row[4] = 100 * sqrt(max(row[4], 0)) / roots
    return {**figures, "": [middle, sqrt(k2), alpha, powers[1], powers[2]]}


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds, the best of three runs, and the greatest memory in use beyond what was there, in MB (a run of its own)."""
    spent = []
    for _run in range(3):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return min(spent), peak / 1e6


def main() -> None:
    """Prints time, the ratio to the loops, and memory."""
    sittings, facts = make()
    floats = [{name: float(answer.mark) for name, answer in sitting.answers.items()} for sitting in sittings]
    exact = [{name: answer.mark for name, answer in sitting.answers.items()} for sitting in sittings]
    full = {name: one.full for name, one in facts.items()}

    def figures() -> None:
        attempts = [AttemptMarks(row) for row in exact]
        item_statistics(attempts, full)
        quiz_statistics(attempts, full)

    rows: list[tuple[str, Callable[[], object]]] = [
        ("loops in floats", lambda: naive(floats)),
        ("the same figures, exactly", figures),
        ("the whole report", lambda: quiz_report(sittings, facts, cut_percent=Fraction(60))),
    ]
    print(f"Statistics, {ATTEMPTS} attempts × {ITEMS} items")
    base = 0.0
    for name, work in rows:
        spent, peak = measured(work)
        base = base or spent
        print(f"  {name:<28} {spent:6.3f} s  {spent / base:.2f}  {peak:6.1f} MB")


if __name__ == "__main__":
    main()
