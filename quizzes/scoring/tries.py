"""An item through its tries: what its behaviour makes of everything that was recorded for it.

A recorded response is a *try* where the candidate asked for it to be checked; the others are only kept. What was
recorded last counts as one more try when the attempt ends, as in Moodle.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from quizzes.scoring.base import ZERO, Hint, Item, Response, Score, Verdict, score
from quizzes.scoring.behaviours import Behaviour, Certainty, adaptive, certainty_based, interactive, tries_allowed
from quizzes.scoring.case import Case
from quizzes.scoring.entry import Essay


@dataclass(frozen=True)
class Try:
    """One recorded response: `is_try` where it was handed in to be checked, `certainty` where that was said."""

    response: Response | None
    is_try: bool = False
    certainty: Certainty | None = None


@dataclass(frozen=True)
class Standing:
    """Where an item stands.

    `score` is what it earns if nothing more comes; its fraction follows the behaviour, its verdict the response itself.
    `tries` were checked, `tries_left` may still be (None: no limit); `checked` is the last checked response with
    its own score; `hint` helps with the next try; `is_closed` says that the item takes no more answers.
    """

    score: Score
    tries: int = 0
    tries_left: int | None = None
    checked: Response | None = None
    checked_score: Score | None = None
    hint: Hint | None = None
    is_closed: bool = False


def can_be_checked(item: Item) -> bool:
    """Whether a machine can say at once how good an answer is: not of an essay, a text, or a case, which runs on by itself."""
    return item.carries_mark and not isinstance(item, Essay | Case)


def standing(item: Item, behaviour: Behaviour, history: Sequence[Try]) -> Standing:
    """The standing of an item after what was recorded, oldest first; ResponseError where a response does not fit."""
    last = history[-1] if history else Try(None)
    plain = score(item, last.response)
    if behaviour is Behaviour.DEFERRED or not can_be_checked(item):
        return Standing(plain)
    if behaviour is Behaviour.CERTAINTY:
        return Standing(_with_certainty(plain, last.certainty))
    tries = _tries(history, repeats_count=behaviour is Behaviour.INTERACTIVE)
    if behaviour is Behaviour.IMMEDIATE:
        return _immediate(item, plain, tries)
    if behaviour is Behaviour.INTERACTIVE:
        return _interactive(item, plain, tries)
    return _adaptive(item, plain, tries, last)


def _tries(history: Sequence[Try], *, repeats_count: bool) -> list[Response]:
    """The responses handed in, blank ones and (unless they count) repeats of the one before left out."""
    tries: list[Response] = []
    for one in history:
        if not one.is_try or one.response is None or one.response.is_blank:
            continue
        if repeats_count or not tries or tries[-1] != one.response:
            tries.append(one.response)
    return tries


def _with_certainty(plain: Score, certainty: Certainty | None) -> Score:
    """Right +1, +2, +3 times the fraction, wrong 0, −2, −6; who says nothing is unsure, who does not answer earns 0."""
    if plain.fraction is None or plain.verdict is Verdict.UNANSWERED:
        return plain
    return replace(plain, fraction=certainty_based(plain.fraction, certainty or Certainty.UNSURE))


def _immediate(item: Item, plain: Score, tries: list[Response]) -> Standing:
    if not tries:
        return Standing(plain, tries_left=1)
    checked = score(item, tries[0])
    return Standing(checked, 1, 0, tries[0], checked, is_closed=True)


def _interactive(item: Item, plain: Score, tries: list[Response]) -> Standing:
    allowed = tries_allowed(len(item.hints))
    for before, response in enumerate(tries):
        checked = score(item, response)
        if checked.verdict is Verdict.RIGHT or before + 1 == allowed:
            final = _less(checked, interactive(checked.fraction or ZERO, penalty=item.penalty, tries_before=before))
            return Standing(final, before + 1, allowed - before - 1, response, checked, is_closed=True)
    used = len(tries)
    final = _less(plain, interactive(plain.fraction or ZERO, penalty=item.penalty, tries_before=used))
    if not tries:
        return Standing(final, tries_left=allowed)
    return Standing(final, used, allowed - used, tries[-1], score(item, tries[-1]), item.hints[used - 1])


def _adaptive(item: Item, plain: Score, tries: list[Response], last: Try) -> Standing:
    is_unchecked = last.response is not None and not last.response.is_blank and tries[-1:] != [last.response]
    marks = [score(item, response) for response in tries]
    counted = [*marks, plain] if is_unchecked else marks
    best = adaptive([one.fraction or ZERO for one in counted], penalty=item.penalty)
    shown = max(counted, key=lambda one: one.fraction or ZERO, default=plain)
    checked = tries[-1] if tries else None
    return Standing(_less(shown, best), len(tries), None, checked, marks[-1] if marks else None)


def _less(scored: Score, fraction: Fraction) -> Score:
    return replace(scored, fraction=fraction) if scored.fraction is not None else scored
