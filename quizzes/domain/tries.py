"""Tries: what the behaviour of a form makes of the responses recorded for an item, and what it still takes."""

from typing import Any

from quizzes import scoring
from quizzes.models import Attempt, FormItem, Response
from quizzes.scoring.behaviours import Behaviour, Certainty
from quizzes.scoring.problems import Problem, gettext_noop
from quizzes.scoring.tries import Standing, Try, can_be_checked, standing

CHECKING = (Behaviour.IMMEDIATE, Behaviour.INTERACTIVE, Behaviour.ADAPTIVE)
CHECKED = gettext_noop("Этот вопрос уже проверен: ответ изменить нельзя. Переходите к следующему.")


def behaviour_of(attempt: Attempt) -> Behaviour:
    """The behaviour frozen into the attempt's form."""
    return Behaviour(attempt.form.behaviour)


def as_try(response: Response) -> Try:
    """A recorded response as the scoring core counts it."""
    return Try(response.answer, response.is_try, Certainty(response.certainty) if response.certainty else None)


def histories(attempt: Attempt) -> dict[int, list[Response]]:
    """For each form item the responses that count, oldest first; one query. Where only the last matters, only that one."""
    rows: dict[int, list[Response]] = {}
    for response in attempt.responses.filter(counts=True).order_by("sequence"):
        rows.setdefault(response.form_item_id, []).append(response)
    return rows


def checks_on_the_way(attempt: Attempt) -> bool:
    """Whether the form lets answers be checked before it is handed in."""
    return behaviour_of(attempt) in CHECKING


def takes_tries(attempt: Attempt, item: FormItem) -> bool:
    """Whether the candidate may ask for a check of this item."""
    # Asked of the item's own form, which is in memory where answers are saved: no query on the path that happens most.
    return Behaviour(item.form.behaviour) in CHECKING and can_be_checked(item.version.content)


def history_of(attempt: Attempt, item: FormItem, latest: Response | None) -> list[Response]:
    """The responses of an item that count, oldest first; a query only where those before the latest matter."""
    if not takes_tries(attempt, item):
        return [latest] if latest else []
    return list(attempt.responses.filter(form_item=item, counts=True).order_by("sequence"))


def standing_of(attempt: Attempt, item: FormItem, latest: Response | None) -> Standing:
    """Where an item of the attempt stands."""
    return standing(item.version.content, behaviour_of(attempt), [as_try(row) for row in history_of(attempt, item, latest)])


def asks_certainty(attempt: Attempt, item: FormItem) -> bool:
    """Whether the candidate says how sure they are of this item."""
    return behaviour_of(attempt) is Behaviour.CERTAINTY and can_be_checked(item.version.content)


def refuse_change(attempt: Attempt, item: FormItem, before: Response | None, response: scoring.Response | None) -> None:
    """ResponseError where the item no longer takes the answer: it would change what is decided, or the last try is used up.

    A query only where the form checks answers on the way.
    """
    problems = item.version.content.change_problems(before.answer if before else None, response)
    if problems:
        raise scoring.ResponseError(problems)
    if takes_tries(attempt, item) and standing_of(attempt, item, before).is_closed:
        raise scoring.ResponseError([Problem("response", CHECKED)])


def settle(content: scoring.Item, behaviour: Behaviour, rows: list[Response]) -> tuple[scoring.Score, list[list[Any]]]:
    """What an item earned by the key of `content`, and its marks by competency as JSON rows (empty: all belong to one)."""
    score = standing(content, behaviour, [as_try(row) for row in rows]).score
    parts = content.parts(rows[-1].answer if rows else None)
    return score, [[part.competency, str(part.earned), str(part.full)] for part in parts]
