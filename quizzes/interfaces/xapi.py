"""Statements of the Experience API (1.0.3 and 2.0): what an attempt and its outcome are in the words of a Learning Record Store.

People are pseudonyms, questions are codes: neither names nor answers nor keys leave the portal. The same fact gives the same
statement with the same id, so sending it again changes nothing.
"""

import hashlib
import hmac
import uuid
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from django.conf import settings

from quizzes.certificates import addresses
from quizzes.models import Attempt, ItemOutcome, LearningRecord, Outcome

VERBS = "http://adlnet.gov/expapi/verbs/"
ACTIVITIES = "http://adlnet.gov/expapi/activities/"
Statement = dict[str, Any]


def statements_of(record: LearningRecord) -> list[Statement]:
    """The statements of one record: `attempted`; or what was answered, then completed, then passed or failed."""
    if record.outcome is None:
        return [_statement(record.attempt, "attempted", "0", record.attempt.started_at)]
    return _of_outcome(record.attempt, record.outcome)


def _of_outcome(attempt: Attempt, outcome: Outcome) -> list[Statement]:
    said: list[Statement] = []
    if outcome.number == 1:
        rows = outcome.items.select_related("form_item__version__item", "response").order_by("form_item__position")
        said += [_answered(attempt, row) for row in rows if row.response is not None]
        finished = attempt.finished_at or outcome.created_at
        completed = _statement(attempt, "completed", "0", finished)
        completed["result"] = {"completion": True, "duration": duration(finished - attempt.started_at)}
        said.append(completed)
    if outcome.passed is not None:
        said += _voided(attempt, outcome)
        said.append(_verdict(attempt, outcome))
    return said


def _verdict(attempt: Attempt, outcome: Outcome) -> Statement:
    said = _statement(attempt, _verdict_verb(outcome), str(outcome.number), outcome.created_at)
    said["result"] = {"success": bool(outcome.passed), "completion": True, "score": _score(outcome.total, outcome.max_total)}
    return said


def _verdict_verb(outcome: Outcome) -> str:
    return "passed" if outcome.passed else "failed"


def _voided(attempt: Attempt, outcome: Outcome) -> list[Statement]:
    """A regrade takes back the verdict before: statements are never changed, they are voided."""
    former = outcome.predecessor
    if former is None or former.passed is None:
        return []
    said = _statement(attempt, "voided", str(outcome.number), outcome.created_at)
    del said["context"]
    said["object"] = {"objectType": "StatementRef", "id": statement_id(attempt, _verdict_verb(former), str(former.number))}
    return [said]


def _answered(attempt: Attempt, row: ItemOutcome) -> Statement:
    item = row.form_item
    said = _statement(attempt, "answered", str(item.position), row.response.recorded_at)
    said["object"] = {
        "objectType": "Activity",
        "id": addresses.full(f"/xapi/items/{item.version.item.language}/{item.version.item.code}/{item.version.number}"),
        "definition": {"type": ACTIVITIES + "cmi.interaction", "interactionType": "other"},
    }
    said["context"]["contextActivities"] = {"parent": [_quiz(attempt)]}
    if row.fraction is not None:
        said["result"] = {"success": row.fraction >= 1, "score": {"scaled": _number(max(row.fraction, Fraction(-1)))}}
    return said


def _statement(attempt: Attempt, verb: str, detail: str, moment: datetime) -> Statement:
    return {
        "id": statement_id(attempt, verb, detail),
        "actor": {"objectType": "Agent", "account": {"homePage": addresses.full("/"), "name": pseudonym(attempt.candidate_id)}},
        "verb": {"id": VERBS + verb, "display": {"en-US": verb}},
        "object": _quiz(attempt),
        "context": {
            "registration": str(attempt.public_id),
            "platform": str(settings.WAGTAIL_SITE_NAME),
            "language": attempt.form.language,
        },
        "timestamp": moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }


def statement_id(attempt: Attempt, verb: str, detail: str) -> str:
    """The same for the same fact, whenever it is sent."""
    return str(uuid.uuid5(attempt.public_id, f"{verb}/{detail}"))


def _quiz(attempt: Attempt) -> dict[str, Any]:
    form = attempt.form
    return {
        "objectType": "Activity",
        "id": addresses.full(f"/xapi/quizzes/{attempt.quiz.translation_key}"),
        "definition": {"type": ACTIVITIES + "assessment", "name": {form.language: form.title}},
    }


def pseudonym(person_pk: int) -> str:
    """A name for a person that only this portal can trace back."""
    key = settings.QUIZZES_XAPI_ACTOR_KEY or settings.SECRET_KEY
    return hmac.new(key.encode(), f"opora xapi actor {person_pk}".encode(), hashlib.sha256).hexdigest()[:32]


def _score(total: Fraction, full: Fraction) -> dict[str, float]:
    score = {"raw": _number(total), "min": min(0.0, _number(total)), "max": _number(full)}
    return {**score, "scaled": _number(max(total / full, Fraction(-1)))} if full else score


def _number(value: Fraction) -> float:
    return round(float(value), 6)


def duration(span: timedelta) -> str:
    """ISO 8601, to the second: `PT754S`."""
    return f"PT{max(int(span.total_seconds()), 0)}S"
